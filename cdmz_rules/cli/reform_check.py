"""``cdmz reform check``: whether reforms fit the law and each other, and do what they are expected to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.law.reform import Reform

FAILED = 1

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME|FILE]...",
        help=N_("Reforms by name or file, in order; all if left out."),
        autocompletion=options.reforms,
    ),
]


def check(names: Names = None, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine

    engine.ready()
    from cdmz_rules.law import reform as reforms

    found = [engine.reform(name) for name in names or reforms.names()]
    wrong = sum(_results(reform) for reform in found)
    if names and len(found) > 1:
        wrong += _conflicts(reforms.compose(found))
    if wrong:
        raise typer.Exit(FAILED)


def _results(reform: Reform) -> int:
    """Show what came of a reform's expected results; how many did not come out."""
    from rich.text import Text

    from cdmz_rules import law
    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.language import counted
    from cdmz_rules.cli.screen import screen
    from cdmz_rules.decisions.expectations import held
    from cdmz_rules.i18n.words import both

    results = held(reform, law.current())
    failed = [result for result in results if result.faults]
    terminal = screen()
    words = counted("{number} expected result", "{number} expected results", len(results))
    mark, style = ("✘", "bold red") if failed else ("✔", "bold green")
    terminal.print(Text.assemble((f"{mark} {reform.name}", style), f"  {told(reform.title)} · {words}"), soft_wrap=True)
    for result in failed:
        terminal.print(Text(f"  {told(both(result.expected.says.model_dump()))}"), soft_wrap=True)
        for fault in result.faults:
            terminal.print(Text(f"    {told(fault)}", style="red"), soft_wrap=True)
    return len(failed) + _conflicts(reform)


def _conflicts(reform: Reform) -> int:
    """Show where reforms applied together set one value twice; how often."""
    from rich.text import Text

    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.screen import screen

    terminal = screen()
    for one in reform.conflicts:
        words = _(
            "{path}: {earlier} and {later} both set {place} from {day}; the later stands",
            path=one.path,
            earlier=one.earlier,
            later=one.later,
            place=one.place,
            day=one.day,
        )
        terminal.print(Text(f"  ! {words}", style="yellow"), soft_wrap=True)
    return len(reform.conflicts)

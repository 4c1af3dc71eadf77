"""``cdmz reform check``: whether reforms fit the law and each other, and do what they are expected to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.law.reform import Reform
    from cdmz_rules.rulebook import Rulebook

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

    rulebook = engine.rulebook()
    from cdmz_rules.law.reform import compose

    reforms = [engine.reform(rulebook, name) for name in names or rulebook.reforms.names]
    faults = sum(_results(rulebook, reform) for reform in reforms)
    if names and len(reforms) > 1:
        faults += _conflicts(compose(reforms))
    if faults:
        raise typer.Exit(FAILED)


def _results(rulebook: Rulebook, reform: Reform) -> int:
    """Show what came of a reform's expected results; how many did not come out."""
    from rich.text import Text

    from cdmz_rules.cli.language import counted, say
    from cdmz_rules.cli.screen import screen
    from cdmz_rules.decisions.expectations import findings
    from cdmz_rules.i18n.words import both

    results = findings(rulebook, reform)
    failed = [result for result in results if result.faults]
    terminal = screen()
    words = counted("{number} expected result", "{number} expected results", len(results))
    mark, style = ("✘", "bold red") if failed else ("✔", "bold green")
    terminal.print(Text.assemble((f"{mark} {reform.name}", style), f"  {say(reform.title)} · {words}"), soft_wrap=True)
    for result in failed:
        terminal.print(Text(f"  {say(both(result.expected.says.model_dump()))}"), soft_wrap=True)
        for fault in result.faults:
            terminal.print(Text(f"    {say(fault)}", style="red"), soft_wrap=True)
    return len(failed) + _conflicts(reform)


def _conflicts(reform: Reform) -> int:
    """Show where reforms applied together set one value twice; how often."""
    from rich.text import Text

    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.screen import screen

    terminal = screen()
    for conflict in reform.conflicts:
        words = _(
            "{path}: {earlier} and {later} both set {place} from {day}; the later stands",
            path=conflict.path,
            earlier=conflict.earlier,
            later=conflict.later,
            place=conflict.place,
            day=conflict.day,
        )
        terminal.print(Text(f"  ! {words}", style="yellow"), soft_wrap=True)
    return len(reform.conflicts)

"""``cdmz law check``: every mistake in the files of the law, with file and line, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _, counted

if TYPE_CHECKING:
    from cdmz_rules.errors import LawProblem

PROBLEMS = 1

Folder = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FOLDER]",
        help=N_(
            "A folder of parameters, an overlay folder, a rulebook or a checkout; by default the law that is in use."
        ),
    ),
]


def check(folder: Folder = None, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, registers
    from cdmz_rules.files import paths

    engine.quiet()
    content = paths.shipped()
    # With places that are wrong no rulebook can be loaded, whatever is to be checked: these come first.
    problems = registers.problems(content.overlay, content.registry) if content.overlay is not None else []
    if problems:
        _show(problems, [], 1)
    else:
        from cdmz_rules.cli.law_audit import audit

        result = audit(folder)
        problems = result.problems
        _show(problems, result.unused, result.files)
    if problems:
        raise typer.Exit(PROBLEMS)


def _show(problems: list[LawProblem], unused: list[str], files: int) -> None:
    from rich.text import Text

    from cdmz_rules.cli.failures import of_law, printable, where
    from cdmz_rules.cli.language import labelled
    from cdmz_rules.cli.screen import screen

    terminal = screen()
    for problem in problems:
        terminal.print(Text(printable(labelled(where(problem), of_law(problem)))), soft_wrap=True)
    for path in unused:
        terminal.print(Text(labelled(path, _("no formula uses it")), style="yellow"))
    number = len(problems)
    checked = counted("{number} file checked", "{number} files checked", files)
    result = counted("{number} problem", "{number} problems", number) if number else _("nothing wrong")
    terminal.print(Text(f"{checked} · {result}", style="bold red" if number else "bold green"))

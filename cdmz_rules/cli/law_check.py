"""``cdmz law check``: every mistake in the files of the law, with file and line, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _, counted

if TYPE_CHECKING:
    from cdmz_rules.cli.law_audit import Audit
    from cdmz_rules.errors import LawProblem

PROBLEMS = 1

Folder = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FOLDER]",
        help=N_("A folder of parameters, an overlay folder, or a checkout; by default the law that is in use."),
    ),
]


def check(folder: Folder = None, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    from cdmz_rules.cli.law_audit import audit

    found = audit(folder)
    _show(found)
    if found.problems:
        raise typer.Exit(PROBLEMS)


def _show(found: Audit) -> None:
    from rich.text import Text

    from cdmz_rules.cli.figures import labelled
    from cdmz_rules.cli.screen import screen

    terminal = screen()
    for problem in found.problems:
        terminal.print(_line(problem), soft_wrap=True)
    for path in found.unused:
        terminal.print(Text(labelled(path, _("no formula uses it")), style="yellow"))
    number = len(found.problems)
    checked = counted("{number} file checked", "{number} files checked", found.files)
    said = counted("{number} problem", "{number} problems", number) if number else _("nothing wrong")
    terminal.print(Text(f"{checked} · {said}", style="bold red" if number else "bold green"))


def _line(problem: LawProblem) -> Text:
    from rich.text import Text

    from cdmz_rules.cli.failures import of_law, printable, where
    from cdmz_rules.cli.figures import labelled

    return Text(labelled(printable(where(problem)), printable(of_law(problem))))

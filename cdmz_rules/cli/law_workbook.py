"""``cdmz law workbook``: what a place's law lacks, as a spreadsheet to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_
from cdmz_rules.reading import china

if TYPE_CHECKING:
    from cdmz_rules.enquiry.workbook import Enquiry

Place = Annotated[
    str,
    typer.Argument(
        metavar="PLACE", help=N_("The place whose rules are asked about, e.g. deyang."), autocompletion=options.places
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE.xlsx", help=N_("The spreadsheet to write."))]
Everything = Annotated[bool, typer.Option("--all", help=N_("Ask to confirm what is known too."))]


def workbook(place: Place, output: Output, everything: Everything = False, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command ``workbook``."""
    from rich.text import Text

    from cdmz_rules.cli import files, screen
    from cdmz_rules.cli.language import counted
    from cdmz_rules.errors import InputError, Problem

    if output.suffix.lower() != ".xlsx":
        message = "文件名应以 .xlsx 结尾", "the name must end in .xlsx"
        raise InputError([Problem("unknown_format", "--output", *message, "deyang.xlsx")])
    asked = enquiry(place)
    from cdmz_rules.enquiry.workbook import write

    with files.replacing(output) as stream:
        rows = write(stream, asked, everything=everything)
    files.wrote(output)
    screen.screen().print(Text(counted("{number} row to fill in", "{number} rows to fill in", rows)))


def enquiry(name: str) -> Enquiry:
    """What a place is asked today, with what it is worth to know.

    Raises:
        InputError: if there is no such place.
    """
    from cdmz_rules.cli import engine
    from cdmz_rules.cli.arguments import place
    from cdmz_rules.cli.law_gaps import measured

    rulebook = engine.rulebook()
    at = place(rulebook.places, name)
    from cdmz_rules.enquiry.answers import checkers
    from cdmz_rules.enquiry.workbook import Enquiry

    return Enquiry(rulebook, at, measured(rulebook), china.today(), checkers(rulebook.content.overlay))

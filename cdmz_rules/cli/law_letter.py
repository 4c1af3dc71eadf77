"""``cdmz law letter``: the questions that it is worth most to ask the offices of a place, as letters to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _
from cdmz_rules.cli.law_workbook import Place, enquiry

Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE.html", help=N_("The page to write; a browser prints it on A4."))
]
Domain = Annotated[
    str | None,
    typer.Option(
        "--domain",
        metavar="DOMAIN",
        help=N_("A domain, e.g. provident_fund; all of them if left out."),
        autocompletion=options.paths,
    ),
]
Top = Annotated[
    int,
    typer.Option("--top", metavar="NUMBER", min=1, max=500, help=N_("How many questions: those that are worth most.")),
]


def letter(
    place: Place, output: Output, domain: Domain = None, top: Top = 20, lang: options.Lang = options.SPOKEN
) -> None:
    """Run the command ``letter``."""
    from rich.text import Text

    from cdmz_rules.cli import files, screen
    from cdmz_rules.cli.language import counted, labelled
    from cdmz_rules.errors import InputError, NotFound, Problem

    if output.suffix.lower() not in (".html", ".htm"):
        message = "文件名应以 .html 结尾", "the name must end in .html"
        raise InputError([Problem("unknown_format", "--output", *message, "letter.html")])
    asked = enquiry(place)
    from cdmz_rules.enquiry.letter import as_html, letters

    domains = sorted({item.domain for item in asked.rulebook.law.values()})
    if domain is not None and domain not in domains:
        raise NotFound("领域", "domain", domain, domains, "--domain")
    written = letters(asked, domain=domain, top=top)
    if not written:
        screen.screen().print(Text(_("nothing to ask: no gap is known there"), style="green"))
        return
    files.write_text(output, as_html(asked, written))
    files.wrote(output)
    for one in written:
        number = counted("{number} question", "{number} questions", len(one.questions))
        screen.screen().print(Text(labelled(one.office, number)))

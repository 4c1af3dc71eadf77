"""``cdmz interview``: asks a household in a terminal what can still change its answers, one question at a time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_
from cdmz_rules.errors import InputError, Problem

Which = Annotated[
    str,
    typer.Argument(
        metavar="BENEFIT|DOMAIN|all",
        help=N_("A benefit, a domain, a bundle or all."),
        autocompletion=options.benefits,
        show_default=False,
    ),
]
Begun = Annotated[
    str | None,
    typer.Argument(metavar="CASE", help=N_("What is known already, as a YAML or JSON file."), show_default=False),
]
Output = Annotated[
    Path | None, typer.Option("-o", metavar="FILE", help=N_("Write what was answered as a case, for `cdmz decide`."))
]


def interview(
    which: Which = "all",
    case: Begun = None,
    date: options.Day = None,
    known_on: options.KnownOn = None,
    reform: options.Reform = None,
    settings: options.Settings = None,
    output: Output = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    if not on_a_terminal():
        words = "逐项问答须在终端中进行", "an interview needs a terminal to ask in"
        raise InputError([Problem("no_terminal", "", *words, "cdmz decide, POST /v1/interviews")])
    from cdmz_rules.cli import engine

    rulebook = engine.rulebook(known_on)
    from cdmz_rules.cli import law_view, screen
    from cdmz_rules.cli.interview_talk import talk

    screen.show(law_view.as_known(rulebook.known_on))
    talk(rulebook.under(engine.reform(rulebook, reform)), which, _begun(case, settings), date, output)


def _begun(case: str | None, settings: list[str] | None) -> dict[str, Any] | None:
    from cdmz_rules.cli import files
    from cdmz_rules.decisions.case_file import with_settings

    if case is not None:
        return files.case(case, settings)
    return with_settings({"members": [{"role": "applicant"}]}, settings) if settings else None


def on_a_terminal() -> bool:
    """Whether somebody sits there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()

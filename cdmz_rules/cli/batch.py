"""``cdmz batch``: a file of households in, a file of decisions out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_
from cdmz_rules.errors import InputError, Problem

if TYPE_CHECKING:
    from cdmz_rules.rulebook import Rulebook
    from cdmz_rules.tables.decide_table import Question

SOME_WRONG = 1

Benefits = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="BENEFIT", help=N_("The benefits, as `cdmz benefits` lists them."), autocompletion=options.benefits
    ),
]
Households = Annotated[
    Path | None,
    typer.Argument(
        metavar="HOUSEHOLDS",
        help=N_("The households, one a row: a .csv, .xlsx, .parquet or .arrow file; left out with --template."),
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help=N_("Where to write; the name ends in .csv, .xlsx, .parquet or .arrow.")
    ),
]
Errors = Annotated[
    Path | None,
    typer.Option(
        "--errors",
        metavar="FILE.csv",
        help=N_("Where to list the rows that are wrong; beside the output if left out."),
    ),
]
Template = Annotated[
    bool, typer.Option("--template", help=N_("Write an empty table to fill in instead, as .xlsx or .csv."))
]


def batch(
    benefits: Benefits = None,
    households: Households = None,
    output: Output = None,
    date: options.Day = None,
    known_on: options.KnownOn = None,
    reform: options.Reform = None,
    errors: Errors = None,
    template: Template = False,
    sheet: options.Sheet = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine

    rulebook = engine.rulebook(known_on)
    if template:
        # Without a file of households the last word is a benefit like the others.
        _write_template(rulebook, [*(benefits or []), *([str(households)] if households else [])], output)
        return
    if households is None:
        raise _missing("HOUSEHOLDS")
    question = _question(rulebook, benefits or [], reform)
    from cdmz_rules.cli import batch_run

    if batch_run.run(question, households, _given(output), date, errors, sheet):
        raise typer.Exit(SOME_WRONG)


def _question(rulebook: Rulebook, benefits: list[str], reform: str | None = None) -> Question:
    from cdmz_rules.cli import engine
    from cdmz_rules.tables.decide_table import question

    if not benefits:
        raise _missing("BENEFIT")
    return question(rulebook.under(engine.reform(rulebook, reform)), benefits)


def _write_template(rulebook: Rulebook, benefits: list[str], output: Path | None) -> None:
    from cdmz_rules.cli import files
    from cdmz_rules.cli.language import chosen
    from cdmz_rules.tables import source, template

    _question(rulebook, benefits)
    file = _given(output)
    kind = source.format_of(file, "--output")
    if kind not in ("csv", "xlsx"):
        words = "空白表格只能是 .xlsx 或 .csv", "an empty table is .xlsx or .csv"
        raise InputError([Problem("unknown_format", "--output", *words, ".xlsx, .csv")])
    columns = template.columns(rulebook, benefits)
    with files.replacing(file) as stream:
        if kind == "csv":
            template.write_csv(stream, columns)
        else:
            from cdmz_rules.tables.template_xlsx import write_xlsx

            write_xlsx(stream, columns, chosen())
    files.wrote(file)


def _given(output: Path | None) -> Path:
    if output is None:
        raise _missing("--output")
    return output


def _missing(name: str) -> InputError:
    words = "缺少此项", "this is missing"
    return InputError([Problem("missing", name, *words, "cdmz batch BENEFIT… HOUSEHOLDS -o FILE")])

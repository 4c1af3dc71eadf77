"""``cdmz settle-claims`` and ``cdmz settle-beds``: a year of medical claims in order, and bed subsidies of stays across cities."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _
from cdmz_rules.reading import china

if TYPE_CHECKING:
    from cdmz_rules.rulebook.catalogue import Catalogue
    from cdmz_rules.settlement.claims.file import ClaimFile

SOME_REFUSED = 1
Claims = Annotated[
    str,
    typer.Argument(
        metavar="CLAIMS",
        help=N_("The claims, one a row: a .csv, .xlsx, .parquet or .arrow file, or - for CSV from standard input."),
    ),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help=N_("Where to write; the name ends in .csv, .xlsx, .parquet or .arrow.")
    ),
]
Stays = Annotated[
    Path,
    typer.Argument(metavar="STAYS", help=N_("The stays, one a row: a .csv, .xlsx, .parquet or .arrow file.")),
]
Month = Annotated[
    str, typer.Option("--month", metavar="YYYY-MM", help=N_("The month to settle, or the first of them."))
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM", help=N_("The last month; the first alone if left out."))
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER",
        help=N_("The folder that all tables are written into."),
    ),
]
Day = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help=N_("The day of settling; today if left out."))
]


def settle_beds(
    stays: Stays,
    month: Month,
    until: Until = None,
    output: Folder = None,
    date: Day = None,
    sheet: options.Sheet = None,
    reform: options.Reform = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``settle-beds``."""
    from cdmz_rules.cli import engine

    rulebook = engine.rulebook()
    reformed = rulebook.under(engine.reform(rulebook, reform))
    from cdmz_rules.cli import bed_settlement

    if bed_settlement.run(reformed, stays, month, until, output, date, sheet):
        raise typer.Exit(SOME_REFUSED)


def settle_claims(
    claims: Claims,
    output: File = None,
    date: options.Day = None,
    sheet: options.Sheet = None,
    reform: options.Reform = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``settle-claims``."""
    from cdmz_rules.cli import engine, files, screen
    from cdmz_rules.tables import source

    kind = source.format_of(output, "--output") if output is not None else "csv"
    rulebook = engine.rulebook()
    reformed = rulebook.under(engine.reform(rulebook, reform))
    from cdmz_rules.cli import settle_output
    from cdmz_rules.settlement.claims import settle_claims as settle

    file = _file(rulebook.catalogue, claims, sheet)
    day, place = _day(date), lambda row, column: f"{claims}:{file.rows[row]}: {column}"
    settled = settle(reformed, file.columns, day, place, file.faults, file.door)
    columns = settle_output.kept(rulebook.catalogue, file.columns)
    if output is None:
        screen.table(settle_output.as_csv(rulebook.catalogue, columns, settled))
        return
    settle_output.write(rulebook.catalogue, output, kind, columns, settled)
    from cdmz_rules.cli.headline import other_law

    screen.show([*other_law(reformed.reform), _summary(settled)])
    files.wrote(output)


def _day(given: str | None) -> Any:

    from cdmz_rules.decisions.situation import check_day

    return check_day(given) if given is not None else china.today()


def _file(catalogue: Catalogue, name: str, sheet: str | None) -> ClaimFile:
    """The claims of a file, or of standard input.

    Raises:
        InputError: if it is no table of claims.
    """
    from cdmz_rules.cli import failures, files
    from cdmz_rules.settlement.claims import file as claim_file
    from cdmz_rules.settlement.claims.columns import claim_columns
    from cdmz_rules.tables import source
    from cdmz_rules.tables.sources import open_source

    kind = "csv" if name == files.STDIN else source.format_to_read(Path(name), "CLAIMS")
    with files.opened(name) as stream:
        rows = open_source(kind, stream, failures.near_path(name), claim_columns(catalogue).knows, sheet)
        files.remark(rows.remarks)
        return claim_file.read(catalogue, rows)


def _summary(settled: Mapping[str, Any]) -> str:
    return _(
        "{claims} claims settled, {paid} yuan paid in all",
        claims=f"{len(settled['rank']):,}",
        paid=f"{float(settled['medical_paid_in_all'].sum()):,.2f}",
    )

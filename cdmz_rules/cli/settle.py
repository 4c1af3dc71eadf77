"""``cdmz settle-claims`` and ``cdmz settle-beds``: a year of medical claims in order, and bed subsidies of stays across cities."""

from __future__ import annotations

import csv
import io
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
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Where to write the settled claims, as CSV."))
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

    rulebook = engine.rulebook()
    reformed = rulebook.under(engine.reform(rulebook, reform))
    from cdmz_rules.settlement.claims import settle_claims as settle

    file = _file(rulebook.catalogue, claims, sheet)
    day, place = _day(date), lambda row, column: f"{claims}:{file.rows[row]}: {column}"
    settled = settle(reformed, file.columns, day, place, file.faults, file.door)
    table = _csv(rulebook.catalogue, file.columns, settled)
    if output is None:
        screen.table(table)
        return
    files.write_csv(output, table)
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


def _csv(catalogue: Catalogue, columns: Mapping[str, Any], settled: Mapping[str, Any]) -> str:
    """The claims as they were sent, and beside each what came of it."""
    from cdmz_rules.tables.sink import defused_text

    sent = [[defused_text(_text(cell)) for cell in column] for column in columns.values()]
    results = {name: _texts(catalogue, name, array) for name, array in settled.items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, *results])
    writer.writerows(zip(*sent, *results.values(), strict=True))
    return out.getvalue()


def _text(cell: Any) -> str:
    """A cell as it was sent."""
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def _texts(catalogue: Catalogue, name: str, array: Any) -> list[str]:
    if array.dtype.kind == "b":
        return ["true" if value else "false" for value in array]
    money = name in catalogue.variables and catalogue.unit(name).startswith("CNY")
    return [f"{value:.2f}" if money else f"{value:g}" for value in array]


def _summary(settled: Mapping[str, Any]) -> str:
    return _(
        "{claims} claims settled, {paid} yuan paid in all",
        claims=f"{len(settled['rank']):,}",
        paid=f"{float(settled['medical_paid_in_all'].sum()):,.2f}",
    )

"""``cdmz settle-claims`` and ``cdmz settle-beds``: a year of medical claims in order, and bed subsidies of stays across cities."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _
from cdmz_rules.reading import china

if TYPE_CHECKING:
    from cdmz_rules.rulebook.catalogue import Catalogue

SOME_REFUSED = 1
HEAD = 1
"""The row of the names; claims are counted from the one after it, as a spreadsheet counts."""
MAX_BYTES = 2_000_000_000

Claims = Annotated[
    str, typer.Argument(metavar="CLAIMS", help=N_("The claims as a CSV file, one a row; - reads standard input."))
]
File = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Where to write the settled claims."))
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
    reform: options.Reform = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``settle-beds``."""
    from cdmz_rules.cli import engine

    rulebook = engine.rulebook()
    reformed = rulebook.under(engine.reform(rulebook, reform))
    from cdmz_rules.cli import bed_settlement

    if bed_settlement.run(reformed, stays, month, until, output, date):
        raise typer.Exit(SOME_REFUSED)


def settle_claims(
    claims: Claims,
    output: File = None,
    date: options.Day = None,
    reform: options.Reform = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``settle-claims``."""
    from cdmz_rules.cli import engine, files, screen

    rulebook = engine.rulebook()
    reformed = rulebook.under(engine.reform(rulebook, reform))
    from cdmz_rules.settlement.claims import settle_claims as settle

    cells = _cells(claims)
    settled = settle(reformed, cells, _day(date), lambda row, column: f"{claims}:{row + HEAD + 1}: {column}")
    table = _csv(rulebook.catalogue, cells, settled)
    if output is None:
        typer.echo(table, nl=False)
        return
    files.write_text(output, table)
    from cdmz_rules.cli.headline import other_law

    screen.show([*other_law(reformed.reform), _summary(settled)])
    files.wrote(output)


def _day(given: str | None) -> Any:

    from cdmz_rules.decisions.situation import check_day

    return check_day(given) if given is not None else china.today()


def _cells(name: str) -> dict[str, list[str]]:
    """The columns of a CSV file.

    Raises:
        InputError: with its row, if a row is longer than the head or a name stands twice.
    """
    from cdmz_rules.cli import files
    from cdmz_rules.errors import InputError, Problem

    rows = list(csv.reader(io.StringIO(files.text(name, largest=MAX_BYTES))))
    head = [cell.strip() for cell in rows[0]] if rows else []
    if not head or len(set(head)) != len(head):
        words = "首行应为互不相同的列名", "the first row holds the names of the columns, each once"
        raise InputError([Problem("not_a_table", f"{name}:1", *words, "person,claim_kind,…")])
    for number, row in enumerate(rows[1:], HEAD + 1):
        if row and len(row) != len(head):
            words = f"有{len(row)}格，应为{len(head)}格", f"there are {len(row)} cells, not {len(head)}"
            raise InputError([Problem("not_a_table", f"{name}:{number}", *words)])
    full = [row for row in rows[1:] if row]
    return {column: [row[place] for row in full] for place, column in enumerate(head)}


def _csv(catalogue: Catalogue, cells: Mapping[str, Sequence[str]], settled: Mapping[str, Any]) -> str:
    """The claims as they were sent, and beside each what came of it."""
    results = {name: _texts(catalogue, name, array) for name, array in settled.items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*cells, *results])
    writer.writerows(zip(*cells.values(), *results.values(), strict=True))
    return out.getvalue()


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

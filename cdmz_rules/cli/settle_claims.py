"""``cdmz settle-claims``: a year of medical claims, settled in order."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.decide import Chosen
from cdmz_rules.cli.language import N_

Claims = Annotated[
    str, typer.Argument(metavar="CLAIMS", help=N_("The claims as a CSV file, one a row; - reads standard input."))
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Where to write the settled claims."))
]
HEAD = 1
"""The row of the names; claims are counted from the one after it, as a spreadsheet counts."""


def settle_claims(
    claims: Claims,
    output: Output = None,
    date: options.Day = None,
    reform: Chosen = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, files, screen

    engine.ready()
    from cdmz_rules import law
    from cdmz_rules.settlement.claims import settle_rows

    pack = engine.reform(reform) if reform is not None else None
    in_force = pack.apply(law.current()) if pack is not None else law.current()
    cells = _cells(claims)
    settled = settle_rows(cells, _day(date), in_force, lambda row, column: f"{claims}:{row + HEAD + 1}: {column}")
    written = _written(cells, settled)
    if output is None:
        typer.echo(written, nl=False)
        return
    files.write_text(output, written)
    screen.show([_summary(settled)])
    files.wrote(output)


def _day(given: str | None) -> Any:
    from datetime import date

    from cdmz_rules.decisions.situation import check_day

    return check_day(given) if given is not None else date.today()


def _cells(name: str) -> dict[str, list[str]]:
    """The columns of a CSV file.

    Raises:
        InputError: with its row, if a row is longer than the head or a name stands twice.
    """
    from cdmz_rules.cli import files
    from cdmz_rules.errors import InputError, Problem

    rows = list(csv.reader(io.StringIO(files.text(name, largest=MOST_BYTES))))
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


MOST_BYTES = 2_000_000_000


def _written(cells: Mapping[str, Sequence[str]], settled: Mapping[str, Any]) -> str:
    results = {name: _texts(name, array) for name, array in settled.items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*cells, *results])
    writer.writerows(zip(*cells.values(), *results.values(), strict=True))
    return out.getvalue()


def _texts(name: str, array: Any) -> list[str]:
    from cdmz_rules.rulebook.system import system

    variable = system().variables.get(name)
    if array.dtype.kind == "b":
        return ["true" if value else "false" for value in array]
    if variable is not None and str(variable.unit).startswith("CNY"):
        return [f"{value:.2f}" for value in array]
    return [f"{value:g}" for value in array]


def _summary(settled: Mapping[str, Any]) -> str:
    from cdmz_rules.cli.language import _

    return _(
        "{claims} claims settled, {paid} yuan paid in all",
        claims=f"{len(settled['rank']):,}",
        paid=f"{float(settled['medical_paid_in_all'].sum()):,.2f}",
    )

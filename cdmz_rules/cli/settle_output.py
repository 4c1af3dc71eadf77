"""Settled claims as they are shown or written: each as it was sent, and beside it what came of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from cdmz_rules.cli import files
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.settlement import identity
from cdmz_rules.settlement.claims.columns import claim_columns
from cdmz_rules.tables.sink import defused_text
from cdmz_rules.tables.sinks import open_sink
from cdmz_rules.tables.source import Format

Cells = Mapping[str, Sequence[Any]]


def kept(catalogue: Catalogue, columns: Cells) -> Cells:
    """The columns that may be repeated: identity numbers are not."""
    keys = claim_columns(catalogue).resolve(columns)
    return {name: cells for key, (name, cells) in zip(keys, columns.items(), strict=True) if key != identity.NAME}


def as_csv(catalogue: Catalogue, columns: Cells, settled: Mapping[str, Any]) -> str:
    """The claims as CSV."""
    sent = [[defused_text(_text(cell)) for cell in column] for column in columns.values()]
    results = {name: _texts(catalogue, name, array) for name, array in settled.items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, *results])
    writer.writerows(zip(*sent, *results.values(), strict=True))
    return out.getvalue()


def write(catalogue: Catalogue, file: Path, kind: Format, columns: Cells, settled: Mapping[str, Any]) -> None:
    """Write the claims whole or not at all, in the format that the name of the file stands for."""
    if kind == "csv":
        files.write_csv(file, as_csv(catalogue, columns, settled))
        return
    results = {name: _rounded(catalogue, name, array) for name, array in settled.items()}
    table = pa.table({**{name: _sent(cells) for name, cells in columns.items()}, **results})
    with files.replacing(file) as stream:
        sink = open_sink(kind, stream, table.schema)
        sink.write(table)
        sink.close()


def _sent(cells: Sequence[Any]) -> Any:
    """A column as it was sent, of one type if all its cells are; else as text."""
    try:
        array = pa.array(cells)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.array([None if cell is None else _text(cell) for cell in cells], pa.string())
    return array.cast(pa.string()) if pa.types.is_null(array.type) else array


def _text(cell: Any) -> str:
    """A cell as it was sent."""
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def _rounded(catalogue: Catalogue, name: str, array: Any) -> Any:
    return array.astype(float).round(2) if _is_money(catalogue, name) else array


def _texts(catalogue: Catalogue, name: str, array: Any) -> list[str]:
    if array.dtype.kind == "b":
        return ["true" if value else "false" for value in array]
    money = _is_money(catalogue, name)
    return [f"{value:.2f}" if money else f"{value:g}" for value in array]


def _is_money(catalogue: Catalogue, name: str) -> bool:
    return name in catalogue.variables and catalogue.unit(name).startswith("CNY")

"""The law matrix as a table: one row an item, some columns a place."""

from __future__ import annotations

from typing import BinaryIO, Literal

import pyarrow as pa

from cdmz_rules.i18n.words import Language
from cdmz_rules.tables.sinks import open_sink
from cdmz_rules.whatif.matrix import Matrix, MatrixRow
from cdmz_rules.whatif.matrix_cells import MatrixCell

FORMATS = ("csv", "xlsx")
OF_A_PLACE = ("", ".state", ".evidence", ".from", ".document", ".article")


def write(matrix: Matrix, kind: Literal["csv", "xlsx"], stream: BinaryIO, lang: Language = "zh") -> None:
    """Write a matrix as CSV or as a spreadsheet; nothing in it is ever computed by the program that opens it."""
    columns = {"path": [row.path for row in matrix.rows]}
    columns["label"] = [getattr(row.label, lang) for row in matrix.rows]
    columns["unit"] = [row.unit for row in matrix.rows]
    for number, place in enumerate(matrix.places):
        for position, tail in enumerate(OF_A_PLACE):
            columns[f"{place}{tail}"] = [_of(row.cells[number], lang)[position] for row in matrix.rows]
    columns["not_comparable"] = [_apart(row, matrix, lang) for row in matrix.rows]
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    sink = open_sink(kind, stream, table.schema)
    sink.write(table)
    sink.close()


def _of(cell: MatrixCell, lang: Language) -> list[str]:
    start = cell.start.isoformat() if cell.start else ""
    words = getattr(cell.words, lang)
    document = cell.document and cell.document + (f" ({getattr(cell.caution, lang)})" if cell.caution else "")
    return [words, cell.state, cell.evidence or "", start, document or cell.ask or "", cell.article or ""]


def _apart(row: MatrixRow, matrix: Matrix, lang: Language) -> str:
    between = [
        f"{'–'.join(getattr(matrix.places[place], lang) for place in each.places)}: "
        f"{'; '.join(getattr(reason, lang) for reason in each.reasons)}"
        for each in row.apart
    ]
    return "\n".join(between)

"""Opening a file of households by its format: the one way from a file to rows of cells, for every table."""

from __future__ import annotations

from typing import BinaryIO

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.tables.arrow_source import ArrowSource, ParquetSource
from cdmz_rules.tables.csv_source import CsvSource
from cdmz_rules.tables.layout import Knows
from cdmz_rules.tables.sheet_source import SheetSource
from cdmz_rules.tables.source import Format, Source


def open_source(kind: Format, stream: BinaryIO, name: str, knows: Knows, sheet: str | None = None) -> Source:
    """Open a file of households.

    Args:
        kind: Its format.
        stream: Its bytes; can be rewound.
        name: What it is called in problems.
        knows: Whether a text is the heading of a column: a title may stand above the headings.
        sheet: The sheet of a spreadsheet that is read; the only one that can be seen if left out.

    Raises:
        InputError: if it is no such file, holds no headings, or it is not said which of its sheets is read.
    """
    if kind == "xlsx":
        return SheetSource(stream, name, knows, sheet)
    if sheet is not None:
        words = "只有电子表格才有工作表", "only a spreadsheet has sheets"
        raise InputError([Problem("no_sheets", name, *words, ".xlsx")])
    if kind == "csv":
        return CsvSource(stream, name, knows)
    return ParquetSource(stream, name) if kind == "parquet" else ArrowSource(stream, name)

"""Opening a file of households by its format."""

from __future__ import annotations

from typing import BinaryIO

from cdmz_rules.tables.arrow_source import ArrowSource, ParquetSource
from cdmz_rules.tables.csv_source import CsvSource
from cdmz_rules.tables.source import Format, Source
from cdmz_rules.tables.xlsx_source import XlsxSource

OPENERS: dict[Format, type[CsvSource | XlsxSource | ParquetSource | ArrowSource]] = {
    "csv": CsvSource,
    "xlsx": XlsxSource,
    "parquet": ParquetSource,
    "arrow": ArrowSource,
}


def open_source(kind: Format, stream: BinaryIO, name: str) -> Source:
    """Open a file of households.

    Args:
        kind: Its format.
        stream: Its bytes; can be rewound.
        name: What it is called in problems.

    Raises:
        InputError: if it is no such file, or holds no headings.
    """
    return OPENERS[kind](stream, name)

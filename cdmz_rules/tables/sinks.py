"""Opening a sink by its format."""

from __future__ import annotations

from typing import Any, BinaryIO

from cdmz_rules.tables.sink import ArrowSink, CsvSink, ParquetSink, Sink
from cdmz_rules.tables.source import Format


def open_sink(kind: Format, stream: BinaryIO, schema: Any, *, streaming: bool = False) -> Sink:
    """Open a sink.

    Args:
        kind: The format.
        stream: Where its bytes go.
        schema: The schema of the tables.
        streaming: Of Arrow, whether as a stream or as a file that can be read from anywhere.
    """
    if kind == "csv":
        return CsvSink(stream, schema)
    if kind == "xlsx":
        # Only who writes a spreadsheet waits for its library: it takes as long to load as all others together.
        from cdmz_rules.tables.xlsx_sink import XlsxSink

        return XlsxSink(stream, schema)
    if kind == "parquet":
        return ParquetSink(stream, schema)
    return ArrowSink(stream, schema, streaming)

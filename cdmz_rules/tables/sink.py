"""Where tables of answers go, piece by piece: CSV, Parquet and Arrow, and how text is kept from being computed."""

from __future__ import annotations

import re
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv
from pyarrow import ipc
from pyarrow import parquet as pq

BOM = b"\xef\xbb\xbf"
FORMULA = r"^([=+\-@\t\r\n＝＋－＠])"
"""How a text begins that a spreadsheet program would compute, or take apart."""


class Sink(Protocol):
    """Where tables of one schema go."""

    def write(self, table: Any) -> None:
        """Write some more rows."""
        ...

    def close(self) -> None:
        """Write what belongs to the end. The stream below stays open."""
        ...


class CsvSink:
    """CSV that Excel opens: UTF-8 with a mark at its beginning, lists as ``a; b``, no text that would be computed."""

    def __init__(self, stream: BinaryIO, schema: Any) -> None:
        stream.write(BOM)
        self._writer = arrow_csv.CSVWriter(stream, as_text(schema.empty_table()).schema)

    def write(self, table: Any) -> None:
        """Write some more rows."""
        self._writer.write_table(defused(as_text(table)))

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()


class ParquetSink:
    """Parquet."""

    def __init__(self, stream: BinaryIO, schema: Any) -> None:
        self._writer = pq.ParquetWriter(stream, schema, compression="zstd")

    def write(self, table: Any) -> None:
        """Write some more rows."""
        self._writer.write_table(table)

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()


class ArrowSink:
    """Arrow, as a file or as a stream."""

    def __init__(self, stream: BinaryIO, schema: Any, streaming: bool) -> None:
        self._writer = (ipc.new_stream if streaming else ipc.new_file)(stream, schema)

    def write(self, table: Any) -> None:
        """Write some more rows."""
        self._writer.write_table(table)

    def close(self) -> None:
        """Write the end."""
        self._writer.close()


def as_text(table: Any) -> Any:
    """The table with lists joined and dictionaries written out, as formats without them need it."""
    columns = []
    for column in table.columns:
        if pa.types.is_list(column.type):
            columns.append(pc.binary_join(column, "; "))
        elif pa.types.is_dictionary(column.type):
            columns.append(column.cast(pa.string()))
        else:
            columns.append(column)
    return pa.table(columns, table.schema.names)


def defused(table: Any) -> Any:
    """The table with an apostrophe before every text that a spreadsheet program would take for a formula."""
    columns = [
        pc.replace_substring_regex(column, FORMULA, r"'\1") if pa.types.is_string(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, table.schema.names)


def defused_text(text: str) -> str:
    """One text, likewise."""
    return f"'{text}" if re.match(FORMULA, text) else text

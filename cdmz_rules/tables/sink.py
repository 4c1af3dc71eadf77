"""Writing tables piece by piece as CSV, spreadsheet, Parquet or Arrow, and files whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv
from pyarrow import ipc
from pyarrow import parquet as pq

from cdmz_rules.tables.source import Format

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
        from cdmz_rules.tables.xlsx_sink import XlsxSink

        return XlsxSink(stream, schema)
    if kind == "parquet":
        return ParquetSink(stream, schema)
    return ArrowSink(stream, schema, streaming)


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


@contextmanager
def whole(path: Path, wanted: Callable[[], bool] = lambda: True) -> Iterator[BinaryIO]:
    """A file that stands there once everything is written, and not before; what stood there stays until then.

    Args:
        path: The file.
        wanted: Whether it is to stand there at all; asked when everything is written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if wanted():
            Path(name).chmod(0o644)
            Path(name).replace(path)
        else:
            Path(name).unlink()
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

"""Households in Parquet and Arrow files. A file may be crafted: everything in it is validated before it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import ipc
from pyarrow import parquet as pq

from cdmz_rules.errors import InputError
from cdmz_rules.i18n.words import Words
from cdmz_rules.reading.doors import TABLE
from cdmz_rules.tables import arrays
from cdmz_rules.tables.source import ROWS, Chunk, damaged

DAMAGED = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError, MemoryError)
"""What pyarrow raises at damaged files; ArrowException covers most of it, but not all."""


class ParquetSource:
    """A Parquet file, read row group by row group."""

    door = TABLE
    remarks: Sequence[Words] = ()

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        try:
            self.metadata = pq.read_metadata(_rewound(stream))
            self.schema = self.metadata.schema.to_arrow_schema()
            self.names: Sequence[str] = list(self.schema.names)
        except DAMAGED as error:
            raise damaged(name, "Parquet") from error
        self.total: int | None = self.metadata.num_rows

    def chunks(self) -> Iterator[Chunk]:
        """Its rows."""
        row = 1
        try:
            # Texts stay dictionaries: one long text that many rows name is held once.
            texts = [field.name for field in self.schema if pa.types.is_string(field.type)]
            file = pq.ParquetFile(_rewound(self._stream), read_dictionary=texts, pre_buffer=False)
            for batch in file.iter_batches(ROWS):
                yield _chunk(_columns(batch), row, batch.num_rows)
                row += batch.num_rows
        except InputError:
            raise
        except DAMAGED as error:
            raise damaged(self._name, "Parquet") from error


class ArrowSource:
    """An Arrow file or stream, read batch by batch."""

    door = TABLE
    remarks: Sequence[Words] = ()

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        try:
            reader = _opened(stream)
            self.schema = reader.schema
            self.names: Sequence[str] = list(self.schema.names)
            self.total: int | None = _counted(reader)
        except DAMAGED as error:
            raise damaged(name, "Arrow") from error

    def chunks(self) -> Iterator[Chunk]:
        """Its rows."""
        row = 1
        try:
            for batch in _every(_opened(self._stream)):
                columns = _columns(batch)
                for start in range(0, batch.num_rows, ROWS):
                    count = min(ROWS, batch.num_rows - start)
                    yield _chunk([column.slice(start, count) for column in columns], row, count)
                    row += count
        except InputError:
            raise
        except DAMAGED as error:
            raise damaged(self._name, "Arrow") from error


def _rewound(stream: BinaryIO) -> Any:
    stream.seek(0)
    return pa.PythonFile(stream, "r")


def _opened(stream: BinaryIO) -> Any:
    """A reader of the file format, which begins with its name, or else of the stream format."""
    stream.seek(0)
    is_file = stream.read(6) == b"ARROW1"
    return ipc.open_file(_rewound(stream)) if is_file else ipc.open_stream(_rewound(stream))


def _every(reader: Any) -> Iterator[Any]:
    if isinstance(reader, ipc.RecordBatchFileReader):
        yield from (reader.get_batch(position) for position in range(reader.num_record_batches))
    else:
        yield from reader


def _counted(reader: Any) -> int | None:
    return int(reader.count_rows()) if hasattr(reader, "count_rows") else None


def _columns(batch: Any) -> list[Any]:
    """The columns of a batch, each of them looked through.

    Raises:
        InputError: if one is not what its type says, with its name.
        pa.ArrowException: if the batch is damaged as a whole.
    """
    batch.validate()
    return [_whole(name, column) for name, column in zip(batch.schema.names, batch.columns, strict=True)]


def _whole(name: str, column: Any) -> Any:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    with arrays.whole(name):
        if pa.types.is_date64(kind):
            # To Arrow a time of day in one is damage; here it is a mistake in its row.
            column = arrays.with_times(column)
        column.validate(full=True)
        return column


def _chunk(columns: Sequence[Any], row: int, count: int) -> Chunk:
    return Chunk(columns, np.arange(row, row + count, dtype=np.int64))

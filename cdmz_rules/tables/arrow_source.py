"""Households in Parquet and Arrow files. A file may be crafted: everything in it is validated before it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import ipc
from pyarrow import parquet as pq

from cdmz_rules.i18n.words import Words
from cdmz_rules.reading.doors import TABLE
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
                batch.validate(full=True)
                yield _chunk(batch, row)
                row += batch.num_rows
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
                batch.validate(full=True)
                for start in range(0, batch.num_rows, ROWS):
                    part = batch.slice(start, ROWS)
                    yield _chunk(part, row)
                    row += part.num_rows
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


def _chunk(batch: Any, row: int) -> Chunk:
    return Chunk(list(batch.columns), np.arange(row, row + batch.num_rows, dtype=np.int64))

"""What an Arrow stream or a Parquet file will unpack to, found before it is unpacked: a few bytes may stand for more than any memory holds.

Arrow's messages are flatbuffers; of each only the length and whether it is compressed is read here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from cdmz_rules.tables.arrow_source import ParquetSource

CONTINUES = 0xFFFFFFFF
DICTIONARY, RECORDS = 2, 3


class Damaged(Exception):
    """The bytes are no messages."""


@dataclass(frozen=True)
class Batch:
    """What a message says of itself."""

    rows: int
    compressed: bool


def batches(body: bytes) -> Iterator[Batch]:
    """The batches of an Arrow stream, dictionaries not counted as rows.

    Raises:
        Damaged: if the bytes are no Arrow stream.
    """
    try:
        at = 0
        while at + 8 <= len(body):
            mark, size = struct.unpack_from("<Ii", body, at)
            if mark != CONTINUES or size < 0 or at + 8 + size > len(body):
                raise Damaged
            if size == 0:
                return
            message = _Table(body[at + 8 : at + 8 + size])
            yield from _of_message(message)
            length = message.number(3, "<q")
            if length < 0:
                raise Damaged
            at += 8 + size + length
    except (struct.error, IndexError) as error:
        raise Damaged from error


def _of_message(message: _Table) -> Iterator[Batch]:
    kind = message.number(1, "<B")
    if kind == RECORDS:
        records = message.below(2)
        yield Batch(records.number(0, "<q"), records.has(3))
    elif kind == DICTIONARY:
        yield Batch(0, message.below(2).below(1).has(3))


class _Table:
    """A table of a flatbuffer."""

    def __init__(self, data: bytes, at: int | None = None) -> None:
        self._data = data
        self._at = struct.unpack_from("<I", data)[0] if at is None else at
        self._fields = self._at - struct.unpack_from("<i", data, self._at)[0]
        if self._fields < 0:
            raise Damaged
        self._size = struct.unpack_from("<H", data, self._fields)[0]

    def _where(self, field: int) -> int:
        """Where a field stands; 0 if it is not there."""
        entry = 4 + 2 * field
        offset = struct.unpack_from("<H", self._data, self._fields + entry)[0] if entry + 2 <= self._size else 0
        return self._at + offset if offset else 0

    def has(self, field: int) -> bool:
        """Whether a field is there."""
        return self._where(field) > 0

    def number(self, field: int, form: str) -> int:
        """A field that is a number."""
        where = self._where(field)
        return int(struct.unpack_from(form, self._data, where)[0]) if where else 0

    def below(self, field: int) -> _Table:
        """A field that is a table."""
        where = self._where(field)
        if not where:
            raise Damaged
        return _Table(self._data, where + struct.unpack_from("<I", self._data, where)[0])


def unpacked(source: ParquetSource) -> int:
    """How many bytes a Parquet file says that it unpacks to."""
    return sum(source.metadata.row_group(group).total_byte_size for group in range(source.metadata.num_row_groups))

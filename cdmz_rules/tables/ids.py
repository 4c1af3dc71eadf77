"""What senders call their rows: a column of ids."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.tables import arrays
from cdmz_rules.tables.words import plain

MAX_ID = 200


def read(name: str, column: Any) -> tuple[Any, list[int]]:
    """A column of ids as an Arrow array, and the rows whose id is longer than one may be; these are cut.

    Numbers stay numbers, a mixture becomes text.

    Raises:
        InputError: if it is of a type that no id can have.
    """
    array = _array(name, column)
    if not pa.types.is_string(array.type):
        return array, []
    long = pc.greater(pc.utf8_length(array), MAX_ID).fill_null(False).to_numpy(zero_copy_only=False)
    return pc.utf8_slice_codeunits(array, 0, MAX_ID), [int(row) for row in np.flatnonzero(long)]


def _array(name: str, column: Any) -> Any:
    """The ids; text is cut one character behind the longest allowed."""
    try:
        array = arrays.arrow(column)
    except arrays.UNCONVERTIBLE:
        array = None
    if array is None:
        array = _python_ids([plain(cell) for cell in column])
    if pa.types.is_temporal(array.type) and not pa.types.is_date32(array.type):
        array = array.cast(pa.string())
    if pa.types.is_dictionary(array.type):
        # One long text named by many rows must not be written out that often.
        words = _cut(arrays.simple(name, array.dictionary))
        return words.take(array.indices.cast(pa.int64(), safe=False))
    return _cut(array if arrays.is_number(array.type) else arrays.simple(name, array))


def _cut(array: Any) -> Any:
    return pc.utf8_slice_codeunits(array, 0, MAX_ID + 1) if pa.types.is_string(array.type) else array


def _python_ids(cells: list[Any]) -> Any:
    if all(type(cell) is int and abs(cell) < 2**63 for cell in cells if cell is not None):
        return pa.array(cells, pa.int64())
    return pa.array(map(_id_text, cells), pa.string())


def _id_text(cell: Any) -> str | None:
    return None if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)

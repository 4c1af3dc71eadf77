"""Columns of any make as Arrow arrays of a few types: text, number, boolean or day."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading import china

UNCONVERTIBLE = (pa.ArrowException, TypeError, ValueError, OverflowError, NotImplementedError)
"""What pyarrow raises at cells of which it can make no array."""

Days = npt.NDArray[np.datetime64]


def arrow(column: Any) -> Any:
    """The column as one Arrow array; None if it has no type of its own. What cannot be converted raises one of `UNCONVERTIBLE`."""
    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(column, pa.Array):
        return column
    if isinstance(column, np.ma.MaskedArray):
        return pa.array(column.data, mask=np.ma.getmaskarray(column))
    if isinstance(column, np.ndarray):
        return None if column.dtype.kind not in "fiubMU" else pa.array(column)
    return None if isinstance(column, list | tuple) else pa.array(column)


def simple(name: str, array: Any) -> Any:
    """The array with its type brought to one that is handled: text, number, boolean or day."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        words, codes = _named(array)
        return pa.DictionaryArray.from_arrays(codes, simple(name, words), safe=False)
    if pa.types.is_null(kind):
        return array.cast(pa.float64())
    if pa.types.is_large_string(kind) or kind == pa.string_view():
        return array.cast(pa.string())
    if pa.types.is_timestamp(kind):
        return _days_of_instants(array)
    if pa.types.is_date64(kind):
        return array.cast(pa.date32())
    if not (is_number(kind) or pa.types.is_boolean(kind) or pa.types.is_string(kind) or pa.types.is_date32(kind)):
        words = f"类型{kind}不能用作数值", f"a column of {kind} cannot be read"
        raise InputError([Problem("wrong_type", name, *words)])
    return array


def _named(array: Any) -> tuple[Any, Any]:
    """The words that a dictionary's rows name, and which each row names: some rows of a file have the dictionary of all."""
    codes = array.indices.cast(pa.int64())
    if len(array.dictionary) <= len(codes):
        return array.dictionary, codes
    named = codes.dictionary_encode()
    return array.dictionary.take(named.dictionary), named.indices


def _days_of_instants(array: Any) -> Any:
    """The days in China of instants with a zone; the days of midnights without one, or text if there is any other time of day."""
    kind = array.type
    if kind.tz:
        array = pc.local_timestamp(array.cast(pa.timestamp(kind.unit, china.ZONE.key)))
    days = pc.floor_temporal(array, unit="day")
    return (
        days.cast(pa.date32())
        if kind.tz or pc.all(pc.equal(days, array)).as_py() is not False
        else array.cast(pa.string())
    )


def is_number(kind: Any) -> bool:
    """Whether a type is one of numbers."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def floats(array: Any) -> npt.NDArray[np.float64]:
    """Numbers as NumPy's, never -0; NaN where nothing is known."""
    if pa.types.is_decimal(array.type):
        array = array.cast(pa.string())  # what Arrow makes of a decimal at once is not always the nearest float
    return np.asarray(array.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), np.float64) + 0.0


def days(array: Any) -> Days:
    """Days as NumPy's; NaT where nothing is known."""
    return np.asarray(array.to_numpy(zero_copy_only=False), "datetime64[D]")

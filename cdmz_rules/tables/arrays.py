"""Columns of any make as Arrow arrays of a few types: text, number, boolean or day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading import china
from cdmz_rules.reading.plain import CALENDAR, PERIODS, plain

UNCONVERTIBLE = (pa.ArrowException, TypeError, ValueError, OverflowError, NotImplementedError)
"""What pyarrow raises at cells of which it can make no array."""

A_DAY = {unit: 86_400 * 1000**power for power, unit in enumerate(("s", "ms", "us", "ns"))}
"""How many of a unit of time are a day."""
Days = npt.NDArray[np.datetime64]


def arrow(column: Any) -> Any:
    """The column as one Arrow array; None if it has no type of its own. What cannot be converted raises one of `UNCONVERTIBLE`."""
    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(column, pa.Array):
        return column
    if isinstance(column, np.ndarray):
        if column.dtype.kind not in "fiubMU" or (
            column.dtype.kind == "M" and np.datetime_data(column.dtype)[0] in PERIODS
        ):
            return None
        masked = isinstance(column, np.ma.MaskedArray)
        return pa.array(column.data, mask=np.ma.getmaskarray(column)) if masked else pa.array(column)
    return None if isinstance(column, list | tuple) else pa.array(column)


def cells(column: Any) -> list[Any]:
    """The cells of a column of which no array can be made, one by one; None where an array's is masked."""
    if isinstance(column, np.ma.MaskedArray):
        return [None if masked else cell for cell, masked in zip(column.data, np.ma.getmaskarray(column), strict=True)]
    return list(column)


def simple(name: str, array: Any) -> Any:
    """The array with its type brought to one that is handled: text, number, boolean or day.

    Raises:
        InputError: if it is of another type.
    """
    kind = array.type
    if pa.types.is_dictionary(kind):
        words, codes = named(array)
        return pa.DictionaryArray.from_arrays(codes, simple(name, words), safe=False)
    if pa.types.is_null(kind):
        return array.cast(pa.float64())
    if pa.types.is_large_string(kind) or kind == pa.string_view():
        return array.cast(pa.string())
    if pa.types.is_timestamp(kind):
        return _days_of_instants(array)
    if pa.types.is_date64(kind):
        return _days_of_instants(with_times(array))
    if pa.types.is_float16(kind):
        return pa.array([plain(value) for value in array.to_numpy(zero_copy_only=False)], pa.float64())
    if pa.types.is_float32(kind):
        return array.cast(pa.string()).cast(pa.float64())  # its own digits are meant; see `plain`
    if not (is_number(kind) or pa.types.is_boolean(kind) or pa.types.is_string(kind) or pa.types.is_date32(kind)):
        words = f"类型{kind}不能用作数值", f"a column of {kind} cannot be read"
        raise InputError([Problem("wrong_type", name, *words)])
    return array


@contextmanager
def whole(name: str) -> Iterator[None]:
    """What is done with a column.

    Raises:
        InputError: if its bytes are not what its type says: text that is no text, a place beyond the last word.
    """
    try:
        yield
    except InputError:
        raise
    except UNCONVERTIBLE as error:
        words = "此列的数据已损坏，或文字不是 UTF-8", "this column is damaged, or its text is not UTF-8"
        raise InputError([Problem("unreadable_column", name, *words)]) from error


def named(array: Any) -> tuple[Any, Any]:
    """The words that a dictionary's rows name, and which each row names: some rows of a file have the dictionary of all."""
    codes = array.indices.cast(pa.int64())
    if len(array.dictionary) <= len(codes):
        return array.dictionary, codes
    named = codes.dictionary_encode()
    return array.dictionary.take(named.dictionary), named.indices


def with_times(array: Any) -> Any:
    """A column of date64 as one of points in time: nothing keeps it from a time of day."""
    if pa.types.is_dictionary(array.type):
        return pa.DictionaryArray.from_arrays(array.indices, with_times(array.dictionary), safe=False)
    return array.view(pa.timestamp("ms"))


def _days_of_instants(array: Any) -> Any:
    """The days in China of instants with a zone; the days of midnights without one.

    Text if there is any other time of day, or anything outside of the calendar, where Arrow would count round to another day.
    """
    kind = array.type
    if not _in_calendar(array):
        return array.cast(pa.string())
    if kind.tz:
        array = pc.local_timestamp(array.cast(pa.timestamp(kind.unit, china.ZONE.key)))
    days = pc.floor_temporal(array, unit="day")
    return (
        days.cast(pa.date32())
        if kind.tz or pc.all(pc.equal(days, array)).as_py() is not False
        else array.cast(pa.string())
    )


def _in_calendar(array: Any) -> bool:
    """Whether all instants lie between the calendar's first day and its last, in whatever zone."""
    bounds = pc.min_max(array.view(pa.int64()))
    a_day = A_DAY[array.type.unit]
    first, last = (int(day.astype(np.int64)) for day in CALENDAR)
    lowest, highest = bounds["min"].as_py(), bounds["max"].as_py()
    return lowest is None or ((first + 1) * a_day <= lowest and highest < last * a_day)


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

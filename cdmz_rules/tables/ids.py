"""What senders call their rows: a column of ids, as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.errors import Problem
from cdmz_rules.reading import ids
from cdmz_rules.reading.doors import TABLE
from cdmz_rules.reading.plain import NAN, NOTHING, half_width
from cdmz_rules.tables import arrays
from cdmz_rules.tables.cells import Fault
from cdmz_rules.tables.sheet_faults import in_error

USUAL = bytes([*range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xE4, 0xEA)])
"""The bytes of ASCII that can be shown, and in UTF-8 of the Chinese characters from U+4000 to U+9FFF."""
DOUBTFUL = r"[^ -~·\x{4E00}-\x{9FA5}\x{3000}\x{FF01}-\x{FF5E}]"
"""Whatever is not one of the letters of which most ids are made: all of those can be shown."""
ERROR = re.compile("#(?:N/A|[A-Z0-9/]+[!?])")
"""What a spreadsheet program writes into CSV for a cell in error."""
WIDE = r"[\x{3000}\x{FF01}-\x{FF5E}￥−]"
"""What `half_width` writes otherwise."""


def read(name: str, column: Any) -> tuple[Any, list[Fault]]:
    """A column of ids as an Arrow array of texts, and each row whose id is wrong, with the problem.

    Raises:
        InputError: if it is of a type that no id can have, or is damaged.
    """
    try:
        array = arrays.arrow(column)
    except arrays.UNCONVERTIBLE:
        array = None
    if array is None:
        return _each(name, arrays.cells(column))
    with arrays.whole(name):
        return _of_array(name, array)


def _of_array(name: str, array: Any) -> tuple[Any, list[Fault]]:
    if pa.types.is_dictionary(array.type):
        # One long text named by many rows must not be written out that often.
        words, codes = arrays.named(array)
        words, faults = _of_array(name, words)
        if not faults:
            return words.take(codes), []
        problems = dict(faults)
        wrong = np.flatnonzero(pc.is_in(codes, value_set=pa.array(list(problems), pa.int64())))
        return words.take(codes), [(int(row), problems[codes[row].as_py()]) for row in wrong]
    if not pa.types.is_timestamp(array.type):
        simple = arrays.simple(name, array)
        array = arrays.with_times(array) if _has_times(array, simple) else simple
    if pa.types.is_string(array.type):
        return _texts(name, array)
    if pa.types.is_integer(array.type):
        wrong = _long_numbers(array)
        return pc.if_else(wrong, None, array.cast(pa.string())), _faults(name, array, wrong)
    return _each(name, map(_python, array))


def _has_times(array: Any, simple: Any) -> bool:
    return bool(pa.types.is_date64(array.type) and not pa.types.is_date32(simple.type))


def _python(cell: Any) -> Any:
    """A cell as Python's; one of a day or a time that Python does not know as it is, which is no id."""
    try:
        return cell.as_py()
    except (ValueError, OverflowError):
        return cell


def names(name: str, column: Any) -> tuple[Any, list[Fault]]:
    """A column of names of people or institutions in half-width; empty where nobody is named, for two who are unknown are not one."""
    texts, faults = read(name, column)
    for row in np.flatnonzero(pc.starts_with(texts, "#").fill_null(False)):
        text = texts[int(row)].as_py()
        if ERROR.fullmatch(text):
            faults.append((int(row), in_error(text, name)))
    texts, more = _narrow(name, texts)
    faults += more
    nobody = pc.is_in(pc.utf8_lower(texts), value_set=pa.array([*NOTHING, NAN]))
    return pc.if_else(nobody, "", texts).fill_null(""), faults


def _narrow(name: str, texts: Any) -> tuple[Any, list[Fault]]:
    """The names in half-width: who is written ``Ａ１`` is ``A1``."""
    if _of_usual_letters(texts):
        return texts, []
    rows = np.flatnonzero(pc.match_substring_regex(texts, WIDE).fill_null(False))
    wide = texts.take(pa.array(rows)).to_pylist()
    narrow, faults = _texts(name, pa.array(map(half_width, wide), pa.string()))
    mask = np.zeros(len(texts), bool)
    mask[rows] = True
    return pc.replace_with_mask(texts, pa.array(mask), narrow), [(int(rows[row]), problem) for row, problem in faults]


def _texts(name: str, array: Any) -> tuple[Any, list[Fault]]:
    texts = pc.utf8_trim_whitespace(array)
    wrong = pc.or_(pc.or_(pc.greater(pc.utf8_length(texts), ids.LONGEST), _scientific(texts)), _unprintable(texts))
    return pc.if_else(pc.or_(wrong, pc.equal(texts, "")), None, texts), _faults(name, texts, wrong)


def _scientific(texts: Any) -> Any:
    """Where a long number is written out; few ids hold a plus, which is found in a third of the time."""
    any_plus = pc.any(pc.match_substring(texts, "+")).as_py()
    return pc.match_substring_regex(texts, ids.SCIENTIFIC) if any_plus else pa.scalar(False)


def _unprintable(texts: Any) -> Any:
    """Where something cannot be shown; what that is, Python knows, but of most letters it need not be asked."""
    if _of_usual_letters(texts):
        return pa.scalar(False)
    doubtful = pc.match_substring_regex(texts, DOUBTFUL)
    if not pc.any(doubtful).as_py():
        return pa.scalar(False)
    rows = np.flatnonzero(doubtful.fill_null(False))
    wrong = np.zeros(len(texts), bool)
    wrong[rows] = [not ids.can_be_shown(text) for text in texts.take(pa.array(rows)).to_pylist()]
    return pa.array(wrong)


def _of_usual_letters(texts: Any) -> bool:
    """Whether all is written in letters that can be shown and are not wide, which a look at the bytes tells in no time."""
    data = texts.buffers()[2]
    return data is None or not bytes(data).translate(None, USUAL)


def _long_numbers(array: Any) -> Any:
    if pa.types.is_uint64(array.type):
        return pc.greater_equal(array, pa.scalar(10**ids.MAX_DIGITS, pa.uint64()))
    most = 10**ids.MAX_DIGITS - 1
    return pc.invert(pc.and_(pc.less_equal(array, most), pc.greater_equal(array, -most)))


def _faults(name: str, array: Any, wrong: Any) -> list[Fault]:
    """The problems of the rows that are wrong, as the reader says them."""
    rows = np.flatnonzero(wrong.fill_null(False).to_numpy(zero_copy_only=False))
    return [fault for row in rows for fault in _each(name, [array[row].as_py()], int(row))[1]]


def _each(name: str, cells: Iterable[Any], first: int = 0) -> tuple[Any, list[Fault]]:
    """The ids read one by one."""
    found = [ids.read(cell, TABLE) for cell in cells]
    faults = [
        (first + row, replace(problem, pointer=name))
        for row, problem in enumerate(found)
        if isinstance(problem, Problem)
    ]
    texts = [None if isinstance(each, Problem) else each for each in found]
    return pa.array(texts, pa.string()), faults

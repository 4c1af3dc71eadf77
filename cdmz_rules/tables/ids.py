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
from cdmz_rules.reading.plain import NAN, NOTHING
from cdmz_rules.tables import arrays
from cdmz_rules.tables.cells import Fault
from cdmz_rules.tables.sheet_faults import in_error

ERROR = re.compile("#(?:N/A|[A-Z0-9/]+[!?])")
"""What a spreadsheet program writes into CSV for a cell in error."""


def read(name: str, column: Any) -> tuple[Any, list[Fault]]:
    """A column of ids as an Arrow array of texts, and each row whose id is wrong, with the problem.

    Raises:
        InputError: if it is of a type that no id can have.
    """
    try:
        array = arrays.arrow(column)
    except arrays.UNCONVERTIBLE:
        array = None
    if array is None:
        return _each(name, column)
    if not pa.types.is_timestamp(array.type):
        array = arrays.simple(name, array)
    if pa.types.is_dictionary(array.type):
        # One long text named by many rows must not be written out that often.
        words, faults = read(name, array.dictionary)
        codes = array.indices.cast(pa.int64(), safe=False)
        if not faults:
            return words.take(codes), []
        problems = dict(faults)
        wrong = np.flatnonzero(pc.is_in(codes, value_set=pa.array(list(problems), pa.int64())))
        return words.take(codes), [(int(row), problems[codes[row].as_py()]) for row in wrong]
    if pa.types.is_string(array.type):
        return _texts(name, array)
    if pa.types.is_integer(array.type):
        wrong = _long_numbers(array)
        return pc.if_else(wrong, None, array.cast(pa.string())), _faults(name, array, wrong)
    return _each(name, array.to_pylist())


def names(name: str, column: Any) -> tuple[Any, list[Fault]]:
    """A column of names of people or institutions; empty where nobody is named, for two who are unknown are not one."""
    texts, faults = read(name, column)
    for row in np.flatnonzero(pc.starts_with(texts, "#").fill_null(False)):
        text = texts[int(row)].as_py()
        if ERROR.fullmatch(text):
            faults.append((int(row), in_error(text, name)))
    nobody = pc.is_in(pc.utf8_lower(texts), value_set=pa.array([*NOTHING, NAN]))
    return pc.if_else(nobody, "", texts).fill_null(""), faults


def _texts(name: str, array: Any) -> tuple[Any, list[Fault]]:
    texts = pc.utf8_trim_whitespace(array)
    wrong = pc.or_(pc.greater(pc.utf8_length(texts), ids.LONGEST), _scientific(texts))
    return pc.if_else(pc.or_(wrong, pc.equal(texts, "")), None, texts), _faults(name, texts, wrong)


def _scientific(texts: Any) -> Any:
    """Where a long number is written out; few ids hold a plus, which is found in a third of the time."""
    any_plus = pc.any(pc.match_substring(texts, "+")).as_py()
    return pc.match_substring_regex(texts, ids.SCIENTIFIC) if any_plus else pa.scalar(False)


def _long_numbers(array: Any) -> Any:
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

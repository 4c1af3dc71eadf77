"""A column's cells checked as a case's values are: the values as the engine takes them, and the problem of each wrong cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.acceptors import WHOLE
from cdmz_rules.decisions.situation import checked
from cdmz_rules.errors import Problem
from cdmz_rules.model.dates import starts_between
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables import words
from cdmz_rules.tables.arrays import Days
from cdmz_rules.tables.columns import Bools, Coded, Column, Dates, Form, Numbers
from cdmz_rules.tables.headings import InputHeading

PART = 1 << 15
TAKEN = {
    "yes_no": "是/否, yes/no, true/false, 1/0",
    "date": "2026-01-31, 2026/1/31",
}


@dataclass(frozen=True)
class Known:
    """An input, one value for each household.

    Attributes:
        values: As the engine takes them: float64 (NaN where unknown), bool, datetime64[D] (NaT where unknown), or for a choice the
            number that OpenFisca stores (0 where unknown).
        known: Where it is known.
        until: Of a day that is not given exactly, the last that it can be; the values are the first.
    """

    values: npt.NDArray[Any]
    known: Bools
    until: npt.NDArray[Any] | None = None


Fault = tuple[int, Problem]


def form_of(heading: InputHeading) -> Form:
    """The form in which an input's column is read best."""
    if heading.alias is not None or heading.info.kind in ("number", "money"):
        return "number"
    return "day" if heading.info.kind == "date" else "word"


def read(catalogue: Catalogue, heading: InputHeading, column: Column, days: Days) -> tuple[Known, list[Fault]]:
    """The cells of an input's column.

    Args:
        catalogue: What can be asked.
        heading: What the column says.
        column: Its cells.
        days: The day that each household is decided for; NaT where that is wrong itself.

    Returns:
        The values, unknown where a cell is wrong, and each wrong cell's row and problem.
    """
    alias = heading.alias
    values, known, strange = _values(catalogue, heading, column)
    doubtful = _doubtful_rows(heading, values, known, days)
    faults = [
        *_strange(catalogue, heading, column, strange, days),
        *_refused(catalogue, heading, values, doubtful, days),
    ]
    wrong = [row for row, _ in faults]
    known[wrong] = False
    if alias is not None:
        # Of a household whose day is wrong nothing is computed; any day will do.
        since = np.where(np.isnat(days), np.datetime64("2000-01-01"), days)
        first, last = starts_between(since, np.where(known, values * alias.months, 0), alias.months)
        nothing = np.datetime64("NaT")
        return Known(np.where(known, first, nothing), known, np.where(known, last, nothing)), faults
    if wrong:
        values = values.copy()
        values[wrong] = _nothing(values.dtype)
    return Known(values, known), faults


def flags(column: Column, pointer: str) -> tuple[Known, list[Fault]]:
    """The cells of a yes/no column that is no input: whether there is such a member."""
    assert isinstance(column, Coded)
    values, known, strange = _parsed(column, words.yes_no, np.dtype(bool))
    faults = [(row, _no_yes_no(pointer, column.words[column.codes[row]])) for row in strange]
    return Known(values, known), faults


def days_of(column: Column) -> tuple[Days, Bools, Bools]:
    """The cells of a column of days: the days, where they are known, and where a cell is no day."""
    values, known, strange = _days(column)
    wrong = np.zeros(len(values), bool)
    wrong[strange] = True
    return values, known, wrong


def _values(catalogue: Catalogue, heading: InputHeading, column: Column) -> tuple[npt.NDArray[Any], Bools, list[int]]:
    """The values of a column (nothing where unknown), where they are known, and the rows whose cell cannot be read."""
    form = form_of(heading)
    if form == "day":
        return _days(column)
    if isinstance(column, Numbers):
        return column.values, ~np.isnan(column.values), []
    assert isinstance(column, Coded)
    if form == "number":
        return _parsed(column, words.number, np.dtype(np.float64))
    if heading.info.kind == "yes_no":
        return _parsed(column, words.yes_no, np.dtype(bool))
    name = heading.info.name
    codes = catalogue.codes(name)
    return _parsed(column, lambda word: codes[words.choice(catalogue, name, word)], np.dtype(np.int16))


def _days(column: Column) -> tuple[Days, Bools, list[int]]:
    if isinstance(column, Dates):
        return column.values, ~np.isnat(column.values), []
    assert isinstance(column, Coded)
    return _parsed(column, words.day, np.dtype("datetime64[D]"))


def _parsed(
    column: Coded, parse: Callable[[Any], Any], dtype: np.dtype[Any]
) -> tuple[npt.NDArray[Any], Bools, list[int]]:
    """Each different word read once; the rows whose word cannot be read."""
    read = np.full(len(column.words) + 1, _nothing(dtype), dtype)
    readable = np.zeros(len(column.words) + 1, bool)
    strange = False
    for position, word in enumerate(column.words):
        if word is not None:
            try:
                read[position] = parse(word)
                readable[position] = True
            except words.Unreadable:
                strange = True
    values, known = read.take(column.codes), readable.take(column.codes)
    return values, known, np.flatnonzero(column.said & ~known).tolist() if strange else []


def _doubtful_rows(heading: InputHeading, values: npt.NDArray[Any], known: Bools, days: Days) -> list[int]:
    """The rows whose value may be refused, looked for in parts that stay in the processor's cache."""
    rows: list[int] = []
    if values.dtype.kind not in "fM":
        return rows  # whatever could be read may be chosen
    for first in range(0, len(values), PART):
        part = slice(first, first + PART)
        doubtful = known[part] & _doubtful(heading, values[part], days[part])
        if doubtful.any():
            rows += (first + np.flatnonzero(doubtful)).tolist()
    return rows


def _doubtful(heading: InputHeading, values: npt.NDArray[Any], days: Days) -> Bools:
    """Where a value may be refused; `situation.checked` has the last word."""
    info, alias = heading.info, heading.alias
    if alias is not None:
        return np.asarray(~((values >= 0) & (values <= alias.most) & (values == np.floor(values))))
    low, high = info.bounds
    if info.kind == "date":
        outside = (values < np.datetime64(low)) | (values > np.datetime64(high))
        return outside if info.future else outside | (values > days)
    doubtful: Bools = np.asarray(~((values >= low) & (values <= high)))
    if info.kind == "money":
        with np.errstate(invalid="ignore", over="ignore"):
            fen = values * 100
            doubtful |= ~(np.abs(np.rint(fen) - fen) <= 1e-4)
    return doubtful | (values != np.floor(values)) if info.unit in WHOLE else doubtful


def _refused(
    catalogue: Catalogue, heading: InputHeading, values: npt.NDArray[Any], doubtful: list[int], days: Days
) -> Iterator[Fault]:
    for row in doubtful:
        value = values[row].item()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        result = checked(catalogue, heading.name, value, heading.written, _day(days[row]))
        if isinstance(result, Problem):
            yield row, result


def _strange(
    catalogue: Catalogue, heading: InputHeading, column: Column, rows: list[int], days: Days
) -> Iterator[Fault]:
    """The problems of cells that cannot be read; the same word has the same problem."""
    seen: dict[int, Problem] = {}
    for row in rows:
        assert isinstance(column, Coded)
        code = int(column.codes[row])
        if code not in seen:
            seen[code] = _unreadable(catalogue, heading, column.words[code], _day(days[row]))
        yield row, seen[code]


def _unreadable(catalogue: Catalogue, heading: InputHeading, word: Any, day: date) -> Problem:
    cell = str(word) if _is_day(heading, word) else word
    result = checked(catalogue, heading.name, cell, heading.written, day)
    expected = TAKEN.get(heading.info.kind)
    if isinstance(result, Problem):
        return replace(result, expected=expected or result.expected)
    message = "无法识别", "this cannot be read"
    return Problem("wrong_type", heading.written, *message, expected)


def _is_day(heading: InputHeading, word: Any) -> bool:
    return heading.info.kind == "date" and isinstance(word, int | float) and not isinstance(word, bool)


def _no_yes_no(pointer: str, word: Any) -> Problem:
    shown = str(word) if len(str(word)) <= 60 else f"{str(word)[:57]}..."
    message = f"“{shown}”应为是或否", f"{shown} is neither yes nor no"
    return Problem("wrong_type", pointer, *message, TAKEN["yes_no"])


def _day(day: np.datetime64) -> date:
    return date.max if np.isnat(day) else date.fromisoformat(str(day))


def _nothing(kind: np.dtype[Any]) -> Any:
    """What stands where nothing is known."""
    return np.nan if kind.kind == "f" else np.datetime64("NaT") if kind.kind == "M" else 0

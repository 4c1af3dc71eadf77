"""A column's cells checked as a case's values are: the values as the engine takes them, and the problem of each wrong cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions import inputs
from cdmz_rules.decisions.acceptors import WHOLE
from cdmz_rules.decisions.situation import checked
from cdmz_rules.errors import Problem
from cdmz_rules.model.dates import starts_between
from cdmz_rules.reading import days as calendar
from cdmz_rules.reading import numbers, yes_no
from cdmz_rules.reading.doors import TABLE, Door
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables.arrays import Days
from cdmz_rules.tables.columns import Bools, Coded, Column, Dates, Form, Numbers
from cdmz_rules.tables.headings import InputHeading

PART = 1 << 15


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


def read(
    catalogue: Catalogue, heading: InputHeading, column: Column, days: Days, door: Door = TABLE
) -> tuple[Known, list[Fault]]:
    """The cells of an input's column.

    Args:
        catalogue: What can be asked.
        heading: What the column says.
        column: Its cells.
        days: The day that each household is decided for; NaT where that is wrong itself.
        door: Where they came in.

    Returns:
        The values, unknown where a cell is wrong, and each wrong cell's row and problem.
    """
    alias = heading.alias
    values, known, faults = _values(catalogue, heading, column, door)
    doubtful = _doubtful_rows(heading, values, known, days)
    faults = [
        *((row, replace(problem, pointer=heading.written)) for row, problem in faults),
        *_refused(catalogue, heading, column, values, doubtful, days),
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
    values, known, faults = _parsed(column, yes_no.read, np.dtype(bool))
    return Known(values, known), [(row, replace(problem, pointer=pointer)) for row, problem in faults]


def days_of(column: Column, door: Door = TABLE) -> tuple[Days, Bools, list[Fault]]:
    """The cells of a column of days: the days, where they are known, and each row whose cell is no day, with the problem."""
    if isinstance(column, Dates):
        return column.values, ~np.isnat(column.values), []
    assert isinstance(column, Coded)
    return _parsed(column, lambda word: calendar.read(word, door), np.dtype("datetime64[D]"))


def _values(
    catalogue: Catalogue, heading: InputHeading, column: Column, door: Door
) -> tuple[npt.NDArray[Any], Bools, list[Fault]]:
    """The values of a column (nothing where unknown), where they are known, and each row whose cell cannot be read, with the problem."""
    form, info = form_of(heading), heading.info
    if form == "day":
        return days_of(column, door)
    if isinstance(column, Numbers):
        return column.values, ~np.isnan(column.values), []
    assert isinstance(column, Coded)
    if heading.alias is not None:
        most = heading.alias.most
        return _parsed(column, lambda word: numbers.read(word, f"0–{most}"), np.dtype(np.float64))
    read = inputs.reader(catalogue, info, door)
    if info.kind == "choice":
        codes = catalogue.codes(info.name)
        return _parsed(column, lambda word: _code(codes, read(word)), np.dtype(np.int16))
    return _parsed(column, read, np.dtype(bool if info.kind == "yes_no" else np.float64))


def _code(codes: Mapping[str, int], choice: str | Problem) -> int | Problem:
    return choice if isinstance(choice, Problem) else codes[choice]


def _parsed(
    column: Coded, parse: Callable[[Any], Any], dtype: np.dtype[Any]
) -> tuple[npt.NDArray[Any], Bools, list[Fault]]:
    """Each different word read once; the rows whose word cannot be read, with the problem."""
    read = np.full(len(column.words) + 1, _nothing(dtype), dtype)
    readable = np.zeros(len(column.words) + 1, bool)
    problems: dict[int, Problem] = {}
    for position, word in enumerate(column.words):
        value = None if word is None else parse(word)
        if isinstance(value, Problem):
            problems[position] = value
        elif value is not None:
            read[position], readable[position] = value, True
    values, known = read.take(column.codes), readable.take(column.codes)
    wrong: Iterable[np.intp] = np.flatnonzero(column.said & ~known) if problems else ()
    return values, known, [(int(row), problems[int(column.codes[row])]) for row in wrong]


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
    catalogue: Catalogue,
    heading: InputHeading,
    column: Column,
    values: npt.NDArray[Any],
    doubtful: list[int],
    days: Days,
) -> Iterator[Fault]:
    for row in doubtful:
        # A number is shown as it was written: 1E5 rather than 100000.
        text = None if isinstance(column, Dates) or values.dtype.kind == "M" else column.text(row)
        value = values[row].item() if text is None else text
        if values.dtype.kind == "M" and not isinstance(value, date):
            value = str(values[row])  # NumPy knows days beyond the calendar's last
        result = checked(catalogue, heading.name, value, heading.written, _day(days[row]))
        if isinstance(result, Problem):
            yield row, result


def _day(day: np.datetime64) -> date:
    return date.max if np.isnat(day) else date.fromisoformat(str(day))


def _nothing(kind: np.dtype[Any]) -> Any:
    """What stands where nothing is known."""
    return np.nan if kind.kind == "f" else np.datetime64("NaT") if kind.kind == "M" else 0

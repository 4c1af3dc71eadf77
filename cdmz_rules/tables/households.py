"""Many households, column by column, checked: what the core decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.decisions.situation import MAX_MEMBERS, check_day
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.rulebook.catalogue import all_inputs
from cdmz_rules.rulebook.system import system
from cdmz_rules.tables import cells, columns
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.columns import Bools, Days
from cdmz_rules.tables.headings import APPLICANT, SLOTS, Heading, Slot

MAX_ID = 200
EARLIEST, LATEST = np.datetime64("2000-01-01"), np.datetime64("2100-12-31")


@dataclass(frozen=True)
class Member:
    """One place in the household, filled in some rows.

    Attributes:
        slot: Which.
        exists: Where there is such a member.
        values: What columns say of it, by input; never where there is no such member.
    """

    slot: Slot
    exists: Bools
    values: Mapping[str, Known]


@dataclass(frozen=True)
class Households:
    """A table's households.

    Attributes:
        count: How many rows.
        days: The day that each is decided for; NaT where it is wrong.
        members: The applicant first, then in the order of `headings.SLOTS`.
        values: What columns say of the households, by input.
        wrong: Rows that are not decided, because of a mistake.
        faults: Their mistakes: row and problem, in the order of the rows.
        ids: What the sender calls each row, if it says so.
    """

    count: int
    days: Days
    members: tuple[Member, ...]
    values: Mapping[str, Known]
    wrong: Bools
    faults: Sequence[Fault]
    ids: Any = None

    def case(self, row: int) -> dict[str, Any]:
        """A row as `decide` takes a case."""
        members = [
            {"role": member.slot.role, **_told(member.values, row)} for member in self.members if member.exists[row]
        ]
        return {"members": members, **_told(self.values, row)}

    def day(self, row: int) -> date:
        """The day that a row is decided for."""
        return date.fromisoformat(str(self.days[row]))

    def id_of(self, row: int) -> Any:
        """What the sender calls a row; None if it says nothing."""
        return None if self.ids is None else self.ids[row].as_py()


def _told(values: Mapping[str, Known], row: int) -> dict[str, Any]:
    return {name: _plain(name, known.values[row]) for name, known in values.items() if known.known[row]}


def _plain(name: str, value: Any) -> Any:
    """A value as people write it in a case."""
    kind = all_inputs()[name].kind
    if kind == "choice":
        return _choices(name)[value]
    return date.fromisoformat(str(value)) if kind == "date" else value.item()


@lru_cache(maxsize=256)
def _choices(name: str) -> tuple[str, ...]:
    """The keys of a choice by the numbers that OpenFisca stores."""
    return tuple(member.name for member in system().variables[name].possible_values)


@dataclass
class _Reading:
    """What is known of the rows while their columns are read one after the other."""

    count: int
    days: Days
    faults: list[Fault]
    values: dict[Slot | None, dict[str, Known]] = field(default_factory=dict)
    flags: dict[Slot, tuple[Known, str]] = field(default_factory=dict)
    ids: Any = None


def read(
    headings: Sequence[Heading], cols: Sequence[Any], count: int, day: date, faults: Sequence[Fault] = ()
) -> Households:
    """Check the columns of a table.

    Args:
        headings: What each column says.
        cols: The columns, of any make; see `columns.read`.
        count: How many rows there are.
        day: The day decided for where no row says otherwise.
        faults: Mistakes that were found before, by row.

    Raises:
        InputError: if a column is of a type that cannot be read.
    """
    pairs = list(zip(headings, cols, strict=True))
    reading = _Reading(count, np.full(count, np.datetime64(day), "datetime64[D]"), list(faults))
    # Ages count back from the day decided for: it must be known first.
    for heading, column in sorted(pairs, key=lambda pair: pair[0].kind != "date"):
        _READERS[heading.kind](reading, heading, column)
    return _assembled(reading)


def _read_date(reading: _Reading, heading: Heading, column: Any) -> None:
    days, known, strange = cells.days_of(columns.read(heading.written, column, "day"))
    outside = known & ~((days >= EARLIEST) & (days <= LATEST))
    for row in np.flatnonzero(strange | outside):
        shown = str(days[row]) if known[row] else _shown(column[int(row)])
        reading.faults.append((int(row), _day_problem(shown, heading.written)))
    reading.days = np.where(known, days, reading.days)
    reading.days[strange | outside] = np.datetime64("NaT")


def _day_problem(written: str, pointer: str) -> Problem:
    try:
        check_day(written, pointer)
    except InputError as error:
        return error.problems[0]
    return Problem("not_a_date", pointer, f"“{written}”不是有效日期", f"{written} is no calendar day", "2026-01-31")


def _shown(cell: Any) -> str:
    return str(cell.as_py() if hasattr(cell, "as_py") else cell)[:60]


def _read_id(reading: _Reading, heading: Heading, column: Any) -> None:
    reading.ids, long = ids(heading.written, column)
    words = f"编号超过{MAX_ID}个字符", f"more than {MAX_ID} characters"
    reading.faults += [(row, Problem("too_long", heading.written, *words)) for row in long]


def ids(name: str, column: Any) -> tuple[Any, list[int]]:
    """A column of ids as an Arrow array, and the rows whose id is longer than one may be; these are cut."""
    array = columns.as_ids(name, column, MAX_ID)
    if not pa.types.is_string(array.type):
        return array, []
    long = pc.greater(pc.utf8_length(array), MAX_ID).fill_null(False).to_numpy(zero_copy_only=False)
    return pc.utf8_slice_codeunits(array, 0, MAX_ID), [int(row) for row in np.flatnonzero(long)]


def _read_blank(reading: _Reading, heading: Heading, column: Any) -> None:
    """A column without a heading may hold nothing."""
    coded = columns.read("", column, "word")
    assert isinstance(coded, columns.Coded)
    words = "此格所在列没有列名", "the column of this cell has no heading"
    for row in np.flatnonzero(coded.said):
        reading.faults.append((int(row), Problem("unknown_field", _shown(coded.words[coded.codes[row]]), *words)))


def _read_member(reading: _Reading, heading: Heading, column: Any) -> None:
    assert heading.slot is not None
    known, faults = cells.flags(columns.read(heading.written, column, "word"), heading.written)
    reading.flags[heading.slot] = (known, heading.written)
    reading.faults += faults


def _read_input(reading: _Reading, heading: Heading, column: Any) -> None:
    known, faults = cells.read(heading, columns.read(heading.written, column, cells.wanted(heading)), reading.days)
    reading.faults += faults
    values = reading.values.setdefault(heading.slot, {})
    other = values.get(heading.info.name)
    values[heading.info.name] = known if other is None else _merged(reading, heading, other, known)


def _merged(reading: _Reading, heading: Heading, first: Known, second: Known) -> Known:
    """One fact from two columns: each row may give it in either, not in both."""
    words = "同一事实给了两次", f"{heading.info.name} is given twice"
    for row in np.flatnonzero(first.known & second.known):
        reading.faults.append((int(row), Problem("given_twice", heading.written, *words)))
    return Known(np.where(second.known, second.values, first.values), first.known | second.known)


_READERS: dict[str, Callable[[_Reading, Heading, Any], None]] = {
    "date": _read_date,
    "id": _read_id,
    "blank": _read_blank,
    "member": _read_member,
    "input": _read_input,
}


def _assembled(reading: _Reading) -> Households:
    members = tuple(_members(reading))
    crowd = sum((member.exists for member in members), np.zeros(reading.count, np.int16))
    words = f"成员超过{MAX_MEMBERS}人", f"more than {MAX_MEMBERS} members"
    reading.faults += [(int(row), Problem("too_many", "", *words)) for row in np.flatnonzero(crowd > MAX_MEMBERS)]
    wrong = np.zeros(reading.count, bool)
    wrong[[row for row, _ in reading.faults]] = True
    reading.faults.sort(key=lambda fault: fault[0])
    values = reading.values.get(None, {})
    return Households(reading.count, reading.days, members, values, wrong, reading.faults, reading.ids)


def _members(reading: _Reading) -> Iterator[Member]:
    """Who there is: the applicant always, others where a column says so or something is known of them."""
    for slot in SLOTS:
        values = reading.values.get(slot, {})
        flag = reading.flags.get(slot)
        if slot != APPLICANT and flag is None and not values:
            continue
        exists = np.full(reading.count, slot == APPLICANT)
        for known in values.values():
            exists |= known.known
        if flag is not None:
            _refuse_facts_of_nobody(reading, flag, exists)
            exists = exists | flag[0].values
        yield Member(slot, exists, values)


def _refuse_facts_of_nobody(reading: _Reading, flag: tuple[Known, str], told: Bools) -> None:
    known, pointer = flag
    words = "此列为否，其他列却有该成员的信息", "this says there is no such member, but another column tells of one"
    for row in np.flatnonzero(known.known & ~known.values & told):
        reading.faults.append((int(row), Problem("contradiction", pointer, *words)))

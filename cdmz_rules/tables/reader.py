"""Reading the columns of a table: households, and what is wrong with any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.decisions.contradictions import RowContradictions
from cdmz_rules.decisions.situation import MAX_MEMBERS, check_day
from cdmz_rules.decisions.stated import Key
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading.doors import TABLE, Door
from cdmz_rules.reading.plain import shown
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables import cells, columns, identity_numbers, ids, spellings
from cdmz_rules.tables.arrays import Days
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.columns import Bools
from cdmz_rules.tables.headings import Heading, InputHeading
from cdmz_rules.tables.households import Households, Member
from cdmz_rules.tables.slots import Slot, slots

EARLIEST, LATEST = np.datetime64("2000-01-01"), np.datetime64("2100-12-31")


@dataclass
class _Reading:
    """What is known of the rows while their columns are read one after the other."""

    catalogue: Catalogue
    count: int
    days: Days
    faults: list[Fault]
    door: Door
    values: dict[Slot | None, dict[str, Known]] = field(default_factory=dict)
    flags: dict[Slot, tuple[Known, str]] = field(default_factory=dict)
    written: dict[tuple[str, Slot | None], str] = field(default_factory=dict)
    ids: Any = None


def read(
    catalogue: Catalogue,
    headings: Sequence[Heading],
    cols: Sequence[Any],
    count: int,
    day: date,
    faults: Sequence[Fault] = (),
    door: Door = TABLE,
) -> Households:
    """Check the columns of a table.

    Args:
        catalogue: What can be asked.
        headings: What each column says.
        cols: The columns, of any make; see `columns.read`.
        count: How many rows there are.
        day: The day decided for where no row says otherwise.
        faults: Mistakes that are known before, by row.
        door: What may be written in the cells.

    Raises:
        InputError: if a column is of a type that cannot be read.
    """
    pairs = list(zip(headings, cols, strict=True))
    reading = _Reading(catalogue, count, np.full(count, np.datetime64(day), "datetime64[D]"), list(faults), door)
    # Ages count back from the day decided for: it must be known first; identity numbers are held against all that is said.
    order = {"date": 0, "identity": 2}
    for heading, column in sorted(pairs, key=lambda pair: order.get(pair[0].kind, 1)):
        _READERS[heading.kind](reading, heading, column)
    return _assembled(reading)


def _read_date(reading: _Reading, heading: Heading, column: Any) -> None:
    days, known, faults = cells.days_of(columns.read(heading.written, column, "day"), reading.door)
    outside = np.flatnonzero(known & ~((days >= EARLIEST) & (days <= LATEST)))
    faults += [(int(row), _outside(str(days[row]))) for row in outside]
    reading.days = np.where(known, days, reading.days)
    reading.days[[row for row, _ in faults]] = np.datetime64("NaT")
    reading.faults += [(row, replace(problem, pointer=heading.written)) for row, problem in faults]


def _outside(day: str) -> Problem:
    try:
        check_day(day)
    except InputError as error:
        return error.problems[0]
    raise AssertionError(f"{day} can be decided for")


def _read_id(reading: _Reading, heading: Heading, column: Any) -> None:
    reading.ids, faults = ids.read(heading.written, column)
    reading.faults += faults
    words = "合计行不是家庭，请删去此行", "a row of totals is no household: take it out"
    problem = Problem("row_of_totals", heading.written, *words)
    totals = pc.is_in(reading.ids, value_set=pa.array(spellings.TOTALS)).to_numpy(zero_copy_only=False)
    reading.faults += [(int(row), problem) for row in np.flatnonzero(totals)]


def _read_blank(reading: _Reading, _: Heading, column: Any) -> None:
    reading.faults += without_heading(column)


def without_heading(column: Any) -> Iterator[Fault]:
    """The cells of a column without a heading that say something: there may be none."""
    coded = columns.read("", column, "word")
    assert isinstance(coded, columns.Coded)
    words = "此格所在列没有列名", "the column of this cell has no heading"
    for row in np.flatnonzero(coded.said):
        yield int(row), Problem("unknown_field", shown(coded.words[coded.codes[row]]).en, *words)


def _read_member(reading: _Reading, heading: Heading, column: Any) -> None:
    assert heading.slot is not None
    known, faults = cells.flags(columns.read(heading.written, column, "word"), heading.written)
    reading.flags[heading.slot] = (known, heading.written)
    reading.faults += faults


def _read_input(reading: _Reading, heading: Heading, column: Any) -> None:
    assert heading.kind == "input"
    plain = columns.read(heading.written, column, cells.form_of(heading))
    known, faults = cells.read(reading.catalogue, heading, plain, reading.days, reading.door)
    reading.faults += faults
    reading.written[heading.info.name, heading.slot] = heading.written
    values = reading.values.setdefault(heading.slot, {})
    other = values.get(heading.info.name)
    values[heading.info.name] = known if other is None else _merged(reading, heading, other, known)


def _merged(reading: _Reading, heading: InputHeading, first: Known, second: Known) -> Known:
    """One fact from two columns: each row may give it in either, not in both."""
    words = "同一事实给了两次", f"{heading.info.name} is given twice"
    for row in np.flatnonzero(first.known & second.known):
        reading.faults.append((int(row), Problem("given_twice", heading.written, *words)))
    values, known = np.where(second.known, second.values, first.values), first.known | second.known
    if first.until is None and second.until is None:
        return Known(values, known)
    until = [each.values if each.until is None else each.until for each in (first, second)]
    return Known(values, known, np.where(second.known, until[1], until[0]))


def _read_identity(reading: _Reading, heading: Heading, column: Any) -> None:
    """Identity numbers: what they say stands in their place, and nothing keeps them."""
    numbers = identity_numbers.read(heading.written, columns.read(heading.written, column, "word"), reading.days)
    reading.faults += numbers.faults
    values = reading.values.setdefault(heading.slot, {})
    for name, said in numbers.said(reading.catalogue).items():
        reading.written.setdefault((name, heading.slot), heading.written)
        other = values.get(name)
        if other is not None:
            pointer = reading.written[name, heading.slot]
            reading.faults += numbers.contradicting(reading.catalogue, name, other, pointer)
        values[name] = said if other is None else identity_numbers.first(said, other)


_READERS: dict[str, Callable[[_Reading, Heading, Any], None]] = {
    "date": _read_date,
    "id": _read_id,
    "blank": _read_blank,
    "member": _read_member,
    "identity": _read_identity,
    "input": _read_input,
}


def _assembled(reading: _Reading) -> Households:
    members = tuple(_members(reading))
    crowd = sum((member.exists for member in members), np.zeros(reading.count, np.int16))
    words = f"成员超过{MAX_MEMBERS}人", f"more than {MAX_MEMBERS} members"
    reading.faults += [(int(row), Problem("too_many", "", *words)) for row in np.flatnonzero(crowd > MAX_MEMBERS)]
    values = reading.values.get(None, {})
    households = Households(
        reading.catalogue, reading.count, reading.days, members, values, np.zeros(0, bool), (), reading.ids
    )
    reading.faults += _contradictions(reading, households)
    wrong = np.zeros(reading.count, bool)
    wrong[[row for row, _ in reading.faults]] = True
    reading.faults.sort(key=lambda fault: fault[0])
    return replace(households, wrong=wrong, faults=reading.faults)


def _contradictions(reading: _Reading, households: Households) -> Iterator[Fault]:
    """What rows say and cannot be."""
    slots_of = [member.slot for member in households.members]

    def called(key: Key) -> str:
        name, place = key
        return reading.written[name, None if place is None else slots_of[place]]

    every = RowContradictions(households.stated, called, lambda place: slots_of[place].name).problems()
    return (fault for fault in every if not np.isnat(reading.days[fault[0]]))


def _members(reading: _Reading) -> Iterator[Member]:
    """Who there is: the first always, others where a column says so or something is known of them."""
    first = slots(reading.catalogue)[0]
    for slot in slots(reading.catalogue):
        values = reading.values.get(slot, {})
        flag = reading.flags.get(slot)
        if slot != first and flag is None and not values:
            continue
        exists = np.full(reading.count, slot == first)
        for known in values.values():
            exists |= known.known
        if flag is not None:
            _refuse_facts_of_nobody(reading, flag, exists)
            exists = exists | flag[0].values
        yield Member(slot, exists, values)


def _refuse_facts_of_nobody(reading: _Reading, flag: tuple[Known, str], described: Bools) -> None:
    known, pointer = flag
    words = "此列为否，其他列却有该成员的信息", "this says there is no such member, but another column tells of one"
    for row in np.flatnonzero(known.known & ~known.values & described):
        reading.faults.append((int(row), Problem("contradiction", pointer, *words)))

"""Many households written as cases, one by one, brought to the same columns as a table's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules.decisions.situation import OpenDay, Situation, check_day, parse
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading.doors import CASE
from cdmz_rules.reading.plain import plain, says_nothing
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.households import Households, Member
from cdmz_rules.tables.slots import Slot, slots

Given = dict[tuple[Slot | None, str], list[tuple[int, Any]]]
"""By whose fact and which, its value in each row that gives it."""


def read(catalogue: Catalogue, cases: Sequence[Mapping[str, Any] | InputError], day: date) -> Households:
    """Check cases; each may say the day it is decided for as ``date``.

    Args:
        catalogue: What can be asked.
        cases: The households, as `decide` takes them; of one that could not be read, what is wrong with it.
        day: The day decided for where a case does not say.
    """
    count = len(cases)
    days = np.full(count, np.datetime64(day), "datetime64[D]")
    places = slots(catalogue)
    exists: dict[Slot, np.ndarray[Any, np.dtype[np.bool_]]] = {places[0]: np.ones(count, bool)}
    given: Given = {}
    faults: list[Fault] = []
    for row, case in enumerate(cases):
        try:
            days[row], situation = _situation(catalogue, case, day)
        except InputError as error:
            faults += [(row, problem) for problem in error.problems]
            continue
        except RecursionError:
            faults.append((row, Problem("too_deep", "", "嵌套过深", "this nests too deeply")))
            continue
        for slot, name, value in _facts(catalogue, situation):
            if slot is not None:
                exists.setdefault(slot, np.zeros(count, bool))[row] = True
            if name:
                given.setdefault((slot, name), []).append((row, value))
    wrong = np.zeros(count, bool)
    wrong[[row for row, _ in faults]] = True
    days[wrong] = np.datetime64("NaT")
    members = tuple(
        Member(slot, exists[slot], _columns(catalogue, given, slot, count)) for slot in places if slot in exists
    )
    return Households(catalogue, count, days, members, _columns(catalogue, given, None, count), wrong, faults)


def _situation(
    catalogue: Catalogue, case: Mapping[str, Any] | InputError, day: date
) -> tuple[np.datetime64, Situation]:
    if isinstance(case, InputError):
        raise case
    written = case.get("date")
    decided = day if says_nothing(plain(written), CASE) else check_day(written)
    return np.datetime64(decided), parse(catalogue, case, decided)


def _facts(catalogue: Catalogue, situation: Situation) -> Iterator[tuple[Slot | None, str, Any]]:
    """Whose fact, which, and its value; of every member at least that there is one."""
    for name, value in situation.household.items():
        yield None, name, value
    open_days = [
        {name: days for (name, place), days in situation.ranges.items() if place == member}
        for member in range(len(situation.roles))
    ]
    seen: Counter[str] = Counter()
    for role, person, days in zip(situation.roles, situation.persons, open_days, strict=True):
        seen[role] += 1
        slot = Slot(role, 0 if role in catalogue.single_roles else seen[role])
        yield slot, "", None
        for name, value in {**person, **days}.items():
            yield slot, name, value


def _columns(catalogue: Catalogue, given: Given, slot: Slot | None, count: int) -> dict[str, Known]:
    return {name: _column(catalogue, name, facts, count) for (whose, name), facts in given.items() if whose == slot}


def _column(catalogue: Catalogue, name: str, facts: Sequence[tuple[int, Any]], count: int) -> Known:
    kind = catalogue.inputs[name].kind
    rows = [row for row, _ in facts]
    values: np.ndarray[Any, np.dtype[Any]]
    if kind == "choice":
        codes = catalogue.codes(name)
        values = np.zeros(count, np.int16)
        values[rows] = [codes[value] for _, value in facts]
    else:
        values = {
            "date": np.full(count, np.datetime64("NaT"), "datetime64[D]"),
            "yes_no": np.zeros(count, bool),
        }.get(kind, np.full(count, np.nan))
        values[rows] = [value.first if isinstance(value, OpenDay) else value for _, value in facts]
    known = np.zeros(count, bool)
    known[rows] = True
    if not any(isinstance(value, OpenDay) for _, value in facts):
        return Known(values, known)
    until = values.copy()
    until[rows] = [value.last if isinstance(value, OpenDay) else value for _, value in facts]
    return Known(values, known, until)

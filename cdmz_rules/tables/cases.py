"""Many households written as cases, one by one, brought to the same columns as a table's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules.decisions.situation import Situation, check_day, parse
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.rulebook.catalogue import all_inputs
from cdmz_rules.rulebook.system import system
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.headings import APPLICANT, SLOTS, Slot
from cdmz_rules.tables.households import Households, Member

Told = dict[tuple[Slot | None, str], list[tuple[int, Any]]]


def read(cases: Sequence[Mapping[str, Any]], day: date) -> Households:
    """Check cases; each may say the day it is decided for as ``date``.

    Args:
        cases: The households, as `decide` takes them.
        day: The day decided for where a case does not say.
    """
    count = len(cases)
    days = np.full(count, np.datetime64(day), "datetime64[D]")
    exists: dict[Slot, np.ndarray[Any, np.dtype[np.bool_]]] = {APPLICANT: np.ones(count, bool)}
    told: Told = {}
    faults: list[Fault] = []
    for row, case in enumerate(cases):
        try:
            days[row], situation = _situation(case, day)
        except InputError as error:
            faults += [(row, problem) for problem in error.problems]
            continue
        except RecursionError:
            faults.append((row, Problem("too_deep", "", "嵌套过深", "this nests too deeply")))
            continue
        for slot, name, value in _facts(situation):
            if slot is not None:
                exists.setdefault(slot, np.zeros(count, bool))[row] = True
            if name:
                told.setdefault((slot, name), []).append((row, value))
    wrong = np.zeros(count, bool)
    wrong[[row for row, _ in faults]] = True
    days[wrong] = np.datetime64("NaT")
    members = tuple(Member(slot, exists[slot], _columns(told, slot, count)) for slot in SLOTS if slot in exists)
    return Households(count, days, members, _columns(told, None, count), wrong, faults)


def _situation(case: Mapping[str, Any], day: date) -> tuple[np.datetime64, Situation]:
    decided = check_day(case["date"]) if case.get("date") is not None else day
    return np.datetime64(decided), parse(case, decided)


def _facts(situation: Situation) -> Iterator[tuple[Slot | None, str, Any]]:
    """Whose fact, which, and its value; of every member at least that there is one."""
    for name, value in situation.household.items():
        yield None, name, value
    seen: Counter[str] = Counter()
    for role, person in zip(situation.roles, situation.persons, strict=True):
        seen[role] += 1
        slot = Slot(role, seen[role] if role in ("child", "other") else 0)
        yield slot, "", None
        for name, value in person.items():
            yield slot, name, value


def _columns(told: Told, slot: Slot | None, count: int) -> dict[str, Known]:
    return {name: _column(name, facts, count) for (whose, name), facts in told.items() if whose == slot}


def _column(name: str, facts: Sequence[tuple[int, Any]], count: int) -> Known:
    kind = all_inputs()[name].kind
    rows = [row for row, _ in facts]
    values: np.ndarray[Any, np.dtype[Any]]
    if kind == "choice":
        stored = system().variables[name].possible_values
        values = np.zeros(count, np.int16)
        values[rows] = [stored[value].index for _, value in facts]
    else:
        values = {
            "date": np.full(count, np.datetime64("NaT"), "datetime64[D]"),
            "yes_no": np.zeros(count, bool),
        }.get(kind, np.full(count, np.nan))
        values[rows] = [value for _, value in facts]
    known = np.zeros(count, bool)
    known[rows] = True
    return Known(values, known)

"""A household with some of its inputs changed, checked as a case is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cdmz_rules.decisions import contradictions as checks
from cdmz_rules.decisions.situation import OpenDay, Situation, checked
from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.plan import Asked
from cdmz_rules.reading.doors import CASE
from cdmz_rules.reading.plain import plain, says_nothing
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.whatif import levers

MAX_CHANGES = 50


def read(
    catalogue: Catalogue, settings: Mapping[str, Any], case: Situation, day: date, pointer: str = "set"
) -> dict[Asked, Any]:
    """Changes as somebody writes them: ``price``, ``members[0].deposits_unbroken_months``; None or ``unknown`` takes an input away.

    Raises:
        InputError: with every mistake and its place.
    """
    if len(settings) > MAX_CHANGES:
        words = f"最多改动{MAX_CHANGES}项", f"more than {MAX_CHANGES} changes"
        raise InputError([Problem("too_many", pointer, *words)])
    changes: dict[Asked, Any] = {}
    problems: list[Problem] = []
    for name, value in settings.items():
        where = f"{pointer}.{name[:80]}"
        asked = _asked(catalogue, name, case, where)
        if isinstance(asked, Problem):
            problems.append(asked)
            continue
        key = name.rpartition(".")[2]
        result = None if says_nothing(plain(value), CASE) else checked(catalogue, key, value, where, day)
        if isinstance(result, Problem):
            problems.append(result)
        else:
            changes[asked] = result
    if problems:
        raise InputError(problems)
    return changes


def _asked(catalogue: Catalogue, name: str, case: Situation, where: str) -> Asked | Problem:
    key, place = levers.address(name)
    entity = "household" if place is None else "person"
    alias = catalogue.aliases.get(key) if place is not None else None
    info = catalogue.inputs.get(alias.input if alias else key)
    if info is None or info.entity != entity:
        near = nearest(name, [levers.spelling(each) for each in catalogue.inputs.values()])
        return Problem(
            "unknown_field",
            where,
            f"没有名为“{name[:80]}”的输入项",
            f"there is no input {name[:80]}",
            did_you_mean=near,
        )
    if place is not None and place >= len(case.roles):
        return Problem("no_such_member", where, "没有这名成员", "there is no such member", f"0–{len(case.roles) - 1}")
    return Asked(info.name, place)


def applied(case: Situation, changes: Mapping[Asked, Any]) -> Situation:
    """The case with changes made; a value of None takes one away."""
    exact = {key: None if isinstance(value, OpenDay) else value for key, value in changes.items()}
    household = _merged(case.household, {key.name: value for key, value in exact.items() if key.place is None})
    persons = tuple(
        _merged(person, {key.name: value for key, value in exact.items() if key.place == place})
        for place, person in enumerate(case.persons)
    )
    before = {key: days for key, days in case.ranges.items() if Asked(*key) not in changes}
    ranges = before | {(key.name, key.place): value for key, value in changes.items() if isinstance(value, OpenDay)}
    changed = replace(case, household=household, persons=persons, ranges=ranges)
    return replace(changed, raw=_raw(changed))


def contradictions(
    catalogue: Catalogue, case: Situation, day: date, called: Callable[[tuple[str, int | None]], str] | None = None
) -> list[Problem]:
    """What a changed case says and cannot be.

    Args:
        catalogue: What can be asked.
        case: The case with changes made.
        day: The day decided for.
        called: What the place of an input is called; by default as in the case.
    """
    return checks.contradictions(catalogue, case.roles, case.household, case.persons, case.ranges, day, called)


def _merged(inputs: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**inputs, **changes}.items() if value is not None}


def _raw(case: Situation) -> dict[str, Any]:
    """The case as one would write it, for the receipt."""
    members = [{"role": role, **person} for role, person in zip(case.roles, case.persons, strict=True)]
    raw = {"members": members, **case.household}
    for (_, place), days in case.ranges.items():
        (raw if place is None else members[place])[days.written] = days.number
    return raw

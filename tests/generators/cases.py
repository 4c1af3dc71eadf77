"""The example cases, and the ways in which the generators change them: elsewhere, on another day, an input less."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from cdmz_rules import Rulebook
from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.places import Places
from cdmz_rules.reading import days
from cdmz_rules.rulebook.infos import InputInfo
from generators.subject import Subject

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Case:
    """A household and what it asks for.

    Attributes:
        name: The example it comes from.
        benefit: The benefit asked for.
        day: The day decided for.
        inputs: The household, as `decide` takes it.
    """

    name: str
    benefit: str
    day: date
    inputs: dict[str, Any]


@lru_cache
def examples(subject: Subject) -> tuple[Case, ...]:
    """The example cases of a law."""
    return tuple(_example(file) for file in sorted(subject.examples.glob("*.yaml")))


def _example(file: Path) -> Case:
    raw = read_case(file)
    inputs = {key: value for key, value in raw.items() if key not in ("title", "benefit", "date")}
    return Case(file.stem, raw["benefit"], date.fromisoformat(str(raw["date"])), inputs)


def example(subject: Subject, start: str) -> Case:
    """The example whose name begins so."""
    return next(case for case in examples(subject) if case.name.startswith(start))


@dataclass(frozen=True)
class Given:
    """An input that a case gives.

    Attributes:
        key: As it is written, which may be another way to give the input.
        info: The input.
        member: Whose it is; None for the household.
    """

    key: str
    info: InputInfo
    member: int | None


def given(rulebook: Rulebook, case: Case) -> list[Given]:
    """The inputs of a case that can matter to its benefit, in its order."""
    asked, aliases = {info.name: info for info in rulebook.benefit(case.benefit).inputs}, rulebook.catalogue.aliases
    inputs = [Given(key, asked[key], None) for key in case.inputs if key in asked]
    for position, member in enumerate(case.inputs["members"]):
        for key in member:
            name = aliases[key].input if key in aliases else key
            if name in asked:
                inputs.append(Given(key, asked[name], position))
    return inputs


def _where(inputs: dict[str, Any], place: Given) -> dict[str, Any]:
    return inputs if place.member is None else inputs["members"][place.member]


def without(case: Case, taken: Given) -> Case:
    """The case with one input taken away."""
    inputs = copy.deepcopy(case.inputs)
    del _where(inputs, taken)[taken.key]
    return replace(case, inputs=inputs)


def with_value(case: Case, changed: Given, value: Any) -> Case:
    """The case with another value of one input."""
    inputs = copy.deepcopy(case.inputs)
    del _where(inputs, changed)[changed.key]
    _where(inputs, changed)[changed.info.name] = value
    return replace(case, inputs=inputs)


def cities(places: Places) -> list[str]:
    """The cities, and the pools beside them."""
    return [name for name, place in places.items() if place.level in ("city", "pool")]


def moved(rulebook: Rulebook, case: Case, place: str) -> Case:
    """The case as if it happened in another city: every place it names, and no zone of the city it left."""
    inputs = copy.deepcopy(case.inputs)
    for holder in [inputs, *inputs["members"]]:
        for key, info in rulebook.catalogue.inputs.items():
            if key in holder and isinstance(holder[key], str) and holder[key] in rulebook.places:
                _move(rulebook.places, holder, key, info, place)
    return replace(case, inputs=inputs)


def _move(places: Places, holder: dict[str, Any], key: str, info: InputInfo, place: str) -> None:
    options = info.choices or {}
    beside = places[place].beside
    if places[holder[key]].level == "zone":
        zones = [name for name in options if places[name].parent == place]
        holder.pop(key)
        holder |= {key: zones[0]} if zones else {}
    elif place in options:
        holder[key] = place
    elif beside in options:
        holder[key] = beside


def on(rulebook: Rulebook, case: Case, day: date) -> Case:
    """The case as if it happened on another day: its days move along, and every event that selects versions is that day."""
    inputs, shift, infos = copy.deepcopy(case.inputs), day - case.day, rulebook.catalogue.inputs
    for holder in [inputs, *inputs["members"]]:
        for key in [key for key in holder if key in infos]:
            info = infos[key]
            before = days.read(holder[key]) if info.kind == "date" else None
            if isinstance(before, date):
                low, high = info.bounds
                holder[key] = str(min(max(_shifted(before, shift), low), high))
    for info in rulebook.benefit(case.benefit).inputs:
        if info.dated is not None:
            inputs[info.name] = str(day)
    return replace(case, inputs=inputs, day=day)


def _shifted(day: date, shift: timedelta) -> date:
    return date.fromordinal(min(max(day.toordinal() + shift.days, date.min.toordinal()), LAST_DAY.toordinal()))

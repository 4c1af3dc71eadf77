"""The inputs of a plan for a single household, as plain numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from cdmz_rules.decisions.situation import Situation
from cdmz_rules.law.grid import EPOCH
from cdmz_rules.plan import Asked, Plan
from cdmz_rules.rulebook.catalogue import Catalogue


class _Readers(NamedTuple):
    """How the inputs of a plan are taken from a case.

    Attributes:
        otherwise: What holds of each if nobody gives it; None where it is missing then.
        household: By name, where an input of the household goes, and as what number; None for itself.
        persons: The same for each member.
    """

    otherwise: Sequence[Any]
    household: Mapping[str, tuple[int, Callable[[Any], Any] | None]]
    persons: Sequence[Mapping[str, tuple[int, Callable[[Any], Any] | None]]]


def inputs_of(catalogue: Catalogue, plan: Plan, case: Situation) -> list[Any]:
    """The inputs of a plan for a single household; None where one is missing."""
    readers = _readers(catalogue, plan)
    inputs = list(readers.otherwise)
    for known, given in zip((readers.household, *readers.persons), (case.household, *case.persons), strict=True):
        for name, value in given.items():
            if name in known and value is not None:
                position, number = known[name]
                inputs[position] = value if number is None else number(value)
    return inputs


@lru_cache(maxsize=256)
def _readers(catalogue: Catalogue, plan: Plan) -> _Readers:
    household: dict[str, tuple[int, Callable[[Any], Any] | None]] = {}
    persons: list[dict[str, tuple[int, Callable[[Any], Any] | None]]] = [{} for _ in plan.roles]
    for position, (name, place) in enumerate(plan.asked):
        (household if place is None else persons[place])[name] = position, _number(catalogue, name)
    return _Readers([_otherwise(catalogue, asked, plan.roles) for asked in plan.asked], household, persons)


def _number(catalogue: Catalogue, name: str) -> Callable[[Any], Any] | None:
    """What makes a number of an input as a case holds it; None if it is one."""
    info = catalogue.inputs[name]
    if info.kind == "choice":
        return catalogue.codes(name).__getitem__
    return _days if info.kind == "date" else None


def _otherwise(catalogue: Catalogue, asked: Asked, roles: Sequence[str]) -> Any:
    info, number = catalogue.inputs[asked.name], _number(catalogue, asked.name)
    otherwise = info.presumed
    if otherwise is None and asked.place is not None and info.roles is not None and not info.derived:
        otherwise = info.example if roles[asked.place] not in info.roles else None
    return otherwise if otherwise is None or number is None else number(otherwise)


def _days(day: date) -> int:
    return day.toordinal() - EPOCH

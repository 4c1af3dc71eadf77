"""Accepting what is plainly right: most values are, and to look for what could be wrong with each takes four times as long.

An acceptor gives a value as the engine keeps it, or None if it is not plainly right: `cdmz_rules.decisions.inputs` then says why, or
accepts it after all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from cdmz_rules.reading import days, money
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo

Acceptor = Callable[[Any, date], Any]
WHOLE = ("count", "months", "stars")
"""Units in which only whole numbers are given."""


@lru_cache(maxsize=16)
def acceptors(catalogue: Catalogue, entity: str) -> Mapping[str, Acceptor]:
    """The acceptors of a person's or the household's inputs, by name."""
    return {name: _acceptor(info) for name, info in catalogue.inputs.items() if info.entity == entity}


def _acceptor(info: InputInfo) -> Acceptor:
    if info.kind == "yes_no":
        return _yes_no
    if info.kind == "choice":
        names = frozenset(info.choices or ())
        return lambda value, _: value if type(value) is str and value in names else None
    return _day(info) if info.kind == "date" else _number(info)


def _yes_no(value: Any, _: date) -> bool | None:
    return value if value is True or value is False else None


def _day(info: InputInfo) -> Acceptor:
    low, high = info.bounds
    future = info.future

    def accept(value: Any, day: date) -> date | None:
        given_day = value if type(value) is date else days.iso(value) if type(value) is str else None
        within = given_day is not None and low <= given_day <= high and (future or given_day <= day)
        return given_day if within else None

    return accept


def _number(info: InputInfo) -> Acceptor:
    low, high = info.bounds
    in_fen, whole = info.kind == "money", info.unit in WHOLE

    def accept(value: Any, _: date) -> float | None:
        if type(value) not in (int, float) or not low <= value <= high:
            return None
        if (in_fen and not money.in_fen(value)) or (whole and value != int(value)):
            return None
        return float(value) + 0.0

    return accept

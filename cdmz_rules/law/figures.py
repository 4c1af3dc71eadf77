"""A figure of the law as somebody writes it: read as the kind of its item, and held against its bounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.law.item import Item
from cdmz_rules.reading import choices, days, money, numbers, yes_no
from cdmz_rules.reading.plain import plain, shown

YUAN = "CNY"
"""Units of sums of money begin with it."""
PARTED = re.compile("[、，,;；]")
"""What stands between places that are written one after the other."""
NO_PLACES = ("无", "none")


def read(item: Item, raw: object) -> Any:
    """A figure of an item as a file of the law holds it.

    Args:
        item: The item.
        raw: As YAML reads it, or as text: ``650000``, ``65万元``, ``20%``, ``是``.

    Raises:
        InputError: if the item cannot have it.
    """
    value = found(item, raw)
    if isinstance(value, Problem):
        raise InputError([replace(value, pointer=item.path)])
    return value


def found(item: Item, raw: object) -> Any:
    """A figure as `read` gives it, or what is wrong with it."""
    value = _READERS[item.kind](item, raw)
    if not isinstance(value, Problem):
        return _outside(item, value) or value
    if plain(raw) in (None, ""):
        message = "没有给出数值", "no value is given"
        return Problem("missing", "", *message, value.expected)
    return value


def quantity(item: Item, raw: object) -> float | int | Problem:
    """A number in the unit of an item, whatever its bounds: of money with its marks, of a share in percent."""
    if item.unit.startswith(YUAN):
        return whole(money.read(raw, _span(item)))
    return whole(numbers.read(raw, _span(item), percent=item.unit in numbers.SHARES))


def whole(value: float | Problem) -> float | int | Problem:
    """A number as YAML would hold it: whole ones without a point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _day(_: Item, raw: object) -> str | Problem:
    value = days.read(raw)
    return value if isinstance(value, Problem) else value.isoformat()


def _places(item: Item, raw: object) -> list[str] | Problem:
    """Some places, each by its key or its name; as text one after the other."""
    named = raw
    if isinstance(raw, str) and raw.strip():
        named = (
            [] if raw.strip().casefold() in NO_PLACES else [name.strip() for name in PARTED.split(raw) if name.strip()]
        )
    if not isinstance(named, list):
        return _no_places(item, raw)
    spelled = choices.spellings({name: place.words for name, place in item.places.items()})
    found = [choices.read(name, spelled) if isinstance(name, str) else _no_places(item, name) for name in named]
    wrong = [(name, each) for name, each in zip(named, found, strict=True) if isinstance(each, Problem)]
    return _no_places(item, wrong[0][0]) if wrong else [str(each) for each in found]


def _no_places(item: Item, raw: object) -> Problem:
    words, near = shown(raw), nearest(shown(raw).en, item.places)
    message = f"“{words.zh}”不是地区列表", f"{words.en} is no list of places"
    return Problem("unknown_value", "", *message, "[chengdu, deyang]; 成都、德阳", near)


_READERS: dict[str, Callable[[Item, object], Any]] = {
    "number": quantity,
    "boolean": lambda _, raw: yes_no.read(raw),
    "choice": lambda item, raw: choices.read(raw, choices.spellings(item.choices)),
    "places": _places,
    "date": _day,
}


def _outside(item: Item, value: Any) -> Problem | None:
    low, high = item.bounds
    if item.kind != "number" or ((low is None or low <= value) and (high is None or value <= high)):
        return None
    span = _span(item)
    return Problem("out_of_range", "", f"{value:,.12g}超出范围", f"{value:,.12g} is out of range", span)


def _span(item: Item) -> str:
    """From where to where the figures of an item go."""
    low, high = (None if end is None else f"{end:,.10g}" for end in item.bounds)
    if low is None or high is None:
        return f"≥ {low}" if low is not None else f"≤ {high}" if high is not None else numbers.EXPECTED
    return f"{low}–{high}"

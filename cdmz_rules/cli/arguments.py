"""Days, sums and places as they are typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.reading import days
from cdmz_rules.reading import money as sums

if TYPE_CHECKING:
    from cdmz_rules.places import Places


def day(text: str | None, option: str) -> date | None:
    """A calendar day, or nothing if none is given.

    Raises:
        InputError: if there is no such day.
    """
    if text is None:
        return None
    found = days.read(text)
    if isinstance(found, Problem):
        raise InputError([replace(found, pointer=option)])
    return found


def money(text: str | None, option: str) -> float | None:
    """A sum in yuan, or nothing if none is given.

    Raises:
        InputError: if it is no sum.
    """
    if text is None:
        return None
    found = sums.read(text)
    if isinstance(found, Problem):
        raise InputError([replace(found, pointer=option)])
    return found


def place(places: Places, name: str) -> str:
    """The key of a place, by its key or by its Chinese name.

    Raises:
        InputError: with the nearest name, if there is no such place.
    """
    if name in places:
        return name
    by_name = {_short(place.words.zh): key for key, place in places.items()}
    if _short(name) in by_name:
        return by_name[_short(name)]
    message = f"没有名为“{name}”的地区", f'there is no place "{name}"'
    raise InputError([Problem("not_found", "--where", *message, ", ".join(places), nearest(name, places))])


def _short(name: str) -> str:
    return name.removesuffix("市")

"""What two laws say differently, place by place and day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cdmz_rules.law.item import Cell, Item
from cdmz_rules.law.law import Law
from cdmz_rules.law.revision import standing
from cdmz_rules.places import Places


class Difference(NamedTuple):
    """From one day to another an item says something else at a place.

    Attributes:
        path: The item.
        place: The place.
        first: The first day.
        last: The last day; None if it goes on.
        before: What stands without the change.
        after: What stands with it.
    """

    path: str
    place: str
    first: date
    last: date | None
    before: Cell
    after: Cell


def differences(old: Law, new: Law, paths: Iterable[str]) -> list[Difference]:
    """Every difference in some items, by item and place; of a district only what differs from its city."""
    listed: list[Difference] = []
    for path in paths:
        by_place = {name: list(_at(old[path], new[path], name)) for name in new.places}
        for name, here in by_place.items():
            above = by_place.get(new.places[name].parent or "", [])
            if list(map(_without_place, here)) != list(map(_without_place, above)):
                listed += here
    return listed


def unchanged_cities(differences: Iterable[Difference], places: Places) -> list[str]:
    """The cities in which nothing differs."""
    touched = {place for one in differences for place in places.chain(one.place)}
    touched |= {below for one in differences for below in places.below(one.place)}
    return [name for name in places.cities if name not in touched]


def _without_place(one: Difference) -> tuple[object, ...]:
    return one.first, one.last, one.before.state, one.before.value, one.after.state, one.after.value


def _at(old: Item, new: Item, place: str) -> Iterator[Difference]:
    was, now = old.timeline(place), new.timeline(place)
    if was == now:
        return
    days = sorted({start for timeline in (was, now) for start, _ in timeline})
    open_since: date | None = None
    running: tuple[Cell, Cell] | None = None
    for day in days:
        cells = standing(was, day), standing(now, day)
        pair = cells if (cells[0].state, cells[0].value) != (cells[1].state, cells[1].value) else None
        if _same(pair, running):
            continue
        if running is not None and open_since is not None:
            yield Difference(old.path, place, open_since, day - timedelta(days=1), *running)
        open_since, running = day, pair
    if running is not None and open_since is not None:
        yield Difference(old.path, place, open_since, None, *running)


def _same(one: tuple[Cell, Cell] | None, other: tuple[Cell, Cell] | None) -> bool:
    if one is None or other is None:
        return one is other
    return all((a.state, a.value) == (b.state, b.value) for a, b in zip(one, other, strict=True))

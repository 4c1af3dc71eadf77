"""How the law grows old: what ends, reverts, becomes unknown or changes on a day to come, and what nobody has verified for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.law.law import Law

Kind = Literal["ends", "reverts", "unknown", "changes", "stale"]
FOLLOWS: dict[State, Kind] = {State.NOT_IN_FORCE: "ends", State.UNKNOWN: "unknown", State.KNOWN: "changes"}


class Coming(NamedTuple):
    """Something that a day brings to an item at a place.

    Attributes:
        day: The first day on which it is so.
        kind: It ends, reverts to the general rule, becomes unknown, changes, or goes stale.
        place: The place.
        before: What stands until then.
        after: What stands from then on; of what goes stale, the same.
    """

    day: date
    kind: Kind
    place: str
    before: Cell
    after: Cell


def outlook(law: Law, today: date, last: date, stale_after: int) -> list[Coming]:
    """What days to come bring, the next first.

    Args:
        law: The law.
        today: The day on which the question is asked: what it has brought already is left out.
        last: The last day to look at.
        stale_after: After how many days a value that nobody has verified is stale.
    """
    found = [
        coming
        for item in law.values()
        for place in item.versions
        for coming in (*_turns(item, place), *_stale(item, place, stale_after))
        if today < coming.day <= last
    ]
    return sorted(found, key=lambda coming: (coming.day, coming.kind, coming.before.path, coming.place))


def stale(law: Law, today: date, older_than: int) -> list[Cell]:
    """The values in use, today or later, that nobody has verified for more than so many days, the oldest first."""
    limit = today - timedelta(days=older_than)
    old = [cell for cell in in_use(law, today) if cell.last_verified is not None and cell.last_verified < limit]
    return sorted(old, key=lambda cell: (cell.last_verified or date.max, cell.source or "", cell.key))


def in_use(law: Law, today: date) -> Iterator[Cell]:
    """Every known value that stands today or later."""
    for item in law.values():
        for cells in item.versions.values():
            yield from (c for c in cells if c.state is State.KNOWN and (c.until is None or c.until >= today))


def _turns(item: Item, place: str) -> Iterator[Coming]:
    """Where something else begins to stand at a place than what is written there."""
    reverting = {cell.start for cell in item.versions[place] if cell.state is State.REVERTS}
    for (_, before), (day, after) in pairwise(item.timeline(place)):
        same = (before.state, before.value) == (after.state, after.value)
        if before.place != place and after.place != place:
            continue
        if day in reverting and before.state is State.KNOWN:
            yield Coming(day, "reverts", place, before, after)
        elif not same and (before.state is State.KNOWN or after.state is State.KNOWN):
            yield Coming(day, FOLLOWS[after.state], place, before, after)


def _stale(item: Item, place: str, stale_after: int) -> Iterator[Coming]:
    """Where a value that goes on without an end was last verified so many days before."""
    for cell in item.versions[place]:
        if cell.state is State.KNOWN and cell.until is None and cell.last_verified is not None:
            day = max(cell.last_verified + timedelta(days=stale_after + 1), cell.start)
            yield Coming(day, "stale", place, cell, cell)

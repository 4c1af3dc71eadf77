"""Where two changes set one value for one place and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from cdmz_rules.law.reform_schema import Change, ReformFile
from cdmz_rules.places import Places


class Conflict(NamedTuple):
    """Two reforms that set one value for one place from one day: the later one stands."""

    path: str
    place: str
    day: date
    earlier: str
    later: str


def conflicts(bodies: Sequence[ReformFile], places: Places) -> list[Conflict]:
    """Every value that two of several reforms, in the order in which they are applied, both set."""
    changes = [_by_path(body) for body in bodies]
    return [
        Conflict(path, *place_and_day, earlier.name, later.name)
        for (before, earlier), (after, later) in combinations(zip(changes, bodies, strict=True), 2)
        for path in sorted(before.keys() & after.keys())
        for one in before[path]
        for other in after[path]
        if (place_and_day := overlap(one, other, earlier, later, places)) is not None
    ]


def overlap(
    one: Change, other: Change, first: ReformFile, second: ReformFile, places: Places
) -> tuple[str, date] | None:
    """The first place and day that two changes both set."""
    day = max(first.first_day(one), second.first_day(other))
    if any(change.until is not None and change.until < day.isoformat() for change in (one, other)):
        return None
    covered = _places_of(one, places) & _places_of(other, places)
    shared = [name for name in places if name in covered]
    return (shared[0], day) if shared else None


def _places_of(change: Change, places: Places) -> set[str]:
    return {place for name in change.named(places) for place in places.below(name)}


def _by_path(body: ReformFile) -> dict[str, list[Change]]:
    changes: dict[str, list[Change]] = {}
    for _, path, change in body.changes():
        changes.setdefault(path, []).append(change)
    return changes

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
        Conflict(path, *met, earlier.name, later.name)
        for (mine, earlier), (theirs, later) in combinations(zip(changes, bodies, strict=True), 2)
        for path in sorted(mine.keys() & theirs.keys())
        for one in mine[path]
        for other in theirs[path]
        if (met := meeting(one, other, earlier, later, places)) is not None
    ]


def meeting(
    one: Change, other: Change, first: ReformFile, second: ReformFile, places: Places
) -> tuple[str, date] | None:
    """The first place and day that two changes both set."""
    day = max(first.first_day(one), second.first_day(other))
    if any(change.until is not None and change.until < day.isoformat() for change in (one, other)):
        return None
    mine, theirs = _covered(one, places), _covered(other, places)
    shared = [name for name in places if name in mine and name in theirs]
    return (shared[0], day) if shared else None


def _covered(change: Change, places: Places) -> set[str]:
    return {place for name in change.named(places) for place in places.below(name)}


def _by_path(body: ReformFile) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for _, path, change in body.changes():
        found.setdefault(path, []).append(change)
    return found

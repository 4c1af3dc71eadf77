"""What is known of the law on a day: items by places, with evidence, unknowns and what is inherited from above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import Cell, State
from cdmz_rules.law.law import Law

LEVELS = ("city", "pool")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one item at one place.

    Attributes:
        state: ``known``, ``unknown`` or ``not_in_force``.
        evidence: Of a known value.
        level: The place at whose level it stands.
        inherited: Whether that is a place above.
    """

    state: str
    evidence: str | None
    level: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One item: what is known of it, by place."""

    path: str
    label: Words
    marks: Mapping[str, Mark]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is known of the law on a day."""

    day: date
    places: Sequence[str]
    rows: Sequence[Row]

    def totals(self, place: str) -> Counter[str]:
        """Of a place: how many values are known, by evidence, unknown, not in force, and how many of all are inherited."""
        marks = [row.marks[place] for row in self.rows]
        totals = Counter(mark.state for mark in marks)
        totals.update(mark.evidence for mark in marks if mark.evidence)
        totals["inherited"] = sum(mark.inherited for mark in marks)
        return totals


def coverage(law: Law, day: date) -> Coverage:
    """What is known of every item, for every city and pool, on a day."""
    names = [name for name, place in law.places.items() if place.level in LEVELS]
    rows = [
        Row(path, item.label, {name: _mark(item.at(name, day), name) for name in names})
        for path, item in sorted(law.items())
    ]
    return Coverage(day, names, rows)


def _mark(cell: Cell, place: str) -> Mark:
    known = cell.state is State.KNOWN
    state = "known" if known else "unknown" if cell.state is State.UNKNOWN else "not_in_force"
    return Mark(state, cell.evidence if known else None, cell.place, cell.place != place)

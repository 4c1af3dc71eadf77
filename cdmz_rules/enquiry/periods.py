"""For how long each rule of a place stands as it is, and the gaps (缺口) among them: what no text gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.places import Places

Rule = tuple[str, str]
"""The path of an item, and the place whose rule it is."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long a cell of a place stands.

    Attributes:
        item: The item.
        cell: What stands.
        first: The first day.
        last: The last day; None if it goes on.
    """

    item: Item
    cell: Cell
    first: date
    last: date | None

    @property
    def rule(self) -> Rule:
        """Which rule it is."""
        return self.item.path, self.cell.place

    @property
    def is_gap(self) -> bool:
        """Whether nothing is known of it."""
        return self.cell.state is State.UNKNOWN

    def office(self, places: Places) -> str:
        """Whom to ask."""
        return self.cell.ask or places.office(self.cell.place, self.item.domain)

    def holds(self, day: date) -> bool:
        """Whether it stands on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def periods(law: Law, places: Iterable[str]) -> Iterator[Period]:
    """Every period of every item that some places rule themselves, oldest first; what stands above them is no rule of theirs."""
    for item in law.values():
        for place in places:
            yield from _of(item, place)


def gaps(law: Law, places: Iterable[str]) -> list[Period]:
    """The periods of which nothing is known, of some places."""
    return [period for period in periods(law, places) if period.is_gap]


def _of(item: Item, place: str) -> Iterator[Period]:
    timeline = item.timeline(place)
    for number, (first, cell) in enumerate(timeline):
        follows = timeline[number + 1][0] - timedelta(days=1) if number + 1 < len(timeline) else None
        if cell.place == place:
            yield Period(item, cell, first, cell.until or follows)


def within(places: Places, place: str) -> tuple[str, ...]:
    """A place with the zones in it: whoever answers for a city answers for these."""
    return tuple(name for name in places.below(place) if name == place or places[name].level.endswith("zone"))


def by_domain(found: Iterable[Period]) -> Mapping[str, list[Period]]:
    """Periods by the domain of their item, in its order."""
    sorted_out: dict[str, list[Period]] = {}
    for period in found:
        sorted_out.setdefault(period.item.domain, []).append(period)
    return dict(sorted(sorted_out.items()))

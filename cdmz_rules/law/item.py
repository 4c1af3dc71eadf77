"""A legal item and its dated values: `Cell`, `Item`, and the `ItemTable` behind every look-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.i18n.words import Words, both
from cdmz_rules.places import Places

BEGINNING = date(1, 1, 1)
EVIDENCE = ("official", "reported", "recalled", "assumed", "proposed")
"""From best to worst: what a reform proposes is no law, whatever it was computed from."""


class State(IntEnum):
    """What is known of a value on a day."""

    KNOWN = 0
    UNKNOWN = 1
    NOT_IN_FORCE = 2
    REVERTS = 3
    """A derogation is over: the rule of the next place upward stands, or the general rule if there is none."""
    NO_ITEM = 4
    """The law has no item for a choice; only in a `Grid`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One dated value of one place.

    Attributes:
        path: The item, e.g. ``provident_fund.loan.maximum_single``.
        place: The place at whose level the value stands.
        start: The first day of the value (the first day it was seen, if ``first_seen``).
        state: Known, unknown, or not in force.
        value: As written in YAML; None unless known.
        number: The value as formulas take it.
        until: The last day on which it stands, if the document says so or another value follows.
        evidence: official, reported, recalled, assumed (by a pack) or proposed (by a reform); None without.
        source: The key of the document in the register.
        article: The clause in it.
        last_verified: The last day on which it was seen in force.
        first_seen: Whether the true first day is unknown.
        reason: Why it is unknown or not in force; of what a reform proposes, the rule and what it was computed from.
        ask: Whom to ask, if it is unknown.
        note: A remark for the reader.
        encoded: The day on which it was written into the law; None for what its first release holds.
        on_expiry: What happens after ``until`` where its document says until when: reverts, ends or unknown.
        origin: ``law``, ``overlay``, or the name of the assumption pack or reform that set it.
        placeholder: Whether a pack invented the figure.
    """

    path: str
    place: str
    start: date
    state: State
    value: Any = None
    number: float = 0.0
    until: date | None = None
    evidence: str | None = None
    source: str | None = None
    article: str | None = None
    last_verified: date | None = None
    first_seen: bool = False
    reason: Words | None = None
    ask: str | None = None
    note: str | None = None
    encoded: date | None = field(default=None, repr=False, compare=False)
    on_expiry: str | None = field(default=None, repr=False, compare=False)
    origin: str = "law"
    placeholder: bool = False

    @property
    def key(self) -> tuple[str, str, date]:
        """What tells this cell from every other of the same law."""
        return self.path, self.place, self.start


class Written(NamedTuple):
    """A value as a file holds it.

    Attributes:
        start: Its first day.
        value: The value; None if it is unknown or not in force.
        facts: What is said of it.
        origin: Whose file: ``law`` or ``overlay``.
    """

    start: date
    value: Any
    facts: Mapping[str, Any]
    origin: str = "law"

    @property
    def encoded(self) -> date | None:
        """The day on which it was written into the law; None for what its first release holds."""
        day = self.facts.get("encoded")
        return date.fromisoformat(str(day)) if day else None


Timeline = Sequence[tuple[date, Cell]]
"""The first day of each cell, ascending."""


class Revision(Protocol):
    """One change of an item by a pack or reform."""

    def timeline(self, place: str) -> Timeline:
        """What stands at a place."""
        ...


@dataclass(frozen=True)
class ItemTable:
    """An item resolved for every place and every day.

    Attributes:
        starts: First days of the intervals, ascending; the first is the beginning of time.
        cells: The distinct cells.
        cell: For each place (row) and interval (column), the number of its cell.
        states: The states, by cell.
    """

    starts: npt.NDArray[np.datetime64]
    cells: tuple[Cell, ...]
    cell: npt.NDArray[np.int32]
    states: npt.NDArray[np.int8]

    def interval(self, days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.intp]:
        """The interval in which each day lies."""
        return np.maximum(np.searchsorted(self.starts, days, side="right") - 1, 0)


@dataclass(frozen=True)
class Item:
    """A legal item: what it means, and its dated values in every place.

    Attributes:
        path: Its name, e.g. ``provident_fund.loan.maximum_single``.
        label: Its official name, and an English one.
        question: How one asks an office for it in everyday words, with ``{place}`` for the place's name; None where the label serves.
        unit: A key of ``registry/units.yaml``.
        places: The places there are.
        kind: number, boolean, choice, places or date.
        favours: Whether a ``higher`` or ``lower`` value widens eligibility or raises the amount; ``none`` if neither.
        bounds: What any rule of this kind could say; None where it is open.
        bounds_because: Why nothing beyond them can be: by logic, or by which text; None where the unit says it.
        comparison: How a value is held against the line: ``<=``, ``<``, ``>=`` or ``>``; None if it is no line.
        date_anchor: The event whose date selects the version.
        governed_by: The variable that names the place whose rule applies.
        choices: For a choice, its values with their words.
        rounding: For a rounding unit, the direction: down, up or half_up.
        harmonisable: Whether a common standard could replace it.
        restricts: Whether it holds people back, so that whoever lives where it is not in force is better off.
        description: One sentence in English.
        file: Where it is written.
        versions: Its dated values by place, as written.
        written: The values behind them by place, also those of the law that an overlay replaces.
        revision: The last of the changes that packs and reforms made, which knows the item as it was before.
    """

    path: str
    label: Words
    unit: str
    places: Places = field(repr=False, compare=False)
    kind: str = "number"
    favours: str = "none"
    bounds: tuple[float | None, float | None] = (None, None)
    bounds_because: Words | None = None
    comparison: str | None = None
    date_anchor: str = "application"
    question: Words | None = None
    governed_by: str | None = None
    choices: Mapping[str, Words] = field(default_factory=dict)
    rounding: str | None = None
    harmonisable: bool = False
    restricts: bool = False
    description: str = ""
    file: str | None = None
    versions: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    written: Mapping[str, Sequence[Written]] = field(default_factory=dict, repr=False, compare=False)
    revision: Revision | None = None

    @property
    def domain(self) -> str:
        """The folder of the item: its domain."""
        return self.path.partition(".")[0]

    def number(self, value: Any) -> float:
        """A written value as formulas take it: choices by number, dates by days since 1970, places by zero."""
        if self.kind == "choice":
            return float(list(self.choices).index(value))
        if self.kind == "date":
            return float(np.datetime64(str(value), "D").astype(np.int64))
        return 0.0 if self.kind == "places" else float(value)

    def timeline(self, place: str) -> Timeline:
        """The values that stand at a place over time: first day and cell, looked up from the place upward."""
        if place not in self._timelines:
            timeline = self._written_timeline(place) if self.revision is None else self.revision.timeline(place)
            self._timelines[place] = timeline
        return self._timelines[place]

    @cached_property
    def _timelines(self) -> dict[str, Timeline]:
        return {}

    def _written_timeline(self, place: str) -> Timeline:
        written = [self.versions[step] for step in self.places.chain(place) if step in self.versions]
        days = sorted({BEGINNING, *(cell.start for level in written for cell in level)})
        timeline: list[tuple[date, Cell]] = []
        for day in days:
            cell = self._standing(written, day, place)
            if not timeline or timeline[-1][1] is not cell:
                timeline.append((day, cell))
        return timeline

    def _standing(self, written: Sequence[Sequence[Cell]], day: date, place: str) -> Cell:
        reverted: Cell | None = None
        for level in written:
            cell = next((cell for cell in reversed(level) if cell.start <= day), None)
            if cell is not None and cell.state is not State.REVERTS:
                return self._of_the_city(cell, place)
            reverted = reverted or cell
        if reverted is not None:
            return replace(reverted, state=State.NOT_IN_FORCE)
        return _absent(self.places, self.path, place)

    def _of_the_city(self, cell: Cell, place: str) -> Cell:
        """Of a rule that is left to the cities, what stands at a place in one that has set nothing: its own office has to say."""
        city = self.places.city_of(place)
        silent = city not in self.versions and city in self.places and self.places[city].level == "city"
        return _unset(self.places, cell, city) if silent and cell.place in self._left_to_cities else cell

    @cached_property
    def _left_to_cities(self) -> frozenset[str]:
        """The places above the cities that know nothing at any time of a rule which cities set."""
        levels = {name: self.places[name].level for name in self.versions if name in self.places}
        if "city" not in levels.values():
            return frozenset()
        above = [name for name, level in levels.items() if level in ("national", "province")]
        return frozenset(name for name in above if all(cell.state is State.UNKNOWN for cell in self.versions[name]))

    def at(self, place: str, day: date) -> Cell:
        """The cell that stands at a place on a day."""
        return next(cell for start, cell in reversed(self.timeline(place)) if start <= day)

    @cached_property
    def table(self) -> ItemTable:
        """The item resolved for every place and day, built once."""
        nowhere = _absent(self.places, self.path, "unknown")
        timelines = [[(BEGINNING, nowhere)], *(self.timeline(name) for name in self.places)]
        starts = sorted({start for timeline in timelines for start, _ in timeline})
        column = {start: position for position, start in enumerate(starts)}
        numbers: dict[tuple[str, str, date, State], int] = {}
        cells: list[Cell] = []
        grid = np.zeros((len(timelines), len(starts)), np.int32)
        for row, timeline in enumerate(timelines):
            for start, cell in timeline:
                key = (*cell.key, cell.state)
                if key not in numbers:
                    numbers[key] = len(cells)
                    cells.append(cell)
                grid[row, column[start] :] = numbers[key]
        states = np.array([cell.state for cell in cells], np.int8)
        return ItemTable(np.array(starts, "datetime64[D]"), tuple(cells), grid, states)

    def revised(self, revision: Revision) -> Item:
        """The item with a change; this one stays as it is."""
        return replace(self, revision=revision)


@lru_cache(maxsize=1 << 14)
def _absent(places: Places, path: str, place: str) -> Cell:
    """What stands where nothing is recorded: the same cell under every law."""
    reason = both("没有收录该地的规定 | nothing is recorded for this place")
    return Cell(path, place, BEGINNING, State.UNKNOWN, reason=reason, ask=places.office(place, path.partition(".")[0]))


@lru_cache(maxsize=1 << 14)
def _unset(places: Places, cell: Cell, city: str) -> Cell:
    """What stands in a city that has set nothing: the same cell under every law."""
    return replace(cell, place=city, ask=places.office(city, cell.path.partition(".")[0]))

"""What one change of a pack or reform makes of an item, place by place and day by day, worked out when somebody looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law import reform_rules
from cdmz_rules.law.item import Cell, Item, State, Timeline
from cdmz_rules.law.population import Population
from cdmz_rules.law.reform_rules import Replacement, Standing
from cdmz_rules.law.reform_schema import Change

MONTHS = 12
SAFE_DAY = 28
"""Every month has so many days."""


class Stretch(NamedTuple):
    """A cell that stands from a first day up to, but not on, an end."""

    first: date
    end: date
    cell: Cell


@dataclass(frozen=True)
class Assumption:
    """A change by a pack: it stands where nothing is known, and nowhere else."""

    before: Item
    change: Change
    origin: str
    first: date

    def timeline(self, place: str) -> Timeline:
        """What stands at a place."""
        timeline = self.before.timeline(place)
        for named, stretches in self._stretches_by_place.items():
            if self.change.cities == "all" or named in self.before.places.chain(place):
                for stretch in stretches:
                    timeline = _lay_over(timeline, stretch, only_unknown=True)
        return timeline

    @cached_property
    def _stretches_by_place(self) -> dict[str, Sequence[Stretch]]:
        """By place named: each gets cells of its own, so that an answer never names one city for another's figure."""
        named = ["national"] if self.change.cities == "all" else self.change.cities
        return {place: list(self._stretches(place)) for place in named}

    def _stretches(self, named: str) -> Iterator[Stretch]:
        change = self.change
        if change.model is None:
            state = State.NOT_IN_FORCE if change.not_in_force else State.KNOWN
            reason = both("假设未施行 | assumed not to be in force") if change.not_in_force else None
            yield Stretch(self.first, _end(change.until), self._cell(named, self.first, state, change.value, reason))
            return
        model = self.before.timeline(change.model)
        for position, (start, cell) in enumerate(model):
            end = model[position + 1][0] if position + 1 < len(model) else date.max
            if cell.state is not State.UNKNOWN:
                yield Stretch(start, end, self._cell(named, start, cell.state, cell.value, cell.reason))

    def _cell(self, place: str, start: date, state: State, value: object, reason: Words | None) -> Cell:
        known = state is State.KNOWN
        return Cell(
            self.before.path,
            place,
            start,
            state,
            value=value,
            number=self.before.number(value) if known else 0.0,
            evidence="assumed",
            reason=reason,
            note=self.change.note,
            origin=self.origin,
            placeholder=self.change.placeholder,
        )


@dataclass(frozen=True)
class Proposal:
    """A change by a reform: it replaces what stands; what equals the result already is left alone."""

    before: Item
    change: Change
    origin: str
    first: date
    population: Population

    def timeline(self, place: str) -> Timeline:
        """What stands at a place."""
        current = self.before.timeline(place)
        named = next((name for name in self.named if name in self.before.places.chain(place)), None)
        if named is None:
            return current
        # A district with values of its own is a place of its own; the others share what stands in their city.
        written_at = named if current == self.before.timeline(named) else place
        if written_at not in self._stretches_by_place:
            self._stretches_by_place[written_at] = list(self._stretches(current, written_at))
        timeline = current
        for stretch in self._stretches_by_place[written_at]:
            timeline = _lay_over(timeline, stretch, only_unknown=False)
        return timeline

    @cached_property
    def _stretches_by_place(self) -> dict[str, Sequence[Stretch]]:
        return {}

    @cached_property
    def named(self) -> Sequence[str]:
        """The places named."""
        return self.change.named(self.before.places)

    @cached_property
    def end(self) -> date:
        """The day after the last."""
        return _end(self.change.until)

    @cached_property
    def steps(self) -> Sequence[date]:
        """The first day of each step."""
        phase = self.change.phase_in
        return (self.first,) if phase is None else step_days(self.first, date.fromisoformat(phase.until), phase.steps)

    def _stretches(self, current: Timeline, place: str) -> Iterator[Stretch]:
        compared = self.before.places.cities if self.change.rule in reform_rules.BY_NAME else ()
        around = {city: self.before.timeline(city) for city in compared}
        model = self.before.timeline(self.change.model) if self.change.model is not None else None
        timelines = [current, *around.values(), *([model] if model is not None else [])]
        starts = {start for timeline in timelines for start, _ in timeline if self.first < start < self.end}
        days = sorted({*starts, *self.steps})
        last: Replacement | None = None
        open_since, cell = self.first, None
        for day in days:
            on_the_day = Standing(
                self.before,
                self.change,
                day,
                standing(current, day),
                {city: standing(timeline, day) for city, timeline in around.items()},
                standing(model, day) if model is not None else None,
                self.population,
            )
            replacement = self._replacement(on_the_day)
            if replacement == last and day != days[0]:
                continue
            if cell is not None:
                yield Stretch(open_since, day, cell)
            open_since, last = day, replacement
            cell = None if replacement is None else self._cell(place, day, replacement, on_the_day)
        if cell is not None:
            yield Stretch(open_since, self.end, cell)

    def _replacement(self, on_the_day: Standing) -> Replacement | None:
        """What the rule puts here, as far as it is phased in; None where that stands already."""
        replacement, current = reform_rules.evaluate(on_the_day), on_the_day.current
        begun = sum(step <= on_the_day.day for step in self.steps)
        if replacement is not None and begun < len(self.steps):
            replacement = reform_rules.partway(on_the_day, replacement, Fraction(begun, len(self.steps)))
        if replacement is None or (replacement.state, replacement.value) == (current.state, current.value):
            return None
        return replacement

    def _cell(self, place: str, start: date, replacement: Replacement, on_the_day: Standing) -> Cell:
        known, unknown = replacement.state is State.KNOWN, replacement.state is State.UNKNOWN
        return Cell(
            self.before.path,
            place,
            start,
            replacement.state,
            value=replacement.value,
            number=self.before.number(replacement.value) if known else 0.0,
            until=self.end - timedelta(days=1) if self.change.until else None,
            evidence=None if unknown else "proposed",
            reason=replacement.why,
            ask=on_the_day.model.ask if unknown and on_the_day.model is not None else None,
            note=self.change.note,
            origin=self.origin,
            placeholder=replacement.placeholder,
        )


def standing(timeline: Timeline, day: date) -> Cell:
    """The cell of a timeline that stands on a day."""
    return next(cell for start, cell in reversed(timeline) if start <= day)


def step_days(first: date, last: date, steps: int) -> list[date]:
    """The first day of each of so many equal steps: by months where both ends fall on one day of the month, else by days."""
    if first.day == last.day <= SAFE_DAY:
        months = (last.year - first.year) * MONTHS + last.month - first.month
        return [_months_later(first, months * step // (steps - 1)) for step in range(steps)]
    days = (last - first).days
    return [first + timedelta(days=days * step // (steps - 1)) for step in range(steps)]


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, MONTHS)
    return day.replace(year=day.year + years, month=month + 1)


def _end(until: str | None) -> date:
    last = date.fromisoformat(until) if until else date.max
    return date.max if last == date.max else last + timedelta(days=1)


def _lay_over(timeline: Timeline, stretch: Stretch, *, only_unknown: bool) -> Timeline:
    """A timeline with a cell laid over it."""
    result: list[tuple[date, Cell]] = []
    for position, (start, cell) in enumerate(timeline):
        stop = timeline[position + 1][0] if position + 1 < len(timeline) else date.max
        low, high = max(start, stretch.first), min(stop, stretch.end)
        if low >= high or (only_unknown and cell.state is not State.UNKNOWN):
            result.append((start, cell))
            continue
        if start < low:
            result.append((start, cell))
        if only_unknown:
            result.append((low, stretch.cell if stretch.cell.start == low else replace(stretch.cell, start=low)))
        elif not result or result[-1][1] is not stretch.cell:
            result.append((low, stretch.cell))
        if high < stop:
            result.append((high, cell))
    return result

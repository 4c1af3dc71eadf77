"""The rows that a plan's code runs on, and what its look-ups take from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial, reduce
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import InputMissing, LawUnknown
from cdmz_rules.law.grid import Grid, Table
from cdmz_rules.law.item import Cell, State
from cdmz_rules.model import lookup
from cdmz_rules.plan.day_tables import ByDay, Tables
from cdmz_rules.plan.lookup_tables import Through
from cdmz_rules.plan.select import ZERO, where
from cdmz_rules.plan.trace import Asked, Look

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


class Gaps(Protocol):
    """Gives a value to what is unknown on some rows, in a shape that broadcasts to them."""

    def law(self, look: int, cell: Cell, rows: Mask) -> Array:
        """Stand in for a value of the law that a look-up came upon."""
        ...

    def input(self, asked: int, rows: Mask | bool) -> Array:
        """Stand in for an input where it is missing; everywhere, if rows is True."""
        ...


class Taken(NamedTuple):
    """A look-up that was done.

    Attributes:
        look: Its number in the plan.
        table: The items on the days it looked at.
        at: Of each row, where in the table.
        applies: To which rows it applied; True for all.
    """

    look: int
    table: Table
    at: Array
    applies: Mask | bool


MAX_SPAN = 50_000
"""Over so many days, a good century, the spans are kept by day."""


@dataclass(frozen=True)
class Resolved:
    """What the look-ups of a plan take from, under one law.

    Attributes:
        looks: The look-ups.
        grids: By look-up, the items of its path.
        day: The day decided for, if it is one for all rows.
        tables: What follows from days of the calendar.
    """

    looks: Sequence[Look]
    grids: Sequence[Grid]
    day: date | None
    tables: Tables = field(default_factory=Tables, repr=False, compare=False)
    _made: dict[tuple[bool, Through], Table] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def on_the_day(self) -> Sequence[Table]:
        """By look-up, its items on the day decided for."""
        assert self.day is not None, "the rows have a day each"
        return [_ended(grid.on(self.day), look) for look, grid in zip(self.looks, self.grids, strict=True)]

    def table(self, look: int, dated: bool) -> Table:
        """The items of a look-up."""
        return self.on_any_day[look] if dated else self.on_the_day[look]

    def made(self, look: int, dated: bool, through: Through) -> Table:
        """What is made of its figures."""
        if (dated, through) not in self._made:
            table = self.table(look, dated)
            self._made[dated, through] = replace(table, numbers=through(table.numbers))
        return self._made[dated, through]

    @cached_property
    def spans(self) -> npt.NDArray[np.datetime64]:
        """First days, ascending, between which no item of a look-up by the row's own day changes."""
        dated = [g.starts for g, look in zip(self.grids, self.looks, strict=True) if look.dated or self.day is None]
        return np.unique(np.concatenate(dated)) if dated else np.zeros(0, "datetime64[D]")

    def span(self, days: Array) -> Array:
        """The span in which each day lies."""
        first, table = self._span_by_day
        if table is None:
            return np.maximum(np.searchsorted(self.spans, days, side="right") - 1, 0)
        return table.take(days.view(np.int64) - first, mode="clip")

    @cached_property
    def _span_by_day(self) -> tuple[int, Array | None]:
        """From the day before the second span on, the span of each day: a tenth of the time of a search."""
        changes = self.spans[1:].astype(np.int64)
        if not len(changes) or changes[-1] - changes[0] > MAX_SPAN:
            return 0, None
        days = np.arange(changes[0] - 1, changes[-1] + 1)
        return int(days[0]), np.searchsorted(changes, days, side="right")

    @cached_property
    def on_any_day(self) -> Sequence[Table]:
        """By look-up, its items on the first day of every span."""
        return [_ended(grid.at(self.spans), look) for look, grid in zip(self.looks, self.grids, strict=True)]

    @cached_property
    def rows(self) -> Sequence[Sequence[Any]]:
        """By look-up, its items on the day as a plan for a single household takes them."""
        assert self.day is not None, "a single household has one day"
        return [grid.on(self.day).rows for grid in self.grids]

    @cached_property
    def rows_by_day(self) -> Sequence[Callable[[int], Any]]:
        """By look-up, its items on any day as a plan for a single household takes them."""
        return [grid.rows_on for grid in self.grids]


def _ended(table: Table, look: Look) -> Table:
    return table if look.ends is None else table.ending(look.ends)


Needs = Sequence[Sequence[tuple[int, bool]]]
"""Conditions, by number, that must hold or fail; a row needs a step if it meets all of one of these."""


@dataclass
class Frame:
    """The rows of a run. A value that all rows share has length one.

    Attributes:
        asked: The inputs of the plan.
        columns: The value of each, where it is given.
        missing: Of each, where it is not given: None nowhere, True everywhere.
        there: Of each member's place, whether somebody is there.
        law: What the look-ups take from.
        days: The day of each row; one, if it is the same for all.
        gaps: Stand-ins; without, an unknown is an error.
        taken: Where look-ups are noted down, if anybody wants to know.
        values: Whatever was wanted and computed.
        met: Conditions, by number, on which look-ups and inputs are needed at all.
    """

    asked: Sequence[Asked]
    columns: Sequence[Any]
    missing: Sequence[Mask | bool | None]
    there: Sequence[Mask]
    law: Resolved
    days: Array
    gaps: Gaps | None = None
    taken: list[Taken] | None = None
    values: dict[Any, Array] = field(default_factory=dict)
    met: dict[int, Mask] = field(default_factory=dict)
    _places: dict[tuple[int, int], tuple[Array, Array | None, Array, Array]] = field(default_factory=dict)

    def ask(self, asked: int) -> Array:
        """An input: as given, or what stands in for it."""
        missing = self.missing[asked]
        if missing is None:
            return self.columns[asked]  # type: ignore[no-any-return]
        if self.gaps is None:
            raise InputMissing(self.asked[asked].name)
        stands = self.gaps.input(asked, missing)
        return stands if missing is True else np.where(missing, stands, self.columns[asked])

    def given(self, asked: int, derived: Array) -> Array:
        """An input that is computed where it is not given."""
        missing: Any = self.missing[asked]
        return derived if missing is True else np.where(missing, derived, self.columns[asked])

    def by_day(self, what: ByDay, days: Array, choice: Array | None = None) -> Array | None:
        """What comes of a day and a choice, from a table of the calendar; None if it is to be computed."""
        if self.law.day is None:
            return None
        return self.law.tables.taken(what, days, choice, Frame((), (), (), (), self.law, self.days))

    def needed(self, needs: Needs) -> Mask | bool:
        """Which rows need what is done under these conditions: other rows of the run may be why it was done at all."""
        ways = [self._meets(need) for need in needs]
        return True if any(way is True for way in ways) else reduce(np.logical_or, ways, np.zeros(1, bool))

    def _meets(self, need: Sequence[tuple[int, bool]]) -> Mask | bool:
        if any(number not in self.met for number, _ in need):
            return np.zeros(1, bool)
        masks = [self.met[number] if holds else ~self.met[number] for number, holds in need]
        return reduce(np.logical_and, masks) if masks else True

    def look(
        self,
        look: int,
        applies: Mask | bool,
        index: Array,
        days: Array | None,
        listed: Any,
        instead: Any,
        ends: bool,
        through: Through | None = None,
        discarded: bool = False,
    ) -> Array:
        """A look-up; see `cdmz_rules.model.lookup.law`.

        ``ends`` says that ``instead`` stands where the item is not in force; ``through`` what is made of the figure; ``discarded``
        that nobody reads what the rule does not apply to, so that it may hold anything.
        """
        if days is None and self.law.day is None:
            days = self.days
        table = self.law.table(look, days is not None)
        at, used = self._at(index, days)
        if self.taken is not None:
            self.taken.append(Taken(look, table, at, applies))
        opened = bool(table.open[used].any())
        if listed is None and not (opened and _meets_open(table, at, applies)):
            if through is not None:
                table = self.law.made(look, days is not None, through)
            figures = table.numbers[used]
            # Where all rows take the same figure, one stands for all: what is computed from it alone is computed once.
            same = figures.tobytes() == figures[:1].tobytes() * len(figures)
            values: Array = figures[:1] if same else table.numbers.take(at)
            if isinstance(applies, bool) or (discarded and not opened):
                return values
            # Half the time of np.where, and the same, unless a figure is negative or not finite.
            if table.plain and instead is ZERO:
                return values * applies
            return (
                where(applies, values, instead)
                if isinstance(instead, np.ndarray)
                else np.where(applies, values, instead)
            )
        fill = partial(self._fill, look)
        stands = instead if through is None else through.look.args[4]
        values = lookup.taken(self.law.grids[look], table, at, applies, stands if ends else None, listed, fill)
        values = lookup.typed(self.law.grids[look].item, values)
        return values if through is None else through(values)

    def _at(self, index: Array, days: Array | None) -> tuple[Array, Array]:
        """Where in a table each row looks, and where any does: many look-ups share an index, and few entries are open."""
        key = (id(index), id(days))
        if key not in self._places:
            at = index
            if days is not None:
                at = index * len(self.law.spans) + self.law.span(days)
            self._places[key] = (index, days, at, np.flatnonzero(np.bincount(at.reshape(-1))))
        return self._places[key][2:]

    def _fill(self, look: int, grid: Grid, cell: Cell, rows: Mask, values: Array) -> Array:
        if cell.state is State.NO_ITEM:
            raise lookup.no_item(grid)
        if self.gaps is None:
            raise LawUnknown(cell.path, [cell.place], cell.reason.en if cell.reason else "not recorded")
        return np.where(rows, self.gaps.law(look, cell, rows), values)


def _meets_open(table: Table, at: Array, applies: Mask | bool) -> bool:
    """Whether any row comes upon an entry that is open, of those to which the rule applies."""
    return isinstance(applies, bool) or bool((table.open.take(at) & applies).any())

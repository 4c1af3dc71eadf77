"""What the look-ups of a plan take from, under one law: `LawTables`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.law.grid import Grid, Table
from cdmz_rules.plan.day_tables import DayTables
from cdmz_rules.plan.folding import FigureStep
from cdmz_rules.plan.trace import Look

Array = npt.NDArray[Any]

MAX_SPAN = 50_000
"""Over so many days, a good century, the spans are kept by day."""


@dataclass(frozen=True)
class LawTables:
    """What the look-ups of a plan take from, under one law.

    Attributes:
        looks: The look-ups.
        grids: By look-up, the items of its path.
        day: The day decided for, if it is one for all rows.
        day_tables: What follows from days of the calendar.
        joins: What uncertain look-ups can come upon, kept by whoever works it out.
    """

    looks: Sequence[Look]
    grids: Sequence[Grid]
    day: date | None
    day_tables: DayTables = field(default_factory=DayTables, repr=False, compare=False)
    _derived: dict[tuple[bool, FigureStep], Table] = field(default_factory=dict, repr=False, compare=False)
    joins: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def on_the_day(self) -> Sequence[Table]:
        """By look-up, its items on the day decided for."""
        assert self.day is not None, "the rows have a day each"
        return [_ended(grid.on(self.day), look) for look, grid in zip(self.looks, self.grids, strict=True)]

    def table(self, look: int, dated: bool) -> Table:
        """The items of a look-up."""
        return self.on_any_day[look] if dated else self.on_the_day[look]

    def derived(self, look: int, dated: bool, step: FigureStep) -> Table:
        """The items of a look-up, with what a step makes of their figures."""
        if (dated, step) not in self._derived:
            table = self.table(look, dated)
            self._derived[dated, step] = replace(table, numbers=step(table.numbers))
        return self._derived[dated, step]

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

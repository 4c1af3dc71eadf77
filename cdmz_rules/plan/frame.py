"""The rows that a plan's code runs on: `Frame`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import InputMissing, LawUnknown
from cdmz_rules.law.grid import Grid, Table
from cdmz_rules.law.item import Cell, State
from cdmz_rules.model import lookup
from cdmz_rules.plan.day_tables import DayStep
from cdmz_rules.plan.folding import FigureStep
from cdmz_rules.plan.law_tables import LawTables
from cdmz_rules.plan.trace import Asked
from cdmz_rules.plan.where import ZERO, where

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


class Reading(NamedTuple):
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


Needs = Sequence[Sequence[tuple[int, bool]]]
"""Conditions, by number, that must hold or fail; a row needs a step if it meets all of one of these. Below nought stands, inverted (``~``),
the number of an input that is not to be given."""


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
        readings: Where look-ups are noted down, if anybody wants to know.
        values: What is kept and was computed.
        met: Conditions, by number, on which look-ups and inputs are needed at all.
    """

    asked: Sequence[Asked]
    columns: Sequence[Any]
    missing: Sequence[Mask | bool | None]
    there: Sequence[Mask]
    law: LawTables
    days: Array
    gaps: Gaps | None = None
    readings: list[Reading] | None = None
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

    def lacking(self, asked: int) -> Mask:
        """Where an input is not given."""
        missing = self.missing[asked]
        return np.full(1, bool(missing)) if missing is None or missing is True else missing  # type: ignore[return-value]

    def by_day(self, step: DayStep, days: Array, choice: Array | None = None) -> Array | None:
        """What comes of a day and a choice, from a table of the calendar; None if it is to be computed."""
        if self.law.day is None:
            return None
        return self.law.day_tables.take(step, days, choice, Frame((), (), (), (), self.law, self.days))

    def needed(self, needs: Needs) -> Mask | bool:
        """Which rows need what is done under these conditions: other rows of the run may be why it was done at all."""
        ways = [self._meets(need) for need in needs]
        return True if any(way is True for way in ways) else reduce(np.logical_or, ways, np.zeros(1, bool))

    def _meets(self, need: Sequence[tuple[int, bool]]) -> Mask | bool:
        if any(number >= 0 and number not in self.met for number, _ in need):
            return np.zeros(1, bool)
        conditions = [(self.lacking(~number) if number < 0 else self.met[number], holds) for number, holds in need]
        masks = [mask if holds else ~mask for mask, holds in conditions]
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
        step: FigureStep | None = None,
        discarded: bool = False,
    ) -> Array:
        """A look-up; see `cdmz_rules.model.lookup.law`.

        ``ends`` says that ``instead`` stands where the item is not in force; ``step`` what is made of the figure; ``discarded``
        that nobody reads what the rule does not apply to, so that it may hold anything.
        """
        if days is None and self.law.day is None:
            days = self.days
        table = self.law.table(look, days is not None)
        at, used = self._at(index, days)
        if self.readings is not None:
            self.readings.append(Reading(look, table, at, applies))
        opened = bool(table.open[used].any())
        if listed is None and not (opened and _meets_open(table, at, applies)):
            if step is not None:
                table = self.law.derived(look, days is not None, step)
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
        otherwise = instead if step is None else step.look.args[4]
        values = lookup.row_values(self.law.grids[look], table, at, applies, otherwise if ends else None, listed, fill)
        values = lookup.typed(self.law.grids[look].item, values)
        return values if step is None else step(values)

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

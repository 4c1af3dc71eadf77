"""The items behind one path of a formula, resolved for every choice, place and day: what a look-up takes from.

A path by member (``…rate.{home_order}``) stands for several items; a row's index says which of them, and at which place.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.law.item import BEGINNING, EVIDENCE, Cell, Item, State

EPOCH = date(1970, 1, 1).toordinal()
MAX_DAYS = 64
"""So many days are kept resolved: the days of today's questions, not of all questions ever."""

Ints = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Table:
    """A grid as look-ups take from it: on one day by index; or on several days by index and, next to each other, the day.

    Attributes:
        cell: The number of the cell.
        numbers: The value; of a boolean item a bool, of a list of places zero.
        states: What is known of it.
        grades: The evidence: 0 without, else one more than its rank in `EVIDENCE`.
        listed: Of an item of places, which places are listed.
    """

    cell: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.float64 | np.bool_]
    states: npt.NDArray[np.int8]
    grades: npt.NDArray[np.uint8]
    listed: npt.NDArray[np.bool_]

    @cached_property
    def open(self) -> npt.NDArray[np.bool_]:
        """Where there is no value to take."""
        return np.asarray(self.states != State.KNOWN)

    @cached_property
    def plain(self) -> bool:
        """Whether every number is finite and none is negative."""
        return self.numbers.dtype == np.float64 and bool((np.isfinite(self.numbers) & (self.numbers >= 0)).all())

    @cached_property
    def weakest(self) -> int:
        """The weakest grade of all."""
        return int(self.grades.max(initial=0))

    def ending(self, otherwise: float | bool) -> Table:
        """The same, with what stands where the item is not in force."""
        ended = self.states == State.NOT_IN_FORCE
        numbers = np.where(ended, np.asarray(otherwise, self.numbers.dtype), self.numbers)
        return replace(self, numbers=numbers, states=np.where(ended, np.int8(State.KNOWN), self.states))

    @cached_property
    def rows(self) -> list[tuple[Any, int] | None]:
        """For one household: value (a list, of an item of places) and grade.

        None where it is unknown; the value None where it is not in force.
        """
        ended, known = int(State.NOT_IN_FORCE), int(State.KNOWN)
        values = self.listed.tolist() if self.listed.size else self.numbers.tolist()
        entries = zip(values, self.grades.tolist(), self.states.tolist(), strict=True)
        return [
            (number if state == known else None, grade) if state in (known, ended) else None
            for number, grade, state in entries
        ]


@dataclass(frozen=True)
class Grid:
    """The items of a path.

    Attributes:
        path: The path as the formula writes it.
        item: One of the items: they agree in all but their values.
        paths: Those that the law has.
        starts: First days of the intervals, ascending.
        cells: The distinct cells of all items; the last says that the law has no item for a choice.
        cell: By index and interval, the number of the cell.
        numbers: The values, by cell.
        states: The states, by cell.
        grades: The evidence, by cell: 0 without, else one more than its rank in `EVIDENCE`.
        lists: Of an item of places: by cell, which places it lists.
    """

    path: str
    item: Item
    paths: frozenset[str]
    starts: npt.NDArray[np.datetime64]
    cells: tuple[Cell, ...]
    cell: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.float64 | np.bool_]
    states: npt.NDArray[np.int8]
    grades: npt.NDArray[np.uint8]
    lists: npt.NDArray[np.bool_]
    _tables: OrderedDict[date, Table] = field(default_factory=OrderedDict, repr=False, compare=False)

    def interval(self, days: npt.NDArray[np.datetime64]) -> Ints:
        """The interval in which each day lies."""
        return np.maximum(np.searchsorted(self.starts, days, side="right") - 1, 0)

    def on(self, day: date) -> Table:
        """The grid on one day."""
        table = self._tables.get(day)
        if table is None:
            table = self._tables[day] = self.at(np.array([day], "datetime64[D]"))
            while len(self._tables) > MAX_DAYS:
                self._tables.popitem(last=False)
        return table

    def at(self, days: npt.NDArray[np.datetime64]) -> Table:
        """The grid on several days."""
        cell = self.cell[:, self.interval(days)].reshape(-1)
        return Table(cell, self.numbers[cell], self.states[cell], self.grades[cell], self.lists[cell])

    def rows_on(self, day: int) -> list[tuple[Any, int] | None]:
        """`Table.rows` of a day counted since 1970."""
        return self.on(date.fromordinal(day + EPOCH)).rows


def build(items: Mapping[str, Item], path: str, choices: Sequence[Mapping[str, Sequence[str]]]) -> Grid:
    """The grid of a path.

    Args:
        items: The law.
        path: The path, with a ``{member}`` for each enumeration that picks an item.
        choices: For each member, in the order of the path: its name, and the names of its values by number.

    Raises:
        ValueError: if the items of a path disagree on whose rule applies, which day governs, or what they measure.
    """
    named = expand(path, choices)
    known = {name: items[name] for name in dict.fromkeys(named) if name in items}
    if not known:
        raise ValueError(f"the law has no item {path}")
    first = next(iter(known.values()))
    for item in known.values():
        _agree(first, item, path)
    starts = np.unique(np.concatenate([item.table.starts for item in known.values()]))
    cells: list[Cell] = []
    blocks: dict[str, npt.NDArray[np.int32]] = {}
    for name, item in known.items():
        table = item.table
        blocks[name] = table.cell[:, table.interval(starts)] + np.int32(len(cells))
        cells += table.cells
    nothing = np.full((len(first.places.names), len(starts)), len(cells), np.int32)
    cells.append(Cell(path, "unknown", BEGINNING, State.NO_ITEM))
    return Grid(
        path,
        first,
        frozenset(known),
        starts,
        tuple(cells),
        np.concatenate([blocks.get(name, nothing) for name in named]),
        _numbers(first, cells),
        np.array([cell.state for cell in cells], np.int8),
        np.array([EVIDENCE.index(cell.evidence) + 1 if cell.evidence else 0 for cell in cells], np.uint8),
        _lists(first, cells),
    )


def expand(path: str, choices: Sequence[Mapping[str, Sequence[str]]]) -> list[str]:
    """The items behind a path, by the choices that pick one of them; the law may lack some."""
    named = [path]
    for member in choices:
        for name, values in member.items():
            named = [one.replace(f"{{{name}}}", value, 1) for one in named for value in values]
    return named


def _agree(first: Item, item: Item, path: str) -> None:
    for fact in ("governed_by", "date_anchor", "kind", "unit", "comparison", "rounding"):
        if getattr(first, fact) != getattr(item, fact):
            raise ValueError(
                f"{path}: {first.path} and {item.path} differ in {fact}; items picked by a value must agree"
            )


def _numbers(item: Item, cells: Sequence[Cell]) -> npt.NDArray[np.float64 | np.bool_]:
    numbers = np.array([cell.number for cell in cells], np.float64)
    return numbers.astype(bool) if item.kind == "boolean" else numbers


def _lists(item: Item, cells: Sequence[Cell]) -> npt.NDArray[np.bool_]:
    if item.kind != "places":
        return np.zeros((len(cells), 0), np.bool_)
    return np.array([[name in (cell.value or ()) for name in item.places.names] for cell in cells], np.bool_)

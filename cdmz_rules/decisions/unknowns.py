"""What is unknown, inputs and law alike, and what it can be.

Of everything unknown two things are known: all that it can be, by which answers are bounded; and some values at which it is tried, by which
is shown what it changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.model.dates import back
from cdmz_rules.plan.bounds.look_ups import members
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import Rulebook

BOUNDLESS = 1e15
"""Stands for an open end: no amount of money comes near it, and float64 still counts it in whole yuan."""
PROBED_YEARS = (1, 4, 30)
"""How long ago a day without a direction is tried: within a window of some years, beyond it, and a grown person's birth."""

Key = tuple[Any, ...]
Matrix = npt.NDArray[np.intp]
"""Worlds: the number of the level of each unknown (column) in each (row)."""


@dataclass(frozen=True)
class Unknown:
    """Something nobody said or no text gives.

    Attributes:
        key: ``("input", name, member)`` or ``("law", path, place, first day)``.
        levels: Values at which it is tried: best and worst first, if it is said to have a direction.
        span: All that it can be, as plans take it; see `cdmz_rules.plan.bounds.operations`.
        directed: Whether the levels are best and worst.
        open_worst: Whether the worst level stands for an open end.
        cell: For law, the unknown cell.
        item: For law, its item.
    """

    key: Key
    levels: tuple[Any, ...]
    span: Span = field(default=(np.array([-BOUNDLESS]), np.array([BOUNDLESS])), compare=False, repr=False)
    directed: bool = False
    open_worst: bool = False
    cell: Cell | None = None
    item: Item | None = None

    @property
    def is_law(self) -> bool:
        """Whether it is a value of the law."""
        return bool(self.key[0] == "law")

    @property
    def is_choice(self) -> bool:
        """Whether it is one of some members."""
        return self.span[1] is None

    @property
    def is_counted(self) -> bool:
        """Whether it is a number or a day, and no reading of a text."""
        return self.span[1] is not None and self.span[0].dtype != np.bool_ and not self._is_reading

    @property
    def _is_reading(self) -> bool:
        return self.item is not None and self.item.kind in ("choice", "boolean", "places")

    @property
    def best(self) -> Span:
        """Of a value of the law that is said to have a direction, its most favourable."""
        best = np.array([float(self.levels[0])])
        return best, best

    def pieces(self, span: Span) -> list[Span]:
        """Parts of all that it can be, together all of it, in their order."""
        low, high = span
        if self.is_choice:
            return [(np.array([1 << member], np.uint64), None) for member in members(int(low[0]))]
        if low.dtype == np.bool_ or self._is_reading:
            values = np.arange(int(low[0]), int(high[0]) + 1).astype(low.dtype)
            return [(values[place : place + 1],) * 2 for place in range(len(values))]
        levels = np.array(self.levels, low.dtype)
        points = np.unique(np.concatenate([low, levels[(levels > low) & (levels < high)]]))
        # Days do not overlap; of numbers the ends belong to both sides.
        ends = np.concatenate([points[1:] - np.timedelta64(1, "D") if low.dtype.kind == "M" else points[1:], high])
        return [(points[place : place + 1], ends[place : place + 1]) for place in range(len(points))]

    def stored(self, catalogue: Catalogue) -> npt.NDArray[Any]:
        """The values at which an input is tried, as its variable stores them."""
        variable = catalogue.variables[self.key[1]]
        if self.is_choice:
            return np.array([variable.possible_values[name].index for name in self.levels], np.uint8)
        return np.array(self.levels, self.span[0].dtype)


def of_law(item: Item, cell: Cell) -> Unknown:
    """An unknown value of the law."""
    key = ("law", *cell.key)
    if item.kind == "choice":
        levels = tuple(float(i) for i in range(len(item.choices)))
        return Unknown(key, levels, _numbers(levels[0], levels[-1]), directed=False, cell=cell, item=item)
    low, high = (0.0, 1.0) if item.kind in ("boolean", "places") else item.bounds
    ends = (-BOUNDLESS if low is None else low, BOUNDLESS if high is None else high)
    span = _numbers(*ends)
    if item.favours == "none":
        return Unknown(key, ends, span, directed=False, cell=cell, item=item)
    best, worst = (ends[1], ends[0]) if item.favours == "higher" else ends
    is_open = (low is None) if item.favours == "higher" else (high is None)
    return Unknown(key, (best, worst), span, directed=True, open_worst=is_open, cell=cell, item=item)


def of_input(
    rulebook: Rulebook, info: InputInfo, member: int | None, day: date, within: tuple[Any, Any] | None = None
) -> Unknown:
    """An input that nobody gave, or of which one knows no more than that it lies within some values."""
    key = ("input", info.name, member)
    if info.kind == "choice":
        members = rulebook.catalogue.variables[info.name].possible_values
        bits = sum(1 << members[name].index for name in info.choices or ())
        return Unknown(key, tuple(info.choices or ()), (np.array([bits], np.uint64), None), directed=False)
    low, high = info.bounds if within is None else within
    if info.kind == "money" and within is None:
        high = BOUNDLESS  # what is accepted of a sum is no bound of it
    if info.kind == "date":
        high = high if info.future else min(high, day)
        span = _days(low, high)
        if info.dated is not None:
            days = [max(point, low) for point in rulebook.law.breakpoints(info.dated) if point <= high]
            return Unknown(key, tuple(dict.fromkeys(days)) or (high,), span, directed=False)
    else:
        span = _flags() if info.kind == "yes_no" else _numbers(low, high)
    if info.favours == "none":
        middle = (
            [back(day, years=years) for years in PROBED_YEARS] if info.kind == "date" else _lines(rulebook, info.name)
        )
        between = sorted(value for value in {*middle, info.example} if low < value < high)
        return Unknown(key, (low, *between, high), span, directed=False)
    return Unknown(key, (high, low) if info.favours == "higher" else (low, high), span, directed=True)


def _numbers(low: float, high: float) -> Span:
    return np.array([low], np.float64), np.array([high], np.float64)


def _days(low: date, high: date) -> Span:
    return np.array([low], "datetime64[D]"), np.array([high], "datetime64[D]")


def _flags() -> Span:
    return np.zeros(1, bool), np.ones(1, bool)


def _lines(rulebook: Rulebook, name: str) -> set[float]:
    """The known lines that clauses hold an input against: between two of them a clause may hold that holds at neither end."""
    law = rulebook.law
    cells = [
        cell for path in rulebook.catalogue.dependencies.lines(name) if path in law for cell in law[path].table.cells
    ]
    return {float(cell.number) for cell in cells if cell.state is State.KNOWN}

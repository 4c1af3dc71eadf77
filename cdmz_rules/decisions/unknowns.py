"""What is unknown, inputs and law alike, and the values it can take.

An unknown with a direction has two levels, its best and its worst; one without is enumerated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.model.dates import back
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
        levels: The values it takes: best and worst, or all of them.
        directed: Whether the levels are best and worst.
        open_worst: Whether the worst level stands for an open end.
        probed: Whether the levels are but a few of many, without a direction between them.
        cell: For law, the unknown cell.
        item: For law, its item.
    """

    key: Key
    levels: tuple[Any, ...]
    directed: bool
    open_worst: bool = False
    probed: bool = False
    cell: Cell | None = None
    item: Item | None = None

    @property
    def is_law(self) -> bool:
        """Whether it is a value of the law."""
        return bool(self.key[0] == "law")


def of_law(item: Item, cell: Cell) -> Unknown:
    """An unknown value of the law."""
    key = ("law", *cell.key)
    if item.kind == "choice":
        return Unknown(key, tuple(float(i) for i in range(len(item.choices))), directed=False, cell=cell, item=item)
    low, high = (0.0, 1.0) if item.kind in ("boolean", "places") else item.bounds
    if item.rounding is not None:
        # The coarsest unit is not the worst: the amount may happen to be a multiple of it. So it bounds nothing here.
        high = None
    ends = (-BOUNDLESS if low is None else low, BOUNDLESS if high is None else high)
    if item.favours == "none":
        return Unknown(key, ends, directed=False, cell=cell, item=item)
    best, worst = (ends[1], ends[0]) if item.favours == "higher" else ends
    is_open = (low is None) if item.favours == "higher" else (high is None)
    return Unknown(key, (best, worst), directed=True, open_worst=is_open, cell=cell, item=item)


def of_input(rulebook: Rulebook, info: InputInfo, member: int | None, day: date) -> Unknown:
    """An input that nobody gave."""
    key = ("input", info.name, member)
    if info.kind == "choice":
        return Unknown(key, tuple(info.choices or ()), directed=False)
    low, high = info.bounds
    if info.kind == "date":
        high = high if info.future else min(high, day)
        if info.dated is not None:
            days = [max(point, low) for point in rulebook.law.breakpoints(info.dated) if point <= high]
            return Unknown(key, tuple(dict.fromkeys(days)) or (high,), directed=False)
    if info.favours == "none":
        middle = (
            [back(day, years=years) for years in PROBED_YEARS] if info.kind == "date" else _lines(rulebook, info.name)
        )
        between = sorted(value for value in {*middle, info.example} if low < value < high)
        return Unknown(key, (low, *between, high), directed=False, probed=True)
    return Unknown(key, (high, low) if info.favours == "higher" else (low, high), directed=True)


def _lines(rulebook: Rulebook, name: str) -> set[float]:
    """The known lines that clauses hold an input against: between two of them a clause may hold that holds at neither end."""
    law = rulebook.law
    cells = [
        cell for path in rulebook.catalogue.dependencies.lines(name) if path in law for cell in law[path].table.cells
    ]
    return {float(cell.number) for cell in cells if cell.state is State.KNOWN}

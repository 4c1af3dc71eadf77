"""What a look-up can come upon where its choices or its day are not certain."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from cdmz_rules.law.grid import Table
from cdmz_rules.law.item import Cell, State


class Joined(NamedTuple):
    """What a look-up can come upon.

    Attributes:
        low: The least of what is known.
        high: The greatest of what is known.
        open: By key, what is not known.
        in_force: Of that, what is in force.
    """

    low: float
    high: float
    open: Mapping[Any, Cell]
    in_force: Mapping[Any, Cell]

    @property
    def ended(self) -> bool:
        """Whether something is not in force."""
        return len(self.in_force) < len(self.open)


def joined(
    table: Table,
    cells: Sequence[Cell],
    spans: int,
    pattern: Sequence[int],
    listed: bool,
    offset: int,
    strides: Sequence[int],
) -> Joined:
    """What a look-up can come upon.

    Args:
        table: The items: by index and, next to each other, span.
        cells: The cells, by number.
        spans: How many spans lie next to each other; 0 if it is one day's.
        pattern: The members that each choice can be, as bits; the first and last span; the places that a list is searched for.
        listed: Whether a list is searched.
        offset: Where the look-up begins.
        strides: By choice, what one more of it adds.
    """
    index = np.array([offset])
    for bits, stride in zip(pattern, strides, strict=False):
        index = (index[:, None] + np.array(members(bits)) * stride).reshape(-1)
    index = index[index < len(table.cell) // max(spans, 1)]
    if spans:
        first, last = pattern[len(strides)], pattern[len(strides) + 1]
        index = (index[:, None] * spans + np.arange(first, last + 1)).reshape(-1)
    states = table.states[index]
    index, states = index[states != State.NO_ITEM], states[states != State.NO_ITEM]
    known = index[states == State.KNOWN]
    if listed:
        values: Any = table.listed[np.ix_(known, members(pattern[-1]))].astype(np.float64)
    else:
        values = table.numbers[known].astype(np.float64)
    low, high = (values.min(), values.max()) if values.size else (np.inf, -np.inf)
    numbers = np.unique(table.cell[index[states != State.KNOWN]]).tolist()
    open_cells: dict[Any, Cell] = {("law", *cells[number].key): cells[number] for number in numbers}
    in_force = {key: cell for key, cell in open_cells.items() if cell.state is not State.NOT_IN_FORCE}
    return Joined(float(low), float(high), open_cells, in_force)


def members(bits: int) -> list[int]:
    """The numbers of the bits that are set."""
    return [
        number for number in itertools.takewhile(lambda number: bits >> number, itertools.count()) if bits >> number & 1
    ]

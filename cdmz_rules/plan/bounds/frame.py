"""The rows that bounds are computed for: `BoundsFrame`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.law.grid import Table
from cdmz_rules.law.item import Cell, State
from cdmz_rules.plan.bounds.look_ups import Joined, joined
from cdmz_rules.plan.bounds.operations import ONE, Span, certain, chosen_bits, chosen_where, where
from cdmz_rules.plan.law_tables import LawTables

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]

MAX_JOINED = 1 << 16
"""So many of what uncertain look-ups can come upon are kept: households have most of theirs in common."""


Derivations = Mapping[tuple[str, int], Sequence[frozenset[int]]]
"""By step (``"input"`` or ``"join"``) and number of what only derives others: a row needs it if of all inputs of one of these sets none is
given."""


class Possible(Protocol):
    """What unknowns can be, in a shape that broadcasts to the rows."""

    narrowed: Mapping[Any, Span]
    """By ``("law", path, place, first day)``, what is known of some unknown values of the law."""

    noting: bool
    """Whether it wants to know what rows come upon."""

    def law(self, cell: Cell) -> Span:
        """The least and greatest that an unknown value of the law can be, as long as nothing is known of it."""
        ...

    @property
    def law_at_best(self) -> str:
        """Which unknown values of the law are taken to be at their best."""
        ...

    def note(self, cells: Sequence[Cell], numbers: Array, rows: Mask) -> None:
        """Remember that rows came upon unknown values of the law: which of some cells each."""
        ...

    def input(self, asked: int, rows: Mask | bool) -> Span:
        """What an input can be where it is missing; everywhere, if rows is True."""
        ...


@dataclass
class BoundsFrame:
    """The rows of a run. A value that all rows share has length one.

    Attributes:
        columns: The value of each input, where it is given.
        missing: Of each, where it is not given: None nowhere, True everywhere.
        chosen: Of each, whether it is a choice.
        there: Of each member's place, whether somebody is there.
        law: What the look-ups take from.
        days: The day of each row; one, if it is the same for all.
        possible: What unknowns can be.
        derivations: What only derives inputs that are not given; what a row comes upon there counts only if it needs it.
        detailed: Whether it is asked which unknown values of the law each look-up came upon.
        values: What is kept and was computed.
        steps: By its number, what every step can be, if that is asked for.
        reached: By look-up, the unknown values of the law that it came upon, and on which rows.
    """

    columns: Sequence[Any]
    missing: Sequence[Mask | bool | None]
    chosen: Sequence[bool]
    there: Sequence[Span]
    law: LawTables
    days: Span
    possible: Possible
    derivations: Derivations = field(default_factory=dict)
    detailed: bool = False
    values: dict[Any, Span] = field(default_factory=dict)
    steps: dict[int, Span] = field(default_factory=dict)
    reached: dict[int, dict[Any, list[Mask]]] = field(default_factory=dict)

    def known(self, asked: int) -> Span | None:
        """An input that is given on every row; None if it is not."""
        return certain(self.columns[asked]) if self.missing[asked] is None else None

    def ask(self, asked: int) -> Span:
        """An input: as given, or all that it can be."""
        missing = self.missing[asked]
        return (
            certain(self.columns[asked])
            if missing is None
            else self._either(asked, self.possible.input(asked, self._needing("input", asked, missing)))
        )

    def _needing(self, step: str, number: int, rows: Mask | bool) -> Mask | bool:
        """Of some rows those that need an input or look-up, as far as it only derives inputs that others lack."""
        ways = self.derivations.get((step, number))
        if ways is None:
            return rows
        lacking = [[self.missing[asked] for asked in way if self.missing[asked] is not True] for way in ways]
        if not all(lacking):
            return rows
        masks = [
            reduce(np.logical_and, [np.zeros(1, bool) if each is None else np.asarray(each) for each in way])
            for way in lacking
        ]
        return np.asarray(np.logical_and(rows, reduce(np.logical_or, masks)))

    def given(self, asked: int, derived: Span) -> Span:
        """An input that is computed where it is not given."""
        return self._either(asked, derived)

    def _either(self, asked: int, instead: Span) -> Span:
        missing = self.missing[asked]
        if missing is True or missing is None:
            return instead
        choose = chosen_where if self.chosen[asked] else where
        return choose(certain(missing), instead, certain(self.columns[asked]))  # type: ignore[arg-type]

    def join(
        self,
        look: int,
        ends: bool,
        offset: int,
        strides: tuple[int, ...],
        applies: Span | bool,
        instead: Span,
        days: Span | None,
        listed: Span | None,
        *parts: Span,
    ) -> Span:
        """A look-up of the law: of all that it can come upon, the least and the greatest."""
        if days is None and self.law.day is None:
            days = self.days
        table = self.law.table(look, days is not None)
        sure = all(part[1] is not None for part in parts) and (days is None or days[0] is days[1])
        if sure and (listed is None or listed[1] is not None):
            at = self._at(offset, strides, days, parts)
            if not table.open[at].any():
                numbers = table.numbers[at] if listed is None else table.listed[at, listed[0]]
                value = certain(numbers if numbers.size < 2 or (numbers != numbers[0]).any() else numbers[:1])
            else:
                value = self._come_upon_open(look, table, at, ends, applies, instead, listed)
            return value if applies is True else where(applies, value, instead)  # type: ignore[arg-type]
        spans = None if days is None else (self.law.span(days[0]), self.law.span(days[1]))
        value = self._joined(look, table, ends, offset, strides, applies, instead, spans, listed, parts)
        return value if applies is True else where(applies, value, instead)  # type: ignore[arg-type]

    def _at(self, offset: int, strides: Sequence[int], days: Span | None, parts: Sequence[Span]) -> Array:
        index: Any = np.full(1, offset)
        for stride, part in zip(strides, parts, strict=True):
            index = index + part[0].astype(np.intp) * stride
        return np.asarray(index if days is None else index * len(self.law.spans) + self.law.span(days[0]))

    def _come_upon_open(
        self,
        look: int,
        table: Table,
        at: Array,
        ends: bool,
        applies: Span | bool,
        instead: Span,
        listed: Span | None,
    ) -> Span:
        """A look-up that for every row is certain which value it takes, though some of these are not known."""
        cells = self.law.grids[look].cells
        numbers = table.numbers[at] if listed is None else table.listed[at, listed[0]]
        able = np.ones(1, bool) if applies is True else applies[1]  # type: ignore[index]
        cell, open_rows = np.broadcast_arrays(table.cell[at], table.open[at] & able)
        least, most = self._ends_of_cells(look, cells)
        low, high = (np.where(open_rows, end[cell], numbers.astype(np.float64)) for end in (least, most))
        if ends:
            ended = open_rows & (table.states[at] == State.NOT_IN_FORCE)
            low, high = np.where(ended, instead[0], low), np.where(ended, instead[1], high)
            open_rows = open_rows & ~ended
        open_rows = open_rows & (table.states[at] != State.NO_ITEM)
        self.possible.note(cells, cell, np.asarray(self._needing("join", look, open_rows)))
        if self.detailed or self.possible.narrowed:
            for number in np.unique(cell[open_rows]).tolist():
                key, rows = ("law", *cells[number].key), open_rows & (cell == number)
                self.reached.setdefault(look, {}).setdefault(key, []).append(rows)
                span = self.possible.narrowed.get(key)
                if span is not None:
                    low, high = np.where(rows, span[0], low), np.where(rows, span[1], high)
        if table.numbers.dtype == np.bool_ or listed is not None:
            return low != 0, high != 0
        return low, high

    def _ends_of_cells(self, look: int, cells: Sequence[Cell]) -> tuple[Array, Array]:
        """The least and greatest that each cell can be, as long as nothing is known of it."""
        key = ("ends", look, self.possible.law_at_best)
        if key not in self.law.joins:
            unread = np.zeros(1), np.zeros(1)  # rows that no item of the law is for: nobody reads them
            spans = [
                unread if cell.state in (State.KNOWN, State.NO_ITEM) else self.possible.law(cell) for cell in cells
            ]
            self.law.joins[key] = tuple(np.concatenate([span[end] for span in spans]) for end in (0, 1))
        return self.law.joins[key]  # type: ignore[no-any-return]

    def _joined(
        self,
        look: int,
        table: Table,
        ends: bool,
        offset: int,
        strides: tuple[int, ...],
        applies: Span | bool,
        instead: Span,
        spans: tuple[Array, Array] | None,
        listed: Span | None,
        parts: Sequence[Span],
    ) -> Span:
        keys = [chosen_bits(part) for part in parts]
        keys += [] if spans is None else [span.astype(np.uint64) for span in spans]
        keys += [] if listed is None else [chosen_bits(listed)]
        able = np.ones(1, bool) if applies is True else applies[1]  # type: ignore[index]
        columns = np.broadcast_arrays(*keys, able.astype(np.uint64), instead[0].astype(np.float64))
        count = len(columns[0])
        patterns, which = _patterns(
            np.stack(columns[:-2], axis=1) if keys else np.zeros((count, 0), np.uint64), columns[-2].astype(bool)
        )
        low, high = np.zeros(count), np.zeros(count)
        known: dict[Any, list[Mask]] = {}
        for number, pattern in enumerate(patterns):
            rows = which == number
            joined = self._come_upon(
                look, table, tuple(pattern.tolist()), listed is not None, offset, strides, spans is not None
            )
            cells = joined.in_force if ends else joined.open
            self._remember(look, cells, rows)
            narrowed = cells.keys() & self.possible.narrowed.keys()
            for key in narrowed:
                known.setdefault(key, []).append(rows)
            least, most = self._ends_but(joined, cells, narrowed)
            low[rows], high[rows] = least, most
            if joined.ended and ends:
                low[rows] = np.minimum(low[rows], np.broadcast_to(instead[0], (count,))[rows])
                high[rows] = np.maximum(high[rows], np.broadcast_to(instead[1], (count,))[rows])
        for key, masks in known.items():
            span, rows = self.possible.narrowed[key], np.logical_or.reduce(masks)
            low = np.where(rows, np.minimum(low, span[0]), low)
            high = np.where(rows, np.maximum(high, span[1]), high)
        none = low > high
        if none.any():  # rows that no item of the law is for: nobody reads them
            low, high = np.where(none, 0, low), np.where(none, 0, high)
        if table.numbers.dtype == np.bool_ or listed is not None:
            return low != 0, high != 0
        return low, high

    def _remember(self, look: int, cells: Mapping[Any, Cell], rows: Mask) -> None:
        """Remember that a look-up came upon what is not known."""
        if self.possible.noting:
            needing = np.asarray(self._needing("join", look, rows))
            for cell in cells.values():
                self.possible.note((cell,), np.zeros(len(needing), np.int32), needing)
        if self.detailed:
            reached = self.reached.setdefault(look, {})
            for key in cells:
                reached.setdefault(key, []).append(rows)

    def _ends_but(self, joined: Joined, cells: Mapping[Any, Cell], narrowed: Set[Any]) -> tuple[float, float]:
        """The least and greatest that a look-up can come upon, but for what more is known of."""
        if narrowed:
            return self._widest(joined, [cell for key, cell in cells.items() if key not in narrowed])
        at = id(cells), self.possible.law_at_best
        if at not in self.law.joins:
            # What is known by an identity is kept, so that no other has it.
            self.law.joins[at] = self._widest(joined, cells.values()), cells
        return self.law.joins[at][0]  # type: ignore[no-any-return]

    def _widest(self, joined: Joined, cells: Iterable[Cell]) -> tuple[float, float]:
        spans = [self.possible.law(cell) for cell in cells]
        return (
            min([joined.low, *(float(span[0][0]) for span in spans)]),
            max([joined.high, *(float(span[1][0]) for span in spans)]),
        )

    def _come_upon(
        self,
        look: int,
        table: Table,
        pattern: tuple[int, ...],
        listed: bool,
        offset: int,
        strides: Sequence[int],
        dated: bool,
    ) -> Joined:
        key = (look, dated, pattern)
        if key not in self.law.joins:
            if len(self.law.joins) > MAX_JOINED:
                self.law.joins.clear()
            cells, spans = self.law.grids[look].cells, len(self.law.spans) if dated else 0
            self.law.joins[key] = joined(table, cells, spans, pattern, listed, offset, strides)
        return self.law.joins[key]  # type: ignore[no-any-return]


def _patterns(keys: npt.NDArray[np.uint64], able: Mask) -> tuple[npt.NDArray[np.uint64], Array]:
    """The distinct rows of keys, of those that are able; and the number of each row's, -1 of the others."""
    if len(keys) == 1:
        return (keys, np.zeros(1, np.intp)) if able[0] else (keys[:0], np.full(1, -1))
    which = np.full(len(keys), -1)
    rows = np.flatnonzero(able)
    mixed = keys[rows] @ MIXERS[: keys.shape[1]]
    _, first, inverse = np.unique(mixed, return_index=True, return_inverse=True)
    which[rows] = inverse
    return keys[rows][first], which


MIXERS = np.random.default_rng(0).integers(1, 1 << 63, 16, np.uint64) | ONE
"""Odd numbers that make one of the several keys of a row: two rows that share it share all, but for one in 10^18."""

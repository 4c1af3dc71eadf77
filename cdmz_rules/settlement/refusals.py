"""The rows that are refused: each problem with all rows that have it, because a table of millions may have one problem a million times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from cdmz_rules.errors import Problem
from cdmz_rules.settlement.order import Array, Bools, Ints

MOST_SHOWN = 20
"""So many mistakes are enough to see what is wrong with a table."""
Place = Callable[[int, str], str]
"""How a mistake in a row and column is pointed at."""


class Refusal(NamedTuple):
    """A row, and a problem with it: its pointer is the column."""

    row: int
    problem: Problem


class Refusals:
    """What is wrong with the rows of a table, by position.

    Attributes:
        accepted: The rows with which nothing is wrong.
    """

    def __init__(self, count: int, faults: Iterable[tuple[int, Problem]] = ()) -> None:
        self.accepted: Bools = np.ones(count, bool)
        self._entries: list[tuple[Problem, Ints]] = []
        alike: dict[Problem, list[int]] = {}
        for row, problem in faults:
            alike.setdefault(problem, []).append(row)
        for problem, rows in alike.items():
            self.add(problem, np.array(rows, np.int64))

    def add(self, problem: Problem, rows: Array) -> None:
        """Refuse some rows, given by position or as a mask."""
        positions = np.flatnonzero(rows) if rows.dtype == bool else rows
        self._entries.append((problem, positions))
        self.accepted[positions] = False

    @property
    def count(self) -> int:
        """How many rows are refused."""
        return len(self.accepted) - int(np.count_nonzero(self.accepted))

    def at(self, column: str) -> Bools:
        """The rows that are refused for a column."""
        refused = np.zeros(len(self.accepted), bool)
        for problem, rows in self._entries:
            if problem.pointer == column:
                refused[rows] = True
        return refused

    def __iter__(self) -> Iterator[Refusal]:
        """Every problem of every row, in the order of the rows."""
        rows = np.concatenate([np.zeros(0, np.int64), *(rows for _, rows in self._entries)])
        which = np.repeat(np.arange(len(self._entries)), [len(rows) for _, rows in self._entries])
        for position in np.argsort(rows, kind="stable"):
            yield Refusal(int(rows[position]), self._entries[which[position]][0])


def pointed(refusals: Iterable[Refusal], place: Place) -> Iterator[Problem]:
    """The problems, each pointing at its row and column."""
    return (
        replace(
            problem,
            pointer=place(row, problem.pointer),
            others=tuple(place(row, other) for other in problem.others),
        )
        for row, problem in refusals
    )


def table(refusals: Iterable[Refusal]) -> Any:
    """The refusals as a table."""
    texts = ("code", "column", "message_zh", "message_en", "expected")
    schema = pa.schema({"row": pa.int64(), **dict.fromkeys(texts, pa.string())})
    lines = [(row, p.code, p.pointer, p.message_zh, p.message_en, p.expected) for row, p in refusals]
    return pa.Table.from_pylist([dict(zip(schema.names, line, strict=True)) for line in lines], schema)

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
NO_ROW = -1
Place = Callable[[int, str], str]
"""How a mistake in a row and column is pointed at."""


class Refusal(NamedTuple):
    """A row, and a problem with it: its pointer is the column.

    Attributes:
        row: The row.
        problem: What is wrong.
        beside: The other row that it contradicts in that column, if it is one that is named.
    """

    row: int
    problem: Problem
    beside: int | None = None


class Refusals:
    """What is wrong with the rows of a table, by position.

    Attributes:
        accepted: The rows with which nothing is wrong.
    """

    def __init__(self, count: int, faults: Iterable[tuple[int, Problem]] = ()) -> None:
        self.accepted: Bools = np.ones(count, bool)
        self._entries: list[tuple[Problem, Ints, Ints | None]] = []
        alike: dict[Problem, list[int]] = {}
        for row, problem in faults:
            alike.setdefault(problem, []).append(row)
        for problem, rows in alike.items():
            self.add(problem, np.array(rows, np.int64))

    def add(self, problem: Problem, rows: Array, beside: Ints | None = None) -> None:
        """Refuse some rows.

        Args:
            problem: What is wrong.
            rows: They, given by position or as a mask.
            beside: The row that each of them contradicts; `NO_ROW` where none is named.
        """
        positions = np.flatnonzero(rows) if rows.dtype == bool else rows
        self._entries.append((problem, positions, beside))
        self.accepted[positions] = False

    @property
    def count(self) -> int:
        """How many rows are refused."""
        return len(self.accepted) - int(np.count_nonzero(self.accepted))

    def at(self, column: str) -> Bools:
        """The rows that are refused for a column."""
        refused = np.zeros(len(self.accepted), bool)
        for problem, rows, _ in self._entries:
            if problem.pointer == column:
                refused[rows] = True
        return refused

    def __iter__(self) -> Iterator[Refusal]:
        """Every problem of every row, in the order of the rows."""
        nothing = np.zeros(0, np.int64)
        rows = np.concatenate([nothing, *(rows for _, rows, _ in self._entries)])
        others = [np.full(len(rows), NO_ROW) if beside is None else beside for _, rows, beside in self._entries]
        besides = np.concatenate([nothing, *others])
        which = np.repeat(np.arange(len(self._entries)), [len(rows) for _, rows, _ in self._entries])
        for position in np.argsort(rows, kind="stable"):
            beside = int(besides[position])
            problem = self._entries[which[position]][0]
            yield Refusal(int(rows[position]), problem, None if beside == NO_ROW else beside)


def pointed(refusals: Iterable[Refusal], place: Place) -> Iterator[Problem]:
    """The problems, each pointing at its row and column, and at the other places of what contradicts it."""
    for row, problem, beside in refusals:
        others = [place(row, other) for other in problem.others]
        others += [place(beside, problem.pointer)] if beside is not None else []
        yield replace(problem, pointer=place(row, problem.pointer), others=tuple(others))


def table(refusals: Iterable[Refusal]) -> Any:
    """The refusals as a table."""
    texts = ("code", "column", "message_zh", "message_en", "expected", "other_columns")
    schema = pa.schema({"row": pa.int64(), **dict.fromkeys(texts, pa.string()), "other_row": pa.int64()})
    lines = [
        (row, p.code, p.pointer, p.message_zh, p.message_en, p.expected, "; ".join(p.others) or None, beside)
        for row, p, beside in refusals
    ]
    return pa.Table.from_pylist([dict(zip(schema.names, line, strict=True)) for line in lines], schema)

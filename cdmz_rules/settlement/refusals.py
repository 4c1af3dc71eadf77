"""What is wrong with rows: each problem with all rows that have it, because a table of millions may have one problem a million times."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cdmz_rules.errors import Problem
from cdmz_rules.settlement.beds.stays import Bools, Ints
from cdmz_rules.tables.cells import Fault

Wrong = list[tuple[Problem, Ints]]
"""Problems, each with the positions of its rows."""


def flagged(problem: Problem, where: Bools) -> tuple[Problem, Ints]:
    """A problem of the rows of a mask."""
    return problem, np.flatnonzero(where)


def grouped(faults: list[Fault]) -> Wrong:
    """Problems of single rows, those that are alike together."""
    found: dict[Problem, list[int]] = {}
    for row, problem in faults:
        found.setdefault(problem, []).append(row)
    return [(problem, np.array(rows, np.int64)) for problem, rows in found.items()]


def without(wrong: Wrong, count: int) -> Bools:
    """The rows that have no problem."""
    whole = np.ones(count, bool)
    for _, rows in wrong:
        whole[rows] = False
    return whole


def listed(wrong: Wrong) -> Iterator[Fault]:
    """Every problem of every row, in the order of the rows."""
    rows = np.concatenate([np.zeros(0, np.int64), *(rows for _, rows in wrong)])
    which = np.repeat(np.arange(len(wrong)), [len(rows) for _, rows in wrong])
    for position in np.argsort(rows, kind="stable"):
        yield int(rows[position]), wrong[which[position]][0]

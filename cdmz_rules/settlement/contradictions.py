"""What rows say and cannot be: with their figures, and with the other row where two rows contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import numpy as np

from cdmz_rules.decisions.contradictions import RowContradictions
from cdmz_rules.decisions.stated import Said, StatedInRows
from cdmz_rules.errors import Problem
from cdmz_rules.settlement.order import Bools, Ints
from cdmz_rules.settlement.refusals import NO_ROW

MOST_TOLD = 1000
"""Of so many rows a contradiction is told one by one; of all others together, without figures."""
NEAR = 10_000
"""Among so many rows of its group the one that a row contradicts is looked for."""

Contradicting = tuple[Problem, Ints, Ints]
"""A problem, the rows that have it, and the row that each of them contradicts."""


def told(every: RowContradictions, private: Collection[str] = ()) -> Iterator[tuple[Problem, Ints]]:
    """Every contradiction within a row, and the rows that have it.

    Args:
        every: What is said, and how places are called.
        private: Columns of which no figure may be repeated.
    """
    alike = [(problem, np.flatnonzero(broken)) for problem, broken in every.alike()]
    if not alike:
        return
    open_ones = [rows for problem, rows in alike if not _about(problem, private)]
    first = np.unique(np.concatenate([np.zeros(0, np.int64), *(rows[:MOST_TOLD] for rows in open_ones)]))
    some = RowContradictions(_some(every.stated, first), every.called, every.member)
    for row, problem in some.problems() if len(first) else ():
        if not _about(problem, private):
            yield problem, first[[row]]
    for problem, rows in alike:
        left = rows if _about(problem, private) else np.setdiff1d(rows, first)
        if len(left):
            yield problem, left


def _about(problem: Problem, columns: Collection[str]) -> bool:
    return not {problem.pointer, *problem.others}.isdisjoint(columns)


def _some(stated: StatedInRows, rows: Ints) -> StatedInRows:
    """What is said of some of the rows."""
    said = {
        key: Said(
            each.values[rows],
            None if each.known is None else each.known[rows],
            None if each.until is None else each.until[rows],
        )
        for key, each in stated.said.items()
    }
    there = [None if each is None else each[rows] for each in stated.there]
    days = stated.days[rows] if len(stated.days) > 1 else stated.days
    return StatedInRows(stated.catalogue, len(rows), stated.roles, there, said, days)


def partners(rows: Ints, among: Ints, group: Ints, clash: Callable[[int, Ints], Bools]) -> Ints:
    """For each of the rows that contradict another one of its group, the first such one; `NO_ROW` where none is looked for.

    Args:
        rows: The rows that contradict.
        among: The rows that they may contradict.
        group: The number of each row's group.
        clash: Which of some rows a row contradicts.
    """
    found = np.full(len(rows), NO_ROW)
    if not len(rows):
        return found
    order = among[np.argsort(group[among], kind="stable")]
    groups = group[order]
    for place, row in enumerate(rows[:MOST_TOLD].tolist()):
        start, stop = np.searchsorted(groups, group[row], "left"), np.searchsorted(groups, group[row], "right")
        near = order[start : min(stop, start + NEAR)]
        against = near[clash(row, near) & (near != row)]
        found[place] = against[0] if len(against) else NO_ROW
    return found

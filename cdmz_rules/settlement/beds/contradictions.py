"""Stays that cannot all be true: each is refused with its row, and none of them is paid.

Which of two rows is right nobody knows but who wrote them, so both are refused; of rows that say the very same, the first counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from cdmz_rules.errors import Problem
from cdmz_rules.settlement.beds.agreement import denies_on_a_day, same, two_values_on_a_day
from cdmz_rules.settlement.beds.stays import Stays
from cdmz_rules.settlement.contradictions import Contradicting, partners
from cdmz_rules.settlement.order import Array, Bools, Ints, joined

TWICE = Problem("duplicate", "", "与另一行完全相同，只计一次", "another row says the very same; it counts once")
OVERLAP = Problem(
    "overlap",
    "from",
    "与同一老人的另一段入住重叠，两行均不结算",
    "it overlaps with another stay of the same elder; neither is settled",
)
ONE_DAY = (
    "同一老人同一天在同一机构，两行所填不同",
    "two rows say different things of one elder on one day in one institution",
)


def contradictions(stays: Stays) -> Iterator[Contradicting]:
    """The mistakes among stays that are right each by itself, which stays have them, and which one each contradicts.

    A day may belong to two stays of an elder, the last of one and the first of the other: the day of a move.
    """
    twice = _duplicates(stays)
    yield _beside(stays, TWICE, twice, ~twice, partial(_alike, stays))
    overlapping = _overlapping(stays, ~twice)
    yield _beside(stays, OVERLAP, overlapping, overlapping, partial(_overlaps, stays))
    for name, refused in _different(stays, ~twice & ~overlapping):
        problem = Problem("contradiction", name, *ONE_DAY)
        yield _beside(stays, problem, refused, refused, partial(_denies, stays, stays.inputs[name]))


def _beside(
    stays: Stays, problem: Problem, refused: Bools, among: Bools, clash: Callable[[int, Ints], Bools]
) -> Contradicting:
    """The stays that are refused, each with the one that it contradicts."""
    rows = np.flatnonzero(refused)
    return problem, rows, partners(rows, np.flatnonzero(among) if len(rows) else rows, stays.elder, clash)


def _alike(stays: Stays, row: int, near: Ints) -> Bools:
    alike = np.ones(len(near), bool)
    for array in stays.fields:
        alike &= same(array[near], array[row])
    return alike


def _overlaps(stays: Stays, row: int, near: Ints) -> Bools:
    """Which stays of the elder share more than the day of a move with one, or one and the same day in another institution."""
    begins, ends, places = stays.begins[near], stays.ends[near], stays.institution[near]
    here = stays.begins[row], stays.ends[row], stays.institution[row]
    other = (places != here[2]) & (places >= 0) & (here[2] >= 0)
    return np.asarray((begins < here[1]) & (here[0] < ends) | (begins == here[0]) & (ends == here[1]) & other)


def _denies(stays: Stays, values: Array, row: int, near: Ints) -> Bools:
    there = stays.institution[near] == stays.institution[row]
    return np.asarray(there & denies_on_a_day(stays.begins, stays.ends, values, row, near))


def _duplicates(stays: Stays) -> Bools:
    before, after = stays.order[:-1], stays.order[1:]
    for array in stays.fields:
        alike = same(array[before], array[after])
        before, after = before[alike], after[alike]
    refused = np.zeros(stays.count, bool)
    refused[after] = True
    return refused


def _overlapping(stays: Stays, left: Bools) -> Bools:
    """Stays of one elder that share more than the day of a move, among those that are left."""
    order = stays.order[left[stays.order]]
    refused = np.zeros(stays.count, bool)
    if len(order) < 2:
        return refused
    elder, begins, ends = (array[order].astype(np.int64) for array in (stays.elder, stays.begins, stays.ends))
    # Counted from the first day there is, so that the days of a later elder lie above those of an earlier one.
    first, span = int(begins.min()), int(ends.max() - begins.min()) + 1
    base = np.cumsum(np.r_[0, elder[1:] != elder[:-1]]) * span - first
    latest = np.maximum.accumulate(base + ends)
    same = elder[1:] == elder[:-1]
    alike = same & (begins[1:] == begins[:-1]) & (ends[1:] == ends[:-1]) & _two_institutions(stays.institution[order])
    behind = same & (base[1:] + begins[1:] < latest[:-1])
    ahead = same & (begins[1:] < ends[:-1])
    refused[order[1:][behind | alike]] = True
    refused[order[:-1][ahead | alike]] = True
    return refused


def _two_institutions(places: Array) -> Bools:
    """Whether neighbours are in two institutions: of two on one and the same day, nobody knows which came first."""
    return np.asarray((places[1:] != places[:-1]) & (places[1:] >= 0) & (places[:-1] >= 0))


def _different(stays: Stays, left: Bools) -> Iterator[tuple[str, Bools]]:
    """Stays of one elder in one institution that share a day and say different things, by the input of which they do."""
    there = np.flatnonzero(left & (stays.institution >= 0))
    if len(there) < 2:
        return
    bed = joined([stays.elder[there], stays.institution[there]])
    order = np.lexsort([stays.begins[there], bed])
    rows, next_bed = there[order], np.diff(bed[order]) != 0
    bed = np.cumsum(np.r_[0, next_bed])  # counted without gaps, for there is a place for each
    shared = ~next_bed & (stays.begins[rows[1:]] <= stays.ends[rows[:-1]])
    doubtful = np.zeros(int(bed[-1]) + 1, bool)
    doubtful[bed[1:][shared]] = True
    rows, bed = rows[doubtful[bed]], bed[doubtful[bed]]
    for name, array in stays.inputs.items():
        refused = np.zeros(stays.count, bool)
        refused[rows] = two_values_on_a_day(bed, stays.begins[rows], stays.ends[rows], array[rows])
        yield name, refused

"""Stays that cannot all be true: each is refused with its row, and none of them is paid.

Which of two rows is right nobody knows but who wrote them, so both are refused; of rows that say the very same, the first counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cdmz_rules.errors import Problem
from cdmz_rules.settlement.beds.columns import BIRTH, PLACE
from cdmz_rules.settlement.beds.stays import Stays
from cdmz_rules.settlement.order import Bools

TWICE = Problem("duplicate", "", "与另一行完全相同，只计一次", "another row says the very same; it counts once")
OVERLAP = Problem(
    "overlap",
    "from",
    "与同一老人的另一段入住重叠，两行均不结算",
    "it overlaps with another stay of the same elder; neither is settled",
)
TWO_BIRTHS = Problem("contradiction", BIRTH, "同一老人的出生日期不一致", "one elder has two dates of birth")
TWO_PLACES = Problem("contradiction", PLACE, "同一机构的所在城市不一致", "one institution stands in two cities")


def contradictions(stays: Stays) -> Iterator[tuple[Problem, Bools]]:
    """The mistakes among stays that are right each by itself, and which stays have them.

    A day may belong to two stays of an elder, the last of one and the first of the other: the day of a move.
    """
    left = np.ones(stays.count, bool)
    for problem, refused in (
        (TWICE, _duplicates(stays)),
        (TWO_BIRTHS, _two_births(stays)),
        (TWO_PLACES, _two_places(stays)),
    ):
        yield problem, refused
        left &= ~refused
    yield OVERLAP, _overlapping(stays, left)


def _duplicates(stays: Stays) -> Bools:
    before, after = stays.order[:-1], stays.order[1:]
    for array in stays.fields:
        one, other = array[before], array[after]
        alike = (one == other) | ((one != one) & (other != other))
        before, after = before[alike], after[alike]
    refused = np.zeros(stays.count, bool)
    refused[after] = True
    return refused


def _two_births(stays: Stays) -> Bools:
    order = stays.order[stays.institution[stays.order] >= 0]
    elder, born = stays.elder[order], stays.inputs[BIRTH][order]
    differs = (elder[1:] == elder[:-1]) & (born[1:] != born[:-1])
    if not differs.any():
        return np.zeros(stays.count, bool)
    return np.isin(stays.elder, elder[1:][differs])


def _two_places(stays: Stays) -> Bools:
    return np.asarray((stays.institution >= 0) & (np.r_[stays.cities, 1][stays.institution] == 0))


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
    behind = same & (base[1:] + begins[1:] < latest[:-1])
    ahead = same & (begins[1:] < ends[:-1])
    refused[order[1:][behind]] = True
    refused[order[:-1][ahead]] = True
    return refused

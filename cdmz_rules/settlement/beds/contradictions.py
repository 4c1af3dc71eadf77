"""Stays that cannot all be true: each is refused with its row, and none of them is paid.

Which of two rows is right nobody knows but who wrote them, so both are refused; of rows that say the very same, the first counts.
"""

from __future__ import annotations

import numpy as np

from cdmz_rules.errors import Problem
from cdmz_rules.settlement.beds.stays import Bools, Stays
from cdmz_rules.settlement.beds.wrong import Wrong, flagged

BIRTH, PLACE = "applicant.birth_date", "institution_city"
TWICE = Problem("duplicate", "", "与另一行完全相同，只计一次", "another row says the very same; it counts once")
OVERLAP = Problem(
    "overlap",
    "from",
    "与同一老人的另一段入住重叠，两行均不结算",
    "it overlaps with another stay of the same elder; neither is settled",
)
TWO_BIRTHS = Problem("contradiction", "birth_date", "同一老人的出生日期不一致", "one elder has two dates of birth")
TWO_PLACES = Problem("contradiction", PLACE, "同一机构的所在城市不一致", "one institution stands in two cities")


def contradictions(stays: Stays) -> Wrong:
    """The mistakes among stays that are right each by itself, by position.

    A day may belong to two stays of an elder, the last of one and the first of the other: the day of a move.
    """
    found = [(TWICE, _duplicates(stays)), (TWO_BIRTHS, _two_births(stays)), (TWO_PLACES, _two_places(stays))]
    left = ~np.logical_or.reduce([where for _, where in found])
    found.append((OVERLAP, _overlapping(stays, left)))
    return [flagged(problem, where) for problem, where in found]


def _duplicates(stays: Stays) -> Bools:
    before, after = stays.order[:-1], stays.order[1:]
    for array in (stays.elder, stays.begins, stays.ends, stays.institution, *stays.facts.values()):
        one, other = array[before], array[after]
        alike = (one == other) | ((one != one) & (other != other))
        before, after = before[alike], after[alike]
    wrong = np.zeros(stays.count, bool)
    wrong[after] = True
    return wrong


def _two_births(stays: Stays) -> Bools:
    order = stays.order[stays.institution[stays.order] >= 0]
    elder, born = stays.elder[order], stays.facts[BIRTH][order]
    differs = (elder[1:] == elder[:-1]) & (born[1:] != born[:-1])
    if not differs.any():
        return np.zeros(stays.count, bool)
    return np.isin(stays.elder, elder[1:][differs])


def _two_places(stays: Stays) -> Bools:
    return np.asarray((stays.institution >= 0) & (np.r_[stays.places, 1][stays.institution] == 0))


def _overlapping(stays: Stays, left: Bools) -> Bools:
    """Stays of one elder that share more than the day of a move, among those that are left."""
    order = stays.order[left[stays.order]]
    wrong = np.zeros(stays.count, bool)
    if len(order) < 2:
        return wrong
    elder, begins, ends = (array[order].astype(np.int64) for array in (stays.elder, stays.begins, stays.ends))
    # Counted from the first day there is, so that the days of a later elder lie above those of an earlier one.
    first, span = int(begins.min()), int(ends.max() - begins.min()) + 1
    base = np.cumsum(np.r_[0, elder[1:] != elder[:-1]]) * span - first
    latest = np.maximum.accumulate(base + ends)
    same = elder[1:] == elder[:-1]
    behind = same & (base[1:] + begins[1:] < latest[:-1])
    ahead = same & (begins[1:] < ends[:-1])
    wrong[order[1:][behind]] = True
    wrong[order[:-1][ahead]] = True
    return wrong

"""Who was in which bed in a month: one institution for each elder and month, so that no month is paid twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cdmz_rules.settlement.beds.stays import Stays
from cdmz_rules.settlement.order import Array, Ints

DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Beds:
    """Stays in institutions in order, and the unbroken time in one institution that each belongs to.

    Rows of one elder in one institution of which each begins no later than the day after the one before are one time in the institution:
    a level of ability that was assessed anew breaks nothing.

    Attributes:
        stays: By elder and first day.
        begins: The first day of the time in the institution.
        ends: Its last day.
    """

    stays: Stays
    begins: Array
    ends: Array


def beds(stays: Stays) -> Beds:
    """Stays that do not contradict each other, put in order; those at home are left out."""
    ordered = stays.take(stays.order[stays.institution[stays.order] >= 0])
    elder, place, begins, ends = ordered.elder, ordered.institution, ordered.begins, ordered.ends
    goes_on = (elder[1:] == elder[:-1]) & (place[1:] == place[:-1]) & (begins[1:] <= ends[:-1] + DAY)
    if not goes_on.any():
        return Beds(ordered, begins, ends)
    time = np.cumsum(np.r_[0, ~goes_on])
    starts = np.flatnonzero(np.r_[True, ~goes_on])
    last = np.r_[starts[1:], len(elder)] - 1
    return Beds(ordered, begins[starts][time], ends[last][time])


def occupied(taken: Beds, month: np.datetime64) -> tuple[Ints, Array, Array]:
    """The elders of a month.

    Of several institutions in which an elder was in the month, the one with the most days counts, of as many days the first. Of several
    rows of one time in an institution the first of the month says what the elder's facts are.

    Args:
        taken: The beds.
        month: Its first day.

    Returns:
        For each elder the row of ``taken.stays``, and the first and the last day within the month of the time in the institution.
    """
    first, last = month, (month.astype("datetime64[M]") + 1).astype("datetime64[D]") - DAY
    rows = np.flatnonzero((taken.stays.begins <= last) & (taken.stays.ends >= first))
    begins, ends = np.maximum(taken.begins[rows], first), np.minimum(taken.ends[rows], last)
    elder = taken.stays.elder[rows]
    again = elder[1:] == elder[:-1]
    if again.any():
        best = _most_days(np.r_[True, ~again], (ends - begins).astype(np.int64))
        rows, begins, ends = rows[best], begins[best], ends[best]
    return rows, begins, ends


def _most_days(starts: Array, days: Ints) -> Ints:
    """Of each group of neighbours the position of the one with the most days, the first of several."""
    count = len(days)
    score = days * count + (count - 1 - np.arange(count))
    best = np.maximum.reduceat(score, np.flatnonzero(starts))
    return np.asarray(count - 1 - best % count)

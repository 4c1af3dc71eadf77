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
        time: The number of the time in the institution, counted in this order.
        begins: Its first day.
        ends: Its last day.
    """

    stays: Stays
    time: Ints
    begins: Array
    ends: Array


def beds(stays: Stays) -> Beds:
    """Stays that do not contradict each other, put in order; those at home are left out."""
    ordered = stays.take(stays.order[stays.institution[stays.order] >= 0])
    elder, place, begins, ends = ordered.elder, ordered.institution, ordered.begins, ordered.ends
    goes_on = (elder[1:] == elder[:-1]) & (place[1:] == place[:-1]) & (begins[1:] <= ends[:-1] + DAY)
    if not goes_on.any():
        return Beds(ordered, np.arange(len(elder)), begins, ends)
    time = np.cumsum(np.r_[0, ~goes_on])
    starts = np.flatnonzero(np.r_[True, ~goes_on])
    last = np.r_[starts[1:], len(elder)] - 1
    return Beds(ordered, time, begins[starts][time], ends[last][time])


def occupied(taken: Beds, month: np.datetime64) -> tuple[Ints, Array, Array]:
    """The elders of a month.

    Of several institutions in which an elder was in the month, the one with the most days counts, of as many days the first. Of several
    rows in it the first of the month says what the elder's facts are.

    Args:
        taken: The beds.
        month: Its first day.

    Returns:
        For each elder the row of ``taken.stays``, and a first and a last day within the month: those of the time in the institution, or,
        where the elder left and came back, days as many as they were there.
    """
    first, last = month, (month.astype("datetime64[M]") + 1).astype("datetime64[D]") - DAY
    rows = np.flatnonzero((taken.stays.begins <= last) & (taken.stays.ends >= first))
    rows = rows[np.r_[True, taken.time[rows][1:] != taken.time[rows][:-1]]] if len(rows) else rows
    begins, ends = np.maximum(taken.begins[rows], first), np.minimum(taken.ends[rows], last)
    elder = taken.stays.elder[rows]
    again = elder[1:] == elder[:-1]
    if not again.any():
        return rows, begins, ends
    several = np.flatnonzero(np.r_[again, False] | np.r_[False, again])
    times = taken.stays.institution[rows][several], begins[several], ends[several]
    groups, days, broken = _together(elder[several], *times)
    best = _most_days(np.r_[True, np.diff(elder[several][groups]) != 0], days)
    chosen, parted = several[groups[best]], several[groups[best][broken[best]]]
    # Formulas count days from a first to a last one; a month in which the elder was elsewhere is never full.
    days_there = np.minimum(days[best][broken[best]], (last - first).astype(np.int64))
    begins[parted], ends[parted] = first, first + (days_there - 1) * DAY
    kept = np.ones(len(rows), bool)
    kept[several], kept[chosen] = False, True
    return rows[kept], begins[kept], ends[kept]


def _together(elder: Ints, place: Ints, begins: Array, ends: Array) -> tuple[Ints, Ints, Array]:
    """The times of each elder in each institution together, in the order of their first.

    Returns:
        Of each the position of the first time, the days of all, none counted twice, and whether there are several.
    """
    order = np.lexsort([np.arange(len(elder)), place, elder])
    like_before = (np.diff(elder[order]) == 0) & (np.diff(place[order]) == 0)
    # Who comes back on the day of leaving was there that day already.
    seen = np.r_[False, like_before & (begins[order][1:] == ends[order][:-1])]
    days = (ends - begins).astype(np.int64)[order] + 1 - seen
    starts = np.flatnonzero(np.r_[True, ~like_before])
    sums, times = np.add.reduceat(days, starts), np.diff(np.r_[starts, len(order)])
    in_order = np.argsort(order[starts])
    return order[starts][in_order], sums[in_order], (times > 1)[in_order]


def _most_days(starts: Array, days: Ints) -> Ints:
    """Of each group of neighbours the position of the one with the most days, the first of several."""
    count = len(days)
    score = days * count + (count - 1 - np.arange(count))
    best = np.maximum.reduceat(score, np.flatnonzero(starts))
    return np.asarray(count - 1 - best % count)

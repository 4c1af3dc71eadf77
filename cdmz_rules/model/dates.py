"""Counting months and years between days, the way a calendar does."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.model.composed import composed

Days = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]

MONTH_ENDS = 4
"""By no more days than so many does a short month's last day differ from the same day of another."""


def _parts(days: Days) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    months = days.astype("datetime64[M]")
    return months.astype(np.int64), (days.astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)


def _month_end(days: Days) -> Any:
    return (days + np.timedelta64(1, "D")).astype("datetime64[M]") != days.astype("datetime64[M]")


@composed(-1, 1)
def months_between(start: Days, end: Days) -> Floats:
    """Completed months from one day to another, negative if the end comes first.

    A month is complete on the same day of a later month, or on its last day if it has no such day.
    """
    first, first_day = _parts(start)
    last, last_day = _parts(end)
    short = (last_day < first_day) & ~_month_end(end)
    months: Floats = (last - first - short).astype(np.float64)
    return months


@composed(-1, 1)
def years_between(start: Days, end: Days) -> Floats:
    """Completed years from one day to another: a person's age in 周岁, complete on the birthday itself."""
    return np.floor(months_between(start, end) / 12)


@composed(-1, 1)
def years_begun(start: Days, end: Days) -> Floats:
    """The years into which one has come since a day: 1 up to and with the first anniversary, 2 after it."""
    years = years_between(start, end)
    return np.where(add_months(start, 12 * years) == end, years, years + 1)


@composed(-1, 1)
def calendar_months_after(start: Days, end: Days) -> Floats:
    """How many calendar months the month of one day lies after that of another."""
    return (end.astype("datetime64[M]").astype(np.int64) - start.astype("datetime64[M]").astype(np.int64)).astype(
        np.float64
    )


@composed(1, 1)
def add_months(days: Days, months: Floats) -> Any:
    """The same day so many months later, or the last day of that month if it is shorter."""
    first, in_month = _parts(days)
    target = (first + months.astype(np.int64)).astype("datetime64[M]")
    length = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64)
    return target.astype("datetime64[D]") + np.minimum(in_month, length - 1).astype("timedelta64[D]")


def starts_between(end: Days, months: Floats, length: int) -> tuple[Any, Any]:
    """The first and last day from which so many months, and less than ``length`` more, are complete on a day."""
    one = np.timedelta64(1, "D")
    last, first = add_months(end, -months), add_months(end, -(months + length)) + one
    for _ in range(MONTH_ENDS):
        last = np.where(months_between(last + one, end) >= months, last + one, last)
        last = np.where(months_between(last, end) < months, last - one, last)
        first = np.where(months_between(first - one, end) < months + length, first - one, first)
        first = np.where(months_between(first, end) >= months + length, first + one, first)
    return first, last


def back(day: date, *, years: int = 0, months: int = 0) -> date:
    """The day so many years and months earlier."""
    result = add_months(np.array([day], "datetime64[D]"), np.array([-(12 * years + months)], np.float64))[0].item()
    return date.fromisoformat(str(result))


@composed(1)
def month_start(days: Days) -> Any:
    """The first day of the month in which each day lies."""
    return days.astype("datetime64[M]").astype("datetime64[D]")


@composed(1)
def month_end(days: Days) -> Any:
    """The last day of the month in which each day lies."""
    return (days.astype("datetime64[M]") + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")


def month_of_year(days: Days) -> Floats:
    """The number of the month in which each day lies, 1 for January."""
    months: Floats = (days.astype("datetime64[M]").astype(np.int64) % 12 + 1).astype(np.float64)
    return months

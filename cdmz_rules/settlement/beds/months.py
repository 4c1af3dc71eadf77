"""The months that are settled, each by its first day."""

from __future__ import annotations

from datetime import date, timedelta

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading import days

MOST_MONTHS = 120
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


def day_of(month: date) -> date:
    """The day that a month's subsidy is decided for: its last."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def months_from(first: str, last: str | None, day: date, written: str = "{}", most: int = MOST_MONTHS) -> list[date]:
    """The months from one to another, both included.

    Args:
        first: The first, such as ``2026-01``.
        last: The last; the first alone if left out.
        day: The day of settling.
        written: How a mistake in ``month`` or ``until`` is pointed at.
        most: How many there may be.

    Raises:
        InputError: if one is no month, the last comes before the first or is not over on the day of settling, or there are too many.
    """
    begin_at, end_at = written.format("month"), written.format("until" if last is not None else "month")
    begins = _month(first, begin_at)
    ends = _month(last, end_at) if last is not None else begins
    if ends < begins:
        raise _mistake("backwards", end_at, "早于起始月份", "it comes before the first month")
    if day_of(ends) > day:
        words = f"该月在结算日{day}尚未结束", f"this month is not over on the day of settling, {day}"
        raise _mistake("in_the_future", end_at, *words)
    months = [begins]
    while months[-1] < ends:
        if len(months) == most:
            raise _mistake("too_many", end_at, f"超过{most}个月", f"more than {most} months")
        months.append(day_of(months[-1]) + timedelta(days=1))
    return months


def _month(text: str, pointer: str) -> date:
    month = days.iso(f"{text}-01")
    if month is None:
        raise _mistake("not_a_month", pointer, "不是有效月份", "this is no month", "2026-01")
    if not EARLIEST_YEAR <= month.year <= LATEST_YEAR:
        words = "月份超出范围", "this month is out of range"
        raise _mistake("out_of_range", pointer, *words, f"{EARLIEST_YEAR}-01–{LATEST_YEAR}-12")
    return month


def _mistake(code: str, pointer: str, zh: str, en: str, expected: str | None = None) -> InputError:
    return InputError([Problem(code, pointer, zh, en, expected)])

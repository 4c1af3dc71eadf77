"""On which days payments fall due."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def due(start: date, month: int) -> date:
    """The day of a payment by its number: the day of the month on which the loan was granted, the last where it is missing."""
    years, index = divmod(start.month - 1 + month, 12)
    year = start.year + years
    return date(year, index + 1, min(start.day, monthrange(year, index + 1)[1]))


def first_on(start: date, day: date) -> int:
    """The number of the first payment that falls due on a day or after it."""
    month = (day.year - start.year) * 12 + day.month - start.month
    return max(month + (due(start, month) < day), 1)

"""What day it is in China, whatever zone the machine is set to."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Today in China: the day on which a question is asked if nobody says."""
    return datetime.now(ZONE).date()


def day_of(instant: datetime) -> date:
    """The day in China of an instant with a zone.

    Raises:
        OverflowError: if it lies outside of the calendar.
    """
    return instant.astimezone(ZONE).date()

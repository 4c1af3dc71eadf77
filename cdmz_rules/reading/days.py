"""Days of the calendar."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from cdmz_rules.errors import Problem
from cdmz_rules.reading import china
from cdmz_rules.reading.doors import CASE, Door
from cdmz_rules.reading.plain import half_width, plain, shown

EXPECTED = "2026-01-31, 2026/1/31, 2026年1月31日, 20260131"
SERIALS = (10_000, 73_415)
"""The numbers that spreadsheets store for days; below the first a number is rather a year or a slip than a day."""

_COMPACTS = (1000_01_01, 9999_12_31)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_CHINESE = re.compile(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?")
_MONTH = re.compile(r"([0-9]{4})(?:\s*年\s*([0-9]{1,2})\s*月份?|[-/.]([0-9]{1,2}))")
_PARTED = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T\s]\s*([0-9].*))?")
_TIME = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6})[0-9]*)?)?\s*(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))?"
)


def read(raw: Any, door: Door = CASE) -> date | Problem:
    """A day.

    An instant with a zone is the day in China; midnight without a zone is the day; any other time of day is refused.

    Args:
        raw: The raw value.
        door: Where it came in: in some places days are numbers.

    Returns:
        The day, or what is wrong.
    """
    value = plain(raw)
    if isinstance(value, datetime):
        return _instant(value, raw)
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value:
        return _number(value, raw, door)
    return _no_day(raw)


def month(text: str) -> date | None:
    """The first day of a month that is written without a day, such as 2021年1月; None if none is."""
    found = _MONTH.fullmatch(half_width(text).strip())
    if found is None:
        return None
    year, chinese, parted = found.groups()
    day = _calendar(text, year, chinese or parted, "1")
    return None if isinstance(day, Problem) else day


def iso(text: str) -> date | None:
    """The day of text of the form 2026-01-31, the usual one; None of any other."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(text: str) -> date | Problem:
    written = half_width(text)
    found = _COMPACT.fullmatch(written) or _CHINESE.fullmatch(written)
    if found:
        return _calendar(text, *found.groups())
    parted = _PARTED.fullmatch(written)
    if parted is None:
        return _no_day(text)
    year, _, month, of_month, time = parted.groups()
    day = _calendar(text, year, month, of_month)
    return day if isinstance(day, Problem) or time is None else _at(day, time, text)


def _at(day: date, written: str, text: str) -> date | Problem:
    """The day of a time on a day, which may name its zone."""
    time = _TIME.fullmatch(written)
    if time is None:
        return _no_day(text)
    hour, minute, second, part, utc, sign, hours, minutes = time.groups()
    clock = f"{int(hour):02}:{minute}:{second or '00'}.{part or '0':0<6}"
    zone = "+00:00" if utc else f"{sign}{hours}:{minutes}" if sign else ""
    try:
        return _instant(datetime.fromisoformat(f"{day}T{clock}{zone}"), text)
    except ValueError:
        return _no_day(text)


def _instant(instant: datetime, raw: Any) -> date | Problem:
    if instant.tzinfo is not None:
        try:
            return china.day_of(instant)
        except OverflowError:
            return _no_day(raw)
    if instant.time() == datetime.min.time():
        return instant.date()
    return _with_time(raw)


def _number(value: float, raw: Any, door: Door) -> date | Problem:
    if _COMPACTS[0] <= value <= _COMPACTS[1] and value == int(value):
        return _text(str(int(value)))
    if door.epoch is None or not SERIALS[0] <= value <= SERIALS[1]:
        return _no_day(raw)
    return door.epoch + timedelta(days=int(value)) if value == int(value) else _with_time(raw)


def _calendar(raw: Any, year: str, month: str, of_month: str) -> date | Problem:
    try:
        return date(int(year), int(month), int(of_month))
    except ValueError:
        return _no_day(raw)


def _no_day(raw: Any) -> Problem:
    words = shown(raw)
    return Problem("not_a_date", "", f"“{words.zh}”不是有效日期", f"{words.en} is no calendar day", EXPECTED)


def _with_time(raw: Any) -> Problem:
    words = shown(raw)
    message = f"“{words.zh}”带有时刻，应只写日期", f"{words.en} has a time of day; write the day alone"
    return Problem("not_a_date", "", *message, EXPECTED)

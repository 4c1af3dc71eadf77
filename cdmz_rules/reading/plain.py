"""A raw value as plain Python, whether it says anything, and how it is shown to whoever sent it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from cdmz_rules.i18n.words import Words
from cdmz_rules.reading.doors import Door

NOTHING = frozenset({"", "unknown", "未知"})
NAN = "nan"
MUCH = 10
"""Text of so many characters says something."""
LONGEST = 60
"""So many characters of a raw value are shown."""

PERIODS = ("Y", "M", "W")
"""Units of NumPy's dates that are no days: a month is not its first."""
CALENDAR = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")

_PLAIN = (int, float, bool)
_ASCII = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {ord("\u3000"): " ", ord("￥"): "¥", ord("−"): "-"}


def plain(raw: Any) -> Any:
    """A raw value as plain Python: NumPy's scalars unpacked, text trimmed; None for None and what pandas has for a missing value.

    Of NumPy's, what Python has nothing for stays what it is: months, years and weeks, spans of time, days that no calendar has.
    """
    if type(raw) in _PLAIN:
        return raw
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, np.generic):
        raw = _unpacked(raw)
    if isinstance(raw, Decimal) and raw.is_nan():
        return float("nan")  # Decimal's own may not even be compared
    # pandas' NaT is no day although it is a datetime, and is not equal to itself; its NA can only be told by its name.
    missing = (isinstance(raw, datetime) and raw != raw) or type(raw).__name__ == "NAType"
    return None if missing else raw


def _unpacked(raw: np.generic[Any]) -> Any:
    if isinstance(raw, np.datetime64 | np.timedelta64):
        return None if np.isnat(raw) else _instant(raw) if isinstance(raw, np.datetime64) else raw
    if isinstance(raw, np.floating):
        # Of a float of 32 bits its own digits are meant, not those that one of 64 needs for what it is exactly.
        return float(str(raw)) if raw.itemsize < np.float64().itemsize else float(raw)
    return raw.item()


def _instant(raw: np.datetime64) -> Any:
    """A point in time or a day as Python's; unchanged if it is a month, a year or a week, or lies outside of the calendar."""
    if np.datetime_data(raw.dtype)[0] in PERIODS:
        return raw
    try:
        inside = CALENDAR[0] <= raw.astype("datetime64[D]") <= CALENDAR[1]
        return raw.astype("datetime64[us]").item() if inside else raw
    except OverflowError:
        return raw


def says_nothing(value: Any, door: Door) -> bool:
    """Whether a value as `plain` gives it leaves open what it stands for."""
    if isinstance(value, str):
        written = half_width(value).casefold() if len(value) < MUCH else value
        return written in NOTHING or (door.nan and written == NAN)
    return value is None or (door.nan and isinstance(value, float) and value != value)


def half_width(text: str) -> str:
    """Text with full-width digits, letters and marks as those that keyboards of other countries have: ``１，５００．５`` is ``1,500.5``."""
    return text if text.isascii() else text.translate(_ASCII).strip()


def shown(raw: Any) -> Words:
    """A raw value in words, as it was written and at most `LONGEST` characters long; of a list or mapping that it is one."""
    value = plain(raw)
    if isinstance(value, Mapping):
        return Words("键值对", "a mapping")
    if isinstance(value, list | tuple | set | np.ndarray):
        return Words("列表", "a list")
    if isinstance(value, bytes | bytearray):
        return Words("二进制数据", "bytes")
    text = _text(value)
    if text is None:
        return Words("其他类型的值", "a value of another kind")
    return Words(*[text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."] * 2)


def _text(value: Any) -> str | None:
    """How a value is written; None if it is of a kind that nobody writes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.17g}" if value.is_integer() and abs(value) < 1e17 else repr(value)
    if isinstance(value, int):
        return _digits(value)
    known = isinstance(value, str | Decimal | date | time | timedelta | np.datetime64 | np.timedelta64)
    return str(value) if known else None


def _digits(value: int) -> str:
    # Python writes no number of thousands of digits as text.
    return str(value) if abs(value) < 10**LONGEST else f"{'-' if value < 0 else ''}1e{LONGEST}..."

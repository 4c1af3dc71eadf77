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

_PLAIN = (int, float, bool)
_ASCII = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {ord("\u3000"): " ", ord("￥"): "¥", ord("−"): "-"}


def plain(raw: Any) -> Any:
    """A raw value as plain Python: NumPy's scalars unpacked, text trimmed; None for None and what pandas has for a missing value."""
    if type(raw) in _PLAIN:
        return raw
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, np.datetime64):
        return None if np.isnat(raw) else raw.astype("datetime64[us]").item()
    if isinstance(raw, np.generic):
        raw = raw.item()
    if isinstance(raw, Decimal) and raw.is_nan():
        return float("nan")  # Decimal's own may not even be compared
    # pandas' NaT is no day although it is a datetime, and is not equal to itself; its NA can only be told by its name.
    missing = (isinstance(raw, datetime) and raw != raw) or type(raw).__name__ == "NAType"
    return None if missing else raw


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
    return Words(*[text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."] * 2)


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.17g}" if value.is_integer() and abs(value) < 1e17 else repr(value)
    if isinstance(value, int):
        return _digits(value)
    if isinstance(value, str | Decimal | date | time | timedelta):
        return str(value)
    return type(value).__name__


def _digits(value: int) -> str:
    # Python writes no number of thousands of digits as text.
    return str(value) if abs(value) < 10**LONGEST else f"{'-' if value < 0 else ''}1e{LONGEST}..."

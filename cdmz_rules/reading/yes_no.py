"""Yes or no."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cdmz_rules.errors import Problem
from cdmz_rules.reading.plain import half_width, plain, shown

EXPECTED = "是/否, yes/no, true/false, 1/0"
YES = frozenset({"是", "yes", "y", "true", "1"})
NO = frozenset({"否", "不是", "no", "n", "false", "0"})


def read(raw: Any) -> bool | Problem:
    """Yes or no: a truth value, 1 or 0, or one of the words; or what is wrong."""
    value = plain(raw)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal) and value in (0, 1):
        return value == 1
    word = half_width(value).casefold() if isinstance(value, str) else ""
    if word in YES or word in NO:
        return word in YES
    words = shown(raw)
    message = f"“{words.zh}”应为是或否", f"{words.en} is neither yes nor no"
    return Problem("wrong_type", "", *message, EXPECTED)

"""What senders call their rows, people and institutions: text, never a number that lost digits."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from cdmz_rules.errors import Problem
from cdmz_rules.reading.doors import CASE, Door
from cdmz_rules.reading.plain import plain, says_nothing

MAX_DIGITS = 15
"""A spreadsheet keeps no more digits of a number."""
LONGEST = 200
EXPECTED = "A-001"
SCIENTIFIC = r"^[0-9](?:\.[0-9]+)?[eE]\+[0-9]+$"
"""How a spreadsheet writes a long number out."""
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's kinds of characters that are none to see. Python prints some others neither, but names of people are written with them: what
its Unicode does not know yet, and what only a font does.
"""
_SCIENTIFIC = re.compile(SCIENTIFIC)


def read(raw: Any, door: Door = CASE) -> str | Problem | None:
    """An id as text; None if there is none; or what is wrong: it is too long, cannot be shown, or is a number that may have lost digits."""
    value = plain(raw)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return _number(value, door)
    if isinstance(value, str | date):
        return _text(str(value))
    return (
        None
        if value is None
        else Problem("wrong_type", "", "编号应为文字或数字", "an id is a text or a number", EXPECTED)
    )


def can_be_shown(text: str) -> bool:
    """Whether every character of a text can be shown: none ends a line, turns the direction or has no width."""
    return text.isprintable() or HIDDEN.isdisjoint(map(unicodedata.category, text))


def _number(value: float | Decimal, door: Door) -> str | Problem | None:
    if value != value:
        return None if says_nothing(value, door) else _inexact()
    if abs(value) >= 10**MAX_DIGITS:
        return _inexact()
    return str(int(value)) if value == int(value) else str(value)


def _text(text: str) -> str | Problem | None:
    if len(text) > LONGEST:
        return Problem("too_long", "", f"编号超过{LONGEST}个字符", f"more than {LONGEST} characters", f"≤ {LONGEST}")
    if not can_be_shown(text):
        words = "编号含有不可显示的字符", "this id holds characters that cannot be shown"
        return Problem("wrong_type", "", *words, EXPECTED)
    return _inexact() if _SCIENTIFIC.match(text) else text or None


def _inexact() -> Problem:
    # What was written is not repeated: it may be most of somebody's identity number.
    message = (
        f"编号是数字，超过{MAX_DIGITS}位的部分已不能保证准确，请将此列设为文本格式",
        f"this id is a number, which may have lost all digits beyond {MAX_DIGITS}: format the column as text",
    )
    return Problem("not_text", "", *message, EXPECTED)

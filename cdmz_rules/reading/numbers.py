"""Numbers: decimal, also with thousands set apart where they belong, with 万 or 亿, in full-width digits, in percent."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from cdmz_rules.errors import Problem
from cdmz_rules.reading.plain import half_width, plain, shown

EXPECTED = "1500000, 1,500,000, 150万"
SHARES = ("ratio", "annual_rate")
"""Units of numbers that may be written in percent."""

IN_THOUSANDS = r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
"""Digits with commas where they belong."""
_DIGITS = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_PLAIN = re.compile(rf"{_DIGITS}(?:[eE][+-]?[0-9]+)?")
_COUNTED = re.compile(rf"({_DIGITS}|{IN_THOUSANDS})\s*([万亿%]?)")
_PARTED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:_[0-9]{3})+(?:\.[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_EXPONENTS = {"": "", "万": "e4", "亿": "e8", "%": "e-2"}
_LONGEST = 400
"""A whole number of more digits is beyond all floats."""


def read(raw: Any, expected: str = EXPECTED, *, percent: bool = False) -> float | Problem:
    """A number.

    Args:
        raw: The raw value.
        expected: What is accepted, for the problem.
        percent: Whether it is a share, which may be written as ``2.6%``.

    Returns:
        The nearest float, never -0; or what is wrong: it is no number, or not a finite one.
    """
    value = plain(raw)
    if isinstance(value, str):
        return _text(value, expected, percent)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return _no_number(raw, expected)
    return _finite(value, raw, expected)


def literal(word: str) -> float | int | None:
    """A word of a notation of programs, in which underscores may part the thousands: ``1_500_000``, ``0700``; None if it is no number.

    Base 60 and 16 and infinities, which such notations may know, are no numbers here.
    """
    if len(word) > _LONGEST or not (_PLAIN.fullmatch(word) or _PARTED.fullmatch(word)):
        return None
    digits = word.replace("_", "")
    if _WHOLE.fullmatch(digits):
        return int(digits)
    value = float(digits)
    return value + 0.0 if math.isfinite(value) else None  # of -0 the sum is 0


def _text(text: str, expected: str, percent: bool) -> float | Problem:
    written = half_width(text)
    if _PLAIN.fullmatch(written):
        return _finite(float(written), text, expected)
    counted = _COUNTED.fullmatch(written)
    if counted is None or (counted.group(2) == "%" and not percent):
        return _no_number(text, expected)
    digits, unit = counted.groups()
    return _finite(float(digits.replace(",", "") + _EXPONENTS[unit]), text, expected)


def _finite(value: float | Decimal, raw: Any, expected: str) -> float | Problem:
    try:
        number = float(value)
    except OverflowError:
        words = shown(raw)
        return Problem("out_of_range", "", f"“{words.zh}”过大", f"{words.en} is too large", expected)
    if not math.isfinite(number):
        words = shown(raw)
        return Problem("not_finite", "", f"“{words.zh}”不是有限的数字", f"{words.en} is not a finite number", expected)
    return number + 0.0  # of -0 the sum is 0


def _no_number(raw: Any, expected: str) -> Problem:
    words = shown(raw)
    return Problem("wrong_type", "", f"“{words.zh}”不是数字", f"{words.en} is no number", expected)

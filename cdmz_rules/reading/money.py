"""Sums of money in yuan: numbers that may bear the currency's marks."""

from __future__ import annotations

from typing import Any

from cdmz_rules.errors import Problem
from cdmz_rules.reading import numbers
from cdmz_rules.reading.plain import half_width, plain

EXPECTED = "1500000, 1,500,000元, 150万元"
BEFORE = ("人民币", "CNY", "RMB", "¥")
BEHIND = ("人民币元", "人民币", "元")
"""Marks of the currency, in front of a sum and behind it."""


def read(raw: Any, expected: str = EXPECTED) -> float | Problem:
    """A sum in yuan.

    Args:
        raw: The raw value.
        expected: What is accepted, for the problem.

    Returns:
        The sum, or what is wrong: it is no number, or not a finite one.
    """
    found = numbers.read(raw, expected)
    value = plain(raw)
    if not isinstance(found, Problem) or not isinstance(value, str):
        return found
    within = numbers.read(unmarked(half_width(value)), expected)
    return found if isinstance(within, Problem) else within


def unmarked(written: str) -> str:
    """A sum without the currency's marks."""
    front = next((mark for mark in BEFORE if written.upper().startswith(mark)), "")
    behind = next((mark for mark in BEHIND if written.endswith(mark)), "")
    return written[len(front) : len(written) - len(behind)].strip()


def in_fen(value: float) -> bool:
    """Whether a sum goes no further down than to the fen."""
    return abs(round(value * 100) - value * 100) <= 1e-4

"""Sums of money in yuan: numbers that may bear the currency's marks."""

from __future__ import annotations

import re
from typing import Any

from cdmz_rules.errors import Problem
from cdmz_rules.reading import numbers
from cdmz_rules.reading.plain import half_width, plain

EXPECTED = "1500000, 1,500,000元, 150万元"
_MARKED = re.compile(r"(?:¥|人民币|CNY|RMB)?\s*([^%]*?)\s*(?:元|人民币)?", re.IGNORECASE)


def read(raw: Any, expected: str = EXPECTED) -> float | Problem:
    """A sum in yuan.

    Args:
        raw: The raw value.
        expected: What is accepted, for the problem.

    Returns:
        The sum, or what is wrong: it is no number, or not a finite one.
    """
    found = numbers.read(raw, expected)
    if not isinstance(found, Problem):
        return found
    value = plain(raw)
    marked = _MARKED.fullmatch(half_width(value)) if isinstance(value, str) else None
    within = numbers.read(marked.group(1), expected) if marked else found
    return found if isinstance(within, Problem) else within


def in_fen(value: float) -> bool:
    """Whether a sum goes no further down than to the fen."""
    return abs(round(value * 100) - value * 100) <= 1e-4

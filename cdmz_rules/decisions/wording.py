"""How figures are said: one place for units, signs and gaps, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

from cdmz_rules.i18n.words import Words
from cdmz_rules.law.schema import UNITS

COMPLETED = ("years", "age")
"""Units counted when they are full: whoever is one short may lack a single day."""
SIGN = {"<=": "≤", "<": "<", ">=": "≥", ">": ">"}


def number(value: float) -> str:
    """A number without needless decimals, with thousands separated."""
    rounded = round(value, 6)
    if rounded == int(rounded) and abs(rounded) < 1e15:
        return f"{int(rounded):,}"
    return f"{rounded:,.6f}".rstrip("0")


def quantity(value: Any, unit: str) -> Words:
    """A value with its unit: ``800,000 元``, ``20%``, ``6 个月``."""
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    if isinstance(value, date):
        return Words(value.isoformat(), value.isoformat()) if value != date.min else Words("从未", "never")
    if not isinstance(value, int | float):
        return Words(str(value), str(value))
    facts = UNITS[unit]
    if facts.get("shown_as") == "percent":
        text = number(value * 100)
        return Words(f"{text}{facts['zh']}", f"{text}{facts['en']}")
    text = f"{value:,.2f}".removesuffix(".00") if unit.startswith("CNY") else number(value)
    return Words(f"{text} {facts['zh']}".strip(), f"{text} {facts['en']}".strip())


def gap(value: float, line: float, comparison: str, unit: str) -> Words:
    """How far a value fails a line: ``差 2 个月`` or ``超出 312 元``."""
    amount = quantity(abs(line - value), unit)
    if comparison.startswith(">"):
        equal = Words("须超过", "it must be more than this") if line == value else None
        most = Words("至多", "at most ") if unit in COMPLETED else Words("", "")
        return equal or Words(f"{most.zh}差 {amount.zh}", f"{most.en}{amount.en} short")
    equal = Words("须低于", "it must be less than this") if line == value else None
    return equal or Words(f"超出 {amount.zh}", f"{amount.en} too much")


def comparison_words(label: Words, value: Any, line: Any, comparison: str, unit: str) -> Words:
    """A clause with its figures: ``连续足额缴存月数：24 个月 ≥ 6 个月``."""
    left = quantity(value, unit) if value is not None else Words("未知", "unknown")
    right = quantity(line, unit) if line is not None else Words("规定未知", "a line nobody knows")
    sign = SIGN[comparison]
    return Words(
        f"{label.zh}：{left.zh}（要求 {sign} {right.zh}）", f"{label.en}: {left.en} (required {sign} {right.en})"
    )

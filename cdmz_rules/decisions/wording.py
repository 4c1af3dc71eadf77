"""How figures are said: one place for units, signs and gaps, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from cdmz_rules.i18n.words import Words
from cdmz_rules.law.schema import UNITS

COMPLETED = ("years", "age")
"""Units counted when they are full: whoever is one short may lack a single day."""
NOT_TOLD = Words("未填写", "not told")
PARTLY_TOLD = Words("未填齐", "not all told")
UNKNOWN = Words("未知", "unknown")
NO_LINE = Words("规定未知", "a line that no known text gives")
OPEN_LINE = Words("要求视其他情况而定", "what is required depends on the rest")
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
    if facts.get("shown_as") == "class_and_year":
        return class_and_year(value)
    if facts.get("shown_as") == "percent":
        text = number(value * 100)
        return Words(f"{text}{facts['zh']}", f"{text}{facts['en']}")
    text = f"{value:,.2f}".removesuffix(".00") if unit.startswith("CNY") else number(value)
    english = facts.get("one", facts["en"]) if text == "1" else facts["en"]
    return Words(f"{text} {facts['zh']}".strip(), f"{text} {english}".strip())


def class_and_year(value: float) -> Words:
    """An order of allocation, whose last four digits are the year: ``第3类，2026年``."""
    rank, year = divmod(round(value), 10_000)
    return Words(f"第{rank}类，{year}年", f"class {rank}, {year}")


def gap(value: float, line: float, comparison: str, unit: str) -> Words:
    """How far a value fails a line: ``差 2 个月`` or ``超出 312 元``; of one that is the line itself, that this is not enough."""
    amount = quantity(abs(line - value), unit)
    limit = quantity(line, unit)
    if comparison.startswith(">"):
        equal = Words(f"须超过 {limit.zh}", f"it must be more than {limit.en}") if line == value else None
        most = Words("至多", "at most ") if unit in COMPLETED else Words("", "")
        return equal or Words(f"{most.zh}差 {amount.zh}", f"{most.en}{amount.en} short")
    equal = Words(f"须低于 {limit.zh}", f"it must be less than {limit.en}") if line == value else None
    return equal or Words(f"超出 {amount.zh}", f"{amount.en} too much")


def required(line: float, comparison: str, unit: str) -> Words:
    """What a value is held against: ``要求 ≥ 6 个月``."""
    limit = quantity(line, unit)
    return Words(f"要求 {SIGN[comparison]} {limit.zh}", f"required {SIGN[comparison]} {limit.en}")


def comparison_words(fact: Words, rule: Words, value: Words, line: Words) -> Words:
    """A clause with its figures: ``连续足额缴存月数：24 个月（要求 ≥ 6 个月）``.

    The rule stands with what is required, never with the value: "above the limit: 35" would be said of a value that is not above it.

    Args:
        fact: What is compared.
        rule: What the clause is called; left out where it is called as the fact is.
        value: The household's, in words.
        line: What is required, in words.
    """
    called = rule.zh in fact.zh or rule.en == fact.en
    first, rest = (rule, Words("", "")) if called else (fact, Words(f"；{rule.zh}", f"; {_small(rule.en)}"))
    return Words(f"{first.zh}：{value.zh}（{line.zh}{rest.zh}）", f"{first.en}: {value.en} ({line.en}{rest.en})")


def stated(rule: Words, status: str, not_told: bool) -> Words:
    """A clause without figures as its status has it: by itself it would read as if it held."""
    if status == "fails":
        return Words(f"不满足：{rule.zh}", f"Not met: {rule.en}")
    if status != "unknown":
        return rule
    said = NOT_TOLD if not_told else Words("尚不能确定", "not certain")
    return Words(f"{said.zh}：{rule.zh}", f"{said.en[:1].upper()}{said.en[1:]}: {rule.en}")


def as_presumed(sentence: Words, presumed: Sequence[tuple[Words, Words]]) -> Words:
    """A clause of which nobody told anything, with what is presumed: each fact and its value."""
    zh = "、".join(f"“{label.zh}：{value.zh}”" for label, value in presumed)
    en = ", ".join(f"“{_named(label.en)} {value.en}”" for label, value in presumed)
    return Words(f"{sentence.zh}（未填写，按{zh}推定）", f"{sentence.en} (not told, presumed: {en})")


def in_brackets(sentence: Words, remark: Words) -> Words:
    """A sentence with a remark."""
    return Words(f"{sentence.zh}（{remark.zh}）", f"{sentence.en} ({remark.en})")


def _named(label: str) -> str:
    return label if label.endswith("?") else f"{label}:"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]

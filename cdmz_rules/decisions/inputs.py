"""One value of an input: read, and held against what the input takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from cdmz_rules.decisions.acceptors import WHOLE
from cdmz_rules.errors import Problem
from cdmz_rules.reading import choices, days, money, numbers, yes_no
from cdmz_rules.reading.doors import CASE, Door
from cdmz_rules.reading.plain import plain, shown
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo


def reader(catalogue: Catalogue, info: InputInfo, door: Door = CASE) -> Callable[[Any], Any]:
    """What reads the raw values of an input: it gives a value, whether the input can have it or not, or a problem without a place."""
    if info.kind == "date":
        return partial(days.read, door=door)
    if info.kind == "yes_no":
        return yes_no.read
    if info.kind == "choice":
        return partial(_choice, catalogue, choices.spellings(info.choices or {}))
    if info.kind == "money":
        return partial(money.read, expected=span(info))
    return partial(numbers.read, expected=span(info), percent=info.unit in numbers.SHARES)


def checked(
    catalogue: Catalogue, info: InputInfo, raw: Any, pointer: str, day: date, door: Door = CASE
) -> float | bool | date | str | Problem:
    """What a raw value says of an input; or the problem.

    Args:
        catalogue: What can be asked.
        info: The input.
        raw: The raw value.
        pointer: Where it stands.
        day: The day decided for.
        door: Where it came in.
    """
    value = reader(catalogue, info, door)(raw)
    fault = value if isinstance(value, Problem) else misfit(info, value, raw, day)
    return value if fault is None else replace(fault, pointer=pointer)


def misfit(info: InputInfo, value: Any, raw: Any, day: date) -> Problem | None:
    """Why an input cannot have a value that could be read, without a place; None if it can."""
    if info.kind == "date":
        return _day(info, value, day)
    return _number(info, value, raw) if info.kind in ("number", "money") else None


def span(info: InputInfo) -> str:
    """From where to where the numbers go that an input takes."""
    low, high = info.bounds
    return f"{low:,}–{high:,}"


def _number(info: InputInfo, value: float, raw: Any) -> Problem | None:
    low, high = info.bounds
    written = shown(raw)
    if value < low:
        words = f"{written.zh}小于{low:,}", f"{written.en} is below {low:,}"
        return Problem("out_of_range", "", *words, span(info))
    if value > high:
        words = f"{written.zh}超过{high:,}", f"{written.en} is over {high:,}"
        return Problem("out_of_range", "", *words, span(info))
    if info.kind == "money" and not money.in_fen(value):
        return Problem("too_fine", "", "金额最多到分", "money goes down to the fen", "0.01")
    if info.unit in WHOLE and value != int(value):
        return Problem("wrong_type", "", "应为整数", f"{written.en} is no whole number", span(info))
    return None


def _day(info: InputInfo, value: date, day: date) -> Problem | None:
    low, high = info.bounds
    if not low <= value <= high:
        words = f"{value}不在{low}至{high}之间", f"{value} is not within {low} and {high}"
        return Problem("out_of_range", "", *words, f"{low}–{high}")
    if value > day and not info.future:
        words = f"{value}晚于决定日{day}", f"{value} lies after the day decided for, {day}"
        return Problem("in_the_future", "", *words, f"≤ {day}")
    return None


def _choice(catalogue: Catalogue, spelled: Mapping[str, str], raw: Any) -> str | Problem:
    found = choices.read(raw, spelled)
    value = plain(raw)
    if isinstance(found, Problem) and isinstance(value, str) and value in catalogue.law.places:
        return replace(found, message_zh=f"“{value}”不适用于此项", message_en=f"{value} cannot be named here")
    return found

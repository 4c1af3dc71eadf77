"""The value of a row as somebody writes it: in the unit of its row, and never guessed at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cdmz_rules.enquiry import wording
from cdmz_rules.errors import Problem
from cdmz_rules.i18n.words import Words
from cdmz_rules.law import figures
from cdmz_rules.law.item import Item
from cdmz_rules.reading import choices
from cdmz_rules.reading.plain import half_width, plain, shown

PERCENT = "%"
MOST = 1e12
"""No bureau answers with more."""
WITHOUT_PERCENT = "写明百分号，如 30%", "write the percent sign, such as 30%"
_NUMBER_FIRST = re.compile(r"[+-]?[0-9.][0-9.,]*\s*[万亿]?\s*(\S.*)")
"""A number, and what stands behind it."""


def found(item: Item, raw: object) -> Any:
    """A value as a file of the law holds it, or what is wrong with it.

    Args:
        item: The item of the row.
        raw: What stands in its cell: of a share a text with its percent sign, of other numbers with or without the unit of the row.
    """
    if item.kind == "choice":
        return choice(raw, item.choices)
    if item.kind != "number":
        return figures.found(item, raw)
    value = plain(raw)
    written = half_width(value) if isinstance(value, str) else ""
    if wording.is_share(item):
        return figures.found(item, raw) if written.endswith(PERCENT) else _without_percent(raw)
    read = figures.found(item, _without_unit(item, written) or raw)
    if not isinstance(read, Problem) and abs(read) > MOST:
        words = shown(raw)
        return Problem("out_of_range", "", f"{words.zh}超出范围", f"{words.en} is out of range", f"≤ {MOST:,.0f}")
    behind = _NUMBER_FIRST.fullmatch(written)
    if isinstance(read, Problem) and read.code == "wrong_type" and behind is not None:
        return _other_unit(item, raw)
    return read


def choice(raw: object, options: Mapping[str, Words], near: Mapping[str, str] | None = None) -> str | Problem:
    """One of some options; of another what is wrong, with the words of the drop-down.

    Args:
        raw: What stands in the cell.
        options: Their words, by key.
        near: What else is read as one of them.
    """
    read = choices.read(raw, choices.spellings(options) | dict(near or {}))
    if not isinstance(read, Problem):
        return read
    meant = options[read.did_you_mean].zh if read.did_you_mean else None
    return replace(read, expected=" / ".join(one.zh for one in options.values()), did_you_mean=meant)


def _without_percent(raw: object) -> Problem:
    """A bare number could be meant as a share or in percent; so could what a spreadsheet shows in percent."""
    words = shown(raw)
    zh, en = WITHOUT_PERCENT
    return Problem("wrong_type", "", f"“{words.zh}”没有百分号：{zh}", f"{words.en} has no percent sign: {en}", "30%")


def _without_unit(item: Item, written: str) -> str:
    """A text without the unit of its row."""
    unit = next((unit for unit in wording.unit(item) if unit and written.casefold().endswith(unit)), "")
    return written[: len(written) - len(unit)].strip() if unit else written


def _other_unit(item: Item, raw: object) -> Problem:
    words, unit = shown(raw), wording.unit(item)
    if not unit.zh:
        message = f"“{words.zh}”带有单位：此格只填数字", f"{words.en} bears a unit: this cell takes a number alone"
        return Problem("wrong_unit", "", *message)
    zh = f"“{words.zh}”不是以“{unit.zh}”写的数：此格的单位是“{unit.zh}”"
    en = f"{words.en} is not written in the unit of this cell, {unit.en}"
    return Problem("wrong_unit", "", zh, en, unit.zh)

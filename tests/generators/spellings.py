"""A value as people write it, and as programs of Python hold it: any spelling that its kind allows, by a draw."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np

from cdmz_rules.reading import numbers
from cdmz_rules.rulebook.infos import InputInfo

WIDE = str.maketrans("0123456789.,-/", "０１２３４５６７８９．，－／")
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d 00:00:00")
YES, NO = ("是", "yes", "Y", "true", "1"), ("否", "no", "N", "false", "0")


def text(info: InputInfo, value: Any, random: Random, *, percent: bool = False) -> str:
    """A value as text.

    Args:
        info: The input.
        value: Its value: a number, True or False, a day in ISO's form or a choice.
        random: What draws the spelling.
        percent: Whether shares are asked for in percent, as forms do.
    """
    if info.kind == "yes_no":
        return random.choice(YES if value else NO)
    if info.kind == "choice":
        assert info.choices is not None
        return random.choice([value, value.upper(), info.choices[value].zh])
    if info.kind == "date":
        written = date.fromisoformat(value).strftime(random.choice(DAYS))
    else:
        exact = Decimal(str(value))
        written = _percent(exact) if percent and info.unit in numbers.SHARES else _number(exact, info, random)
    return random.choice([written, written, written.translate(WIDE), f" {written} "])


def _percent(value: Decimal) -> str:
    return f"{(value * 100).normalize():f}"


def _number(value: Decimal, info: InputInfo, random: Random) -> str:
    spellings = [f"{value:f}", f"{value:,f}", f"+{value:f}" if value >= 0 else f"{value:f}"]
    if abs(value) >= 1:
        spellings.append(f"0{value:f}" if value > 0 else f"{value:f}")
        spellings.append(f"{(value / 10_000).normalize():f}万")
    if info.kind == "money":
        spellings += [f"¥{value:,f}", f"{value:f}元"]
    return random.choice(spellings)


def native(info: InputInfo, value: Any, random: Random) -> Any:
    """A value as a program holds it: numpy's scalars, decimals and days among them."""
    if info.kind == "yes_no":
        return random.choice([value, np.bool_(value)])
    if info.kind == "choice":
        return value
    if info.kind == "date":
        day = date.fromisoformat(value)
        return random.choice([value, day, datetime(day.year, day.month, day.day), np.datetime64(day)])
    return random.choice([value, np.float64(value), Decimal(str(value))])

"""How people write headings: with other brackets and colons, with spaces and line breaks, with the unit behind; and how, rows of totals."""

from __future__ import annotations

import re
from dataclasses import replace

from cdmz_rules.errors import Problem
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.schema import UNITS

SPACE = re.compile(r"[\s\ufeff\u200b]+")
BRACKETS = str.maketrans("（【［[）】］]：．", "(((())))" + ":.")
IN_BRACKETS = re.compile(r"(.+)\(([^()]+)\)")
_TOTALS = ("合计", "总计", "小计", "共计", *(f"{one}计" for one in ("合 ", "总 ", "小 ", "合　", "总　", "小　")))
_TOTALS_EN = ("total", "Total", "TOTAL", "totals", "Totals", "Grand total", "Grand Total", "Subtotal", "subtotal")
TOTALS = tuple(f"{name}{mark}" for name in (*_TOTALS, *_TOTALS_EN) for mark in ("", ":", "："))
"""What rows that add up those above them are called."""
SHARES = ("%",)
"""Units of what is shown otherwise than it is written in a cell: a share is written 0.2."""
YUAN = ("元", "人民币", "人民币元", "yuan", "cny", "rmb", "¥")
WRITTEN = {
    "CNY": YUAN,
    "CNY/month": (*YUAN, "元/月", "元每月", "每月元"),
    "CNY/year": (*YUAN, "元/年", "元每年"),
    "CNY/m2/month": ("元/平方米·月", "元/平方米/月", "元/㎡·月", "元/㎡/月"),
    "m2": ("平方米", "平米", "㎡", "m²", "m2"),
    "years": ("年", "years"),
    "age": ("岁", "周岁", "years"),
    "months": ("月", "个月", "months"),
    "days": ("天", "日", "days"),
    "count": ("个", "人", "套", "次", "间", "张", "床"),
    "points": ("分", "points"),
    "stars": ("星", "级", "stars"),
}
"""How units are written in headings, beside what the register of units calls them."""


def folded(heading: str) -> str:
    """A heading by which it is known, however it is spaced and bracketed, in small letters."""
    return SPACE.sub("", heading.translate(BRACKETS)).casefold()


def unit_behind(heading: str) -> tuple[str, str] | None:
    """A heading that is `folded` without what stands in brackets at its end, and that; None if nothing does."""
    parts = IN_BRACKETS.fullmatch(heading)
    return (parts[1], parts[2]) if parts else None


def without_remark(label: str) -> str | None:
    """A label without the remark in brackets behind it, folded; None if it has none."""
    parts = unit_behind(folded(label))
    return parts[0] if parts else None


def is_unit(written: str, unit: str) -> bool:
    """Whether what is written is a unit, so that cells below it are in it."""
    facts = UNITS[unit]
    names = {folded(name) for name in (str(facts["zh"]), str(facts["en"]), *WRITTEN.get(unit, ()))}
    return written in names - {"", *SHARES}


def wrong_unit(heading: str, words: Words, unit: str, key: str) -> Problem | None:
    """What is wrong with a heading that names an input in another unit than its own; None if the input has no unit."""
    facts = UNITS[unit]
    if not facts["zh"]:
        return None
    message = f"此列的单位是{facts['zh']}，请换算后填写", f"this column is in {facts['en']}: convert the cells"
    return Problem("wrong_unit", heading, *message, f"{words.zh}（{facts['zh']}）", key)


def called(problem: Problem, words: Words) -> Problem:
    """A heading that nobody knows, with the label of the nearest one: who reads Chinese knows it by no key."""
    return replace(problem, message_zh=f"{problem.message_zh}，最接近的是“{words.zh}”")

"""One cell as people write it: a number, a yes or no, a day, a choice, or nothing known."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np

from cdmz_rules.rulebook.catalogue import Catalogue

NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:[T ]\d{2}:\d{2}.*)?")

UNKNOWN = frozenset({"", "unknown", "未知", "nan"})
YES_NO = {"是": True, "否": False, "yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}

# What a spreadsheet stores for a day. Below ten thousand (May 1927) a number is rather a year or a slip than a day.
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = (10_000, 73_415)
MAX_TEXT = 1000


class Unreadable(Exception):
    """A cell says something, but nothing that its column takes."""


def plain(word: Any) -> Any:
    """A cell as plain Python: NumPy's scalars unpacked, text trimmed, everything that says nothing as None."""
    if isinstance(word, np.generic):
        word = None if isinstance(word, np.datetime64) and np.isnat(word) else word.item()
    if isinstance(word, str):
        word = word.strip()
        return None if word.casefold() in UNKNOWN else word
    # NaN and pandas' NaT are not equal to themselves; a list would be compared item by item.
    return None if isinstance(word, float | datetime) and word != word else word


def number(word: Any) -> float:
    """A number, also as text, also with thousands set apart: ``1,500,000``."""
    if isinstance(word, bool):
        raise Unreadable
    try:
        if isinstance(word, int | float | Decimal):
            return float(word)
        if isinstance(word, str) and len(word) < MAX_TEXT and NUMBER.fullmatch(word):
            return float(word)
        if isinstance(word, str) and len(word) < MAX_TEXT and GROUPED.fullmatch(word):
            return float(word.replace(",", ""))
    except OverflowError as error:
        raise Unreadable from error
    raise Unreadable


def yes_no(word: Any) -> bool:
    """Yes or no: a boolean, 1 or 0, or 是/否, yes/no, true/false."""
    if isinstance(word, bool):
        return word
    if isinstance(word, int | float) and word in (0, 1):
        return bool(word)
    if isinstance(word, str) and word.casefold() in YES_NO:
        return YES_NO[word.casefold()]
    raise Unreadable


def day(word: Any) -> date:
    """A day: a date, a point in time, ISO text or 2026/4/1 or 2026年4月1日, or the number that a spreadsheet stores."""
    if isinstance(word, date):
        return word.date() if isinstance(word, datetime) else word
    if isinstance(word, str) and len(word) < MAX_TEXT:
        match = DAY.fullmatch(word)
        if match is not None:
            return _calendar(*(int(part) for part in match.groups() if part is not None))
        if not word.isdecimal():
            raise Unreadable
    serial = number(word)
    if not EXCEL_DAYS[0] <= serial <= EXCEL_DAYS[1]:
        raise Unreadable
    return EXCEL_EPOCH + timedelta(days=int(serial))


def _calendar(year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError as error:
        raise Unreadable from error


def choice(catalogue: Catalogue, name: str, word: Any) -> str:
    """The key of one of an input's choices, from its key or its label in either language."""
    key = _labels(catalogue, name).get(word.casefold()) if isinstance(word, str) else None
    if key is None:
        raise Unreadable
    return key


@lru_cache(maxsize=256)
def _labels(catalogue: Catalogue, name: str) -> dict[str, str]:
    """The choices of an input by what may be written for them; a word that would fit two is left out."""
    choices = catalogue.inputs[name].choices or {}
    written: dict[str, str | None] = {}
    for key, text in choices.items():
        for word in {text.zh.casefold(), text.zh.removesuffix("市").casefold(), text.en.casefold()}:
            written[word] = None if written.get(word, key) != key else key
    keys = {key.casefold(): key for key in choices}
    return {word: key for word, key in written.items() if key is not None} | keys

"""The cells of a column of claims: values as variables store them, and the problem of each cell that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules.decisions.acceptors import calendar_day, in_fen
from cdmz_rules.decisions.cases import stored
from cdmz_rules.errors import Problem, nearest
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.settlement.refusals import Refusals
from cdmz_rules.tables.cells import Known

YES, NO = ("true", "yes", "1", "是"), ("false", "no", "0", "否")
UNKNOWN = "unknown"


def read(catalogue: Catalogue, info: InputInfo, cells: Sequence[Any], refusals: Refusals) -> Known:
    """The values of a column; its wrong cells are refused.

    Distinct cells are read once; a table repeats most of them.
    """
    texts = np.array([plain(cell) for cell in cells], dtype=object)
    different, which = np.unique(texts.astype(str), return_inverse=True)
    values: list[Any] = []
    for number, text in enumerate(different):
        value = _value(info, str(text)) if text else None
        if isinstance(value, Problem):
            refusals.add(value, which == number)
        values.append(None if isinstance(value, Problem) else value)
    known = np.array([text != "" for text in different], bool)
    return Known(stored(catalogue.variables[info.name], values)[which], known[which])


def plain(cell: Any) -> str:
    """What a cell says; nothing if it is empty."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else repr(cell) if isinstance(cell, float) else str(cell).strip()


def _value(info: InputInfo, text: str) -> Any:
    """What a cell that is not empty says, or its problem."""
    if text == UNKNOWN:
        nothing = np.nan if info.kind in ("money", "number") else None
        return nothing if info.presumed is None else info.presumed
    return {"money": _number, "number": _number, "yes_no": _yes_no, "date": _day, "choice": _choice}[info.kind](
        info, text
    )


def _number(info: InputInfo, text: str) -> float | Problem:
    low, high = info.bounds
    expected = f"{low:,}–{high:,}"
    try:
        number = float(text.replace(",", "").replace("_", ""))
    except ValueError:
        return _problem("wrong_type", info, f"“{_shown(text)}”不是数字", f"{_shown(text)} is no number", expected)
    if not low <= number <= high:
        return _out_of_range(info, text, expected)
    if info.kind == "money" and not in_fen(number):
        return _problem("too_fine", info, "金额最多到分", "money goes down to the fen", "0.01")
    if info.unit == "count" and number != int(number):
        return _problem("wrong_type", info, "应为整数", f"{_shown(text)} is no whole number", expected)
    return number


def _yes_no(info: InputInfo, text: str) -> bool | Problem:
    if text.lower() in YES or text.lower() in NO:
        return text.lower() in YES
    words = f"“{_shown(text)}”应为 true 或 false", f"{_shown(text)} is neither true nor false"
    return _problem("wrong_type", info, *words, "true, false")


def _day(info: InputInfo, text: str) -> date | Problem:
    day = calendar_day(text)
    if day is None:
        words = f"“{_shown(text)}”不是有效日期", f"{_shown(text)} is no calendar day"
        return _problem("not_a_date", info, *words, "2026-01-31")
    low, high = info.bounds
    return day if low <= day <= high else _out_of_range(info, text, f"{low}–{high}")


def _choice(info: InputInfo, text: str) -> str | Problem:
    names = info.choices or {}
    if text in names:
        return text
    words = f"没有“{_shown(text)}”这一选项", f"{_shown(text)} is not one of the choices"
    return _problem("unknown_value", info, *words, ", ".join(names), nearest(text, names))


def _out_of_range(info: InputInfo, text: str, expected: str) -> Problem:
    return _problem("out_of_range", info, f"{_shown(text)}超出范围", f"{_shown(text)} is out of range", expected)


def _problem(code: str, info: InputInfo, zh: str, en: str, expected: str, near: str | None = None) -> Problem:
    return Problem(code, info.name, zh, en, expected, near)


def _shown(text: str) -> str:
    return text[:60]

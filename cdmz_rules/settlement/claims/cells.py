"""One column of text or values to one array, every wrong cell with its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.acceptors import calendar_day
from cdmz_rules.errors import nearest
from cdmz_rules.rulebook.catalogue import InputInfo
from cdmz_rules.rulebook.system import system

Array = npt.NDArray[Any]
NEVER = np.datetime64("0001-01-01", "D")
YES, NO = ("true", "yes", "1", "是"), ("false", "no", "0", "否")


@dataclass(frozen=True)
class Fault:
    """A wrong cell: its row, its column, and what is wrong, as `cdmz_rules.errors.Problem` says it."""

    row: int
    column: str
    code: str
    zh: str
    en: str
    expected: str | None = None
    near: str | None = None


def column(info: InputInfo, cells: Sequence[Any]) -> tuple[Array, npt.NDArray[np.bool_], list[Fault]]:
    """The values of a column as formulas store them, which cells are told, and the mistakes.

    Distinct cells are read once; a table repeats most of them.
    """
    texts = np.array([_text(cell) for cell in cells], dtype=object)
    different, where = np.unique(texts.astype(str), return_inverse=True)
    read = [_cell(info, text) for text in different]
    faults = [*_faults(info, different, where, read)]
    values = np.array([blank(info) if isinstance(value, _Wrong) else value for value in read], _dtype(info))
    told = np.array([text != "" for text in different])
    return values[where], told[where], faults


@dataclass(frozen=True)
class _Wrong:
    code: str
    zh: str
    en: str
    expected: str | None = None
    near: str | None = None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell) if isinstance(cell, float) else str(cell).strip()


def _faults(info: InputInfo, different: Array, where: Array, read: list[Any]) -> Iterator[Fault]:
    for number, (text, value) in enumerate(zip(different, read, strict=True)):
        if isinstance(value, _Wrong):
            zh, en = value.zh.format(text=text[:60]), value.en.format(text=text[:60])
            for row in np.flatnonzero(where == number):
                yield Fault(int(row), info.name, value.code, zh, en, value.expected, value.near)


def _cell(info: InputInfo, text: str) -> Any:
    if text == "" or text == "unknown":
        return blank(info)
    return {"money": _number, "number": _number, "yes_no": _yes_no, "date": _day, "choice": _choice}[info.kind](
        info, text
    )


def blank(info: InputInfo) -> Any:
    """What stands for a cell that is not told: what is presumed, else what OpenFisca stores for unknown."""
    if info.presumed is not None:
        return _code(info, info.presumed) if info.kind == "choice" else info.presumed
    return {"money": np.nan, "number": np.nan, "yes_no": False, "date": NEVER, "choice": 0}[info.kind]


def _dtype(info: InputInfo) -> str:
    return {
        "money": "float64",
        "number": "float64",
        "yes_no": "bool",
        "date": "datetime64[D]",
        "choice": "uint8",
    }[info.kind]


def _number(info: InputInfo, text: str) -> float | _Wrong:
    low, high = info.bounds
    expected = f"{low:,}–{high:,}"
    try:
        number = float(text.replace(",", "").replace("_", ""))
    except ValueError:
        return _Wrong("wrong_type", "“{text}”不是数字", "{text} is no number", expected)
    if not low <= number <= high:
        return _Wrong("out_of_range", "{text}超出范围", "{text} is out of range", expected)
    if info.kind == "money" and abs(round(number * 100) - number * 100) > 1e-4:
        return _Wrong("too_fine", "金额最多到分", "money goes down to the fen", "0.01")
    if info.unit == "count" and number != int(number):
        return _Wrong("wrong_type", "应为整数", "{text} is no whole number", expected)
    return number


def _yes_no(_: InputInfo, text: str) -> bool | _Wrong:
    if text.lower() in YES or text.lower() in NO:
        return text.lower() in YES
    return _Wrong("wrong_type", "“{text}”应为 true 或 false", "{text} is neither true nor false", "true, false")


def _day(info: InputInfo, text: str) -> np.datetime64 | _Wrong:
    found = calendar_day(text)
    if found is None:
        return _Wrong("not_a_date", "“{text}”不是有效日期", "{text} is no calendar day", "2026-01-31")
    low, high = info.bounds
    if not low <= found <= high:
        return _Wrong("out_of_range", "{text}超出范围", "{text} is out of range", f"{low}–{high}")
    return np.datetime64(found, "D")


def _choice(info: InputInfo, text: str) -> int | _Wrong:
    names = info.choices or {}
    if text in names:
        return _code(info, text)
    known = ", ".join(names)
    return _Wrong(
        "unknown_value", "没有“{text}”这一选项", "{text} is not one of the choices", known, nearest(text, names)
    )


def _code(info: InputInfo, name: str) -> int:
    return int(system().variables[info.name].possible_values[name].index)


def year_of(days: Array) -> npt.NDArray[np.int64]:
    """The natural year of each day."""
    return days.astype("datetime64[Y]").astype(np.int64) + date(1970, 1, 1).year

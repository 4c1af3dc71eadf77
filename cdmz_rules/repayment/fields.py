"""The fields of a request: how each is read, within which bounds, and how the description of the interface says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from cdmz_rules.errors import Problem
from cdmz_rules.i18n.problems import Misread
from cdmz_rules.reading import days, money, numbers
from cdmz_rules.repayment.lines import MAX_MONTHS

MAX_AMOUNT = 100_000_000
MAX_RATE = 1
EARLIEST, LATEST, END = date(1991, 1, 1), date(2100, 12, 31), date(2300, 12, 31)
"""The first day on which a loan can have been granted, the last, and the last day of which anything is asked."""


def _read(reader: Callable[[Any], Any]) -> BeforeValidator:
    """A validator that takes raw values as people write them (``docs/reading.md``)."""

    def read(raw: Any) -> Any:
        found = reader(raw)
        if isinstance(found, Problem):
            raise Misread(found)
        return found

    return BeforeValidator(read)


def _amount(raw: Any) -> float | Problem:
    found = money.read(raw)
    if isinstance(found, float) and 0 < found <= MAX_AMOUNT and not money.in_fen(found):
        return Problem("too_fine", "", "金额只到分", "a sum goes no further down than to the fen", "0.01")
    return found


def _count(raw: Any) -> int | float | Problem:
    found = numbers.read(raw)
    return int(found) if isinstance(found, float) and found.is_integer() else found


def _rate(raw: Any) -> float | Problem:
    return numbers.read(raw, "0.0395, 3.95%", percent=True)


def _between(first: date, last: date) -> Callable[[Any], date | Problem]:
    """What reads a day that lies within two."""

    def read(raw: Any) -> date | Problem:
        found = days.read(raw)
        if isinstance(found, date) and not first <= found <= last:
            words = f"日期应在{first}至{last}之间", f"this day should lie between {first} and {last}"
            return Problem("out_of_range", "", *words, f"{first} – {last}")
        return found

    return read


def _written(description: str, examples: list[Any], kind: str, **bounds: Any) -> WithJsonSchema:
    """How the interface describes a field that is a number or a day, and may be text as people write it."""
    types = ["string"] if kind == "date" else [kind, "string"]
    return WithJsonSchema({"type": types, "description": description, "examples": examples, **bounds})


Amount = Annotated[
    float,
    Field(gt=0, le=MAX_AMOUNT),
    _read(_amount),
    _written("元，到分 · yuan, to the fen", [800_000, "80万"], "number", exclusiveMinimum=0, maximum=MAX_AMOUNT),
]
Months = Annotated[
    int,
    Field(ge=1, le=MAX_MONTHS),
    _read(_count),
    _written("期数（月） · months", [360], "integer", minimum=1, maximum=MAX_MONTHS),
]
Rate = Annotated[
    float,
    Field(ge=0, le=MAX_RATE),
    _read(_rate),
    _written("年利率 · yearly rate", [0.0395, "3.95%"], "number", minimum=0, maximum=MAX_RATE),
]
Day = Annotated[date, _read(_between(EARLIEST, END)), _written("日期 · a day", ["2026-03-15"], "date")]
Granted = Annotated[
    date,
    _read(_between(EARLIEST, LATEST)),
    _written("放款日 · the day on which the loan is granted", ["2024-03-15"], "date"),
]

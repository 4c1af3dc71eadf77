"""One thing that changes about a household: by how much, in words and as a size to rank by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

from cdmz_rules.decisions.figure import Scalar
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.whatif.causes import Cause
from cdmz_rules.whatif.levers import Lever, nearest

A_YEAR = {"months": 12.0, "date": 365.0}
CITY = 2.0
"""Sizes: a year is one, and so is as much money again as there is, one member or home more, or another choice; another city is two."""


class Shift(Part):
    """One thing that changes.

    Attributes:
        kind: ``input``, ``date`` (the day decided for) or ``city`` (the household lives there instead).
        words: By how much.
        clauses: The clauses that fail now and hold then.
        size: How large the change is, to rank by; see `CITY`.
    """

    kind: Literal["input", "date", "city"]
    name: str
    label: Text
    unit: str
    before: Scalar
    after: Scalar
    words: Text
    clauses: list[Cause]
    size: float


def of_input(lever: Lever, before: Any, after: Any, clauses: Iterable[Cause]) -> Shift:
    """Another value of an input; it is measured from the nearest day, if none is given exactly."""
    info, before = lever.info, nearest(before, after)
    return Shift(
        kind="input",
        name=lever.name,
        label=lever.label,
        unit=info.unit,
        before=before,
        after=after,
        words=_by_how_much(info, before, after),
        clauses=list(clauses),
        size=size(info, before, after),
    )


def days_size(before: date, after: date) -> float:
    """How large it is to wait; see `CITY`."""
    return float((after - before).days / A_YEAR["date"])


def of_day(before: date, after: date, clauses: Iterable[Cause], meanwhile: Sequence[Words] = ()) -> Shift:
    """A later day; ``meanwhile`` says what has to go on until then."""
    days = (after - before).days
    zh, en = ("".join(f"，{words.zh}" for words in meanwhile), "".join(f", {words.en}" for words in meanwhile))
    return Shift(
        kind="date",
        name="date",
        label=Text(zh="决定日", en="Day decided for"),
        unit="date",
        before=before,
        after=after,
        words=Text(zh=f"再等 {days} 天{zh}", en=f"wait {days} days{en}"),
        clauses=list(clauses),
        size=days_size(before, after),
    )


def of_city(before: str, after: str, words: Words, clauses: Iterable[Cause]) -> Shift:
    """Another city; ``words`` is its name."""
    return Shift(
        kind="city",
        name="city",
        label=Text(zh="所在城市", en="City"),
        unit="choice",
        before=before,
        after=after,
        words=Text(zh=f"改在{words.zh}", en=f"in {words.en} instead"),
        clauses=list(clauses),
        size=CITY,
    )


def _by_how_much(info: InputInfo, before: Any, after: Any) -> Text:
    if info.kind == "date":
        days = abs((after - before).days)
        zh, en = ("提前", "earlier") if after < before else ("推迟", "later")
        return Text(zh=f"{zh} {days} 天", en=f"{days} days {en}")
    if info.kind in ("money", "number"):
        by = quantity(round(abs(after - before), 6), info.unit)
        more = after > before
        return Text(zh=f"{'增加' if more else '减少'} {by.zh}", en=f"{by.en} {'more' if more else 'less'}")
    words = quantity(after, info.unit) if isinstance(after, bool) else (info.choices or {})[after]
    return Text(zh=f"改为{words.zh}", en=f"{words.en} instead")


def size(info: InputInfo, before: Any, after: Any) -> float:
    """How large a change of an input is; see `CITY`."""
    before = nearest(before, after)
    if info.kind == "date":
        return float(abs((after - before).days) / A_YEAR["date"])
    if info.kind == "number":
        whole = max(before, 1.0) if info.unit == "m2" else 1.0
        return float(abs(after - before) / A_YEAR.get(info.unit, whole))
    if info.kind == "money":
        return float(abs(after - before) / max(before, float(info.example or 0), 1.0))
    return 1.0

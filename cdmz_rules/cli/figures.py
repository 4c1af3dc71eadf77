"""How figures, places, days and grades of evidence are said in the language chosen."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cdmz_rules.cli.language import _, aside, listed, say
from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.figure import Bound
from cdmz_rules.decisions.wording import number, quantity
from cdmz_rules.i18n.grades import MEANINGS, NAMES
from cdmz_rules.law.item import BEGINNING, Item
from cdmz_rules.places import Places

WAN = 10_000

COLOURS = {"official": "green", "reported": "cyan", "recalled": "yellow", "assumed": "magenta", "proposed": "blue"}
GRADES = {grade: (name, COLOURS[grade]) for grade, name in NAMES.items()}
"""What a grade of evidence is called, and its colour; best first."""


def evidence(grade: str | None) -> str:
    """A grade of evidence by its name, and what it means."""
    if not grade:
        return _("none")
    return _(NAMES[grade]) + (aside(_(MEANINGS[grade])) if grade in MEANINGS else "")


def amount(value: Any, unit: str) -> str:
    """A value with its unit."""
    return say(quantity(value, unit))


def bounded(bound: Bound, value: float | None, low: float | None, high: float | None, unit: str) -> str:
    """A value as far as it is certain: exact, at most, at least, or within two ends."""
    if bound == "not_bounded":
        return _("not known yet")
    return amount(value, unit) if bound == "exact" else say(sentences.between(low, high, unit))


def in_wan(low: float | None, high: float | None) -> str:
    """The same sum counted in 万元, as people speak of loans; nothing for sums below one."""
    ends = [end for end in (low, high) if end is not None]
    if not ends or max(ends) < WAN:
        return ""
    exact = [Decimal(str(end)) / WAN for end in dict.fromkeys(ends)]
    rounded = [end.quantize(Decimal("0.01"), ROUND_HALF_UP) for end in exact]
    about = "" if exact == rounded else _("about ")
    return f"{about}{'–'.join(number(float(end)) for end in rounded)} 万元"


def gain(difference: float | None, unit: str) -> str:
    """By how much an amount is higher or lower; nothing if nobody can say."""
    return "" if difference is None else f"{'+' if difference > 0 else ''}{amount(difference, unit)}"


def law_value(places: Places, value: Any, unit: str, item: Item | None) -> str:
    """A value of the law: a number with its unit, a choice or places by their names, yes or no."""
    if isinstance(value, list):
        names = [say(places[name].words) for name in value if name in places]
        return listed(names) if names else _("none")
    if isinstance(value, str) and item is not None and value in item.choices:
        return say(item.choices[value])
    return amount(value, unit)


def since(start: date, first_seen: bool, until: date | None) -> str:
    """From when to when a value stands."""
    if start == BEGINNING:
        return _("until {day}", day=until) if until else _("always")
    if until is None:
        return _("from {day} (first seen)", day=start) if first_seen else _("from {day}", day=start)
    begin = _("{day} (first seen)", day=start) if first_seen else start
    return _("{low} to {high}", low=begin, high=until)

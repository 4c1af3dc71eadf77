"""How values of the law stand in a workbook and a letter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cdmz_rules.decisions.wording import quantity
from cdmz_rules.enquiry.columns import NO_RULE, YES_NO
from cdmz_rules.enquiry.periods import Period
from cdmz_rules.i18n.phrases import in_both
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import BEGINNING, Cell, Item, State
from cdmz_rules.law.schema import UNITS
from cdmz_rules.reading import numbers

EARLIEST = date(1900, 3, 1)
"""From here on spreadsheets agree which day a number is."""


def in_cell(item: Item, value: Any) -> Any:
    """A value as a cell holds it: a number, a day, or a text (of a share in percent) that is read as this value again."""
    if item.kind == "number":
        return f"{Decimal(repr(value)).scaleb(2):f}%" if is_share(item) else value
    if item.kind == "date":
        day = date.fromisoformat(str(value))
        return day if day >= EARLIEST else str(value)
    return in_words(item, value).zh


def in_words(item: Item, value: Any) -> Words:
    """A value in words, with its unit."""
    if item.kind == "boolean":
        return YES_NO[bool(value)]
    if item.kind == "choice":
        return item.choices[value]
    if item.kind == "places":
        names = [item.places[name].words for name in value]
        none = in_both("none")
        return Words("、".join(n.zh for n in names) or none.zh, ", ".join(n.en for n in names) or none.en)
    return quantity(value, item.unit)


def of_cell(item: Item, cell: Cell) -> Words:
    """What a cell says, in words."""
    if cell.state is State.KNOWN:
        return in_words(item, cell.value)
    return in_both("unknown") if cell.state is State.UNKNOWN else NO_RULE


def options(item: Item) -> tuple[Words, ...]:
    """Of an item that says whether or which: all that it can say; of others nothing."""
    if item.kind == "boolean":
        return tuple(YES_NO.values())
    return tuple(item.choices.values()) if item.kind == "choice" else ()


def takes(item: Item) -> Words:
    """What can be filled in for an item."""
    if item.kind == "places":
        return in_both("places, one after the other: {example}", example=Words("成都市、德阳市", "Chengdu, Deyang"))
    if item.kind in ("date", "number"):
        return in_both("a day") if item.kind == "date" else _number(item)
    offered = options(item)
    return Words(" / ".join(one.zh for one in offered), " / ".join(one.en for one in offered))


def _number(item: Item) -> Words:
    low, high = (None if end is None else quantity(end, item.unit) for end in item.bounds)
    if low is not None and high is not None:
        return in_both("{low} to {high}", low=low, high=high)
    if low is not None:
        return in_both("at least {amount}", amount=low)
    return in_both("at most {amount}", amount=high) if high is not None else in_both("a number")


def unit(item: Item) -> Words:
    """The unit of an item."""
    facts = UNITS[item.unit]
    return Words(facts["zh"], facts["en"])


def is_share(item: Item) -> bool:
    """Whether its numbers are shares, written in percent."""
    return item.kind == "number" and item.unit in numbers.SHARES


def span(period: Period) -> Words:
    """From when to when a period goes."""
    first, last = period.first, period.last
    if first == BEGINNING:
        return in_both("until {day}", day=last) if last else in_both("any")
    return in_both("{low} to {high}", low=first, high=last) if last else in_both("from {day}", day=first)

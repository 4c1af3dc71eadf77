"""How a reform finds a value: each rule looks at what stands on one day, and says in words what it was computed from.

What is unknown stays out: a city whose value nobody knows is neither the best nor in the middle, and keeps its unknown value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from cdmz_rules.i18n.words import Words
from cdmz_rules.law import population as populations
from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.law.population import Population
from cdmz_rules.law.reform_schema import Change
from cdmz_rules.law.schema import UNITS
from cdmz_rules.places import Places

HALF = Fraction(1, 2)


class Found(NamedTuple):
    """What a rule found: the value (None: not in force or unknown), why, and whether it rests on an invented figure."""

    state: State
    value: Any
    why: Words
    placeholder: bool = False


@dataclass(frozen=True)
class Seen:
    """What a rule looks at on one day.

    Attributes:
        item: The item before the change.
        change: The change.
        day: The day.
        own: What stands at the place itself.
        cities: What stands in each city.
        model: What stands at the place to be copied, if the rule copies.
        population: How many people live where.
    """

    item: Item
    change: Change
    day: date
    own: Cell
    cities: Mapping[str, Cell]
    model: Cell | None
    population: Population

    @property
    def known(self) -> dict[str, Cell]:
        """The cities whose value is known."""
        return {name: cell for name, cell in self.cities.items() if cell.state is State.KNOWN}


def find(seen: Seen) -> Found | None:
    """What the change puts here on this day; None if it leaves the place as it is."""
    change = seen.change
    if change.value is not None:
        return Found(State.KNOWN, change.value, Words("改革方案规定的数值", "the value that the reform sets"))
    if change.rule == "remove":
        return Found(State.NOT_IN_FORCE, None, Words("改革方案取消该项规定", "the reform does away with this rule"))
    if change.model is not None:
        return _copied(seen, change.model)
    if seen.own.state is not State.KNOWN:
        return None
    return _scaled(seen) if change.factor is not None else BY_NAME[str(change.rule)](seen)


def _copied(seen: Seen, model: str) -> Found:
    cell, name = seen.model, seen.item.places[model].words
    assert cell is not None
    why = Words(f"与{name.zh}相同", f"the same as in {name.en}")
    if cell.state is State.UNKNOWN:
        why = Words(f"{why.zh}，而该地规定未知", f"{why.en}, where the rule is not known")
    return Found(cell.state, cell.value, why, cell.placeholder)


def _extreme(seen: Seen, best: bool) -> Found:
    # The place's own value takes part: a district that is better off than its city is not pulled down.
    candidates = [*seen.known.values(), seen.own]
    highest = (seen.item.favours == "higher") is best
    chosen = (max if highest else min)(candidates, key=lambda cell: cell.number)
    words = (
        Words("四市中对申请人最有利的", "the best for applicants") if best else Words("四市中最严的", "the strictest")
    )
    return Found(State.KNOWN, chosen.value, _among(seen, words), chosen.placeholder)


def _median(seen: Seen) -> Found | None:
    found = sorted(_exact(cell.value) for cell in seen.known.values())
    if not found:
        return None
    middle = len(found) // 2
    value = found[middle] if len(found) % 2 else (found[middle - 1] + found[middle]) / 2
    return _figure(seen, value, Words("四市的中位数", "the median"))


def _weighted(seen: Seen) -> Found | None:
    weights = {name: populations.on(seen.population, name, seen.day) for name in seen.known}
    counted = {name: weight for name, weight in weights.items() if weight is not None}
    if not counted:
        return None
    total = sum((_exact(seen.cities[name].value) * weight for name, weight in counted.items()), Fraction(0))
    words = Words("按常住人口加权的平均数", "the mean weighted by permanent residents")
    return _figure(seen, total / sum(counted.values()), words, counted)


def _figure(seen: Seen, value: Fraction, words: Words, counted: Mapping[str, int] | None = None) -> Found:
    why = _among(seen, words, counted)
    unit = _said(seen.item, seen.change.round_to)
    why = Words(f"{why.zh}；以{unit.zh}为单位取整", f"{why.en}; rounded to {unit.en}")
    placeholder = any(cell.placeholder for cell in seen.known.values())
    return Found(State.KNOWN, _within(seen.item, rounded(value, seen.change)), why, placeholder)


def _scaled(seen: Seen) -> Found:
    factor, own = seen.change.factor, _said(seen.item, seen.own.value)
    value = rounded(_exact(seen.own.value) * _exact(factor), seen.change)
    held = _within(seen.item, value)
    why = Words(f"现行{own.zh}的{factor}倍", f"{factor} times today's {own.en}")
    if held != value:
        why = Words(f"{why.zh}，不超出该项规定的合理范围", f"{why.en}, held within the bounds of the item")
    return Found(State.KNOWN, held, why, seen.own.placeholder)


BY_NAME: Mapping[str, Callable[[Seen], Found | None]] = {
    "best": lambda seen: _extreme(seen, best=True),
    "worst": lambda seen: _extreme(seen, best=False),
    "median": _median,
    "population_weighted": _weighted,
}


def partway(seen: Seen, target: Found, part: Fraction) -> Found | None:
    """A part of the way from what stands to the target; None (as it is) if either end is no known number."""
    if seen.own.state is not State.KNOWN or target.state is not State.KNOWN:
        return None
    start = _exact(seen.own.value)
    value = rounded(start + (_exact(target.value) - start) * part, seen.change)
    why = Words(f"分步实施，已走完{part}：{target.why.zh}", f"phased in, {part} of the way: {target.why.en}")
    return Found(State.KNOWN, value, why, target.placeholder or seen.own.placeholder)


def rounded(value: Fraction, change: Change) -> int | float:
    """A figure to the unit and in the direction that the change states."""
    unit = _exact(change.round_to)
    count = value / unit
    whole = {"down": math.floor(count), "up": math.ceil(count), "half_up": math.floor(count + HALF)}[change.rounding]
    result = whole * unit
    return int(result) if result.denominator == 1 else float(result)


def _within(item: Item, value: float) -> float:
    low, high = item.bounds
    held = value if low is None else max(value, low)
    return held if high is None else min(held, high)


def _exact(value: Any) -> Fraction:
    return Fraction(str(value))


def _among(seen: Seen, words: Words, counted: Mapping[str, int] | None = None) -> Words:
    """Which cities a value was computed from, with what each has, and which are left out."""
    used = [name for name in seen.known if counted is None or name in counted]
    left = [name for name in seen.cities if name not in used]
    named = [seen.item.places[name].words for name in used]
    said = [_said(seen.item, seen.cities[name].value) for name in used]
    assumed = [seen.cities[name].evidence == "assumed" for name in used]
    zh = "、".join(f"{n.zh}{s.zh}{'（假设）' if a else ''}" for n, s, a in zip(named, said, assumed, strict=True))
    en = ", ".join(f"{n.en} {s.en}{' (assumed)' if a else ''}" for n, s, a in zip(named, said, assumed, strict=True))
    if not left:
        return Words(f"{words.zh}：{zh}", f"{words.en} of {en}")
    out = _names(left, seen.item.places)
    return Words(
        f"{words.zh}：{zh}；{out.zh}未知或未施行，不计入",
        f"{words.en} of {en}; left out, not known or not in force: {out.en}",
    )


def _names(names: Sequence[str], places: Places) -> Words:
    words = [places[name].words for name in names]
    return Words("、".join(word.zh for word in words), ", ".join(word.en for word in words))


def _said(item: Item, value: Any) -> Words:
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    if isinstance(value, int | float):
        unit = UNITS[item.unit]
        percent = unit.get("shown_as") == "percent"
        number = f"{float(value) * 100 if percent else value:,.6f}".rstrip("0").rstrip(".")
        gap = "" if percent or not unit["en"] else " "
        return Words(f"{number}{unit['zh']}", f"{number}{gap}{unit['en']}")
    return item.choices[value] if value in item.choices else Words(str(value), str(value))

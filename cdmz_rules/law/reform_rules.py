"""How a reform computes a value: each rule looks at what stands on one day, and says in words what it was computed from.

What is unknown stays out: a city whose value nobody knows is neither the best nor in the middle, and keeps its unknown value.
"""

from __future__ import annotations

import math
import sys
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
GREATEST = Fraction(sys.float_info.max)
"""No figure is further from zero: formulas hold no other."""


class Replacement(NamedTuple):
    """What a rule puts here instead: the value (None: not in force or unknown), why, and whether it rests on an invented figure."""

    state: State
    value: Any
    why: Words
    placeholder: bool = False


@dataclass(frozen=True)
class Standing:
    """What stands on one day, as a rule looks at it.

    Attributes:
        item: The item before the change.
        change: The change.
        day: The day.
        current: What stands at the place itself.
        cities: What stands in each city.
        model: What stands at the place to be copied, if the rule copies.
        population: How many people live where.
    """

    item: Item
    change: Change
    day: date
    current: Cell
    cities: Mapping[str, Cell]
    model: Cell | None
    population: Population

    @property
    def known(self) -> dict[str, Cell]:
        """The cities whose value is known."""
        return {name: cell for name, cell in self.cities.items() if cell.state is State.KNOWN}


def evaluate(standing: Standing) -> Replacement | None:
    """What the change puts here on this day; None if it leaves the place as it is."""
    change = standing.change
    if change.value is not None:
        return Replacement(State.KNOWN, change.value, Words("改革方案规定的数值", "the value that the reform sets"))
    if change.rule == "remove":
        return Replacement(
            State.NOT_IN_FORCE, None, Words("改革方案取消该项规定", "the reform does away with this rule")
        )
    if change.model is not None:
        return _copy(standing, change.model)
    if change.rule in EXTREMES and standing.current.state is not State.UNKNOWN:
        return _extreme(standing, best=change.rule == "best")
    if standing.current.state is not State.KNOWN:
        return None
    return _scale(standing) if change.factor is not None else BY_NAME[str(change.rule)](standing)


def _copy(standing: Standing, model: str) -> Replacement:
    cell, name = standing.model, standing.item.places[model].words
    assert cell is not None
    why = Words(f"与{name.zh}相同", f"the same as in {name.en}")
    if cell.state is State.UNKNOWN:
        why = Words(f"{why.zh}，而该地规定未知", f"{why.en}, where the rule is not known")
    return Replacement(cell.state, cell.value, why, cell.placeholder)


def _extreme(standing: Standing, best: bool) -> Replacement | None:
    """The best or strictest that stands anywhere; not to be in force takes part, for one standard is one."""
    # The place's own value takes part: a district that is better off than its city is not pulled down.
    around = [*standing.cities.values(), standing.current]
    candidates = [cell for cell in around if cell.state is State.KNOWN]
    absent = any(cell.state is State.NOT_IN_FORCE for cell in around)
    if not candidates or (absent and standing.item.restricts is best):
        return _nowhere(standing, best) if candidates else None
    highest = (standing.item.favours == "higher") is best
    chosen = (max if highest else min)(candidates, key=lambda cell: cell.number)
    if standing.current.state is State.NOT_IN_FORCE and chosen.number == standing.item.bounds[0 if highest else 1]:
        return None  # a grant of nothing is no better than none
    words = (
        Words("四市中对申请人最有利的", "the best for applicants") if best else Words("四市中最严的", "the strictest")
    )
    return Replacement(State.KNOWN, chosen.value, _among(standing, words), chosen.placeholder)


def _nowhere(standing: Standing, best: bool) -> Replacement:
    """In force nowhere: as in the cities in which it is not."""
    cities = [name for name, cell in standing.cities.items() if cell.state is State.NOT_IN_FORCE]
    names = _names(cities, standing.item.places)
    zh, en = ("最有利", "best") if best else ("最严", "strictest")
    why = Words(f"{names.zh}未施行，对申请人{zh}", f"not in force in {names.en}, which is {en} for applicants")
    return Replacement(State.NOT_IN_FORCE, None, why)


def _median(standing: Standing) -> Replacement | None:
    values = sorted(_exact(cell.value) for cell in standing.known.values())
    if not values:
        return None
    middle = len(values) // 2
    value = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
    return _figure(standing, value, Words("四市的中位数", "the median"))


def _weighted(standing: Standing) -> Replacement | None:
    weights = {name: populations.on(standing.population, name, standing.day) for name in standing.known}
    counted = {name: weight for name, weight in weights.items() if weight is not None}
    if not counted:
        return None
    total = sum((_exact(standing.cities[name].value) * weight for name, weight in counted.items()), Fraction(0))
    words = Words("按常住人口加权的平均数", "the mean weighted by permanent residents")
    return _figure(standing, total / sum(counted.values()), words, counted)


def _figure(standing: Standing, value: Fraction, words: Words, counted: Mapping[str, int] | None = None) -> Replacement:
    why = _among(standing, words, counted)
    unit = _value_words(standing.item, standing.change.round_to)
    why = Words(f"{why.zh}；以{unit.zh}为单位取整", f"{why.en}; rounded to {unit.en}")
    placeholder = any(cell.placeholder for cell in standing.known.values())
    return Replacement(State.KNOWN, _within(standing.item, rounded(value, standing.change)), why, placeholder)


def _scale(standing: Standing) -> Replacement:
    factor, today = standing.change.factor, _value_words(standing.item, standing.current.value)
    value = rounded(_exact(standing.current.value) * _exact(factor), standing.change)
    held = _within(standing.item, value)
    why = Words(f"现行{today.zh}的{factor}倍", f"{factor} times today's {today.en}")
    if held != value:
        why = Words(f"{why.zh}，不超出该项规定的合理范围", f"{why.en}, held within the bounds of the item")
    return Replacement(State.KNOWN, held, why, standing.current.placeholder)


EXTREMES = ("best", "worst")
BY_NAME: Mapping[str, Callable[[Standing], Replacement | None]] = {
    "best": lambda standing: _extreme(standing, best=True),
    "worst": lambda standing: _extreme(standing, best=False),
    "median": _median,
    "population_weighted": _weighted,
}


def partway(standing: Standing, target: Replacement, part: Fraction) -> Replacement | None:
    """A part of the way from what stands to the target; None (as it is) if either end is no known number."""
    if standing.current.state is not State.KNOWN or target.state is not State.KNOWN:
        return None
    start = _exact(standing.current.value)
    value = rounded(start + (_exact(target.value) - start) * part, standing.change)
    why = Words(f"分步实施，已走完{part}：{target.why.zh}", f"phased in, {part} of the way: {target.why.en}")
    return Replacement(State.KNOWN, value, why, target.placeholder or standing.current.placeholder)


def rounded(value: Fraction, change: Change) -> int | float:
    """A figure to the unit and in the direction that the change states."""
    unit = _exact(change.round_to)
    count = value / unit
    whole = {"down": math.floor(count), "up": math.ceil(count), "half_up": math.floor(count + HALF)}[change.rounding]
    result = min(max(whole * unit, -GREATEST), GREATEST)
    return int(result) if result.denominator == 1 else float(result)


def _within(item: Item, value: float) -> float:
    low, high = item.bounds
    held = value if low is None else max(value, low)
    return held if high is None else min(held, high)


def _exact(value: Any) -> Fraction:
    return Fraction(str(value))


def _among(standing: Standing, words: Words, counted: Mapping[str, int] | None = None) -> Words:
    """Which cities a value was computed from, with what each has, and which are left out."""
    used = [name for name in standing.known if counted is None or name in counted]
    left = [name for name in standing.cities if name not in used]
    named = [standing.item.places[name].words for name in used]
    values = [_value_words(standing.item, standing.cities[name].value) for name in used]
    assumed = [standing.cities[name].evidence == "assumed" for name in used]
    zh = "、".join(f"{n.zh}{v.zh}{'（假设）' if a else ''}" for n, v, a in zip(named, values, assumed, strict=True))
    en = ", ".join(f"{n.en} {v.en}{' (assumed)' if a else ''}" for n, v, a in zip(named, values, assumed, strict=True))
    if not left:
        return Words(f"{words.zh}：{zh}", f"{words.en} of {en}")
    out = _names(left, standing.item.places)
    return Words(
        f"{words.zh}：{zh}；{out.zh}未知或未施行，不计入",
        f"{words.en} of {en}; left out, not known or not in force: {out.en}",
    )


def _names(names: Sequence[str], places: Places) -> Words:
    words = [places[name].words for name in names]
    return Words("、".join(word.zh for word in words), ", ".join(word.en for word in words))


def _value_words(item: Item, value: Any) -> Words:
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    if isinstance(value, int | float):
        unit = UNITS[item.unit]
        percent = unit.get("shown_as") == "percent"
        number = f"{float(value) * 100 if percent else value:,.6f}".rstrip("0").rstrip(".")
        gap = "" if percent or not unit["en"] else " "
        return Words(f"{number}{unit['zh']}", f"{number}{gap}{unit['en']}")
    return item.choices[value] if value in item.choices else Words(str(value), str(value))

"""What is known of the unit of a step: it has one, it is a number written down, or something before it is wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from cdmz_rules.plan.units.unit import CHOICE, DATE, DAY, MONTH, MONTHS_A_YEAR, NUMBER, YEAR, Unit

TIME = {"D": DAY, "M": MONTH, "Y": YEAR}
"""NumPy's units of time that the law counts in."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Numbers that formulas write down: they have the unit of what they stand beside, if they can have it.

    Attributes:
        numbers: Of which it is one; yes and no are 1 and 0.
    """

    numbers: frozenset[float]

    def fits(self, unit: Unit) -> bool:
        """Whether they can have this unit."""
        return all(_fits(number, unit) for number in self.numbers)

    def __str__(self) -> str:
        return "|".join(f"{number:g}" for number in sorted(self.numbers))


Measure = Unit | Literal | None
"""None where something before is wrong already: it fits everything, so that one mistake is not named twice."""

YES_OR_NO = Literal(frozenset({0.0, 1.0}))
TWELVE = Literal(frozenset({12.0}))
HALF = 0.5


class Mixed(ValueError):
    """Measures that do not go together."""


def _fits(number: float, unit: Unit) -> bool:
    """Whether a formula may write down this number where it reckons in this unit."""
    if number == 0 or not math.isfinite(number) or unit in (NUMBER, CHOICE):
        return True  # nothing and no end are the same in every unit; a choice is written as its number
    if number == HALF:
        return True  # half of what is counted, which rounding adds
    if number == 1:
        return unit != DATE and unit.power("CNY") <= 0  # a month, a year or a point more; a yuan more is no rule
    return number == 12 and unit in (MONTH, MONTHS_A_YEAR)


def time_of(dtype: np.dtype[Any]) -> Unit:
    """The unit in which NumPy counts dates, and differences of dates, of a type; a week is one of its own."""
    step = np.datetime_data(dtype)[0]
    return TIME.get(step) or Unit.of({step: 1})


def of_constant(value: Any) -> Measure:
    """The measure of what a formula writes down."""
    array = np.asarray(value)
    if array.dtype.kind == "M":
        return DATE
    if array.dtype.kind == "m":
        return time_of(array.dtype)
    return Literal(frozenset(array.astype(np.float64).reshape(-1).tolist()))


def together(measures: Sequence[Measure]) -> Measure:
    """The measure of what is one of these, or reckoned from them like a sum.

    Raises:
        Mixed: if they differ.
    """
    return None if None in measures else reduce(_both, measures)


def _both(one: Measure, other: Measure) -> Measure:
    if isinstance(one, Literal) and isinstance(other, Literal):
        return Literal(one.numbers | other.numbers)
    if isinstance(one, Literal):
        one, other = other, one
    fits = other.fits(one) if isinstance(other, Literal) and isinstance(one, Unit) else one == other
    if not fits:
        raise Mixed
    return one


def product(one: Measure, other: Measure) -> Measure:
    """The measure of a product; 12 turns years into months, and what is due by the month into what is due by the year."""
    if one is None or other is None:
        return None
    unit = _counted(one) * _counted(other)
    converts = TWELVE in (one, other) and (unit.power("year") > 0 or unit.power("month") < 0)
    return unit * MONTHS_A_YEAR if converts else unit


def quotient(one: Measure, other: Measure) -> Measure:
    """The measure of a quotient; by 12, months become years, and what is due by the year what is due by the month."""
    if one is None or other is None:
        return None
    unit = _counted(one) / _counted(other)
    if one == TWELVE:
        return product(TWELVE, unit)
    converts = other == TWELVE and (unit.power("month") > 0 or unit.power("year") < 0)
    return unit / MONTHS_A_YEAR if converts else unit


def _counted(measure: Unit | Literal) -> Unit:
    return measure if isinstance(measure, Unit) else NUMBER

"""What each operation of a traced graph makes of units, and which it refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.units import measure
from cdmz_rules.plan.units.measure import TIME, YES_OR_NO, Literal, Measure, Mixed, time_of
from cdmz_rules.plan.units.unit import CHOICE, DATE, NUMBER, Unit

SUM, DIFFERENCE = "a sum of {one} and {other}", "a difference of {one} and {other}"
LESSER, GREATER = "the lesser of {one} and {other}", "the greater of {one} and {other}"
COMPARISON, BRANCHES = "a comparison of {one} and {other}", "a choice between {one} and {other}"
REST, CAST = "a remainder of {one} by {other}", "a conversion of {one} to {other}"
LOOK, GROWTH = "in place of {other} stands {one}", "an exponent or logarithm of {one}, not of {other}"


class Refused(Exception):
    """An operation on units that do not go together.

    Attributes:
        operation: Which, with places for the two units.
        operands: What it is done to, each with its measure; a measure without an operand is the one needed.
    """

    def __init__(self, operation: str, operands: Sequence[tuple[Any, Measure]]) -> None:
        super().__init__(operation)
        self.operation, self.operands = operation, tuple(operands)


class Unreadable(Exception):
    """An operation of which nothing says what it makes of units."""


def of(step: Symbol, args: Sequence[Measure]) -> Measure:
    """The measure of a step that is neither an input nor a look-up, from those of its arguments.

    Raises:
        Refused: if they do not go together.
        Unreadable: if the operation is not known.
    """
    if step.op in COMPARISONS:
        _together(COMPARISON, step, args)
    if step.dtype == np.bool_:
        return YES_OR_NO
    if step.op not in OPERATIONS:
        raise Unreadable(step.op)
    return OPERATIONS[step.op](step, args)


def _together(operation: str, step: Symbol, args: Sequence[Measure]) -> Measure:
    try:
        return measure.together(args)
    except Mixed as error:
        raise Refused(operation, list(zip(step.args[-len(args) :], args, strict=True))) from error


def _one_of(operation: str) -> Callable[[Symbol, Sequence[Measure]], Measure]:
    """An operation that gives one of its arguments."""
    return lambda step, args: _together(operation, step, args)


def _sum(operation: str) -> Callable[[Symbol, Sequence[Measure]], Measure]:
    def added(step: Symbol, args: Sequence[Measure]) -> Measure:
        if step.dtype.kind in "mM":
            return _moved(operation, step, args)
        unit = _together(operation, step, args)
        return NUMBER if isinstance(unit, Literal) else unit

    return added


def _moved(operation: str, step: Symbol, args: Sequence[Measure]) -> Measure:
    """A date so many days, months or years from another, or what lies between two."""
    time = time_of(step.dtype)
    for arg, unit in zip(step.args, args, strict=True):
        if np.dtype(getattr(arg, "dtype", float)).kind not in "mM":
            needed(operation, arg, unit, time)
    return DATE if step.dtype.kind == "M" else time


def needed(operation: str, arg: Any, actual: Measure, unit: Measure) -> None:
    """Refuse an argument that does not have the unit needed."""
    try:
        measure.together([actual, unit])
    except Mixed as error:
        raise Refused(operation, [(arg, actual), (None, unit)]) from error


def _branches(step: Symbol, args: Sequence[Measure]) -> Measure:
    return _together(BRANCHES, step, args[1:])


def _cast(step: Symbol, args: Sequence[Measure]) -> Measure:
    """A conversion of type: a date as a number counts days, months or years, and a number as a date must."""
    source, target = step.args[0].dtype, step.dtype
    if target.kind in "mM":
        if source.kind not in "mM" and not (target.kind == "M" and args[0] == DATE):
            needed(CAST, step.args[0], args[0], time_of(target))
        return DATE if target.kind == "M" else time_of(target)
    if source.kind in "mM":
        return time_of(source)
    if target == np.uint8:
        if args[0] not in (NUMBER, CHOICE):
            needed(CAST, step.args[0], args[0], CHOICE)
        return CHOICE
    return NUMBER if args[0] == CHOICE else args[0]


def _growth(step: Symbol, args: Sequence[Measure]) -> Measure:
    """A power of a plain number is one."""
    needed(GROWTH, step.args[0], args[0], NUMBER)
    return NUMBER


def _rate(step: Symbol, args: Sequence[Measure]) -> Measure:
    """The logarithm of growth by a rate a month is a rate a month: over so many months it is a plain number."""
    unit = args[0]
    if isinstance(unit, Unit) and unit not in {NUMBER / time for time in TIME.values()}:
        needed(GROWTH, step.args[0], unit, NUMBER)
    return unit


def _table(step: Symbol, _: Sequence[Measure]) -> Measure:
    return CHOICE if step.dtype.kind in "ui" else NUMBER


def _same(_: Symbol, args: Sequence[Measure]) -> Measure:
    return args[0]


COMPARISONS = frozenset({"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"})

OPERATIONS: dict[str, Callable[[Symbol, Sequence[Measure]], Measure]] = {
    "add": _sum(SUM),
    "subtract": _sum(DIFFERENCE),
    "minimum": _one_of(LESSER),
    "maximum": _one_of(GREATER),
    "remainder": _one_of(REST),
    "where": _branches,
    "part": _branches,
    "multiply": lambda _, args: measure.product(*args),
    "divide": lambda _, args: measure.quotient(*args),
    "cast": _cast,
    "of": _table,
    "expm1": _growth,
    "log1p": _rate,
    **dict.fromkeys(("absolute", "ceil", "copysign", "floor", "given", "negative", "rint"), _same),
}
"""By operation: what it makes of units. Of one that is not here nothing is known, and a formula that does it is named."""

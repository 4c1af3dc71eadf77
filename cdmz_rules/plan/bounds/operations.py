"""What each operation makes of what its arguments can be.

A number, day or truth is a pair of arrays: the least and the greatest that it can be, row by row; where both are one and the same array
the value is certain. A choice is a pair of its numbers, or, where it is not certain, of bits (one for each member that it can be) and None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.model.composed import Composition

Array = npt.NDArray[Any]
Span = tuple[Array, Any]

OPEN = 1e18
"""Beyond any figure: an end that large says that there is no bound. Finite, so that nothing times it is nothing."""
ONE = np.uint64(1)


def certain(value: Array) -> Span:
    """A value that is known."""
    return value, value


def add(a: Span, b: Span) -> Span:
    """The sum."""
    low = a[0] + b[0]
    return (low, low) if a[0] is a[1] and b[0] is b[1] else (low, a[1] + b[1])


def subtract(a: Span, b: Span) -> Span:
    """The difference."""
    low = a[0] - b[1]
    return (low, low) if a[0] is a[1] and b[0] is b[1] else (low, a[1] - b[0])


def excess(a: Span, b: Span) -> Span:
    """How much the one exceeds the other: what ``a - minimum(a, b)`` is, without counting ``a`` twice."""
    if a[0] is a[1] and b[0] is b[1]:
        return certain(a[0] - np.minimum(a[0], b[0]))
    return np.maximum(a[0] - b[1], 0), np.maximum(a[1] - b[0], 0)


def multiply(a: Span, b: Span) -> Span:
    """The product."""
    (a0, a1), (b0, b1) = a, b
    if a0 is a1 and b0 is b1:
        return certain(a0 * b0)
    if a0.min() >= 0 and b0.min() >= 0:
        return a0 * b0, a1 * b1
    ends = (a0 * b0, a0 * b1, a1 * b0, a1 * b1)
    return _least(ends), _greatest(ends)


def divide(a: Span, b: Span) -> Span:
    """The quotient; where the divisor can be nothing, there is no bound on the side to which it goes."""
    (a0, a1), (b0, b1) = a, b
    if a0 is a1 and b0 is b1:
        return certain(a0 / b0)
    through = (b0 <= 0) & (b1 >= 0)
    ends = (a0 / b0, a0 / b1, a1 / b0, a1 / b1)
    low, high = _least(ends), _greatest(ends)
    if not through.any():
        return low, high
    positive = b0 >= 0
    low = np.where(through, np.where(positive & (a0 >= 0), a0 / np.where(b1 > 0, b1, 1), -OPEN), low)
    high = np.where(through, np.where(positive & (a1 <= 0), a1 / np.where(b1 > 0, b1, 1), OPEN), high)
    return low, high


def remainder(a: Span, b: Span) -> Span:
    """What is left of a division by a positive number."""
    if a[0] is a[1] and b[0] is b[1]:
        return certain(np.remainder(a[0], b[0]))
    low, high = np.remainder(a[0], b[0]), np.remainder(a[1], b[1])
    within = np.floor_divide(a[0], b[0]) == np.floor_divide(a[1], b[1])
    return np.where(within, low, low * 0), np.where(within, high, b[1])


def _least(ends: tuple[Array, ...]) -> Array:
    return np.asarray(np.minimum(np.minimum(ends[0], ends[1]), np.minimum(ends[2], ends[3])))


def _greatest(ends: tuple[Array, ...]) -> Array:
    return np.asarray(np.maximum(np.maximum(ends[0], ends[1]), np.maximum(ends[2], ends[3])))


def negative(a: Span) -> Span:
    """The number with the other sign."""
    low = -a[1]
    return (low, low) if a[0] is a[1] else (low, -a[0])


def absolute(a: Span) -> Span:
    """The size of a number."""
    if a[0] is a[1]:
        return certain(np.abs(a[0]))
    below, above = np.abs(a[0]), np.abs(a[1])
    spans_zero = (a[0] <= 0) & (a[1] >= 0)
    least = np.minimum(below, above)
    return np.where(spans_zero, least * 0, least), np.maximum(below, above)


def copysign(a: Span, b: Span) -> Span:
    """The size of one number with the sign of another."""
    if a[0] is a[1] and b[0] is b[1]:
        return certain(np.copysign(a[0], b[0]))
    size = absolute(a)
    low = np.where(b[0] >= 0, size[0], -size[1])
    return low, np.where(b[1] < 0, -size[0], size[1])


def isfinite(a: Span) -> Span:
    """Whether it is a number at all."""
    if a[0] is a[1]:
        return certain(np.isfinite(a[0]))
    low, high = np.abs(a[0]) < OPEN / 10, np.abs(a[1]) < OPEN / 10
    return low & high, low | high | (a[0] < 0) & (a[1] > 0)


def less(a: Span, b: Span) -> Span:
    """Whether the one is less than the other."""
    low = a[1] < b[0]
    return (low, low) if a[0] is a[1] and b[0] is b[1] else (low, a[0] < b[1])


def less_equal(a: Span, b: Span) -> Span:
    """Whether the one is not greater than the other."""
    low = a[1] <= b[0]
    return (low, low) if a[0] is a[1] and b[0] is b[1] else (low, a[0] <= b[1])


def greater(a: Span, b: Span) -> Span:
    """Whether the one is greater than the other."""
    return less(b, a)


def greater_equal(a: Span, b: Span) -> Span:
    """Whether the one is not less than the other."""
    return less_equal(b, a)


def equal(a: Span, b: Span) -> Span:
    """Whether two numbers or truths are the same."""
    (a0, a1), (b0, b1) = a, b
    if a0 is a1 and b0 is b1:
        return certain(a0 == b0)
    return (a0 == a1) & (b0 == b1) & (a0 == b0), (a0 <= b1) & (b0 <= a1)


def not_equal(a: Span, b: Span) -> Span:
    """Whether two numbers or truths differ."""
    return invert(equal(a, b))


def invert(a: Span) -> Span:
    """Whether it does not hold."""
    low = ~a[1]
    return (low, low) if a[0] is a[1] else (low, ~a[0])


def chosen_bits(a: Span) -> Array:
    """The members that a choice can be, as bits."""
    return a[0] if a[1] is None else np.left_shift(ONE, a[0].astype(np.uint64))


def chosen_equal(a: Span, b: Span) -> Span:
    """Whether two choices are the same."""
    if a[1] is not None and b[1] is not None:
        return certain(a[0] == b[0])
    mine, other = chosen_bits(a), chosen_bits(b)
    both = mine & other
    return (both != 0) & _single(mine) & _single(other), both != 0


def chosen_not_equal(a: Span, b: Span) -> Span:
    """Whether two choices differ."""
    return invert(chosen_equal(a, b))


def _single(bits: Array) -> Array:
    return np.asarray((bits & (bits - ONE)) == 0)


def chosen_number(a: Span, dtype: str) -> Span:
    """The number of a choice, as numbers are computed with."""
    if a[1] is not None:
        return certain(a[0].astype(dtype))
    lowest = (a[0] & (~a[0] + ONE)).astype(np.float64)
    return np.log2(lowest).astype(dtype), np.floor(np.log2(a[0].astype(np.float64))).astype(dtype)


def choice_numbered(a: Span) -> Span:
    """The choice of a number."""
    if a[0] is a[1]:
        return certain(a[0].astype(np.uint8))
    low, high = (np.clip(end, 0, 62).astype(np.uint64) for end in a)
    return np.left_shift(ONE, high + ONE) - np.left_shift(ONE, low), None


def entry(a: Span, table: Array) -> Span:
    """The entry of a constant table for a choice."""
    if a[1] is not None:
        return certain(table[a[0]])
    able = (a[0][:, None] >> np.arange(len(table), dtype=np.uint64)) & ONE != 0
    if table.dtype == np.uint8:
        bits = np.where(able, np.left_shift(ONE, table.astype(np.uint64)), np.uint64(0))
        return np.bitwise_or.reduce(bits, axis=1), None
    low, high = (False, True) if table.dtype == np.bool_ else (table.min(), table.max())
    return np.where(able, table, high).min(axis=1), np.where(able, table, low).max(axis=1)


def among(a: Span, members: int, when: Span | None = None) -> Span:
    """A choice where it is one of some members; where it cannot be, nobody reads it."""
    if a[1] is not None:
        return a
    within = a[0] & np.uint64(members)
    told = within != 0 if when is None else (within != 0) & when[0]
    return np.where(told, within, a[0]), None


def cast(a: Span, dtype: str) -> Span:
    """The same number, day or truth as another type: none of those conversions turns the order round."""
    low = a[0].astype(dtype)
    return (low, low) if a[0] is a[1] else (low, a[1].astype(dtype))


def where(condition: Span, a: Span, b: Span) -> Span:
    """The one where a condition holds, elsewhere the other; either where it may."""
    sure, able = condition
    if sure is able:
        if sure.size == 1:
            return a if sure.item() else b
        if a[0] is a[1] and b[0] is b[1]:
            return certain(np.asarray(np.where(sure, a[0], b[0])))
        return np.where(sure, a[0], b[0]), np.where(sure, a[1], b[1])
    low = np.where(sure, a[0], np.where(able, np.minimum(a[0], b[0]), b[0]))
    return low, np.where(sure, a[1], np.where(able, np.maximum(a[1], b[1]), b[1]))


def chosen_where(condition: Span, a: Span, b: Span) -> Span:
    """`where` of choices."""
    sure, able = condition
    if sure is able:
        if sure.size == 1:
            return a if sure.item() else b
        if a[1] is not None and b[1] is not None:
            return certain(np.where(sure, a[0], b[0]))
    mine, other = chosen_bits(a), chosen_bits(b)
    return np.where(sure, mine, np.where(able, mine | other, other)), None


def at_most(a: Span, b: Span, slack: float, scale: float, when: Span | None = None) -> Span:
    """A value where ``scale`` times it is known to exceed another by no more than ``slack``, for sure where ``when`` holds for sure."""
    if a[0] is a[1]:
        return a
    end = (b[1] + slack) / scale if slack or scale != 1 else b[1]
    high = np.maximum(np.minimum(a[1], end), a[0])
    return a[0], high if when is None else np.where(when[0], high, a[1])


def at_least(a: Span, b: Span, slack: float, scale: float, when: Span | None = None) -> Span:
    """A value where ``scale`` times it is known to fall short of another by no more than ``slack``; see `at_most`."""
    if a[0] is a[1]:
        return a
    end = (b[0] - slack) / scale if slack or scale != 1 else b[0]
    low = np.minimum(np.maximum(a[0], end), a[1])
    return low if when is None else np.where(when[0], low, a[0]), a[1]


def rising(function: Callable[..., Array]) -> Callable[..., Span]:
    """A function that never falls as any of its arguments rises."""

    def run(*args: Span) -> Span:
        low = function(*(arg[0] for arg in args))
        if all(arg[0] is arg[1] for arg in args):
            return low, low
        return low, function(*(arg[1] for arg in args))

    return run


def compose(rule: Composition, *args: Span) -> Span:
    """What several operations come to that are one step; see `cdmz_rules.model.composed`."""
    if all(arg[0] is arg[1] for arg in args):
        return certain(rule.function(*(arg[0] for arg in args)))
    if rule.between is not None:
        return rule.between(args)
    rises = [direction > 0 for direction in rule.directions]
    low, high = (
        rule.function(*(arg[end if up else 1 - end] for arg, up in zip(args, rises, strict=True))) for end in (0, 1)
    )
    return low, high


OPERATIONS: Mapping[str, Callable[..., Span]] = {
    **{function.__name__: function for function in (add, subtract, excess, multiply, divide, remainder, negative)},
    **{function.__name__: function for function in (absolute, copysign, isfinite, less, less_equal, greater)},
    **{function.__name__: function for function in (greater_equal, equal, not_equal, invert)},
    **{function.__name__: function for function in (chosen_equal, chosen_not_equal, chosen_number, choice_numbered)},
    **{function.__name__: function for function in (entry, among, cast, where, chosen_where, at_most, at_least)},
    **{
        name: rising(getattr(np, name))
        for name in ("minimum", "maximum", "floor", "ceil", "rint", "expm1", "log1p", "sqrt", "spacing")
    },
    **{name: rising(getattr(np, name)) for name in ("bitwise_and", "bitwise_or", "logical_and", "logical_or")},
    "logical_not": invert,
    "compose": compose,
}
"""By name, every operation that a step can be."""

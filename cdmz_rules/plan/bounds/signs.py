"""Which way results go with each unknown, as proven by the graph for rows in which everything lies within bounds.

An unknown of which a result can only rise has its least and greatest result at its own ends. Nothing declared is trusted for that: each
step tells which of its arguments it can rise and fall with, given what they can be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.plan.bounds.graph import CHOICE
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.plan.symbols import Symbol

Bits = npt.NDArray[np.uint64]
NONE = np.zeros(1, np.uint64)


class Signs(NamedTuple):
    """Of each row, the unknowns with which a result can rise, and those with which it can fall, as bits."""

    up: Bits
    down: Bits


NOTHING = Signs(NONE, NONE)
Values = Sequence[Span | None]


def signs(steps: Sequence[Symbol], values: Values, inputs: Mapping[int, Bits], law: Mapping[int, Bits]) -> list[Signs]:
    """Which way each step goes with each unknown.

    Args:
        steps: The steps, in their order.
        values: What each can be; None of one that no row needed.
        inputs: By input, the bit of the unknown that it is where it is missing.
        law: By look-up, the bits of the unknown values that it came upon.
    """
    place = {id(step): number for number, step in enumerate(steps)}
    known: list[Signs] = []

    def of(arg: Any) -> Signs:
        return known[place[id(arg)]] if isinstance(arg, Symbol) else NOTHING

    def span(arg: Any) -> Span:
        if isinstance(arg, Symbol):
            value = values[place[id(arg)]]
            return (NONE, NONE) if value is None else value
        array = np.asarray(arg).reshape(-1)
        return array, array

    for number, step in enumerate(steps):
        value = values[number]
        if value is None or _certain(value):
            known.append(NOTHING)
            continue
        told = _told(step, value, of, span, inputs, law)
        if value[1] is not None and told is not NOTHING:
            # Where it cannot vary, nothing moves it.
            fixed = value[0] == value[1]
            if fixed.any():
                told = Signs(np.where(fixed, NONE, told.up), np.where(fixed, NONE, told.down))
        known.append(told)
    return known


def _certain(value: Span) -> bool:
    return value[1] is not None and value[0] is value[1]


def _told(
    step: Symbol,
    value: Span,
    of: Callable[[Any], Signs],
    span: Callable[[Any], Span],
    inputs: Mapping[int, Bits],
    law: Mapping[int, Bits],
) -> Signs:
    op, args = step.op, step.args
    if op == "input":
        bits = inputs.get(step.extra, NONE)
        return Signs(bits, bits if step.dtype == CHOICE else NONE)
    if op == "join":
        return _joined(args, value, of, span, law.get(step.extra[0], NONE))
    if op in ("where", "part"):
        return _either(of(args[0]), span(args[0]), (of(args[1]), span(args[1])), (of(args[2]), span(args[2])))
    if op == "composed":
        parts = [
            of(arg) if way > 0 else _turned(of(arg)) if way < 0 else _both(of(arg))
            for arg, way in zip(args, step.extra.directions, strict=True)
        ]
        return _all(parts)
    if op in RISING:
        return _all([of(arg) for arg in args])
    if op in ("at_most", "at_least", "cast") and args[0].dtype != CHOICE and step.dtype != CHOICE:
        return of(args[0])
    if op in ("subtract", "excess", "greater", "greater_equal"):
        return _all([of(args[0]), _turned(of(args[1]))])
    if op in ("less", "less_equal"):
        return _all([_turned(of(args[0])), of(args[1])])
    if op in ("negative", "invert", "logical_not"):
        return _turned(of(args[0]))
    if op == "multiply":
        return _all([_times(of(args[0]), span(args[1])), _times(of(args[1]), span(args[0]))])
    if op == "divide":
        return _all([_times(of(args[0]), span(args[1])), _under(of(args[1]), span(args[0]), span(args[1]))])
    return _all([_both(of(arg)) for arg in args])


RISING = {
    *("add", "minimum", "maximum", "floor", "ceil", "rint", "expm1", "log1p", "sqrt", "given"),
    *("bitwise_and", "bitwise_or", "logical_and", "logical_or"),
}
"""Steps that never fall as any of their arguments rises."""


def _all(parts: Sequence[Signs]) -> Signs:
    parts = [part for part in parts if part is not NOTHING]
    if not parts:
        return NOTHING
    up, down = parts[0]
    for other in parts[1:]:
        up, down = up | other.up, down | other.down
    return Signs(up, down)


def _turned(part: Signs) -> Signs:
    return part if part is NOTHING else Signs(part.down, part.up)


def _both(part: Signs) -> Signs:
    if part is NOTHING:
        return part
    bits = part.up | part.down
    return Signs(bits, bits)


def _times(part: Signs, factor: Span) -> Signs:
    """What a factor that can be only of one sign leaves of a way, or turns round."""
    if part is NOTHING:
        return part
    positive, negative = factor[0] >= 0, factor[1] <= 0
    bits = part.up | part.down
    up = np.where(positive, part.up, np.where(negative, part.down, bits))
    return Signs(up, np.where(positive, part.down, np.where(negative, part.up, bits)))


def _under(part: Signs, dividend: Span, divisor: Span) -> Signs:
    if part is NOTHING:
        return part
    one_sided = (divisor[0] > 0) | (divisor[1] < 0)
    bits = part.up | part.down
    falls, rises = (dividend[0] >= 0) & one_sided, (dividend[1] <= 0) & one_sided
    up = np.where(falls, part.down, np.where(rises, part.up, bits))
    return Signs(up, np.where(falls, part.up, np.where(rises, part.down, bits)))


def _either(condition: Signs, truth: Span, one: tuple[Signs, Span], other: tuple[Signs, Span]) -> Signs:
    """Of the one where a condition holds, else of the other; and of the condition, which way it goes if one is never less."""
    (a, a_span), (b, b_span) = one, other
    sure, able = truth[0].astype(bool), truth[1].astype(bool)
    up: Bits = np.bitwise_or(np.where(able, a.up, NONE), np.where(sure, NONE, b.up))
    down: Bits = np.bitwise_or(np.where(able, a.down, NONE), np.where(sure, NONE, b.down))
    if condition is NOTHING:
        return Signs(up, down)
    bits = condition.up | condition.down
    if a_span[1] is None or b_span[1] is None:
        more = less = np.zeros(1, bool)
    else:
        more, less = a_span[0] >= b_span[1], a_span[1] <= b_span[0]
    open_rows = able & ~sure
    up = up | np.where(open_rows, np.where(more, condition.up, np.where(less, condition.down, bits)), NONE)
    down = down | np.where(open_rows, np.where(more, condition.down, np.where(less, condition.up, bits)), NONE)
    return Signs(up, down)


def _joined(
    args: Sequence[Any], value: Span, of: Callable[[Any], Signs], span: Callable[[Any], Span], cells: Bits
) -> Signs:
    """Of a look-up: with unknown values it rises; by which choices and day it comes upon them, either way."""
    applies, instead, *keys = args
    found = _all([Signs(cells, NONE), *(_both(of(key)) for key in keys)])
    if applies is True:
        return _all([found, of(instead)])
    high = value[1]
    return _either(of(applies), span(applies), (found, (value[0], high)), (of(instead), span(instead)))

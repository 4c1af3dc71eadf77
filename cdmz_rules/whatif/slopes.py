"""Formulas followed along one input: what they give, how it moves with the input, and where they switch.

The graph of a plan is walked once more, with three numbers for each step: the value that the law gives; the same without the law's
rounding; and the slope, how much the unrounded value gains with one more unit of the input. Where a clause compares, or a limit takes the
lesser, value and slope together say where it will switch: for what is straight in between, exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.law.grid import Grid
from cdmz_rules.law.item import Cell, State
from cdmz_rules.plan import Frame
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace
from cdmz_rules.whatif.switches import CHOOSES, COMPARISONS, rounds, switches

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

FLAT = np.zeros(1)
NOISE, LEAST = 2.0**-40, 1e-6


class Followed(NamedTuple):
    """A step: its value, the value unrounded, and the slope of that."""

    value: Any
    smooth: Any
    slope: Any


@dataclass
class FollowedFrame(Frame):
    """Rows whose every step is computed, needed or not: what the law has no item for is then nobody's mistake."""

    def _fill(self, look: int, grid: Grid, cell: Cell, rows: Any, values: Array) -> Array:
        if cell.state is State.NO_ITEM:
            return values
        return super()._fill(look, grid, cell, rows, values)


@dataclass
class Tangents:
    """What following gave.

    Attributes:
        steps: Every step, by the symbol's identity.
        switches: By switch, on which side of it each row is.
        gaps: By switch, how far each row is from it.
        rates: By switch, how fast the gap closes with the input.
        curved: Where some step is not straight in the input.
    """

    steps: dict[int, Followed] = field(default_factory=dict)
    switches: list[Array] = field(default_factory=list)
    gaps: list[Floats] = field(default_factory=list)
    rates: list[Floats] = field(default_factory=list)
    curved: Any = False


def follow(trace: Trace, frame: Frame, seeds: Mapping[int, Floats]) -> Tangents:
    """Follow every step of a trace.

    Args:
        trace: The formulas.
        frame: The rows.
        seeds: By number of an input, 1 for the rows in which it is what varies.
    """
    tangents = Tangents()
    with np.errstate(all="ignore"):
        for symbol in trace.graph.symbols:
            args = [_step(tangents, arg) for arg in symbol.args]
            tangents.steps[id(symbol)] = _followed(symbol, args, frame, seeds, tangents)
            if id(symbol) in switches(trace):
                _note(tangents, symbol, args, tangents.steps[id(symbol)])
    return tangents


def _step(tangents: Tangents, arg: Any) -> Followed:
    return tangents.steps[id(arg)] if isinstance(arg, Symbol) else Followed(arg, arg, FLAT)


def _followed(
    symbol: Symbol, args: list[Followed], frame: Frame, seeds: Mapping[int, Floats], tangents: Tangents
) -> Followed:
    if symbol.op in READS:
        return READS[symbol.op](symbol, args, frame, seeds)
    if symbol.op in ("where", "part"):
        return _chosen(symbol, args)
    if symbol.op == "cast":
        return _cast(symbol, args[0])
    if symbol.op == "of":
        value = args[1].value[args[0].value]
        return Followed(value, value, FLAT)
    value = getattr(np, symbol.op)(*(arg.value for arg in args))
    rounded = rounds(symbol)
    if rounded is not None:
        return Followed(value, *_step(tangents, rounded)[1:])
    if symbol.dtype.kind != "f" or not any(np.any(arg.slope) for arg in args):
        smooth = getattr(np, symbol.op)(*(arg.smooth for arg in args)) if symbol.dtype.kind == "f" else value
        return Followed(value, smooth, FLAT)
    return _moving(symbol, args, value, tangents)


def _moving(symbol: Symbol, args: list[Followed], value: Any, tangents: Tangents) -> Followed:
    """A step of arithmetic of which something moves."""
    smooth = getattr(np, symbol.op)(*(arg.smooth for arg in args))
    a, (sa, *others) = args[0].smooth, [arg.slope for arg in args]
    if len(args) == 1:
        rule = OF_ONE.get(symbol.op, _bend(symbol.op))
        tangents.curved = tangents.curved | ((sa != 0) & (symbol.op not in STRAIGHT))
        return Followed(value, smooth, sa * rule(a))
    b, sb = args[1].smooth, others[0]
    if symbol.op == "multiply":
        tangents.curved = tangents.curved | ((sa != 0) & (sb != 0))
        return Followed(value, smooth, _times(sa, b) + _times(sb, a))
    if symbol.op == "divide":
        tangents.curved = tangents.curved | (sb != 0)
        return Followed(value, smooth, _times(sa, 1 / b) - _times(sb, a / (b * b)))
    if symbol.op in CHOOSES:
        first = a <= b if symbol.op == "minimum" else a >= b
        return Followed(value, smooth, np.where(first, sa, sb))
    return Followed(value, smooth, {"add": np.add, "subtract": np.subtract}[symbol.op](sa, sb))


def _times(slope: Any, factor: Any) -> Any:
    """What does not move gains nothing, whatever it is multiplied by."""
    return np.where(slope == 0, 0.0, slope * factor)


STRAIGHT = ("negative", "positive", "absolute", "floor", "ceil")
OF_ONE: dict[str, Callable[[Any], Any]] = {
    "negative": lambda _: -1.0,
    "positive": lambda _: 1.0,
    "absolute": np.sign,
    "floor": lambda a: np.zeros_like(a),
    "ceil": lambda a: np.zeros_like(a),
    "expm1": np.exp,
    "log1p": lambda a: 1 / (1 + a),
}


def _bend(op: str) -> Callable[[Any], Any]:
    """The slope of any other function, by what it gives a little to either side."""
    function, near = getattr(np, op), 1e-6
    return lambda a: (function(a + near) - function(a - near)) / (2 * near)


def _chosen(symbol: Symbol, args: list[Followed]) -> Followed:
    applies, one, other = args
    value = np.where(applies.value, one.value, other.value).astype(symbol.dtype, copy=False)
    rounded = rounds(symbol)
    if symbol.dtype.kind != "f":
        return Followed(value, value, FLAT)
    if rounded is not None:
        return Followed(value, *one[1:])
    smooth = np.where(applies.value, one.smooth, other.smooth)
    return Followed(value, smooth, np.where(applies.value, one.slope, other.slope))


def _cast(symbol: Symbol, arg: Followed) -> Followed:
    value = arg.value.astype(symbol.dtype)
    stays = symbol.dtype.kind == "f" and np.asarray(arg.value).dtype.kind == "f"
    return Followed(value, arg.smooth if stays else value, arg.slope if stays else FLAT)


def _input(symbol: Symbol, _: list[Followed], frame: Frame, seeds: Mapping[int, Floats]) -> Followed:
    value = frame.ask(symbol.extra)
    return Followed(value, value, seeds.get(symbol.extra, FLAT))


def _given(symbol: Symbol, args: list[Followed], frame: Frame, seeds: Mapping[int, Floats]) -> Followed:
    missing = frame.missing[symbol.extra]
    slope = seeds.get(symbol.extra, FLAT)
    if missing is None:
        return Followed(frame.columns[symbol.extra], frame.columns[symbol.extra], slope)
    value = frame.given(symbol.extra, args[0].value)
    if missing is True or value.dtype.kind != "f":
        return Followed(value, args[0].smooth if missing is True else value, args[0].slope if missing is True else FLAT)
    return Followed(value, frame.given(symbol.extra, args[0].smooth), np.where(missing, args[0].slope, slope))


def _look(symbol: Symbol, args: list[Followed], frame: Frame, _: Mapping[int, Floats]) -> Followed:
    value = frame.look(symbol.extra, *(arg.value for arg in args))
    instead = args[4]
    if symbol.dtype.kind != "f" or not isinstance(symbol.args[4], Symbol):
        return Followed(value, value, FLAT)
    # What stands instead of the rule moves as it does; a figure of the law does not move.
    stands = value == instead.value
    return Followed(value, np.where(stands, instead.smooth, value), np.where(stands, instead.slope, 0.0))


def _day(_: Symbol, __: list[Followed], frame: Frame, ___: Mapping[int, Floats]) -> Followed:
    return Followed(frame.days, frame.days, FLAT)


def _there(symbol: Symbol, _: list[Followed], frame: Frame, __: Mapping[int, Floats]) -> Followed:
    return Followed(frame.there[symbol.extra], frame.there[symbol.extra], FLAT)


READS: dict[str, Callable[..., Followed]] = {
    "input": _input,
    "given": _given,
    "look": _look,
    "day": _day,
    "there": _there,
}


def _noise(a: Followed, b: Followed) -> Any:
    """A gap as small as this is none: two ways of working out the same amount differ by it."""
    return np.maximum(NOISE * np.maximum(np.abs(a.smooth), np.abs(b.smooth)), LEAST)


def _note(tangents: Tangents, symbol: Symbol, args: Sequence[Followed], result: Followed) -> None:
    """Remember on which side of a switch each row is, how far from it, and how fast it comes near."""
    a, b = args[0], args[1]
    if np.asarray(a.value).dtype.kind == "M":
        tangents.switches.append(np.asarray(result.value).astype(np.int8))
        tangents.gaps.append(FLAT)
        tangents.rates.append(FLAT)
        return
    gap = np.asarray(a.smooth, np.float64) - np.asarray(b.smooth, np.float64)
    side = result.value if symbol.op in COMPARISONS else np.sign(np.where(np.abs(gap) <= _noise(a, b), 0, gap))
    tangents.switches.append(np.asarray(side).astype(np.int8))
    tangents.gaps.append(gap)
    tangents.rates.append(np.asarray(a.slope - b.slope, np.float64))

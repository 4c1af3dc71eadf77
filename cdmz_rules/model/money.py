"""Money is float64 yuan; this is where the law's rounding happens, exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from cdmz_rules.model.composed import Composition, Ends, noted

Traced = Any
"""An array, or the symbol of one while formulas are traced."""

FEN = 0.01
SLACK = 2.0**-48
"""A quotient this close to a whole number, in proportion, is that number: products of decimal factors miss it by a few ulp."""


def round_money(amount: Traced, unit: Traced = FEN, direction: str = "half_up") -> Traced:
    """Round amounts to a unit as the law words it.

    The nearest whole multiple is taken first if the amount differs from it by no more than the error of the arithmetic before,
    so that 90,000 × 0.7 is 63,000 and not a fen less, and half a fen goes up however binary fractions store it.

    Args:
        amount: Yuan, any shape.
        unit: Yuan, greater than zero; one for all or one each.
        direction: ``down``, ``up`` or ``half_up`` (half away from zero).

    Returns:
        Yuan, multiples of the unit as closely as float64 holds them.
    """
    return noted(ROUNDINGS[direction], _rounded(amount, unit, direction), (amount, unit))


def _rounded(amount: Traced, unit: Traced, direction: str) -> Traced:
    if isinstance(unit, float):
        per_yuan = float(round(1 / unit))
        if abs(per_yuan * unit - 1.0) <= 1e-12:
            return _snapped(amount * per_yuan, direction) / per_yuan
    per_yuan = np.rint(1.0 / unit)
    exact = np.abs(per_yuan * unit - 1.0) <= 1e-12
    count = np.where(exact, amount * per_yuan, amount / unit)
    whole = _snapped(count, direction)
    return np.where(exact, whole / np.where(exact, per_yuan, 1), whole * unit)


def _snapped(count: Traced, direction: str) -> Traced:
    size = np.abs(count)
    slack = SLACK * size
    if direction == "half_up":
        return np.copysign(np.floor(size + 0.5 + slack), count)
    nearest = np.rint(count)
    other = np.floor(count) if direction == "down" else np.ceil(count)
    return np.where(np.abs(count - nearest) <= slack, nearest, other)


def in_units(amount: Traced, decimals: int) -> Traced:
    """Amounts counted in whole units of the last decimal that matters, for comparisons without rounding noise."""
    return np.rint(amount * 10.0**decimals)


def _between(direction: str) -> Callable[[Sequence[Ends]], Ends]:
    def between(args: Sequence[Ends]) -> Ends:
        """Of an unknown unit one knows no more than that rounding moves an amount by less than the unit, and nothing below zero."""
        (low, high), (finest, coarsest) = args
        if finest is coarsest or not np.any(finest != coarsest):
            return _rounded(low, finest, direction), _rounded(high, finest, direction)
        down = {"down": 1.0, "half_up": 0.5, "up": 0.0}[direction]
        same = finest == coarsest
        if direction == "down":
            high = _rounded(high, FEN, direction)  # a unit is so many whole fen
        unit = np.where(same, finest, FEN)
        least = np.where(low >= 0, np.maximum(low - coarsest * down, 0), low - coarsest * down)
        most = np.where(high <= 0, np.minimum(high + coarsest * (1 - down), 0), high + coarsest * (1 - down))
        return (
            np.where(same, _rounded(low, unit, direction), least),
            np.where(same, _rounded(high, unit, direction), most),
        )

    return between


ROUNDINGS = {
    direction: Composition(f"round_{direction}", partial(_rounded, direction=direction), (1, 0), _between(direction))
    for direction in ("down", "up", "half_up")
}
"""By direction, what rounding is; which way it goes with the unit nothing says."""

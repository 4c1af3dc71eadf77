"""np.where without a branch for each element.

Where a condition varies from household to household, as most do, NumPy's own takes three to forty times as long: the processor guesses
every other element wrong. Choosing by bits guesses nothing, and gives the same bits.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FEW = 512
"""So few elements are quicker by np.where."""

Array = npt.NDArray[Any]

ZERO = np.zeros(1)
"""The one zero of all plans, so that it is known by its identity."""


def where(condition: npt.NDArray[np.bool_], one: Array, other: Array) -> Any:
    """``np.where(condition, one, other)`` of two arrays of one type; where one condition stands for all rows, that side itself."""
    if condition.size == 1 and one.dtype == other.dtype:
        return one if condition.item() else other
    if condition.size <= FEW or one.dtype != other.dtype or not (_fits(one, condition) and _fits(other, condition)):
        return np.where(condition, one, other)
    width = one.dtype.itemsize
    if width == 8:
        chosen = (-condition.view(np.int8)).astype(np.int64)
        if other is ZERO:
            chosen &= _bits(one)
        else:
            chosen &= _bits(one) ^ _bits(other)
            chosen ^= _bits(other)
        return chosen.view(one.dtype)
    if one.dtype == np.bool_:
        return other ^ ((one ^ other) & condition)
    if one.dtype == np.uint8:
        return other + (one - other) * condition.view(np.uint8)
    return np.where(condition, one, other)


def _fits(side: Array, condition: npt.NDArray[np.bool_]) -> bool:
    """Whether what is chosen has the shape of the condition: a side may differ by world where the condition does not."""
    return side.shape == condition.shape or (side.size == 1 and side.ndim <= condition.ndim)


def _bits(array: Array) -> npt.NDArray[np.int64]:
    return array.view(np.int64)

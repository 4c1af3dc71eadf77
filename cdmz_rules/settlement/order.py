"""Who comes when: rows in the order in which they count, rank by rank, by sorting whole numbers and no loop over people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
MOST = 1 << 62
"""A number that stands for several keys stays below this."""
WIDE = 1 << 32
"""A key that spreads further than this is numbered before it is joined with others."""


def by_rank(keys: Sequence[Array], days: Array) -> Iterator[Ints]:
    """The first row of each group, the second one, and so on.

    The groups with a second row are the first ones among those with a first, in the same order, and so on: what the rows of a rank hand
    on stands at the front for the next rank.

    Args:
        keys: Rows that agree in all of them are one group.
        days: Within a group rows count by day, and on one day in the order of the table.
    """
    count = len(days)
    if not count:
        return
    group = joined(keys)
    order = np.sort(joined([group, days, np.arange(count)], last=count)) % count
    in_order = group[order]
    starts = np.flatnonzero(np.r_[True, in_order[1:] != in_order[:-1]])
    sizes = np.diff(np.r_[starts, count])
    largest_first = np.argsort(-sizes, kind="stable")
    starts, sizes = starts[largest_first], -sizes[largest_first]
    for rank in range(-int(sizes[0])):
        yield order[starts[: np.searchsorted(sizes, -rank)] + rank]


def joined(keys: Sequence[Array], last: int = 0) -> Ints:
    """A number for each combination of keys, ordered as they are if they are whole numbers or days.

    Args:
        keys: One or more arrays of one length, not empty.
        last: How many values the last key counts through from 0, if it does: the number modulo this is the last key.
    """
    number, span = np.zeros(len(keys[0]), np.int64), 1
    parts = [part for key in keys for part in _parts(key)]
    for place, part in enumerate(parts):
        low, high = int(part.min()), int(part.max())
        if high - low >= WIDE:
            part, low = _numbered(part), 0
            high = int(part.max())
        width = last if last and place == len(parts) - 1 else high - low + 1
        if width == 1:
            continue
        if span * width > MOST:
            number = _numbered(number)
            span = int(number.max()) + 1
        number = number * width + (part.astype(np.int64) - low)
        span *= width
    return number


def _parts(key: Array) -> Iterator[Array]:
    """A key as arrays of whole numbers: text by its characters, which is far quicker than comparing text."""
    if key.dtype.kind == "U":
        native = np.ascontiguousarray(key, key.dtype.newbyteorder("="))
        characters = native.view(np.uint32).reshape(len(key), -1)
        yield from characters.T[characters.min(0) != characters.max(0)]
    elif key.dtype.kind == "M":
        yield key.view(np.int64)
    elif key.dtype.kind in "biu":
        yield key
    else:
        yield _numbered(key)


def _numbered(key: Array) -> Ints:
    return np.unique(key, return_inverse=True)[1].astype(np.int64)

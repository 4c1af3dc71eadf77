"""Boxes: what is known of unknowns, side by side. Together the boxes of a household leave nothing out that can be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.unknowns import Key
from cdmz_rules.plan.bounds.operations import Span

MAX_PARTED = 128
"""Boxes are split into so many at most,"""
MAX_PARTS = 32
"""each into no more than so many."""
WIDE, SMALL = 1e7, 1e-12
"""Parts of a wider span grow by a factor, from so small a part of it."""

Array = npt.NDArray[Any]
Pieces = Mapping[Key, Sequence[Span]]
"""By unknown, parts of all that it can be, together all of it."""


@dataclass(frozen=True)
class Boxes:
    """What is known of unknowns in boxes side by side.

    Attributes:
        spans: By unknown, what it can be in each box; arrays of length one say it of all. What is not named can be anything.
        count: How many boxes.
    """

    spans: Mapping[Key, Span]
    count: int = 1

    @classmethod
    def alone(cls, pieces: Pieces) -> Boxes:
        """Boxes in which one unknown after the other is each of its pieces, and the others all that they can be."""
        total, first, spans = sum(map(len, pieces.values())), 0, {}
        for key, parts in pieces.items():
            ends: list[Array | None] = []
            for whole, end in zip(_whole(parts), (0, 1), strict=True):
                boxes = None if whole is None else np.repeat(whole, total)
                if boxes is not None:
                    boxes[first : first + len(parts)] = _ends(parts, end)
                ends.append(boxes)
            spans[key] = ends[0], ends[1]
            first += len(parts)
        return cls(spans, total)  # type: ignore[arg-type]

    @classmethod
    def product(cls, pieces: Pieces, most: int) -> Boxes:
        """Boxes for every combination of pieces: of the first unknowns, as long as there are no more boxes than so many."""
        pieces = _together(pieces, most)
        shape = [len(each) for each in pieces.values()]
        places = [grid.reshape(-1) for grid in np.meshgrid(*map(np.arange, shape), indexing="ij")]
        spans = {
            key: (_ends(parts, 0)[place], None if parts[0][1] is None else _ends(parts, 1)[place])
            for (key, parts), place in zip(pieces.items(), places, strict=True)
        }
        return cls(spans, math.prod(shape))

    def known(self, spans: Mapping[Key, Span]) -> Boxes:
        """The same boxes, in all of which something more is known."""
        return Boxes({**spans, **self.spans}, self.count)

    def of(self, key: Key, otherwise: Span) -> Span:
        """What an unknown can be in each box."""
        low, high = self.spans.get(key, otherwise)
        return self._wide(low), None if high is None else self._wide(high)

    def _wide(self, end: Array) -> Array:
        return end if len(end) == self.count else np.repeat(end, self.count)

    def take(self, places: npt.NDArray[np.intp]) -> Boxes:
        """Some of the boxes."""
        spans = {
            key: (self._wide(low)[places], None if high is None else self._wide(high)[places])
            for key, (low, high) in self.spans.items()
        }
        return Boxes(spans, len(places))

    def open_share(self, key: Key, whole: Span) -> float:
        """How much of all that an unknown can be the widest box leaves open; of what has no bound, by its size, as it is parted."""
        ends, width = self.spans.get(key, whole), whole[1] - whole[0]
        if width.dtype.kind == "f" and width.max() > WIDE:
            low, high = (np.log1p(np.maximum(end - whole[0], 0)) for end in ends)
            return float(np.max((high - low) / np.log1p(width)))
        return float(np.max((ends[1] - ends[0]) / width))

    def parted(self, key: Key, whole: Span) -> Boxes:
        """Every box in parts by one number or day."""
        parts = min(MAX_PARTS, MAX_PARTED // self.count)
        low, high = (np.asarray(end) for end in self.of(key, whole))
        ends = _days(low, high, parts) if low.dtype.kind == "M" else _numbers(low, high, parts)
        repeated = {
            each: (np.repeat(self._wide(a), parts), None if b is None else np.repeat(self._wide(b), parts))
            for each, (a, b) in self.spans.items()
        }
        return Boxes({**repeated, key: ends}, self.count * parts)


def _together(pieces: Pieces, most: int) -> dict[Key, Sequence[Span]]:
    """The first unknowns, as long as all combinations of their pieces are no more than so many."""
    chosen: dict[Key, Sequence[Span]] = {}
    boxes = 1
    for key, parts in pieces.items():
        if len(parts) > 1 and boxes * len(parts) <= most:
            chosen[key] = parts
            boxes *= len(parts)
    return chosen


def side_by_side(spans: Sequence[Span]) -> Span:
    """Spans one after the other."""
    return _ends(spans, 0), None if spans[0][1] is None else _ends(spans, 1)


def _ends(parts: Sequence[Span], end: int) -> Array:
    return np.concatenate([part[end] for part in parts])


def _whole(parts: Sequence[Span]) -> Span:
    """What pieces in their order are together."""
    if parts[0][1] is None:
        return reduce(np.bitwise_or, [part[0] for part in parts]), None
    return parts[0][0], parts[-1][1]


def _days(low: Array, high: Array, parts: int) -> Span:
    first = low.astype(np.int64)[:, None]
    edges = first + (np.arange(parts + 1)[None, :] * ((high - low).astype(np.int64)[:, None] + 1)) // parts
    ends = (np.minimum(edges[:, :-1], edges[:, 1:] - 1), edges[:, 1:] - 1)
    begin, until = (np.maximum(end, first).reshape(-1).astype(low.dtype) for end in ends)
    return begin, until


def _numbers(low: Array, high: Array, parts: int) -> Span:
    """Even parts; of what has no bound by its size, for a thousand yuan tell more than a tenth of a billion."""
    width = (high - low)[:, None]
    scale = np.concatenate([[0], np.geomspace(SMALL, 1, parts)])[None, :]
    by_size = np.minimum(scale ** (np.log10(np.maximum(width, 1)) / 12) * width, width)
    edges = low[:, None] + np.where(width > WIDE, by_size, np.linspace(0, 1, parts + 1)[None, :] * width)
    edges[:, -1] = high
    return edges[:, :-1].reshape(-1), edges[:, 1:].reshape(-1)

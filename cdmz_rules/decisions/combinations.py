"""At which values unknowns are tried, and what two worlds that differ in one of them alone tell.

A few unknowns are combined completely. Of many, each takes each of its values around several settings of the others: what that shows to
matter does matter. What it does not show is no proof: answers are bounded by `narrowing`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.unknowns import Matrix, Unknown

MAX_COMBINED = 64
"""So many worlds or fewer are all tried."""
MAX_TRIED = 6000
"""So many worlds are tried at most to see what matters."""
MAX_DISCOVERING = 1000
"""So many are tried at most while it is found out what is unknown at all, and in which worlds one is entitled."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Combination:
    """The worlds in which unknowns are tried.

    Attributes:
        matrix: Levels, by world (row) and unknown (column); the first world has everything at its best, the last at its worst.
        screen: The single changes, if the matrix is made of them.
    """

    matrix: Matrix
    screen: Screen | None = None

    @classmethod
    def of(cls, unknowns: Sequence[Unknown], tried: int = MAX_TRIED, combined: int = MAX_COMBINED) -> Combination:
        """The worlds of some unknowns: every combination if they are few, else single changes, about so many as are to be tried."""
        sizes = [len(unknown.levels) for unknown in unknowns]
        if math.prod(sizes) <= combined:
            return cls(_product([range(size) for size in sizes]))
        screen = single_changes(unknowns, tried)
        return cls(screen.matrix, screen)


def _product(levels: Sequence[range]) -> Matrix:
    return np.array(list(itertools.product(*levels)), np.intp).reshape(math.prod(map(len, levels)), len(levels))


def _with(row: Matrix, changes: Mapping[int, int]) -> Matrix:
    changed = row.copy()
    for position, level in changes.items():
        changed[position] = level
    return changed


def _hashes(matrix: Matrix) -> npt.NDArray[np.uint64]:
    """A random number for each level of each unknown: the sum over a world tells it from every other."""
    random = np.random.default_rng(0)
    most = int(matrix.max(initial=0)) + 1
    numbers = random.integers(0, 2**64, (matrix.shape[1], most), np.uint64)
    return numbers[np.arange(matrix.shape[1]), matrix]


def _distinct(matrix: Matrix) -> tuple[Matrix, npt.NDArray[np.intp]]:
    """Each world once, in the order in which it first comes, and which of them each row is."""
    _, first, which = np.unique(_hashes(matrix).sum(axis=1), return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    return matrix[first[order]], place[which]


@dataclass(frozen=True)
class Screen:
    """Each unknown at each of its levels, around several settings of the others: to see which matter at all.

    Attributes:
        matrix: The worlds, each once; the first has everything at its best.
        world: For each setting (row), the world of each level of each unknown (column).
        starts: The first column of each unknown.
    """

    matrix: Matrix
    world: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]

    def moved(self, result: Floats) -> npt.NDArray[np.bool_]:
        """For each household and unknown, whether changing it alone changes a result in some setting."""
        around = result[:, self.world]
        high = np.maximum.reduceat(around, self.starts, axis=2)
        low = np.minimum.reduceat(around, self.starts, axis=2)
        return np.asarray((high != low).any(axis=1))


def single_changes(unknowns: Sequence[Unknown], most: int) -> Screen:
    """The worlds in which one unknown after the other takes each of its levels.

    The settings of the others are all best, all worst, and both of these with each level of each enumerated unknown: what bites only in
    one city, or for one kind of home, shows itself there.
    """
    sizes = np.array([len(unknown.levels) for unknown in unknowns])
    ends = [np.zeros(len(sizes), np.intp), sizes - 1]
    settings = list(ends)
    for position, unknown in enumerate(unknowns):
        more = 2 * (0 if unknown.directed else len(unknown.levels))
        if more and (len(settings) + more) * int(sizes.sum()) <= most:
            settings += [_with(end, {position: level}) for end in ends for level in range(len(unknown.levels))]
    positions = np.repeat(np.arange(len(sizes)), sizes)
    levels_of = np.concatenate([np.arange(size) for size in sizes])
    rows = np.repeat(np.array(settings)[:, None, :], len(positions), axis=1)
    rows[:, np.arange(len(positions)), positions] = levels_of
    matrix, world = _distinct(rows.reshape(-1, len(sizes)))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return Screen(matrix, world.reshape(len(settings), len(positions)), starts)


@dataclass(frozen=True)
class Neighbours:
    """Which worlds differ in one unknown alone.

    Attributes:
        matrix: The worlds.
        screen: How they came about, if they are single changes: then they need not be searched for.
    """

    matrix: Matrix
    screen: Screen | None = None

    def matter(self, results: Sequence[Floats]) -> npt.NDArray[np.bool_]:
        """For each household and unknown, whether changing it alone changes a result (see `comparable`)."""
        matter = np.zeros((len(results[0]), self.matrix.shape[1]), bool)
        for result in results:
            if self.screen is not None:
                matter |= self.screen.moved(result)
        for position in range(self.matrix.shape[1]) if self.screen is None else ():
            matter[:, position] = np.logical_or.reduce([differ_within(self._alone[position], each) for each in results])
        return matter

    @cached_property
    def _alone(self) -> list[npt.NDArray[np.intp]]:
        """By unknown, the group of each world: worlds of one group differ at most in it."""
        parts = _hashes(self.matrix)
        codes = parts.sum(axis=1)
        return [np.unique(codes - part, return_inverse=True)[1] for part in parts.T]


def comparable(result: npt.NDArray[Any]) -> Floats:
    """A result of households by worlds as plain numbers, of which each equals itself."""
    values = (
        result.astype("datetime64[D]").astype(np.float64) if result.dtype.kind == "M" else result.astype(np.float64)
    )
    return np.where(np.isnan(values), 0.0, values) if result.dtype.kind == "f" else values


def differ_within(group: npt.NDArray[np.intp], values: Floats) -> npt.NDArray[np.bool_]:
    """For which households a result takes two values within a group of worlds."""
    first = np.empty((len(values), group.max() + 1))
    first[:, group] = values
    return np.asarray((first[:, group] != values).any(axis=1))

"""In which worlds unknowns are run, and what two worlds that differ in one of them alone tell.

A few unknowns are combined completely. Where every combination is too many, the corners and single changes are taken.
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

MAX_ENUMERATED = 256
MAX_WORLDS = 1024
MAX_CORNERED = 1 << 14
MAX_SCREENED = 10_000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Combination:
    """The worlds in which unknowns are run.

    Attributes:
        matrix: Levels, by world (row) and unknown (column); the first world has everything at its best.
        complete: Whether the worlds bound every combination.
        screen: The single changes, if the matrix begins with them.
        every: Whether the worlds are every combination, so that they bound what goes neither one way nor the other, too.
    """

    matrix: Matrix
    complete: bool
    screen: Screen | None = None
    every: bool = False


def combine(unknowns: Sequence[Unknown]) -> Combination:
    """The worlds of some unknowns: every combination if they are few, else all enumerated ones with the corners of the directed.

    Each directed unknown alone against the rest shows only which of them matter; where that is too many worlds, single changes show it.
    """
    sizes = [len(unknown.levels) for unknown in unknowns]
    if math.prod(sizes) <= MAX_WORLDS:
        return Combination(_product([range(size) for size in sizes]), True, every=True)
    grid = _grid(unknowns)
    if grid is None:
        screen = single_changes(unknowns)
        return Combination(screen.matrix, False, screen)
    corners = _corners(unknowns)
    each = corners + _lone_corners(unknowns)
    if len(grid) * len(each) <= MAX_CORNERED:
        return Combination(_distinct(at(grid, each))[0], True)
    screen = single_changes(unknowns)
    return Combination(_distinct(np.concatenate([screen.matrix, at(grid, corners)]))[0], True, screen)


def ends(unknowns: Sequence[Unknown]) -> Matrix:
    """The worlds with all directed unknowns at their best or worst: for every combination of the enumerated ones, if they are few."""
    grid = _grid(unknowns)
    worst = {position: 1 for position, unknown in enumerate(unknowns) if unknown.directed}
    return at(np.zeros((1, len(unknowns)), np.intp) if grid is None else grid, [{}, worst])


def _grid(unknowns: Sequence[Unknown]) -> Matrix | None:
    """Every combination of the enumerated unknowns, the directed at their best; None if they are too many."""
    sizes = [1 if unknown.directed else len(unknown.levels) for unknown in unknowns]
    return _product([range(size) for size in sizes]) if math.prod(sizes) <= MAX_ENUMERATED else None


def _product(levels: Sequence[range]) -> Matrix:
    return np.array(list(itertools.product(*levels)), np.intp).reshape(math.prod(map(len, levels)), len(levels))


def _corners(unknowns: Sequence[Unknown]) -> list[dict[int, int]]:
    """Directed unknowns at best or worst: all, inputs only, law only."""
    directed = {position for position, unknown in enumerate(unknowns) if unknown.directed}
    law = {position for position in directed if unknowns[position].is_law}
    closed = {position for position in law if not unknowns[position].open_worst}
    inputs = directed - law
    return [_corner(directed, worst) for worst in (set(), law, closed, inputs, inputs | closed, directed)]


def _lone_corners(unknowns: Sequence[Unknown]) -> list[dict[int, int]]:
    """Each directed unknown alone at its worst, and alone at its best."""
    directed = {position for position, unknown in enumerate(unknowns) if unknown.directed}
    lone = [{position} for position in sorted(directed)]
    return [_corner(directed, worst) for worst in (*lone, *(directed - one for one in lone))]


def _corner(directed: set[int], worst: set[int]) -> dict[int, int]:
    return {position: int(position in worst) for position in directed}


def at(grid: Matrix, corners: Sequence[Mapping[int, int]]) -> Matrix:
    """The worlds of a grid at each corner, one corner after the other: the levels of some unknowns, by position."""
    return np.concatenate([_with(grid, corner) for corner in corners])


def _with(grid: Matrix, corner: Mapping[int, int]) -> Matrix:
    changed = grid.copy()
    for position, level in corner.items():
        changed[:, position] = level
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
        directed: Which unknowns have a direction.
    """

    matrix: Matrix
    world: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    directed: npt.NDArray[np.bool_]

    def moved(self, result: Floats) -> npt.NDArray[np.bool_]:
        """For each household and unknown, whether changing it alone changes a result in some setting."""
        around = result[:, self.world]
        high = np.maximum.reduceat(around, self.starts, axis=2)
        low = np.minimum.reduceat(around, self.starts, axis=2)
        return np.asarray((high != low).any(axis=1))


def single_changes(unknowns: Sequence[Unknown]) -> Screen:
    """The worlds in which one unknown after the other takes each of its levels.

    The settings of the others are all best, all worst, and both of these with each level of each enumerated unknown: what bites only in
    one city, or for one kind of home, shows itself there.
    """
    sizes = np.array([len(unknown.levels) for unknown in unknowns])
    ends = [np.zeros(len(sizes), np.intp), sizes - 1]
    settings = list(ends)
    for position, unknown in enumerate(unknowns):
        if not unknown.directed and len(settings) * int(sizes.sum()) < MAX_SCREENED:
            levels = range(len(unknown.levels))
            settings += [_with(end[None, :], {position: level})[0] for end in ends for level in levels]
    positions = np.repeat(np.arange(len(sizes)), sizes)
    levels_of = np.concatenate([np.arange(size) for size in sizes])
    rows = np.repeat(np.array(settings)[:, None, :], len(positions), axis=1)
    rows[:, np.arange(len(positions)), positions] = levels_of
    matrix, world = _distinct(rows.reshape(-1, len(sizes)))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    directed = np.array([unknown.directed for unknown in unknowns])
    return Screen(matrix, world.reshape(len(settings), len(positions)), starts, directed)


@dataclass(frozen=True)
class Neighbours:
    """Which worlds differ in one unknown alone.

    Attributes:
        matrix: The worlds.
        screen: How they came about, if they are single changes: then most need not be searched for.
    """

    matrix: Matrix
    screen: Screen | None = None

    @cached_property
    def _parts(self) -> npt.NDArray[np.uint64]:
        return _hashes(self.matrix)

    @cached_property
    def _codes(self) -> npt.NDArray[np.uint64]:
        return np.asarray(self._parts.sum(axis=1))

    def groups(self, free: Sequence[int]) -> npt.NDArray[np.intp]:
        """The group of each world: worlds of one group differ at most in the unknowns that are free."""
        codes = self._codes - self._parts[:, list(free)].sum(axis=1)
        return np.asarray(np.unique(codes, return_inverse=True)[1])

    def matter(self, results: Sequence[Floats]) -> npt.NDArray[np.bool_]:
        """For each household and unknown, whether changing it alone changes a result (see `comparable`)."""
        matter = np.zeros((len(results[0]), self.matrix.shape[1]), bool)
        for result in results:
            if self.screen is not None:
                matter |= self.screen.moved(result)
        searched = range(self.matrix.shape[1]) if self.screen is None else np.flatnonzero(~self.screen.directed)
        for position in searched:
            if not matter[:, position].all():
                matter[:, position] |= self.matters(int(position), results)
        return matter

    def matters(self, position: int, results: Sequence[Floats]) -> npt.NDArray[np.bool_]:
        """For which households two worlds that differ in this unknown alone differ in a result (see `comparable`)."""
        if position not in self._alone:
            self._alone[position] = self.groups([position])
        group = self._alone[position]
        differs = [differ_within(group, result) for result in results]
        return np.asarray(np.logical_or.reduce(differs))

    @cached_property
    def _alone(self) -> dict[int, npt.NDArray[np.intp]]:
        return {}


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

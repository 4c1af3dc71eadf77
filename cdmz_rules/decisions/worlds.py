"""What is unknown, inputs and law alike, and the worlds in which it takes every value that could matter.

An unknown with a direction has two levels, its best and its worst; one without is enumerated. A world gives each unknown one level;
the worlds of a case are the rows of one run. Where every combination is too many, the corners and single changes are taken.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.catalogue import InputInfo, all_inputs, held_against
from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.model.dates import back
from cdmz_rules.system import system

BOUNDLESS = 1e15
"""Stands for an open end: no amount of money comes near it, and float64 still counts it in whole yuan."""
MAX_ENUMERATED = 256
MAX_WORLDS = 1024
MAX_CORNERED = 1 << 14
MAX_SCREENED = 10_000
PROBED_YEARS = (1, 4, 30)
"""How long ago a day without a direction is tried: within a window of some years, beyond it, and a grown person's birth."""

Key = tuple[Any, ...]
Matrix = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Unknown:
    """Something nobody said or no text gives.

    Attributes:
        key: ``("input", name, member)`` or ``("law", path, place, first day)``.
        levels: The values it takes: best and worst, or all of them.
        directed: Whether the levels are best and worst.
        open_worst: Whether the worst level stands for an open end.
        probed: Whether the levels are but a few of many, without a direction between them.
        cell: For law, the unknown cell.
        item: For law, its item.
    """

    key: Key
    levels: tuple[Any, ...]
    directed: bool
    open_worst: bool = False
    probed: bool = False
    cell: Cell | None = None
    item: Item | None = None

    @property
    def is_law(self) -> bool:
        """Whether it is a value of the law."""
        return bool(self.key[0] == "law")


def of_law(item: Item, cell: Cell) -> Unknown:
    """An unknown value of the law."""
    key = ("law", *cell.key)
    if item.kind == "choice":
        return Unknown(key, tuple(float(i) for i in range(len(item.choices))), directed=False, cell=cell, item=item)
    low, high = (0.0, 1.0) if item.kind in ("boolean", "places") else item.bounds
    ends = (-BOUNDLESS if low is None else low, BOUNDLESS if high is None else high)
    if item.favours == "none":
        return Unknown(key, ends, directed=False, cell=cell, item=item)
    best, worst = (ends[1], ends[0]) if item.favours == "higher" else ends
    is_open = (low is None) if item.favours == "higher" else (high is None)
    return Unknown(key, (best, worst), directed=True, open_worst=is_open, cell=cell, item=item)


def of_input(info: InputInfo, member: int | None, day: date, law: Law) -> Unknown:
    """An input that nobody gave."""
    key = ("input", info.name, member)
    if info.kind == "choice":
        return Unknown(key, tuple(info.choices or ()), directed=False)
    low, high = info.bounds
    if info.kind == "date":
        high = high if info.future else min(high, day)
        if info.dated is not None:
            days = [max(point, low) for point in law.breakpoints(info.dated) if point <= high]
            return Unknown(key, tuple(dict.fromkeys(days)) or (high,), directed=False)
    if info.favours == "none":
        middle = [back(day, years=years) for years in PROBED_YEARS] if info.kind == "date" else _lines(info.name, law)
        between = sorted(value for value in {*middle, info.example} if low < value < high)
        return Unknown(key, (low, *between, high), directed=False, probed=True)
    return Unknown(key, (high, low) if info.favours == "higher" else (low, high), directed=True)


def _lines(name: str, law: Law) -> set[float]:
    """The known lines that clauses hold an input against: between two of them a clause may hold that holds at neither end."""
    cells = [cell for path in held_against(name) if path in law for cell in law[path].table.cells]
    return {float(cell.number) for cell in cells if cell.state is State.KNOWN}


@dataclass
class Worlds:
    """The worlds of one run, and what it came upon that is unknown.

    They are the stand-ins that `cdmz_rules.model.context.StandIns` wants.

    Attributes:
        law_in_force: The law of the run, for the dates on which it changes.
        day: The day decided for; days of the past lie no later.
        roles: The role of each member.
        unknowns: What is unknown, in the order of the columns.
        matrix: For each world (row) and unknown (column), the number of its level.
        found: What else turned out to be unknown during the run.
        rows: For what was found, which households came upon it.
    """

    law_in_force: Law
    day: date
    roles: Sequence[str]
    unknowns: tuple[Unknown, ...] = ()
    matrix: Matrix = field(default_factory=lambda: np.zeros((1, 0), np.intp))
    found: dict[Key, Unknown] = field(default_factory=dict)
    rows: dict[Key, npt.NDArray[np.bool_]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many worlds there are."""
        return len(self.matrix)

    def law(self, item: Item, cell: Cell) -> npt.NDArray[np.float64]:
        """Stand in for an unknown value of the law."""
        unknown = of_law(item, cell)
        self.note(unknown, np.ones(1, bool))
        return np.broadcast_to(self.column(unknown).astype(np.float64), (self.count,))

    def input(self, variable: Any, population: Any) -> npt.NDArray[Any]:
        """Stand in for an input that nobody gave."""
        members = [None] if not population.entity.is_person else range(len(self.roles))
        for member in members:
            unknown = self.unknown_input(variable.name, member)
            if unknown is not None:
                self.note(unknown, np.ones(1, bool))
        columns = [self.of_input(variable.name, member) for member in members]
        return np.stack([np.broadcast_to(column, (self.count,)) for column in columns], axis=1).reshape(-1)

    def unknown_input(self, name: str, member: int | None) -> Unknown | None:
        """An input of the household or of one member, if it is asked of them."""
        info = all_inputs()[name]
        if member is not None and info.roles is not None and self.roles[member] not in info.roles:
            return None
        return of_input(info, member, self.day, self.law_in_force)

    def of_input(self, name: str, member: int | None) -> npt.NDArray[Any]:
        """Stand in for an input of the household or of one member; whoever is not asked gets the example."""
        info, variable = all_inputs()[name], system().variables[name]
        unknown = self.unknown_input(name, member)
        return _stored(variable, info, np.array([info.example], object) if unknown is None else self.column(unknown))

    @cached_property
    def _places(self) -> dict[Key, int]:
        return {unknown.key: position for position, unknown in enumerate(self.unknowns)}

    def column(self, unknown: Unknown) -> npt.NDArray[Any]:
        """The value of an unknown in each world; its best, if it is not one that they tell apart."""
        position = self._places.get(unknown.key)
        if position is None:
            return np.array(unknown.levels[:1], object)
        return np.array(self.unknowns[position].levels, object)[self.matrix[:, position]]

    def note(self, unknown: Unknown, rows: npt.NDArray[np.bool_]) -> None:
        """Remember that some households came upon something unknown."""
        if not rows.any() or unknown.key in self._places:
            return
        self.found.setdefault(unknown.key, unknown)
        before = self.rows.get(unknown.key)
        self.rows[unknown.key] = rows if before is None else before | rows


def _stored(variable: Any, info: InputInfo, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if info.kind == "choice":
        return np.array([variable.possible_values[name].index for name in values], np.uint8)
    return values.astype("datetime64[D]" if info.kind == "date" else variable.dtype)


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
        found = np.zeros((len(results[0]), self.matrix.shape[1]), bool)
        for result in results:
            if self.screen is not None:
                found |= self.screen.moved(result)
        searched = range(self.matrix.shape[1]) if self.screen is None else np.flatnonzero(~self.screen.directed)
        for position in searched:
            if not found[:, position].all():
                found[:, position] |= self.matters(int(position), results)
        return found

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

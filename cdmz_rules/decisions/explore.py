"""Finding what is unknown and running households in every world of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import Combination, Neighbours, at, combine, comparable, ends, single_changes
from cdmz_rules.decisions.decision import Bound, Figure
from cdmz_rules.decisions.executor import Executor, Run
from cdmz_rules.decisions.unknowns import BOUNDLESS, Key, Matrix, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.law.law import Law
from cdmz_rules.model.money import round_money
from cdmz_rules.rulebook.catalogue import dependencies
from cdmz_rules.rulebook.system import system

MAX_ROUNDS = 12
MAX_WORLDS_UNSCREENED = 64
MAX_CELLS = 1 << 17
"""So many households by worlds are run at once."""

BOUNDS: tuple[Bound, ...] = get_args(Bound)
Rows = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bounded:
    """What is certain of an amount, for each household.

    Attributes:
        bound: Position in `BOUNDS`.
        lower: NaN where nothing is known.
        upper: NaN where nothing is known.
    """

    bound: npt.NDArray[np.int8]
    lower: Floats
    upper: Floats

    @property
    def value(self) -> Floats:
        """The amount where it is exact; NaN elsewhere."""
        exact = self.bound == BOUNDS.index("exact")
        return self.lower if exact.all() else np.where(exact, self.lower, np.nan)

    def figure(self, name: str, row: int = 0) -> Figure:
        """The amount of one household, as an answer gives it."""
        bound = BOUNDS[self.bound[row]]
        lower, upper = (None if np.isnan(end) else float(end) for end in (self.lower[row], self.upper[row]))
        value, unit = lower if bound == "exact" else None, system().variables[name].unit
        return Figure(id=name, unit=unit, bound=bound, value=value, lower=lower, upper=upper)


@dataclass(frozen=True)
class Exploration:
    """Households in every world of what is unknown to them.

    Attributes:
        unknowns: What is unknown and was asked for.
        worlds: What they are in each world.
        run: What the formulas gave in each.
    """

    unknowns: tuple[Unknown, ...]
    worlds: Combination
    run: Run

    def take(self, rows: Rows) -> Exploration:
        """Some of the households."""
        return replace(self, run=self.run.take(rows))

    def spread(self, name: str) -> npt.NDArray[Any]:
        """A variable of every household in every world."""
        return self.run.values[name]

    def values(self, name: str) -> npt.NDArray[Any]:
        """A variable of the first household in every world."""
        return np.asarray(self.run.values[name][0])

    def matter(self, names: Sequence[str]) -> list[Unknown]:
        """The unknowns that change one of these variables of the first household."""
        if not self.unknowns:
            return []
        results = [comparable(self.spread(name)[:1]) for name in names]
        matter = self.neighbours.matter(results)[0]
        return [unknown for unknown, matters in zip(self.unknowns, matter, strict=True) if matters]

    @cached_property
    def neighbours(self) -> Neighbours:
        """Which worlds differ in one unknown alone."""
        return Neighbours(self.worlds.matrix, self.worlds.screen)

    @cached_property
    def open_worst(self) -> Bools:
        """The worlds in which the law is as bad as an open end allows: they say nothing of how low an amount can be."""
        return self._at_worst([unknown.open_worst and unknown.is_law for unknown in self.unknowns])

    @cached_property
    def law_at_worst(self) -> Bools:
        """The worlds in which some unknown of the law is at its worst."""
        return self._at_worst([unknown.directed and unknown.is_law for unknown in self.unknowns])

    def _at_worst(self, flags: list[bool]) -> Bools:
        if not any(flags):
            return np.zeros(len(self.worlds.matrix), bool)
        return np.asarray((self.worlds.matrix[:, flags] == 1).any(axis=1))

    def nothing_only_by_law(self, name: str) -> Bools:
        """Where an amount comes down to nothing only where unknown law is at its worst: then no text says how low it is."""
        values = self.spread(name)
        hopeful = values[:, ~self.law_at_worst]
        reached = hopeful.min(axis=1, initial=np.inf) if hopeful.shape[1] else np.zeros(len(values))
        return np.asarray((values.min(axis=1) == 0) & (reached > 0))

    def _ends(self, values: Floats) -> tuple[Floats, Floats]:
        """The least and greatest value over the worlds; NaN where nothing bounds it.

        The least is NaN if only an open end of the law brings it there: then no text says how low it can be.
        """
        low, high = values.min(axis=1), values.max(axis=1)
        reached = values[:, ~self.open_worst].min(axis=1, initial=np.inf)
        varies = np.full(len(low), not self.worlds.complete) & (low != high)
        closed = (np.abs(low) < BOUNDLESS / 1e3) & ((low == reached) | (low > 0)) & ~varies
        return np.where(closed, low, np.nan), np.where((high < BOUNDLESS / 1e3) & ~varies, high, np.nan)

    def bounded(self, name: str) -> Bounded:
        """What is certain of a variable; money to the fen."""
        return self._bounded(self.spread(name).astype(np.float64), _is_money(name))

    def figures(self, names: Sequence[str]) -> list[Figure]:
        """What is certain of some variables of the first household, found in one go."""
        if not names:
            return []
        money = np.array([_is_money(name) for name in names])
        if len(self.worlds.matrix) == 1:
            alone = _to_the_fen(np.array([self.values(name)[0] for name in names], np.float64), money).tolist()
            return [_exactly(name, value) for name, value in zip(names, alone, strict=True)]
        found = self._bounded(np.stack([self.values(name).astype(np.float64) for name in names]), money)
        return [found.figure(name, row) for row, name in enumerate(names)]

    def _bounded(self, values: Floats, money: Bools | bool) -> Bounded:
        """What is certain of rows of values over the worlds; ``money`` says which rows are money."""
        alone = values[:, 0]
        if values.shape[1] == 1 or (
            bool((values == values[:, :1]).all()) and bool((np.abs(alone) < BOUNDLESS / 1e3).all())
        ):
            # All worlds agree, as they mostly do.
            alone = _to_the_fen(alone, money)
            return Bounded(np.full(len(alone), BOUNDS.index("exact"), np.int8), alone, alone)
        low, high = (np.where(np.isnan(end), end, _to_the_fen(np.nan_to_num(end), money)) for end in self._ends(values))
        below, above = ~np.isnan(low), ~np.isnan(high)
        kinds = ["exact", "range", "at_most", "at_least"]
        codes = np.select(
            [below & above & (low == high), below & above, above, below],
            [BOUNDS.index(kind) for kind in kinds],
            BOUNDS.index("not_bounded"),
        )
        return Bounded(codes.astype(np.int8), low, high)

    def varies_with(self, name: str, amount: str) -> dict[str, Bools]:
        """What a further result varies with beside the main amount, and for which households.

        It may be greatest in between: a monthly payment over the term, the months since a purchase over its date. Only what varies with
        the amount alone lies between what the amount's bounds give.
        """
        own = dependencies(name)
        others = [other for other in own if other != amount and other in self.run.values] if amount in own else []
        found = {other: np.ptp(comparable(self.spread(other)), axis=1) != 0 for other in others}
        return {other: varies for other, varies in found.items() if varies.any()}

    def probed(self, name: str) -> Bools:
        """For which households a variable depends on what was tried at a few of many values."""
        positions = [position for position, unknown in enumerate(self.unknowns) if unknown.probed]
        results = [comparable(self.spread(name))]
        found = [self.neighbours.matters(position, results) for position in positions]
        return np.asarray(np.logical_or.reduce([np.zeros(len(results[0]), bool), *found]))


def _exactly(name: str, value: float) -> Figure:
    return Figure(id=name, unit=system().variables[name].unit, bound="exact", value=value, lower=value, upper=value)


def _is_money(name: str) -> bool:
    return str(system().variables[name].unit).startswith("CNY")


def _to_the_fen(values: Floats, money: Bools | bool) -> Floats:
    if isinstance(money, bool):
        return np.asarray(round_money(values)) if money else values
    return np.where(money, round_money(values), values)


Came = dict[Key, tuple[Unknown, Bools]]
"""What households came upon, and which of them did."""


@dataclass(frozen=True)
class _Group:
    """Households that came upon the same unknowns."""

    rows: Rows
    unknowns: Mapping[Key, Unknown]
    rounds: int = 0


@dataclass(frozen=True)
class Explorer:
    """Runs households in every world of what is unknown to them, finding out along the way what that is.

    Attributes:
        executor: What runs the formulas.
        law: The law.
        cases: The households, all decided for the same day: what a missing input can be depends on it. Where only law is unknown, days may
            differ.
        outputs: The variables that an answer rests on.
    """

    executor: Executor
    law: Law
    cases: Cases
    outputs: Sequence[str]

    def all(self) -> Iterator[tuple[Rows, Exploration]]:
        """Every household once, together with others to whom the same is unknown."""
        groups = [_Group(np.arange(self.cases.count), {})]
        while groups:
            group = groups.pop()
            if group.rounds == MAX_ROUNDS:
                raise RuntimeError("what is unknown kept growing; a formula asks for something new in every world")
            for rows, relevant in self._screened(group, groups):
                combined = combine(relevant)
                for part in _parts(len(rows), len(combined.matrix)):
                    run, worlds = self._run(rows[part], relevant, combined.matrix)
                    done = _done(rows[part], group, _came(worlds), groups)
                    if len(done):
                        taken = run if len(done) == len(part) else run.take(done)
                        yield rows[part][done], Exploration(relevant, combined, taken)

    def _run(self, rows: Rows, unknowns: tuple[Unknown, ...], matrix: Matrix) -> tuple[Run, Worlds]:
        cases = self.cases.take(rows)
        worlds = Worlds(self.law, cases.first_day, cases.roles, unknowns, matrix)
        return self.executor.run(self.law, cases, worlds, self.outputs), worlds

    def _screened(self, group: _Group, groups: list[_Group]) -> Iterator[tuple[Rows, tuple[Unknown, ...]]]:
        """The households by the unknowns that matter to them at all; who comes upon more while that is looked into waits in a group."""
        unknowns = tuple(group.unknowns.values())
        if math.prod(len(unknown.levels) for unknown in unknowns) <= MAX_WORLDS_UNSCREENED:
            yield group.rows, unknowns
            return
        screen = single_changes(unknowns)
        neighbours = Neighbours(screen.matrix, screen)
        for part in _parts(len(group.rows), len(screen.matrix)):
            run, worlds = self._run(group.rows[part], unknowns, screen.matrix)
            done = _done(group.rows[part], group, _came(worlds), groups)
            results = [comparable(run.values[name][done]) for name in self.outputs]
            for same, kept in _patterns(neighbours.matter(results)):
                for rows, wanted in self._settled(group.rows[part][done[same]], kept, group, groups):
                    yield rows, tuple(unknown for want, unknown in zip(wanted, unknowns, strict=True) if want)

    def _settled(self, rows: Rows, kept: Bools, group: _Group, groups: list[_Group]) -> Iterator[tuple[Rows, Bools]]:
        """The households with all unknowns that matter beside those kept."""
        for part, more in self._beside(rows, kept, group, groups):
            if more.any():
                yield from self._settled(part, kept | more, group, groups)
            else:
                yield part, kept

    def _beside(self, rows: Rows, kept: Bools, group: _Group, groups: list[_Group]) -> Iterator[tuple[Rows, Bools]]:
        """Households by the unknowns dropped that do change something in a world of those kept.

        Two missing inputs may each leave a refusal standing that rests on both, and what bites for one kind of case in one city shows
        itself only there. The directed are taken all at once, the enumerated one by one.
        """
        unknowns = tuple(group.unknowns.values())
        known = tuple(unknown for keep, unknown in zip(kept, unknowns, strict=True) if keep)
        dropped = [place for place, keep in enumerate(kept) if not keep]
        directed = dict.fromkeys((place for place in dropped if unknowns[place].directed), 1)
        free = [place for place in dropped if not unknowns[place].directed]
        levels = [{place: level} for place in free for level in range(1, len(unknowns[place].levels))]
        tries = [(combine(known).matrix, [directed] if directed else []), (ends(known), levels)]
        for part in _parts(len(rows), max(len(worlds) * (1 + len(changes)) for worlds, changes in tries)):
            left, more = rows[part], np.zeros((len(part), len(unknowns)), bool)
            for worlds, changes in tries:
                if changes and len(left):
                    base = np.zeros((len(worlds), len(unknowns)), np.intp)
                    base[:, np.flatnonzero(kept)] = worlds
                    moved, came = self._moved(left, unknowns, base, changes)
                    done = _done(left, group, came, groups)
                    left, more = left[done], (more | moved)[done]
            for same, pattern in _patterns(more):
                yield left[same], pattern

    def _moved(
        self, rows: Rows, unknowns: tuple[Unknown, ...], base: Matrix, changes: Sequence[Mapping[int, int]]
    ) -> tuple[Bools, Came]:
        """For each household, which unknowns are part of a change that changes something in a world of the base."""
        run, worlds = self._run(rows, unknowns, at(base, [{}, *changes]))
        more = np.zeros((len(rows), len(unknowns)), bool)
        for name in self.outputs:
            before, *after = np.split(comparable(run.values[name]), len(changes) + 1, axis=1)
            for change, result in zip(changes, after, strict=True):
                more[:, list(change)] |= (result != before).any(axis=1)[:, None]
        return more, _came(worlds)


def _done(rows: Rows, group: _Group, came: Came, groups: list[_Group]) -> Rows:
    """Which of the rows, by position, came upon nothing new; the others wait in groups for another round."""
    done = [np.zeros(0, np.intp)]
    for same, unknowns in _alike(len(rows), {key: value for key, value in came.items() if key not in group.unknowns}):
        if unknowns:
            groups.append(_Group(rows[same], {**group.unknowns, **unknowns}, group.rounds + 1))
        else:
            done.append(same)
    return np.concatenate(done)


def _parts(count: int, worlds: int) -> list[Rows]:
    """The households in parts that are run at once."""
    each = max(MAX_CELLS // worlds, 1)
    return [np.arange(first, min(first + each, count)) for first in range(0, count, each)]


def _came(worlds: Worlds) -> Came:
    return {key: (unknown, worlds.rows[key]) for key, unknown in worlds.found.items()}


def _patterns(flags: Bools) -> Iterator[tuple[Rows, Bools]]:
    """Rows that are alike, and what they are like."""
    if not len(flags):
        return
    if not flags.shape[1]:
        yield np.arange(len(flags)), flags[0]
        return
    patterns, which = np.unique(flags, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        yield np.flatnonzero(which == number), pattern


def _alike(count: int, came: Came) -> Iterator[tuple[Rows, dict[Key, Unknown]]]:
    """Households that came upon the same, and what that is."""
    if not came:
        yield np.arange(count), {}
        return
    met = np.stack([np.broadcast_to(rows, (count,)) for _, rows in came.values()], axis=1)
    for rows, pattern in _patterns(met):
        yield rows, {key: came[key][0] for key, hit in zip(came, pattern, strict=True) if hit}


def explore(executor: Executor, law: Law, case: Cases, outputs: Sequence[str]) -> Exploration:
    """Run one case in every world of what is unknown."""
    return next(found for _, found in Explorer(executor, law, case, outputs).all())

"""Finding what is unknown and running households in every world of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import Neighbours, at, combine, comparable, ends, single_changes
from cdmz_rules.decisions.executor import executor_of
from cdmz_rules.decisions.exploration import Bools, Exploration, Rows
from cdmz_rules.decisions.run import Executor, Run
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.decisions.unknowns import Key, Matrix, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook

MAX_ROUNDS = 12
MAX_WORLDS_UNSCREENED = 64
MAX_CELLS = 1 << 17
"""So many households by worlds are run at once."""

Encounters = dict[Key, tuple[Unknown, Bools]]
"""The unknowns that households came upon, and which of them did."""


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
        rulebook: The rules.
        cases: The households, all decided for the same day: what a missing input can be depends on it. Where only law is unknown, days may
            differ.
        outputs: The variables that an answer rests on.
    """

    executor: Executor
    rulebook: Rulebook
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
                    done = _done(rows[part], group, _encounters(worlds), groups)
                    if len(done):
                        settled = run if len(done) == len(part) else run.take(done)
                        yield rows[part][done], Exploration(self.rulebook.catalogue, relevant, combined, settled)

    def _run(self, rows: Rows, unknowns: tuple[Unknown, ...], matrix: Matrix) -> tuple[Run, Worlds]:
        cases = self.cases.take(rows)
        worlds = Worlds(self.rulebook, cases.first_day, cases.roles, unknowns, matrix)
        return self.executor.run(self.rulebook, cases, worlds, self.outputs), worlds

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
            done = _done(group.rows[part], group, _encounters(worlds), groups)
            results = [comparable(run.values[name][done]) for name in self.outputs]
            for same, kept in _patterns(neighbours.matter(results)):
                for rows, relevant in self._settled(group.rows[part][done[same]], kept, group, groups):
                    yield rows, tuple(unknown for matters, unknown in zip(relevant, unknowns, strict=True) if matters)

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
                    moved, encounters = self._moved(left, unknowns, base, changes)
                    done = _done(left, group, encounters, groups)
                    left, more = left[done], (more | moved)[done]
            for same, pattern in _patterns(more):
                yield left[same], pattern

    def _moved(
        self, rows: Rows, unknowns: tuple[Unknown, ...], base: Matrix, changes: Sequence[Mapping[int, int]]
    ) -> tuple[Bools, Encounters]:
        """For each household, which unknowns are part of a change that changes something in a world of the base."""
        run, worlds = self._run(rows, unknowns, at(base, [{}, *changes]))
        more = np.zeros((len(rows), len(unknowns)), bool)
        for name in self.outputs:
            before, *after = np.split(comparable(run.values[name]), len(changes) + 1, axis=1)
            for change, result in zip(changes, after, strict=True):
                more[:, list(change)] |= (result != before).any(axis=1)[:, None]
        return more, _encounters(worlds)


def _done(rows: Rows, group: _Group, encounters: Encounters, groups: list[_Group]) -> Rows:
    """Which of the rows, by position, came upon nothing new; the others wait in groups for another round."""
    done = [np.zeros(0, np.intp)]
    new = {key: value for key, value in encounters.items() if key not in group.unknowns}
    for same, unknowns in _alike(len(rows), new):
        if unknowns:
            groups.append(_Group(rows[same], {**group.unknowns, **unknowns}, group.rounds + 1))
        else:
            done.append(same)
    return np.concatenate(done)


def _parts(count: int, worlds: int) -> list[Rows]:
    """The households in parts that are run at once."""
    each = max(MAX_CELLS // worlds, 1)
    return [np.arange(first, min(first + each, count)) for first in range(0, count, each)]


def _encounters(worlds: Worlds) -> Encounters:
    return {key: (unknown, worlds.rows[key]) for key, unknown in worlds.discovered.items()}


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


def _alike(count: int, encounters: Encounters) -> Iterator[tuple[Rows, dict[Key, Unknown]]]:
    """Households that came upon the same, and what that is."""
    if not encounters:
        yield np.arange(count), {}
        return
    met = np.stack([np.broadcast_to(rows, (count,)) for _, rows in encounters.values()], axis=1)
    for rows, pattern in _patterns(met):
        yield rows, {key: encounters[key][0] for key, hit in zip(encounters, pattern, strict=True) if hit}


def explore(
    rules: BenefitRules,
    case: Situation,
    day: date,
    executor: Executor | None = None,
    beside: tuple[str, ...] | None = None,
) -> Exploration:
    """Run one case in every world of what is unknown.

    Args:
        rules: The benefit asked about.
        case: The household.
        day: The day decided for.
        executor: What runs the formulas, instead of the plan.
        beside: What to keep beside what an answer rests on; None for every variable on the way, as an explanation wants.
    """
    cases = Cases.of_one(rules.catalogue, case, day)
    explorer = Explorer(executor or executor_of(rules, beside), rules.rulebook, cases, rules.outputs)
    return next(exploration for _, exploration in explorer.all())

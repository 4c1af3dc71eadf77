"""Finding what is unknown and running a case in every world of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.catalogue import dependencies
from cdmz_rules.decisions.decision import Bound
from cdmz_rules.decisions.executor import Executor, Run
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.decisions.worlds import BOUNDLESS, Key, Matrix, Neighbours, Unknown, Worlds, combine, single_changes
from cdmz_rules.law.law import Law
from cdmz_rules.model.money import round_money
from cdmz_rules.system import system

MAX_ROUNDS = 12
MAX_WORLDS_UNSCREENED = 64


@dataclass(frozen=True)
class Exploration:
    """A case in every world of what is unknown.

    Attributes:
        unknowns: What is unknown and was asked for.
        matrix: The worlds; the first has everything at its best.
        complete: Whether they bound every combination.
        run: What the formulas gave in each.
    """

    unknowns: tuple[Unknown, ...]
    matrix: Matrix
    complete: bool
    run: Run

    def values(self, name: str) -> npt.NDArray[Any]:
        """A variable in every world."""
        return np.asarray(self.run.values[name])

    def matter(self, names: Sequence[str]) -> list[Unknown]:
        """The unknowns that change one of these variables."""
        results = [self.values(name) for name in names]
        return [unknown for i, unknown in enumerate(self.unknowns) if self.neighbours.matters(i, results)]

    @cached_property
    def neighbours(self) -> Neighbours:
        """Which worlds differ in one unknown alone."""
        return Neighbours(self.matrix)

    @cached_property
    def open_worst(self) -> npt.NDArray[np.bool_]:
        """The worlds in which the law is as bad as an open end allows: they say nothing of how low an amount can be."""
        return self._at_worst([unknown.open_worst and unknown.is_law for unknown in self.unknowns])

    @cached_property
    def law_at_worst(self) -> npt.NDArray[np.bool_]:
        """The worlds in which some unknown of the law is at its worst."""
        return self._at_worst([unknown.directed and unknown.is_law for unknown in self.unknowns])

    def _at_worst(self, flags: list[bool]) -> npt.NDArray[np.bool_]:
        if not any(flags):
            return np.zeros(len(self.matrix), bool)
        return np.asarray((self.matrix[:, flags] == 1).any(axis=1))

    def nothing_only_by_law(self, name: str) -> bool:
        """Whether an amount comes down to nothing only where unknown law is at its worst: then no text says how low it is."""
        values, hopeful = self.values(name), self.values(name)[~self.law_at_worst]
        return bool(values.min() == 0 and hopeful.size and hopeful.min() > 0)

    def bounds(self, name: str) -> tuple[float | None, float | None]:
        """The least and greatest value over the worlds; None where nothing bounds it.

        The least is None if only an open end of the law brings it there: then no text says how low it can be.
        """
        values = self.values(name).astype(np.float64)
        if not self.complete and values.min() != values.max():
            return None, None
        low, high = float(values.min()), float(values.max())
        closed = values[~self.open_worst]
        reached = float(closed.min()) if closed.size else np.inf
        return (
            low if abs(low) < BOUNDLESS / 1e3 and (low == reached or low > 0) else None,
            high if high < BOUNDLESS / 1e3 else None,
        )

    def unsteady(self, name: str, amount: str) -> list[str]:
        """What keeps a further result from being bounded by the amount's: whatever else it varies with.

        A result may be greatest in between: a monthly payment over the term, the months since a purchase over its date. Only what varies
        with the amount alone lies between what the amount's bounds give.
        """
        own = dependencies(name)
        others = [other for other in own if other != amount and other in self.run.values] if amount in own else []
        varying = [other for other in others if np.ptp(_plain(self.values(other)))]
        return [name, *varying] if varying or any(unknown.probed for unknown in self.matter([name])) else []

    def bounded(self, name: str) -> tuple[Bound, float | None, float | None, float | None]:
        """The bound of a variable, its value if that is exact, its least and greatest value; money to the fen."""
        low, high = self.bounds(name)
        if str(system().variables[name].unit).startswith("CNY"):
            low, high = (None if end is None else float(round_money(np.array([end]))[0]) for end in (low, high))
        if low is not None and low == high:
            return "exact", low, low, high
        if low is not None and high is not None:
            return "range", None, low, high
        if high is not None:
            return "at_most", None, None, high
        return ("at_least" if low is not None else "not_bounded"), None, low, None


def _plain(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    return (
        values.astype("datetime64[D]").astype(np.float64)
        if values.dtype.kind == "M"
        else np.asarray(values, np.float64)
    )


def explore(executor: Executor, law: Law, situation: Situation, day: date, outputs: Sequence[str]) -> Exploration:
    """Run a case in every world of what is unknown, finding out along the way what that is."""
    unknowns: dict[Key, Unknown] = {}
    for _ in range(MAX_ROUNDS):
        relevant, found = tuple(unknowns.values()), dict[Key, Unknown]()
        if math.prod(len(unknown.levels) for unknown in relevant) > MAX_WORLDS_UNSCREENED:
            relevant, found = _screen(executor, law, situation, day, outputs, relevant)
        matrix, complete = combine(relevant)
        worlds = Worlds(law, day, situation.roles, relevant, matrix, complete)
        run = executor.run(law, situation, day, worlds, outputs)
        new = {key: unknown for key, unknown in (found | worlds.found).items() if key not in unknowns}
        if not new:
            return Exploration(relevant, matrix, complete, run)
        unknowns |= new
    raise RuntimeError("what is unknown kept growing; a formula asks for something new in every world")


def _screen(
    executor: Executor, law: Law, situation: Situation, day: date, outputs: Sequence[str], unknowns: tuple[Unknown, ...]
) -> tuple[tuple[Unknown, ...], dict[Key, Unknown]]:
    """The unknowns that matter at all, and what turned out to be unknown while looking."""
    screen = single_changes(unknowns)
    worlds = Worlds(law, day, situation.roles, unknowns, screen)
    run = executor.run(law, situation, day, worlds, outputs)
    results = [run.values[name] for name in outputs]
    neighbours = Neighbours(screen)
    kept = [neighbours.matters(position, results) for position in range(len(unknowns))]
    if _together(executor, law, situation, day, outputs, unknowns, kept, worlds.found):
        kept = [keep or unknown.directed for keep, unknown in zip(kept, unknowns, strict=True)]
    return tuple(unknown for keep, unknown in zip(kept, unknowns, strict=True) if keep), worlds.found


def _together(
    executor: Executor,
    law: Law,
    situation: Situation,
    day: date,
    outputs: Sequence[str],
    unknowns: tuple[Unknown, ...],
    kept: Sequence[bool],
    found: dict[Key, Unknown],
) -> bool:
    """Whether the directed unknowns that alone change nothing change something all at once.

    Two missing inputs may each leave a refusal standing that rests on both.
    """
    moved = [position for position, unknown in enumerate(unknowns) if unknown.directed and not kept[position]]
    if not moved:
        return False
    part, _ = combine(tuple(unknown for keep, unknown in zip(kept, unknowns, strict=True) if keep))
    best = np.zeros((len(part), len(unknowns)), np.intp)
    best[:, np.flatnonzero(kept)] = part
    worst = best.copy()
    worst[:, moved] = 1
    worlds = Worlds(law, day, situation.roles, unknowns, np.concatenate([best, worst]))
    run = executor.run(law, situation, day, worlds, outputs)
    found |= worlds.found
    halves = [np.split(_plain(np.asarray(run.values[name])), 2) for name in outputs]
    return any(not np.array_equal(before, after, equal_nan=True) for before, after in halves)

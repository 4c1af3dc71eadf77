"""Households in every world of what is unknown to them: `Exploration`, and what is certain of an amount: `Bounded`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.combinations import Combination, Neighbours, comparable
from cdmz_rules.decisions.figure import Bound, Figure
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.unknowns import BOUNDLESS, Unknown
from cdmz_rules.model.money import round_money
from cdmz_rules.rulebook.catalogue import Catalogue

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

    def figure(self, name: str, unit: str, row: int = 0) -> Figure:
        """The amount of one household, as an answer gives it."""
        bound = BOUNDS[self.bound[row]]
        lower, upper = (None if np.isnan(end) else float(end) for end in (self.lower[row], self.upper[row]))
        value = lower if bound == "exact" else None
        return Figure(id=name, unit=unit, bound=bound, value=value, lower=lower, upper=upper)


@dataclass(frozen=True)
class Exploration:
    """Households in every world of what is unknown to them.

    Attributes:
        catalogue: What can be asked of them.
        unknowns: What is unknown and was asked for.
        worlds: What they are in each world.
        run: What the formulas gave in each.
    """

    catalogue: Catalogue
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
        return self._bounded(self.spread(name).astype(np.float64), self._is_money(name))

    def figures(self, names: Sequence[str]) -> list[Figure]:
        """What is certain of some variables of the first household, found in one go."""
        if not names:
            return []
        money = np.array([self._is_money(name) for name in names])
        if len(self.worlds.matrix) == 1:
            alone = _to_the_fen(np.array([self.values(name)[0] for name in names], np.float64), money).tolist()
            return [self._exactly(name, value) for name, value in zip(names, alone, strict=True)]
        bounds = self._bounded(np.stack([self.values(name).astype(np.float64) for name in names]), money)
        return [bounds.figure(name, self.catalogue.unit(name), row) for row, name in enumerate(names)]

    def _exactly(self, name: str, value: float) -> Figure:
        unit = self.catalogue.unit(name)
        return Figure(id=name, unit=unit, bound="exact", value=value, lower=value, upper=value)

    def _is_money(self, name: str) -> bool:
        return self.catalogue.unit(name).startswith("CNY")

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
        direct = self.catalogue.dependencies.of(name)
        others = [other for other in direct if other != amount and other in self.run.values] if amount in direct else []
        varying = {other: np.ptp(comparable(self.spread(other)), axis=1) != 0 for other in others}
        return {other: varies for other, varies in varying.items() if varies.any()}

    def probed(self, name: str) -> Bools:
        """For which households a variable depends on what was tried at a few of many values."""
        positions = [position for position, unknown in enumerate(self.unknowns) if unknown.probed]
        results = [comparable(self.spread(name))]
        varying = [self.neighbours.matters(position, results) for position in positions]
        return np.asarray(np.logical_or.reduce([np.zeros(len(results[0]), bool), *varying]))


def _to_the_fen(values: Floats, money: Bools | bool) -> Floats:
    if isinstance(money, bool):
        return np.asarray(round_money(values)) if money else values
    return np.where(money, round_money(values), values)

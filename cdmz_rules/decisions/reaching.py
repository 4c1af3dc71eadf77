"""Worlds in which results come as far out as bounds say: such an end lies as close as it can, and is not narrowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import MAX_DISCOVERING, Combination, comparable
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.exploration import Bools
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Ends, Floats
from cdmz_rules.decisions.narrowing import Target
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.unknowns import Matrix, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.rulebook.rulebook import BenefitRules

TOLERANCE = 0.006
"""Ends are held against what is reached to the fen."""
SHOWN, KEPT = 6, 4
"""So many households are looked at in many worlds, and of these so many worlds are tried for all others,"""
ROUNDS = 3
"""so many times."""

Wanted = dict[Target, Bools]
"""By end, the rows of which it may lie closer."""


@dataclass(frozen=True)
class Reaching:
    """Households, with what is certain of them so far.

    Attributes:
        rules: What they ask for.
        cases: The households.
        bounds: What is certain of them.
    """

    rules: BenefitRules
    cases: Cases
    bounds: Mapping[str, Ends]

    def far(self, tried: Run, ends: Sequence[Target]) -> Wanted:
        """The ends of results that no world tried reaches: they may lie closer."""
        wanted: Wanted = {}
        for target in ends:
            low, high = self.bounds[target.name]
            if low is high or (low == high).all():
                continue
            rows: Bools = np.asarray(~self._reached(low if target.end == 0 else high, tried, target).any(axis=1))
            if rows.any():
                wanted[target] = rows
        return wanted

    def unreached(self, unknowns: Sequence[Unknown], wanted: Wanted) -> Wanted:
        """Of ends that may lie closer those that no more worlds reach: what one household shows is tried for the others.

        Args:
            unknowns: What is unknown of them.
            wanted: The ends that may lie closer.
        """
        # What is known in part of each household in its own way is tried at each one's own ends.
        common = [unknown for unknown in unknowns if unknown.is_law or not self.cases.differs(unknown)]
        inputs = [unknown for unknown in common if not unknown.is_law]
        for varied in (inputs, common):
            many = Combination.of(varied, MAX_DISCOVERING).matrix
            for _ in range(ROUNDS):
                if not self._shown(varied, wanted, many):
                    break
        return {target: rows for target, rows in wanted.items() if rows.any()}

    def _reached(self, end: Floats, tried: Run, target: Target) -> Bools:
        """In which worlds a result comes as far out as an end, household by household."""
        values: Any = tried.values.get(target.name)
        if target.name == SURE:
            values = np.logical_and.reduce([tried.values[name] for name in self.rules.clauses])
        elif target.name == DOUBT:
            values = ~np.logical_and.reduce([tried.values[name] for name in self.rules.judged])
        plain, limit = comparable(values), end[:, None]
        return np.asarray(plain <= limit + TOLERANCE if target.end == 0 else plain >= limit - TOLERANCE)

    def _shown(self, unknowns: Sequence[Unknown], wanted: Wanted, many: Matrix) -> bool:
        """Strike out the ends that households reach in the worlds that tell most of some of them; whether there are any such."""
        rows = np.flatnonzero(np.logical_or.reduce([np.zeros(self.cases.count, bool), *wanted.values()]))
        some = np.unique(np.linspace(0, len(rows) - 1, SHOWN).astype(np.intp)) if len(rows) else rows
        if len(some) < SHOWN:  # as soon narrowed as looked at
            return False
        seen = self._tried(unknowns, wanted, rows[some], many)
        worlds = _telling(np.concatenate(list(seen.values())))
        if not len(worlds):
            return False
        for target, shown in self._tried(unknowns, wanted, rows, many[worlds]).items():
            wanted[target][rows] &= ~shown.any(axis=1)
        return True

    def _tried(
        self, unknowns: Sequence[Unknown], wanted: Wanted, rows: npt.NDArray[np.intp], matrix: Matrix
    ) -> dict[Target, Bools]:
        """In which worlds some households come as far out as bounds say, where that is asked."""
        some, book = self.cases.take(rows), self.rules.rulebook
        worlds = Worlds(book, some.first_day, some.roles, tuple(unknowns), matrix, ranges=some.ranges)
        ran = PlanExecutor(()).run(book, some, worlds, self.rules.outputs)
        return {
            target: self._reached(self.bounds[target.name][target.end][rows], ran, target) & open_rows[rows][:, None]
            for target, open_rows in wanted.items()
        }


def _telling(shown: Bools) -> np.ndarray:
    """The worlds that show most of some households: one after the other that which shows most of those left."""
    chosen: list[int] = []
    left = shown
    while len(chosen) < KEPT and left.any():
        chosen.append(int(left.sum(axis=0).argmax()))
        left = left[~left[:, chosen[-1]]]
    return np.array(chosen, np.intp)

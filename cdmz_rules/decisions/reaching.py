"""Worlds in which results come as far out as bounds say: such an end lies as close as it can, and is not narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import MAX_DISCOVERING, combine, comparable
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.exploration import Bools
from cdmz_rules.decisions.knowledge import Ends
from cdmz_rules.decisions.narrowing import DOUBT, SURE, Target
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


def far(rules: BenefitRules, bounds: Mapping[str, Ends], tried: Run, ends: Iterable[Target]) -> Wanted:
    """The ends of results that no world tried reaches: they may lie closer."""
    wanted: Wanted = {}
    for target in ends:
        low, high = bounds[target.name]
        if low is high or (low == high).all():
            continue
        rows = np.asarray(~reached(rules, bounds[target.name], tried, target).any(axis=1))
        if rows.any():
            wanted[target] = rows
    return wanted


def reached(rules: BenefitRules, ends: Ends, tried: Run, target: Target) -> Bools:
    """In which worlds a result comes as far out as bounds say, household by household."""
    if target.name == SURE:
        values: np.ndarray = np.logical_and.reduce([tried.values[name] for name in rules.clauses])
    elif target.name == DOUBT:
        values = ~np.logical_and.reduce([tried.values[name] for name in rules.discretion])
    else:
        values = tried.values[target.name]
    plain, end = comparable(values), ends[target.end][:, None]
    return np.asarray(plain <= end + TOLERANCE if target.end == 0 else plain >= end - TOLERANCE)


def unreached(
    rules: BenefitRules, cases: Cases, unknowns: Sequence[Unknown], bounds: Mapping[str, Ends], wanted: Wanted
) -> Wanted:
    """Of ends that may lie closer those that no more worlds reach: what one household shows is tried for the others.

    Args:
        rules: What they ask for.
        cases: The households.
        unknowns: What is unknown of them.
        bounds: What is certain of them.
        wanted: The ends that may lie closer.
    """
    inputs = [unknown for unknown in unknowns if not unknown.is_law]
    for varied in (inputs, unknowns):
        many = combine(varied, MAX_DISCOVERING).matrix
        for _ in range(ROUNDS):
            if not _shown(rules, cases, varied, bounds, wanted, many):
                break
    return {target: rows for target, rows in wanted.items() if rows.any()}


def _shown(
    rules: BenefitRules,
    cases: Cases,
    unknowns: Sequence[Unknown],
    bounds: Mapping[str, Ends],
    wanted: Wanted,
    many: Matrix,
) -> bool:
    """Strike out the ends that households reach in the worlds that tell most of some of them; whether there are any such."""
    rows = np.flatnonzero(np.logical_or.reduce([np.zeros(cases.count, bool), *wanted.values()]))
    some = np.unique(np.linspace(0, len(rows) - 1, SHOWN).astype(np.intp)) if len(rows) else rows
    if len(some) < SHOWN:  # as soon narrowed as looked at
        return False
    seen = _tried(rules, cases, unknowns, bounds, wanted, rows[some], many)
    worlds = _telling(np.concatenate(list(seen.values())))
    if not len(worlds):
        return False
    for target, shown in _tried(rules, cases, unknowns, bounds, wanted, rows, many[worlds]).items():
        wanted[target][rows] &= ~shown.any(axis=1)
    return True


def _tried(
    rules: BenefitRules,
    cases: Cases,
    unknowns: Sequence[Unknown],
    bounds: Mapping[str, Ends],
    wanted: Wanted,
    rows: np.ndarray,
    matrix: Matrix,
) -> dict[Target, Bools]:
    """In which worlds some households come as far out as bounds say, where that is asked."""
    some = cases.take(rows)
    worlds = Worlds(rules.rulebook, some.first_day, some.roles, tuple(unknowns), matrix, ranges=some.ranges)
    ran = PlanExecutor(()).run(rules.rulebook, some, worlds, rules.outputs)
    ends = {name: (low[rows], high[rows]) for name, (low, high) in bounds.items()}
    return {
        target: reached(rules, ends[target.name], ran, target) & open_rows[rows][:, None]
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

"""What is certain of a household, and what some worlds of what is unknown show of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.certainty import certainty, widely
from cdmz_rules.decisions.combinations import MAX_DISCOVERING, Combination
from cdmz_rules.decisions.executor import PlanExecutor, executor_of
from cdmz_rules.decisions.exploration import Bools, Exploration, Rows
from cdmz_rules.decisions.run import Executor, Run
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.decisions.unknowns import Key, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.rulebook.rulebook import BenefitRules

MAX_ROUNDS = 12
MAX_UNPLANNED = 1024
"""Of a law without plans, so many worlds are tried at most; only if they are all there are, they bound an answer."""


def explore(
    rules: BenefitRules,
    case: Situation,
    day: date,
    executor: Executor | None = None,
    beside: tuple[str, ...] | None = None,
) -> Exploration:
    """What is certain of one case, and what comes of it in some worlds.

    Args:
        rules: The benefit asked about.
        case: The household.
        day: The day decided for.
        executor: What runs the formulas in worlds, instead of the plan.
        beside: What to keep beside what an answer rests on; None for every variable on the way, as an explanation wants.
    """
    cases = Cases.of_one(rules.catalogue, case, day)
    runs = executor or executor_of(rules, beside)
    if not rules.planned:
        return _unplanned(rules, cases, runs)
    ((_, certain),) = explore_all(rules, cases, amounts=True)
    if beside is not None and executor is None:
        return certain
    unknowns, combination, tried = _tried(rules, cases, runs)
    wide = widely(rules, rules.plan(day, case.roles), cases, certain.unknowns) if unknowns else {}
    bounds = None if certain.bounds is None else {**wide, **certain.bounds}
    at_ends = certain.run.uses if unknowns else None
    return replace(certain, unknowns=unknowns, worlds=combination, run=tried, bounds=bounds, at_ends=at_ends)


def explore_all(rules: BenefitRules, cases: Cases, *, amounts: bool = False) -> Iterator[tuple[Rows, Exploration]]:
    """What is certain of many households, some rows at a time; every household once.

    Args:
        rules: What they ask for.
        cases: The households.
        amounts: Whether amounts are narrowed too, beyond what one run proves of them.
    """
    for rows in by_formulas(rules, cases):
        some = cases.take(rows)
        runs = PlanExecutor(rules.beside)
        best, worlds = _run(rules, some, runs, (), NOTHING_TOLD_APART)
        unsure = np.logical_or.reduce([np.zeros(some.count, bool), *worlds.rows.values()])
        known, unknown = np.flatnonzero(~unsure), np.flatnonzero(unsure)
        if len(known):
            alone = best.take(known)
            yield rows[known] if len(unknown) else rows, Exploration(rules.catalogue, (), NOTHING_TOLD_APART, alone)
        if len(unknown):
            yield rows[unknown], _bounded(rules, some.take(unknown), best.take(unknown), runs, amounts=amounts)


def _bounded(rules: BenefitRules, cases: Cases, best: Run, runs: PlanExecutor, *, amounts: bool) -> Exploration:
    """What is certain of households, beside what comes of them with everything unknown at its best and at its worst."""
    worst, _ = _run(rules, cases, runs, (), NOTHING_TOLD_APART, hopeful=False)
    tried = _beside(best, worst)
    certain = certainty(rules, rules.plan(cases.first_day, cases.roles), cases, tried, amounts=amounts)
    return Exploration(
        rules.catalogue,
        tuple(certain.unknowns),
        TWO_WORLDS,
        tried,
        certain.bounds,
        hopeful=certain.hopeful,
        depends=certain.depends,
        narrowing=certain.narrowing,
        law_decides=certain.law_decides,
    )


def _beside(one: Run, other: Run) -> Run:
    """Two runs of one world each as one of two."""
    values = {
        name: np.concatenate([one.values[name], other.values[name]], axis=1)
        for name in one.values
        if name in other.values
    }
    return Run(values, one.order, [*one.uses, *other.uses])


NOTHING_TOLD_APART = Combination.of(())
TWO_WORLDS = Combination(np.zeros((2, 0), np.intp))


def known(rules: BenefitRules, cases: Cases) -> Bools:
    """Of which households everything that matters is known."""
    certain = np.ones(cases.count, bool)
    for rows in by_formulas(rules, cases):
        some = cases.take(rows)
        _, worlds = _run(rules, some, PlanExecutor(rules.beside), (), NOTHING_TOLD_APART)
        certain[rows] = ~np.logical_or.reduce([np.zeros(some.count, bool), *worlds.rows.values()])
    return certain


def by_formulas(rules: BenefitRules, cases: Cases) -> Iterator[Rows]:
    """The households by the formulas that are in force for them."""
    rest = np.arange(cases.count)
    days = cases.days
    while len(rest):
        first = date.fromisoformat(str(days.min()))
        plan = rules.plan(first, cases.roles, rules.beside)
        until = plan.traced.until
        within = np.ones(1, bool) if until is None else days < np.datetime64(until)
        if within.all():
            yield rest
            return
        yield rest[within]
        rest, days = rest[~within], days[~within]


def _tried(rules: BenefitRules, cases: Cases, runs: Executor) -> tuple[tuple[Unknown, ...], Combination, Run]:
    """A case in worlds of what is unknown, which show what matters; what that is, is found out on the way."""
    unknowns: dict[Key, Unknown] = {}
    scouts = PlanExecutor(()) if isinstance(runs, PlanExecutor) else runs
    for _ in range(MAX_ROUNDS):
        _, worlds = _run(
            rules, cases, scouts, unknowns.values(), Combination.of(tuple(unknowns.values()), MAX_DISCOVERING)
        )
        if not worlds.discovered:
            break
        unknowns |= worlds.discovered
    found = tuple(unknowns.values())
    combination = Combination.of(found)
    return found, combination, _run(rules, cases, runs, found, combination)[0]


def _run(
    rules: BenefitRules,
    cases: Cases,
    runs: Executor,
    unknowns: Iterable[Unknown],
    combination: Combination,
    *,
    hopeful: bool = True,
) -> tuple[Run, Worlds]:
    matrix = combination.matrix
    worlds = Worlds(
        rules.rulebook, cases.first_day, cases.roles, tuple(unknowns), matrix, hopeful=hopeful, ranges=cases.ranges
    )
    return runs.run(rules.rulebook, cases, worlds, rules.outputs), worlds


def _unplanned(rules: BenefitRules, cases: Cases, runs: Executor) -> Exploration:
    """A case under a law without plans: what it comes to in every world, if they are few."""
    unknowns, combination, tried = _tried(rules, cases, runs)
    every = math.prod(len(unknown.levels) for unknown in unknowns) <= MAX_UNPLANNED
    if every and combination.screen is not None:
        combination = Combination.of(unknowns, combined=MAX_UNPLANNED)
        tried, _ = _run(rules, cases, runs, unknowns, combination)
    return Exploration(rules.catalogue, unknowns, combination, tried, bounded=every)

"""Completions: all that is unknown of a household drawn at random, many times at once, and held against what was said to be certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import comparable
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.explore import explore
from cdmz_rules.decisions.interpret import OUTCOMES, Answers, answers
from cdmz_rules.decisions.knowledge import Knowledge
from cdmz_rules.decisions.narrowing import Narrowing
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.situation import parse
from cdmz_rules.decisions.unknowns import BOUNDLESS, Key, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.law.item import State
from cdmz_rules.model.money import round_money
from cdmz_rules.rulebook.rulebook import BenefitRules
from generators import partial
from generators.partial import Partial

Random = np.random.Generator

DRAWN = 40
"""So many values of each unknown, beside those at which it is tried."""
ROUNDS = 60
NOISE = 1e-9
"""Sums of products differ by so much, in proportion, by the order in which they are computed."""
HALF_A_FEN = 0.005
HUGE = 1e11
"""Beyond so much float64 counts no fen of what is multiplied: no such sum is drawn."""


@dataclass(frozen=True)
class Completed:
    """A household with what is certain of it, and what comes of it as everything unknown is drawn.

    Attributes:
        rules: What it asks for.
        case: The household.
        cases: The same, as a run takes it.
        certain: What is certain of it.
        unknowns: What was drawn, with the values.
        run: What came of it: one row, one column a completion.
    """

    rules: BenefitRules
    case: Partial
    cases: Cases
    certain: Exploration
    unknowns: Sequence[Unknown]
    run: Run

    def again(self, matrix: Any) -> Run:
        """What comes of it with other levels of what was drawn."""
        book, roles = self.rules.rulebook, self.cases.roles
        worlds = Worlds(book, self.case.day, roles, tuple(self.unknowns), matrix, ranges=self.cases.ranges)
        return PlanExecutor().run(book, self.cases, worlds, self.rules.outputs)

    @cached_property
    def answered(self) -> Answers:
        """What the answer says."""
        return answers(self.rules, self.certain)

    def outside(self) -> list[str]:
        """What came of some completion though it was excluded."""
        return [*self._variables(), *self._amounts(), *self._outcomes(), *self._clauses()]

    def _variables(self) -> Iterator[str]:
        for name in self.run.values:
            low, high = (float(np.clip(end[0], -BOUNDLESS, BOUNDLESS)) for end in self.certain.ends(name))
            values = np.clip(comparable(self.run.values[name][0]), -BOUNDLESS, BOUNDLESS)  # inf stands for no limit
            slack = NOISE * np.maximum(np.abs(values), 1)
            wrong = np.flatnonzero((values < low - slack) | (values > high + slack))
            if len(wrong):
                yield f"{name}: {low}…{high}, then {values[wrong[0]]}"

    def _amounts(self) -> Iterator[str]:
        for name, amount in self.answered.amounts.items():
            values = comparable(self.run.values[name][0])
            if self.rules.catalogue.unit(name).startswith("CNY"):
                values = round_money(values)
            if name == self.rules.id and OUTCOMES[self.answered.outcome[0]] is Outcome.NEEDS_A_PERSON:
                values = np.append(values, 0.0)  # the office may say no
            slack = HALF_A_FEN + NOISE * np.abs(values)
            below, above = amount.lower[0] > values + slack, amount.upper[0] < values - slack
            wrong = np.flatnonzero(below | above)
            if len(wrong):
                yield f"{name} as answered: {amount.lower[0]}…{amount.upper[0]}, then {values[wrong[0]]}"

    def _outcomes(self) -> Iterator[str]:
        outcome, holds = OUTCOMES[self.answered.outcome[0]], self._holds
        entitled = self.run.values[self.rules.eligible][0]
        every = np.logical_and.reduce(list(holds.values()))
        judged = np.logical_and.reduce([np.ones(len(every), bool), *(holds[name] for name in self.rules.discretion)])
        wrong = {
            Outcome.ELIGIBLE: ~every,
            Outcome.NOT_ELIGIBLE: entitled,
            Outcome.NEEDS_A_PERSON: judged,
        }.get(outcome, np.zeros(1, bool))
        if wrong.any():
            yield f"{outcome.value} was certain, then {int(wrong.sum())} of {len(wrong)} are not"

    def _clauses(self) -> Iterator[str]:
        for clause, failed in zip(self.rules.clauses, self.answered.failed[0], strict=True):
            if failed and self._holds[clause].any():
                yield f"{clause} failed whatever is unknown, then it holds"

    @cached_property
    def _holds(self) -> dict[str, Any]:
        return {name: np.asarray(self.run.values[name][0], bool) for name in self.rules.clauses}


def completed(rules: BenefitRules, case: Partial, count: int, random: Random) -> Completed:
    """Draw all that is unknown of a household so many times."""
    situation = parse(rules.catalogue, case.inputs, case.day)
    certain = explore(rules, situation, case.day)
    cases = Cases.of_one(rules.catalogue, situation, case.day)
    unknowns: dict[Key, Unknown] = {}
    for _ in range(ROUNDS):
        drawn = tuple(unknowns.values())
        matrix = lots(drawn, count, random)
        worlds = Worlds(rules.rulebook, case.day, situation.roles, drawn, matrix, ranges=cases.ranges)
        run = PlanExecutor().run(rules.rulebook, cases, worlds, rules.outputs)
        if not worlds.discovered:
            return Completed(rules, case, cases, certain, drawn, run)
        unknowns |= {key: _drawn(rules, cases, unknown, random) for key, unknown in worlds.discovered.items()}
    raise AssertionError("more unknowns turn up than can be drawn")


def lots(unknowns: Sequence[Unknown], count: int, random: Random) -> Any:
    """Levels: in some worlds most unknowns at an end, in others all of them anywhere."""
    sizes = np.array([len(unknown.levels) for unknown in unknowns], np.intp)
    anywhere = random.integers(0, np.maximum(sizes, 1), (count, len(sizes)))
    ends = np.where(random.random((count, 1)) < 0.5, 0, sizes - 1)
    share = random.choice([0.0, 0.5, 0.8, 0.95], (count, 1))
    return np.where(random.random((count, len(sizes))) < share, ends, anywhere).astype(np.intp)


def _drawn(rules: BenefitRules, cases: Cases, unknown: Unknown, random: Random) -> Unknown:
    """An unknown with values drawn from all that it can be, its best first and its worst last."""
    if unknown.is_choice or (len(unknown.levels) <= 2 and isinstance(unknown.levels[0], bool)):
        return unknown
    if unknown.item is not None and unknown.item.kind != "number":
        return replace(unknown, levels=_of_law(unknown))
    low, high = (end[0] for end in cases.span_of(unknown))
    if low.dtype.kind == "M":
        days = _days(low.item(), high.item(), cases.first_day, random)
        return replace(unknown, levels=(unknown.levels[0], *days, unknown.levels[-1]))
    numbers = _numbers(rules, unknown, random)
    within = np.clip(numbers, max(low, -HUGE), min(high, HUGE))
    ends = [float(level) for level in unknown.levels if abs(level) < HUGE]
    return replace(unknown, levels=(*ends[:1], *within.tolist(), *ends[1:]))


def _of_law(unknown: Unknown) -> tuple[float, ...]:
    assert unknown.item is not None
    if unknown.item.kind == "date":
        known = [cell.number for cell in unknown.item.table.cells if cell.state is State.KNOWN] or [20_000.0]
        return tuple(number + step for number in known for step in (-10_000.0, -1.0, 0.0, 1.0, 10_000.0))
    return tuple(float(level) for level in range(int(unknown.span[0][0]), int(unknown.span[1][0]) + 1))


def _days(low: date, high: date, day: date, random: Random) -> list[date]:
    near = [day - timedelta(days=int(days)) for days in random.integers(-400, 4000, DRAWN // 4)]
    wide = [date.fromordinal(int(n)) for n in random.integers(low.toordinal(), high.toordinal() + 1, DRAWN // 4)]
    around = [day - timedelta(days=round(365.25 * int(years)) + int(step)) for years, step in _years(random)]
    return [min(max(each, low), high) for each in (*near, *wide, *around)]


def _years(random: Random) -> Any:
    return np.stack([random.integers(0, 70, DRAWN // 2), random.integers(-2, 3, DRAWN // 2)], axis=1)


def _numbers(rules: BenefitRules, unknown: Unknown, random: Random) -> Any:
    """Numbers as a law or a person says them, mostly about as large as they are elsewhere."""
    if unknown.item is not None:
        known = [cell.number for cell in unknown.item.table.cells if cell.state is State.KNOWN and cell.number]
        unit = unknown.item.unit
    else:
        info = rules.catalogue.inputs[unknown.key[1]]
        known, unit = [float(info.example or 1), *partial.lines(rules, info.name)], info.unit
    scales = np.abs(np.array(known or [1.0]))
    scale = scales[random.integers(0, len(scales), DRAWN)]
    drawn = scale * np.where(random.random(DRAWN) < 0.3, 1.0, random.lognormal(0, 1.5, DRAWN))
    drawn = drawn + np.where(random.random(DRAWN) < 0.2, random.choice([-0.01, 0.01], DRAWN), 0)
    decimals = 0 if unit in partial.WHOLE else 2 if unit.startswith("CNY") else 4
    return np.round(drawn, decimals)


assert HUGE < BOUNDLESS


def moved(done: Completed, households: int, random: Random) -> Iterator[tuple[str, str]]:
    """What goes another way than the graph proves: an unknown moved alone, upward, and the result that it moves wrongly."""
    for unknown, ways in proven(done).items():
        place = [each.key for each in done.unknowns].index(unknown)
        levels = done.unknowns[place].levels
        order = np.argsort(np.array(levels, "datetime64[D]" if isinstance(levels[0], date) else float), kind="stable")
        ladder = np.repeat(lots(done.unknowns, households, random), len(order), axis=0)
        ladder[:, place] = np.tile(order, households)
        values = done.again(ladder).values
        for name, (rises, falls) in ways.items():
            steps = np.diff(comparable(values[name][0]).reshape(households, len(order)), axis=1)
            slack = NOISE * np.maximum(np.abs(comparable(values[name][0])).max(), 1)
            if (not falls and (steps < -slack).any()) or (not rises and (steps > slack).any()):
                yield str(unknown), name


def proven(done: Completed) -> dict[Key, dict[str, tuple[bool, bool]]]:
    """Of each unknown that was drawn and is a number, a day or a truth: with what it can only rise, or only fall."""
    if done.certain.bounds is None:
        return {}
    plan = done.rules.plan(done.case.day, done.cases.roles)
    knowledge = Knowledge(done.rules, plan, done.cases, noting=True)
    bounds = knowledge.judged()
    narrowing = Narrowing(done.rules, plan, done.cases, tuple(knowledge.met.values()), bounds)
    narrowing.narrow({})
    drawn = {unknown.key for unknown in done.unknowns if not unknown.is_choice}
    found: dict[Key, dict[str, tuple[bool, bool]]] = {}
    for place, unknown in enumerate(narrowing.tracked):
        for name, way in narrowing.depends.items():
            rises, falls = (bool(int(bits[0]) >> place & 1) for bits in way)
            if unknown.key in drawn and name in done.run.values and not (rises and falls):
                found.setdefault(unknown.key, {})[name] = rises, falls
    return found

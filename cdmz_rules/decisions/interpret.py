"""What households in all their worlds are entitled to: outcome, what failed, evidence, and the bounds of each amount.

One case is one row: the same code interprets a family and a city.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.decision import Compact, Outcome
from cdmz_rules.decisions.exploration import BOUNDS, Bounded, Exploration, Rows
from cdmz_rules.decisions.figure import Figure
from cdmz_rules.decisions.unknowns import Unknown
from cdmz_rules.law.item import EVIDENCE
from cdmz_rules.model.context import Use
from cdmz_rules.places import UNKNOWN
from cdmz_rules.rulebook.rulebook import BenefitRules

OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
NOT_BOUNDED, AT_MOST, RANGE, EXACT = (BOUNDS.index(b) for b in ("not_bounded", "at_most", "range", "exact"))

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Answers:
    """Answers about one benefit, one row a household.

    Attributes:
        outcome: Position in `OUTCOMES`.
        failed: For each condition, in the order of the benefit's, whether it fails whatever is unknown.
        grade: The weakest evidence among what mattered: 0 without any, else one more than its rank in `EVIDENCE`.
        amounts: The main amount, and what else is reported of those who are not refused.
    """

    outcome: Codes
    failed: Bools
    grade: npt.NDArray[np.uint8]
    amounts: Mapping[str, Bounded]


def answers(rules: BenefitRules, exploration: Exploration) -> Answers:
    """The answers for households in all their worlds."""
    outcome = outcomes(rules, exploration)
    failed = ~np.stack([_ever(exploration.spread(name)) for name in rules.clauses])
    refused = outcome == OUTCOMES.index(Outcome.NOT_ELIGIBLE)
    eligible = outcome == OUTCOMES.index(Outcome.ELIGIBLE)
    amounts = {name: amount(rules, name, exploration, eligible) for name in rules.amounts}
    return Answers(outcome, failed.T, _grades(rules, exploration.run.uses, failed, refused), amounts)


def amount(rules: BenefitRules, name: str, exploration: Exploration, eligible: Bools) -> Bounded:
    """The main amount, or a further result."""
    return _main(rules, exploration, eligible) if name == rules.id else _further(rules, name, exploration)


def _ever(holds: Bools) -> Bools:
    """Where it holds in some world. NumPy takes its time to reduce an axis of one."""
    return np.asarray(holds[:, 0] if holds.shape[1] == 1 else holds.any(axis=1))


def _always(holds: Bools) -> Bools:
    """Where it holds in every world."""
    return np.asarray(holds[:, 0] if holds.shape[1] == 1 else holds.all(axis=1))


def outcomes(rules: BenefitRules, exploration: Exploration) -> Codes:
    """About eligibility, by precedence."""
    strict = [exploration.spread(name) for name in rules.clauses if name not in rules.discretion]
    discretion = [exploration.spread(name) for name in rules.clauses if name in rules.discretion]
    entitled = np.logical_and.reduce(strict)
    doubtful = ~np.logical_and.reduce(discretion) if discretion else np.zeros_like(entitled)
    never = ~_ever(entitled)
    if not exploration.worlds.complete:
        never &= np.logical_or.reduce([~_ever(clause) for clause in strict])
    sure = _always(entitled & ~doubtful) & exploration.worlds.complete
    precedence = [
        (Outcome.NOT_ELIGIBLE, never),
        (Outcome.NEEDS_A_PERSON, _always(doubtful)),
        (Outcome.ELIGIBLE, sure),
        (Outcome.RULE_UNKNOWN, _law_decides(exploration, entitled & ~doubtful)),
    ]
    codes = np.full(len(never), OUTCOMES.index(Outcome.UNDETERMINED), np.int8)
    for outcome, holds in reversed(precedence):
        # A quarter of the time of np.select.
        codes = np.where(holds, np.int8(OUTCOMES.index(outcome)), codes)
    return codes


def _law_decides(exploration: Exploration, entitled: Bools) -> Bools:
    """Whether unknown law decides: however the missing inputs turn out, one is refused or no text says."""
    if not exploration.unknowns:
        return np.zeros(len(entitled), bool)
    law = [position for position, unknown in enumerate(exploration.unknowns) if unknown.is_law]
    group = exploration.neighbours.groups(law)
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(group.max() + 1))
    certain = np.logical_and.reduceat(entitled[:, order], starts, axis=1)
    return np.asarray(~certain.any(axis=1))


def _main(rules: BenefitRules, exploration: Exploration, eligible: Bools) -> Bounded:
    amount = exploration.bounded(rules.id)
    if (amount.bound == EXACT).all():
        return amount
    hopeful = (amount.bound == RANGE) & eligible
    if hopeful.any():
        hopeful &= exploration.nothing_only_by_law(rules.id)
    return Bounded(
        np.where(hopeful, np.int8(AT_MOST), amount.bound), np.where(hopeful, np.nan, amount.lower), amount.upper
    )


def _further(rules: BenefitRules, name: str, exploration: Exploration) -> Bounded:
    amount = exploration.bounded(name)
    most = _within(rules, name, exploration)
    if most:
        amount = _below(amount, exploration.bounded(most))
    if (amount.bound == EXACT).all():
        return amount
    unsteady = np.logical_or.reduce([exploration.probed(name), *exploration.varies_with(name, rules.id).values()])
    unsteady &= amount.bound != EXACT
    ends = (np.where(unsteady, np.nan, end) for end in (amount.lower, amount.upper))
    return Bounded(np.where(unsteady, np.int8(NOT_BOUNDED), amount.bound), *ends)


def _within(rules: BenefitRules, name: str, exploration: Exploration) -> str | None:
    """What bounds an amount that falls as another rises; every combination, where all were tried, bounds it more closely."""
    return None if exploration.worlds.every else rules.catalogue.facts(name).within


def _below(amount: Bounded, most: Bounded) -> Bounded:
    """What the corners do not bound: an amount that another one takes from lies between nothing and the most it can be."""
    loose, open_above = ~(most.upper == 0), np.isnan(most.upper)
    least = np.where(open_above | np.isnan(amount.lower), np.nan, 0)
    codes = np.where(open_above, NOT_BOUNDED, np.where(np.isnan(least), AT_MOST, RANGE))
    return Bounded(
        np.where(loose, codes, amount.bound).astype(np.int8),
        np.where(loose, least, amount.lower),
        np.where(loose, most.upper, amount.upper),
    )


def _unsteady_with(rules: BenefitRules, name: str, exploration: Exploration) -> list[str]:
    """Of the first household: what keeps a further result from being bounded by the amount's; empty if nothing does."""
    varying = [other for other, varies in exploration.varies_with(name, rules.id).items() if varies[0]]
    most = _within(rules, name, exploration)
    if most:
        return [name, most, *varying]
    return [name, *varying] if varying or exploration.probed(name)[0] else []


def _grades(rules: BenefitRules, uses: Sequence[Use], failed: Bools, refused: Bools) -> npt.NDArray[np.uint8]:
    """The weakest evidence of all that mattered; of a refusal, of the failed clause that is best evidenced."""
    # The look-ups that can be weakest come first: mostly one of them settles it.
    uses = sorted(uses, key=lambda use: use.table.weakest, reverse=True)
    weakest = np.zeros(len(refused), np.uint8)
    explained = refused & failed.any(axis=0)
    others = np.flatnonzero(~explained)
    weakest[others] = _weakest(uses, others)
    rank = np.full(len(refused), len(EVIDENCE) + 1, np.uint8)
    for clause, fails in zip(rules.clauses, failed, strict=True):
        rows = np.flatnonzero(fails & explained)
        if len(rows):
            behind = rules.catalogue.dependencies.behind_clause(clause)
            grades = _weakest([use for use in uses if use.variable in behind], rows)
            # A clause that rests on no figure is as good as one that rests on an official one.
            graded = np.maximum(grades, 1)
            better = graded < rank[rows]
            weakest[rows[better]], rank[rows[better]] = grades[better], graded[better]
    return weakest


def _weakest(uses: Sequence[Use], rows: Rows) -> npt.NDArray[np.uint8]:
    """The weakest evidence of some households among look-ups, of which those that can be weakest come first."""
    weakest = np.zeros(len(rows), np.uint8)
    for use in uses:
        if not len(rows) or use.table.weakest <= weakest.min():
            break
        grades = use.take(rows).grades
        np.maximum(weakest, grades[..., 0] if grades.shape[-1] == 1 else grades.max(axis=-1), out=weakest)
    return weakest


def reported(rules: BenefitRules, outcome: Outcome) -> tuple[str, ...]:
    """The amounts that an answer gives: of those who are refused only the main one."""
    return rules.amounts[:1] if outcome is Outcome.NOT_ELIGIBLE else rules.amounts


def figures(rules: BenefitRules, exploration: Exploration, outcome: Outcome) -> list[Figure]:
    """The amounts that the answer for the first household gives."""
    names = reported(rules, outcome)
    if exploration.worlds.complete and not exploration.unknowns:
        return exploration.figures(names)  # in one world there is nothing to weigh
    eligible = np.array([outcome is Outcome.ELIGIBLE])
    unit = rules.catalogue.unit
    return [amount(rules, name, exploration, eligible).figure(name, unit(name)) for name in names]


def compact(rules: BenefitRules, answered: Answers, day: date) -> Compact:
    """The compact answer of the first household."""
    outcome, grade = OUTCOMES[answered.outcome[0]], answered.grade[0]
    unit = rules.catalogue.unit
    return Compact(
        benefit=rules.id,
        date=day,
        outcome=outcome,
        amounts=[answered.amounts[name].figure(name, unit(name)) for name in reported(rules, outcome)],
        evidence=EVIDENCE[grade - 1] if grade else None,  # type: ignore[arg-type]
        reform=rules.reform.name if rules.reform else None,
        failed=[clause for clause, fails in zip(rules.clauses, answered.failed[0], strict=True) if fails],
    )


@dataclass(frozen=True)
class Interpretation:
    """What one household is entitled to, and what keeps that from being certain.

    Attributes:
        outcome: About eligibility.
        place: The place whose office pays; ``unknown`` if it depends on what is unknown.
        figures: The amounts: the main one, and unless one is refused what else is reported.
        matter: The unknowns that change the amount or the entitlement.
        because: By amount that is not exact, the unknowns that keep it from being so.
    """

    outcome: Outcome
    place: str
    figures: Sequence[Figure]
    matter: Sequence[Unknown]
    because: Mapping[str, Sequence[Unknown]]


def interpret(rules: BenefitRules, exploration: Exploration) -> Interpretation:
    """What the worlds of one household tell."""
    outcome = OUTCOMES[outcomes(rules, exploration)[0]]
    amounts = figures(rules, exploration, outcome)
    return Interpretation(
        outcome,
        _place(rules, exploration),
        amounts,
        exploration.matter([rules.id, rules.eligible]),
        {figure.id: _because(rules, figure.id, exploration) for figure in amounts if figure.bound != "exact"},
    )


def _because(rules: BenefitRules, name: str, exploration: Exploration) -> list[Unknown]:
    unsteady = [] if name == rules.id else _unsteady_with(rules, name, exploration)
    return exploration.matter(unsteady or [name])


def _place(rules: BenefitRules, exploration: Exploration) -> str:
    codes = np.unique(exploration.values(rules.payer))
    return rules.places.names[int(codes[0])] if len(codes) == 1 else UNKNOWN

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
from cdmz_rules.decisions.exploration import Bounded, Exploration, Rows, bound_codes
from cdmz_rules.decisions.figure import Evidence, Figure
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Ends
from cdmz_rules.decisions.unknowns import Unknown
from cdmz_rules.law.item import EVIDENCE
from cdmz_rules.model.context import Use
from cdmz_rules.places import UNKNOWN
from cdmz_rules.rulebook.rulebook import BenefitRules

OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)

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
    """The answers for households of which something is unknown."""
    outcome = outcomes(rules, exploration)
    failed = np.stack([exploration.ends(name)[1] == 0 for name in rules.clauses])
    refused = outcome == OUTCOMES.index(Outcome.NOT_ELIGIBLE)
    amounts = {name: amount(rules, name, exploration, outcome) for name in rules.amounts}
    return Answers(outcome, failed.T, _grades(rules, exploration.uses, failed, refused), amounts)


def amount(rules: BenefitRules, name: str, exploration: Exploration, outcome: Codes) -> Bounded:
    """What is certain of the main amount, or of a further result."""
    amount = exploration.certain_of(name)
    most = rules.catalogue.facts(name).within
    if most and exploration.bounds is not None:
        amount = _within(amount, exploration.certain_of(most))
    if name != rules.id:
        return amount
    doubtful = _may_be_refused(rules, exploration, outcome)
    return _or_nothing(amount, doubtful) if doubtful.any() else amount


def _may_be_refused(rules: BenefitRules, exploration: Exploration, outcome: Codes) -> Bools:
    """Where the office may say no: it is to decide, or that is not ruled out yet."""
    judges: Bools = outcome == OUTCOMES.index(Outcome.NEEDS_A_PERSON)
    if not rules.discretion or exploration.bounds is None:
        return judges
    undecided = np.isin(outcome, [OUTCOMES.index(each) for each in (Outcome.UNDETERMINED, Outcome.RULE_UNKNOWN)])
    return np.asarray(judges | (undecided & (exploration.bounds[DOUBT][1] == 1)))


def _or_nothing(amount: Bounded, doubtful: Bools) -> Bounded:
    """An amount that the office may refuse."""
    low = np.where(doubtful & ~np.isnan(amount.lower), np.minimum(amount.lower, 0), amount.lower)
    return Bounded(bound_codes(low, amount.upper), low, amount.upper)


def _within(amount: Bounded, most: Bounded) -> Bounded:
    """An amount that never exceeds another."""
    high = np.fmin(amount.upper, most.upper)
    return Bounded(bound_codes(amount.lower, high), amount.lower, high)


def outcomes(rules: BenefitRules, exploration: Exploration) -> Codes:
    """About eligibility, by precedence."""
    entitled, (sure, _), (doubt, _) = (exploration.ends(rules.eligible), *_judged(rules, exploration))
    bounded = exploration.bounded
    never = (entitled[1] == 0) & (bounded | _one_fails(rules, exploration))
    precedence = [
        (Outcome.NOT_ELIGIBLE, never),
        (Outcome.NEEDS_A_PERSON, doubt == 1),
        (Outcome.ELIGIBLE, (sure == 1) & bounded),
        (Outcome.RULE_UNKNOWN, _law_decides(exploration, len(never))),
    ]
    codes = np.full(len(never), OUTCOMES.index(Outcome.UNDETERMINED), np.int8)
    for outcome, holds in reversed(precedence):
        # A quarter of the time of np.select.
        codes = np.where(holds, np.int8(OUTCOMES.index(outcome)), codes)
    return codes


def _judged(rules: BenefitRules, exploration: Exploration) -> tuple[Ends, Ends]:
    """Whether every clause holds, and whether one fails that the office judges."""
    if exploration.bounds is not None:
        return exploration.bounds[SURE], exploration.bounds[DOUBT]
    strict = [exploration.run.values[name] for name in rules.clauses]
    judged = [exploration.run.values[name] for name in rules.clauses if name in rules.discretion]
    sure = np.logical_and.reduce(strict).astype(np.float64)
    doubt = (~np.logical_and.reduce(judged)).astype(np.float64) if judged else np.zeros_like(sure)
    return (sure.min(axis=1), sure.max(axis=1)), (doubt.min(axis=1), doubt.max(axis=1))


def _one_fails(rules: BenefitRules, exploration: Exploration) -> Bools:
    return np.asarray(np.logical_or.reduce([exploration.ends(name)[1] == 0 for name in rules.strict]))


def _law_decides(exploration: Exploration, count: int) -> Bools:
    """Whether unknown law decides: however the missing inputs turn out, one is refused or no text says."""
    return np.zeros(count, bool) if exploration.law_decides is None else exploration.law_decides


def _grades(rules: BenefitRules, uses: Sequence[Use], failed: Bools, refused: Bools) -> npt.NDArray[np.uint8]:
    """The weakest evidence of all that mattered; of a refusal, of the failed clause that is best evidenced."""
    # The look-ups that can be weakest come first: mostly one of them settles it.
    deciding = [use for use in uses if use.variable in rules.decisive]
    uses = sorted(deciding, key=lambda use: use.table.weakest, reverse=True)
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
    if exploration.alone and outcome is not Outcome.NEEDS_A_PERSON:
        return exploration.figures(names)
    codes = np.array([OUTCOMES.index(outcome)], np.int8)
    unit = rules.catalogue.unit
    return [amount(rules, name, exploration, codes).figure(name, unit(name)) for name in names]


def compact(rules: BenefitRules, answered: Answers, day: date) -> Compact:
    """The compact answer of the first household."""
    outcome, grade = OUTCOMES[answered.outcome[0]], answered.grade[0]
    unit = rules.catalogue.unit
    return Compact(
        benefit=rules.id,
        date=day,
        known_on=rules.rulebook.known_on,
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
        evidence: The weakest evidence among what mattered.
        place: The place whose office pays; ``unknown`` if it depends on what is unknown.
        figures: The amounts: the main one, and unless one is refused what else is reported.
        matter: The unknowns that change the amount or the entitlement.
        because: By amount that is not exact, the unknowns that keep it from being so.
    """

    outcome: Outcome
    evidence: Evidence | None
    place: str
    figures: Sequence[Figure]
    matter: Sequence[Unknown]
    because: Mapping[str, Sequence[Unknown]]


def interpret(rules: BenefitRules, exploration: Exploration) -> Interpretation:
    """What the worlds of one household tell."""
    outcome = _of_one(rules, exploration) if exploration.alone else OUTCOMES[outcomes(rules, exploration)[0]]
    failed = np.stack([exploration.ends(name)[1] == 0 for name in rules.clauses])
    grade = _grades(rules, exploration.uses, failed, np.array([outcome is Outcome.NOT_ELIGIBLE]))[0]
    amounts = figures(rules, exploration, outcome)
    return Interpretation(
        outcome,
        EVIDENCE[grade - 1] if grade else None,  # type: ignore[arg-type]
        _place(rules, exploration),
        amounts,
        exploration.matter([rules.id, rules.eligible]),
        {figure.id: exploration.matter(_behind(rules, figure.id)) for figure in amounts if figure.bound != "exact"},
    )


def _behind(rules: BenefitRules, name: str) -> tuple[str, ...]:
    """What keeps an amount open: of the main one also what the office judges, for it may say no."""
    return (name, *rules.judged) if name == rules.id else (name,)


def _of_one(rules: BenefitRules, exploration: Exploration) -> Outcome:
    """About eligibility of one household of which everything is known."""
    failed = [name for name in rules.clauses if not exploration.values(name)[0]]
    if any(name not in rules.discretion for name in failed):
        return Outcome.NOT_ELIGIBLE
    return Outcome.NEEDS_A_PERSON if failed else Outcome.ELIGIBLE


def _place(rules: BenefitRules, exploration: Exploration) -> str:
    code = exploration.certain(rules.payer)
    return UNKNOWN if code is None else rules.places.names[int(code)]

"""Answers for many households at once, read off their worlds: outcome, what failed, evidence, and the bounds of each amount.

One case is one row: the same code answers a family and a city.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions import catalogue
from cdmz_rules.decisions.decision import Compact, Figure, Outcome
from cdmz_rules.decisions.explain import BEHIND_A_CLAUSE
from cdmz_rules.decisions.explore import BOUNDS, Bounded, Exploration
from cdmz_rules.law.item import EVIDENCE
from cdmz_rules.law.reform import Reform
from cdmz_rules.model.context import Use
from cdmz_rules.model.variable import facts
from cdmz_rules.system import system

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


def answers(benefit: str, found: Exploration) -> Answers:
    """The answers for households in all their worlds."""
    outcome = outcomes(benefit, found)
    failed = np.stack([~_ever(found.spread(name)) for name in catalogue.clauses(benefit)], axis=1)
    refused = outcome == OUTCOMES.index(Outcome.NOT_ELIGIBLE)
    eligible = outcome == OUTCOMES.index(Outcome.ELIGIBLE)
    amounts = {name: amount(name, benefit, found, eligible) for name in reported(benefit, Outcome.ELIGIBLE)}
    return Answers(outcome, failed, _grades(benefit, found.run.uses, failed, refused), amounts)


def amount(name: str, benefit: str, found: Exploration, eligible: Bools) -> Bounded:
    """The main amount, or a further result."""
    return _main(benefit, found, eligible) if name == benefit else _further(name, benefit, found)


def _ever(holds: Bools) -> Bools:
    """Where it holds in some world."""
    return np.asarray(holds[:, 0] if holds.shape[1] == 1 else holds.any(axis=1))


def outcomes(benefit: str, found: Exploration) -> Codes:
    """About eligibility, by precedence."""
    strict: list[Bools] = []
    discretion: list[Bools] = []
    for name in catalogue.clauses(benefit):
        (discretion if facts(system().variables[name]).discretion else strict).append(found.spread(name))
    entitled = np.logical_and.reduce(strict)
    doubtful = ~np.logical_and.reduce(discretion) if discretion else np.zeros_like(entitled)
    never = ~np.logical_or.reduce(entitled, axis=1)
    if not found.complete:
        never &= np.logical_or.reduce([~clause.any(axis=1) for clause in strict])
    sure = (entitled & ~doubtful).all(axis=1) & found.complete
    codes = np.select(
        [never, doubtful.all(axis=1), sure, _law_decides(found, entitled & ~doubtful)],
        [
            OUTCOMES.index(outcome)
            for outcome in (Outcome.NOT_ELIGIBLE, Outcome.NEEDS_A_PERSON, Outcome.ELIGIBLE, Outcome.RULE_UNKNOWN)
        ],
        OUTCOMES.index(Outcome.UNDETERMINED),
    )
    return codes.astype(np.int8)


def _law_decides(found: Exploration, entitled: Bools) -> Bools:
    """Whether unknown law decides: however the missing inputs turn out, one is refused or no text says."""
    if not found.unknowns:
        return np.zeros(len(entitled), bool)
    law = [position for position, unknown in enumerate(found.unknowns) if unknown.is_law]
    group = found.neighbours.groups(law)
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(group.max() + 1))
    certain = np.logical_and.reduceat(entitled[:, order], starts, axis=1)
    return np.asarray(~certain.any(axis=1))


def _main(benefit: str, found: Exploration, eligible: Bools) -> Bounded:
    amount = found.bounded(benefit)
    hopeful = (amount.bound == RANGE) & eligible
    if hopeful.any():
        hopeful &= found.nothing_only_by_law(benefit)
    return Bounded(
        np.where(hopeful, np.int8(AT_MOST), amount.bound), np.where(hopeful, np.nan, amount.lower), amount.upper
    )


def _further(name: str, benefit: str, found: Exploration) -> Bounded:
    amount = found.bounded(name)
    if (amount.bound == EXACT).all():
        return amount
    unsteady = np.logical_or.reduce([found.probed(name), *found.varies_with(name, benefit).values()])
    unsteady &= amount.bound != EXACT
    ends = (np.where(unsteady, np.nan, end) for end in (amount.lower, amount.upper))
    return Bounded(np.where(unsteady, np.int8(NOT_BOUNDED), amount.bound), *ends)


def unsteady_with(name: str, benefit: str, found: Exploration) -> list[str]:
    """Of the first household: what keeps a further result from being bounded by the amount's; empty if nothing does."""
    varying = [other for other, varies in found.varies_with(name, benefit).items() if varies[0]]
    return [name, *varying] if varying or found.probed(name)[0] else []


def _grades(benefit: str, uses: Sequence[Use], failed: Bools, refused: Bools) -> npt.NDArray[np.uint8]:
    """The weakest evidence of all that mattered; of a refusal, of the failed clause that is best evidenced."""
    count = len(failed)
    each = [(use.variable, _of_worlds(use.grades, count)) for use in uses]
    whole = _weakest([grades for _, grades in each], count)
    if not refused.any():
        return whole
    best, rank = np.zeros(count, np.uint8), np.full(count, len(EVIDENCE) + 1)
    for position, clause in enumerate(catalogue.clauses(benefit)):
        if not (failed[:, position] & refused).any():
            continue
        behind = set(catalogue.reached_through(clause, BEHIND_A_CLAUSE))
        grades = _weakest([grades for variable, grades in each if variable in behind], count)
        # A clause that rests on no figure is as good as one that rests on an official one.
        own = np.maximum(grades, 1)
        better = failed[:, position] & (own < rank)
        best, rank = np.where(better, grades, best), np.where(better, own, rank)
    return np.where(refused & failed.any(axis=1), best, whole)


def _of_worlds(grades: npt.NDArray[np.uint8], count: int) -> npt.NDArray[np.uint8]:
    """The weakest evidence over the worlds, by household."""
    across = grades[..., 0] if grades.shape[-1] == 1 else grades.max(axis=-1)
    return np.broadcast_to(across, (count,))


def _weakest(grades: Sequence[npt.NDArray[np.uint8]], count: int) -> npt.NDArray[np.uint8]:
    return np.asarray(np.maximum.reduce([np.zeros(count, np.uint8), *grades]))


def reported(benefit: str, outcome: Outcome) -> list[str]:
    """The amounts that an answer gives."""
    return [benefit] if outcome is Outcome.NOT_ELIGIBLE else [benefit, *facts(system().variables[benefit]).reports]


def figures(benefit: str, found: Exploration, outcome: Outcome) -> list[Figure]:
    """The amounts that the answer for the first household gives."""
    names = reported(benefit, outcome)
    if found.complete and not found.unknowns:
        return found.figures(names)  # in one world there is nothing to weigh
    eligible = np.array([outcome is Outcome.ELIGIBLE])
    return [amount(name, benefit, found, eligible).figure(name) for name in names]


def compact(answered: Answers, benefit: str, day: date, reform: Reform | None) -> Compact:
    """The compact answer of the first household."""
    outcome, grade = OUTCOMES[answered.outcome[0]], answered.grade[0]
    return Compact(
        benefit=benefit,
        date=day,
        outcome=outcome,
        amounts=[answered.amounts[name].figure(name) for name in reported(benefit, outcome)],
        evidence=EVIDENCE[grade - 1] if grade else None,  # type: ignore[arg-type]
        reform=reform.name if reform else None,
        failed=[clause for clause, fails in zip(catalogue.clauses(benefit), answered.failed[0], strict=True) if fails],
    )

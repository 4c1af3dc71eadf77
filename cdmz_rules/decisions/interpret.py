"""Answers for many households at once, read off their worlds: outcome, what failed, evidence, and the bounds of each amount.

One case is one row: the same code answers a family and a city.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.decision import Compact, Figure, Outcome
from cdmz_rules.decisions.explain import BEHIND_A_CLAUSE
from cdmz_rules.decisions.explore import BOUNDS, Bounded, Exploration, Rows
from cdmz_rules.law.item import EVIDENCE
from cdmz_rules.law.reform import Reform
from cdmz_rules.model.context import Use
from cdmz_rules.model.variable import facts
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.system import system

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
    failed = ~np.stack([_ever(found.spread(name)) for name in catalogue.clauses(benefit)])
    refused = outcome == OUTCOMES.index(Outcome.NOT_ELIGIBLE)
    eligible = outcome == OUTCOMES.index(Outcome.ELIGIBLE)
    amounts = {name: amount(name, benefit, found, eligible) for name in reported(benefit, Outcome.ELIGIBLE)}
    return Answers(outcome, failed.T, _grades(benefit, found.run.uses, failed, refused), amounts)


def amount(name: str, benefit: str, found: Exploration, eligible: Bools) -> Bounded:
    """The main amount, or a further result."""
    return _main(benefit, found, eligible) if name == benefit else _further(name, benefit, found)


def _ever(holds: Bools) -> Bools:
    """Where it holds in some world. NumPy takes its time to reduce an axis of one."""
    return np.asarray(holds[:, 0] if holds.shape[1] == 1 else holds.any(axis=1))


def _always(holds: Bools) -> Bools:
    """Where it holds in every world."""
    return np.asarray(holds[:, 0] if holds.shape[1] == 1 else holds.all(axis=1))


def outcomes(benefit: str, found: Exploration) -> Codes:
    """About eligibility, by precedence."""
    strict: list[Bools] = []
    discretion: list[Bools] = []
    for name in catalogue.clauses(benefit):
        (discretion if facts(system().variables[name]).discretion else strict).append(found.spread(name))
    entitled = np.logical_and.reduce(strict)
    doubtful = ~np.logical_and.reduce(discretion) if discretion else np.zeros_like(entitled)
    never = ~_ever(entitled)
    if not found.worlds.complete:
        never &= np.logical_or.reduce([~_ever(clause) for clause in strict])
    sure = _always(entitled & ~doubtful) & found.worlds.complete
    precedence = [
        (Outcome.NOT_ELIGIBLE, never),
        (Outcome.NEEDS_A_PERSON, _always(doubtful)),
        (Outcome.ELIGIBLE, sure),
        (Outcome.RULE_UNKNOWN, _law_decides(found, entitled & ~doubtful)),
    ]
    codes = np.full(len(never), OUTCOMES.index(Outcome.UNDETERMINED), np.int8)
    for outcome, holds in reversed(precedence):
        # A quarter of the time of np.select.
        codes = np.where(holds, np.int8(OUTCOMES.index(outcome)), codes)
    return codes


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
    if (amount.bound == EXACT).all():
        return amount
    hopeful = (amount.bound == RANGE) & eligible
    if hopeful.any():
        hopeful &= found.nothing_only_by_law(benefit)
    return Bounded(
        np.where(hopeful, np.int8(AT_MOST), amount.bound), np.where(hopeful, np.nan, amount.lower), amount.upper
    )


def _further(name: str, benefit: str, found: Exploration) -> Bounded:
    amount = found.bounded(name)
    most = _within(name, found)
    if most:
        amount = _below(amount, found.bounded(most))
    if (amount.bound == EXACT).all():
        return amount
    unsteady = np.logical_or.reduce([found.probed(name), *found.varies_with(name, benefit).values()])
    unsteady &= amount.bound != EXACT
    ends = (np.where(unsteady, np.nan, end) for end in (amount.lower, amount.upper))
    return Bounded(np.where(unsteady, np.int8(NOT_BOUNDED), amount.bound), *ends)


def _within(name: str, found: Exploration) -> str | None:
    """What bounds an amount that falls as another rises; every combination, where all were tried, bounds it more closely."""
    return None if found.worlds.every else facts(system().variables[name]).within


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


def unsteady_with(name: str, benefit: str, found: Exploration) -> list[str]:
    """Of the first household: what keeps a further result from being bounded by the amount's; empty if nothing does."""
    varying = [other for other, varies in found.varies_with(name, benefit).items() if varies[0]]
    most = _within(name, found)
    if most:
        return [name, most, *varying]
    return [name, *varying] if varying or found.probed(name)[0] else []


def _grades(benefit: str, uses: Sequence[Use], failed: Bools, refused: Bools) -> npt.NDArray[np.uint8]:
    """The weakest evidence of all that mattered; of a refusal, of the failed clause that is best evidenced."""
    # The look-ups that can be weakest come first: mostly one of them settles it.
    uses = sorted(uses, key=lambda use: use.table.weakest, reverse=True)
    found = np.zeros(len(refused), np.uint8)
    explained = refused & failed.any(axis=0)
    others = np.flatnonzero(~explained)
    found[others] = _weakest(uses, others)
    rank = np.full(len(refused), len(EVIDENCE) + 1, np.uint8)
    for clause, fails in zip(catalogue.clauses(benefit), failed, strict=True):
        rows = np.flatnonzero(fails & explained)
        if len(rows):
            behind = catalogue.reached_through(clause, BEHIND_A_CLAUSE)
            grades = _weakest([use for use in uses if use.variable in behind], rows)
            # A clause that rests on no figure is as good as one that rests on an official one.
            own = np.maximum(grades, 1)
            better = own < rank[rows]
            found[rows[better]], rank[rows[better]] = grades[better], own[better]
    return found


def _weakest(uses: Sequence[Use], rows: Rows) -> npt.NDArray[np.uint8]:
    """The weakest evidence of some households among look-ups, of which those that can be weakest come first."""
    found = np.zeros(len(rows), np.uint8)
    for use in uses:
        if not len(rows) or use.table.weakest <= found.min():
            break
        grades = use.take(rows).grades
        np.maximum(found, grades[..., 0] if grades.shape[-1] == 1 else grades.max(axis=-1), out=found)
    return found


def reported(benefit: str, outcome: Outcome) -> list[str]:
    """The amounts that an answer gives."""
    return [benefit] if outcome is Outcome.NOT_ELIGIBLE else [benefit, *facts(system().variables[benefit]).reports]


def figures(benefit: str, found: Exploration, outcome: Outcome) -> list[Figure]:
    """The amounts that the answer for the first household gives."""
    names = reported(benefit, outcome)
    if found.worlds.complete and not found.unknowns:
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

"""How one benefit stands while a household is asked: what is certain so far, and which missing inputs can still change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.explore import explore
from cdmz_rules.decisions.figure import Figure
from cdmz_rules.decisions.interpret import OUTCOMES, figures, outcomes
from cdmz_rules.decisions.readings import splits
from cdmz_rules.decisions.scalar import answer_at_once
from cdmz_rules.decisions.situation import OpenDay, Situation, given
from cdmz_rules.decisions.unknowns import Key, Unknown
from cdmz_rules.interview.openness import CLOSED, Openness, openness
from cdmz_rules.rulebook.rulebook import BenefitRules

Settles = Literal["outcome", "amount", "reported"]


@dataclass(frozen=True)
class Standing:
    """How a benefit stands.

    Attributes:
        rules: The benefit.
        cases: The household.
        outcome: About eligibility.
        amount: The main amount, as far as it is certain.
        exploration: What is certain; None if everything is.
        openness: The missing inputs that can still change it.
    """

    rules: BenefitRules
    cases: Cases
    outcome: Outcome
    amount: Figure
    exploration: Exploration | None = None
    openness: Openness = CLOSED

    @property
    def settled(self) -> bool:
        """Whether no further input can change outcome or bounds."""
        return not self.openness.every

    def settles(self, key: Key) -> Settles | None:
        """What an input can still change, the most important first; None if nothing."""
        if key in self.openness.outcome:
            return "outcome"
        if key in self.openness.amount:
            return "amount"
        return "reported" if key in self.openness.reported else None

    def gains(self, unknowns: list[Unknown]) -> dict[Key, float]:
        """How much of outcome and main amount each of some missing inputs settles; see `cdmz_rules.decisions.readings.splits`."""
        mine = [unknown for unknown in unknowns if self.settles(unknown.key) in ("outcome", "amount")]
        if self.exploration is None or not mine:
            return {}
        plan = self.rules.plan(self.cases.first_day, self.cases.roles)
        found = splits(self.rules, plan, self.cases, self.exploration, self.outcome, mine)
        return {split.unknown.key: split.gain for split in found}


def standing(rules: BenefitRules, case: Situation, day: date) -> Standing:
    """How a benefit stands for a household.

    Of a household that is asked about several benefits an answer mostly bears on few: the others stand as they stood.

    Args:
        rules: The benefit.
        case: What is known of the household.
        day: The day decided for.
    """
    follows = rules.catalogue.follows
    asked = {name for info in rules.inputs for name in (info.name, *follows.get(info.name, ()))}
    told = frozenset(each for each in given(case) if each[0] in asked)
    ranges = frozenset((key, days) for key, days in case.ranges.items() if key[0] in asked)
    return _standing(rules, case.roles, told, ranges, day)


@lru_cache(maxsize=256)
def _standing(
    rules: BenefitRules,
    roles: tuple[str, ...],
    told: frozenset[tuple[str, int | None, Any]],
    ranges: frozenset[tuple[tuple[str, int | None], OpenDay]],
    day: date,
) -> Standing:
    household = {name: value for name, member, value in told if member is None}
    persons = tuple({name: value for name, of, value in told if of == member} for member in range(len(roles)))
    case = Situation(roles, household, persons, {}, dict(ranges))
    cases = Cases.of_one(rules.catalogue, case, day)
    known = answer_at_once(rules, case, day) if rules.planned else None
    if known is not None:
        return Standing(rules, cases, known.outcome, known.amount)
    exploration = explore(rules, case, day, None, rules.beside)
    outcome = OUTCOMES[outcomes(rules, exploration)[0]]
    amount = figures(rules, exploration, outcome)[0]
    return Standing(rules, cases, outcome, amount, exploration, openness(rules, cases, exploration, outcome))

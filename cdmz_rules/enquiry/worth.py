"""What it is worth to know a rule (价值): how many answers about example households its gap leaves open, and how much of their amounts.

Every household is put into every city and decided in full. An answer is open if one does not know whether one is entitled, or the main
amount is not exact. It may take several rules to settle it: then each is worth an equal part of it, so that the rule that settles one
answer alone is worth more than one of fourteen that keep an answer open together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.decisions.households import in_cities
from cdmz_rules.decisions.impact import Household
from cdmz_rules.enquiry.periods import Period, Rule
from cdmz_rules.rulebook.rulebook import Rulebook

SETTLED = (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.NEEDS_A_PERSON)
YUAN = "CNY"
COUNTED = ("number", "date")
"""Kinds of items whose answer may presume the answer to whether or which: a coefficient, that there is to be one."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What it is worth to know one rule.

    Attributes:
        open: How many answers its gap leaves open.
        outcomes: In how many of them one does not even know whether one is entitled.
        alone: How many nothing else leaves open.
        part: Its part of the open answers, each divided equally among the rules that leave it open.
        yuan: How far apart the bounds of their main amounts lie in all, where these are sums with an upper bound; a month's or a year's,
            where the benefit is paid so.
        of_yuan: These upper bounds in all.
        part_of_yuan: Its part of that, divided in the same way.
        without_upper: How many of their main amounts have no upper bound.
    """

    open: int = 0
    outcomes: int = 0
    alone: int = 0
    part: float = 0.0
    yuan: float = 0.0
    of_yuan: float = 0.0
    part_of_yuan: float = 0.0
    without_upper: int = 0

    @property
    def share(self) -> float | None:
        """How much of the amounts is open; None where none has an upper bound above zero."""
        return self.yuan / self.of_yuan if self.of_yuan else None


NOTHING = Worth()


class Totals(NamedTuple):
    """How much is open in all.

    Attributes:
        households: How many households were decided.
        answers: How many answers they got, one in each city.
        open: How many of these are open.
        rule_unknown: In how many one cannot say whether one is entitled, because of a rule.
        without_upper: How many main amounts have no upper bound.
    """

    households: int
    answers: int
    open: int
    rule_unknown: int
    without_upper: int


@dataclass(frozen=True)
class Worths:
    """What every rule is worth to know, by rule; those that leave nothing open are not among them.

    Attributes:
        by_rule: The worth of each.
        totals: How much is open in all.
        state: What was measured, as a hash; see `cdmz_rules.enquiry.worth_register.state`.
    """

    by_rule: Mapping[Rule, Worth]
    totals: Totals
    state: str

    def of(self, period: Period) -> Worth:
        """What it is worth to know the rule of a period: nothing, if it is known."""
        return self.by_rule.get(period.rule, NOTHING) if period.is_gap else NOTHING

    def ordered(self, periods: Iterable[Period]) -> list[Period]:
        """Periods by what they are worth, most first; of equal ones whether and which before how much, of one rule the latest first."""
        latest = sorted(periods, key=lambda period: period.first, reverse=True)
        return sorted(latest, key=lambda period: (_rank(self.of(period)), period.item.kind in COUNTED, period.rule))


def _rank(worth: Worth) -> tuple[float, float]:
    return -worth.part, -worth.part_of_yuan


def measure(
    rulebook: Rulebook, cases: Iterable[Household], state: str = "", advance: Callable[[], None] = lambda: None
) -> Worths:
    """What every rule is worth to know.

    Args:
        rulebook: The rules.
        cases: The households.
        state: What is measured, as a hash.
        advance: Called after each of them.
    """
    by_rule: dict[Rule, Worth] = {}
    counts = dict.fromkeys(Totals._fields, 0)
    for household in cases:
        counts["households"] += 1
        for _, benefit, day, case in in_cities(rulebook, household, rulebook.places.agreed_cities):
            decision = decide(case, benefit, day, rulebook=rulebook, today=day)
            _count(counts, decision)
            _add(by_rule, decision)
        advance()
    rounded = {rule: _rounded(worth) for rule, worth in by_rule.items()}
    return Worths(rounded, Totals(**counts), state)


def _rounded(worth: Worth) -> Worth:
    """A worth to the fen: what is worth the same would otherwise differ by the order in which it was added up."""
    sums = {name: round(getattr(worth, name), 2) for name in ("yuan", "of_yuan", "part_of_yuan")}
    return replace(worth, part=round(worth.part, 6), **sums)


def _is_open(decision: Decision) -> bool:
    return decision.outcome not in SETTLED or decision.amount.bound != "exact"


def _count(counts: dict[str, int], decision: Decision) -> None:
    counts["answers"] += 1
    counts["open"] += _is_open(decision)
    counts["rule_unknown"] += decision.outcome is Outcome.RULE_UNKNOWN
    counts["without_upper"] += decision.amount.upper is None


def _add(by_rule: dict[Rule, Worth], decision: Decision) -> None:
    rules = {(missing.name, missing.place or "") for missing in decision.missing_law}
    if not rules or not _is_open(decision):
        return
    amount, part = decision.amount, 1 / len(rules)
    upper = amount.upper if amount.unit.startswith(YUAN) and amount.upper is not None else 0.0
    width = upper - min(max(amount.lower or 0.0, 0.0), upper)
    for rule in rules:
        so_far = by_rule.get(rule, NOTHING)
        by_rule[rule] = replace(
            so_far,
            open=so_far.open + 1,
            outcomes=so_far.outcomes + (decision.outcome not in SETTLED),
            alone=so_far.alone + (len(rules) == 1),
            part=so_far.part + part,
            yuan=so_far.yuan + width,
            of_yuan=so_far.of_yuan + upper,
            part_of_yuan=so_far.part_of_yuan + width * part,
            without_upper=so_far.without_upper + (amount.upper is None),
        )

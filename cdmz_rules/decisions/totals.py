"""What several benefits come to for one household: which it gets, owes and may get, and their sums with what is certain of them.

Money is summed by what it is to the household and by how often it is paid, and by nothing else: a loan is no grant, a month no year.
Where only one of two can be had, or no text says whether both can, a sum counts on no more than the better of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cdmz_rules.decisions.decision import Compact, Decision
from cdmz_rules.decisions.figure import Bound, Outcome
from cdmz_rules.decisions.interactions import Interaction
from cdmz_rules.i18n.text import Part
from cdmz_rules.rulebook.infos import BenefitInfo, Flow
from cdmz_rules.rulebook.rulebook import Rulebook

Group = Literal["gets", "owes", "may_get", "may_owe", "neither"]
GROUPS: tuple[Group, ...] = ("gets", "may_get", "owes", "may_owe", "neither")
FLOWS: tuple[Flow, ...] = ("received", "others", "own", "lent", "owed")
OFTEN = ("CNY/month", "CNY/year", "CNY")
"""The units that are summed: a month, a year, once."""
Pair = frozenset[str]


class Total(Part):
    """What several benefits come to, of one kind of money, paid as often.

    Attributes:
        flow: What the money is to the household; see `BenefitInfo.flow`.
        unit: How often it is paid: ``CNY/month``, ``CNY/year`` or once (``CNY``).
        value: The sum, if it is exact.
        lower: It is at least this: of whoever is entitled for certain alone, and of two that perhaps cannot both be had the better one.
        upper: It is at most this; None if nobody knows.
        benefits: The benefits in it.
        unbounded: Those of which no upper limit is known.
        one_of: Pairs in it of which only one can be had, or perhaps only one.
    """

    flow: Flow
    unit: str
    bound: Bound
    value: float | None
    lower: float
    upper: float | None
    benefits: list[str]
    unbounded: list[str]
    one_of: list[tuple[str, str]]


@dataclass(frozen=True)
class _Share:
    """What one benefit adds to a sum."""

    benefit: str
    unit: str
    flow: Flow
    lower: float
    upper: float | None


def group(flow: Flow, outcome: Outcome) -> Group:
    """Where a benefit stands for a household."""
    if outcome is Outcome.NOT_ELIGIBLE:
        return "neither"
    if outcome is Outcome.ELIGIBLE:
        return "owes" if flow == "owed" else "gets"
    return "may_owe" if flow == "owed" else "may_get"


def groups(rulebook: Rulebook, answers: Iterable[Decision | Compact]) -> dict[Group, list[str]]:
    """The benefits by where they stand; in each group in the order in which they were asked for."""
    found: dict[Group, list[str]] = {name: [] for name in GROUPS}
    for answer in answers:
        found[group(rulebook.benefit(answer.benefit).info.flow, answer.outcome)].append(answer.benefit)
    return found


def totals(rulebook: Rulebook, answers: Sequence[Decision | Compact], between: Iterable[Interaction]) -> list[Total]:
    """The sums of what a household gets and owes; none of what it is refused.

    Args:
        rulebook: The rules by which it was decided.
        answers: The answers.
        between: What the benefits do to each other.
    """
    shares = [_share(rulebook.benefit(answer.benefit).info, answer) for answer in answers if _counts(answer)]
    apart = _apart(between)
    kinds = [(flow, unit) for flow in FLOWS for unit in OFTEN]
    alike = (([each for each in shares if (each.flow, each.unit) == kind], *kind) for kind in kinds)
    return [_total(some, flow, unit, apart) for some, flow, unit in alike if some]


def _counts(answer: Decision | Compact) -> bool:
    return answer.outcome is not Outcome.NOT_ELIGIBLE


def _share(info: BenefitInfo, answer: Decision | Compact) -> _Share:
    """What an answer adds: nothing for certain, unless it is certain that one is entitled."""
    amount = next((each for each in answer.amounts if each.id == info.in_all), answer.amounts[0])
    sure = answer.outcome is Outcome.ELIGIBLE
    return _Share(info.id, amount.unit, info.flow, (amount.lower or 0.0) if sure else 0.0, amount.upper)


def _apart(between: Iterable[Interaction]) -> Mapping[Pair, bool]:
    """Pairs that perhaps cannot both be had; and whether that is certain."""
    found: dict[Pair, bool] = {}
    for each in between:
        if each.either_or and each.status != "yes":
            pair = frozenset(each.benefits)
            found[pair] = found.get(pair, False) or each.status == "no"
    return found


def _total(shares: Sequence[_Share], flow: Flow, unit: str, apart: Mapping[Pair, bool]) -> Total:
    names = {each.benefit for each in shares}
    pairs = {pair: sure for pair, sure in apart.items() if pair <= names}
    # What is nothing for certain clashes with nothing.
    lower = _most({each.benefit: each.lower for each in shares if each.lower}, list(pairs))
    unbounded = [each.benefit for each in shares if each.upper is None]
    tops = {each.benefit: each.upper or 0.0 for each in shares}
    upper = None if unbounded else _most(tops, [pair for pair, sure in pairs.items() if sure])
    bound = _bound(lower, upper)
    return Total(
        flow=flow,
        unit=unit,
        bound=bound,
        value=lower if bound == "exact" else None,
        lower=lower,
        upper=upper,
        benefits=[each.benefit for each in shares],
        unbounded=unbounded,
        one_of=list(_in_order(pairs, shares)),
    )


def _in_order(pairs: Iterable[Pair], shares: Sequence[_Share]) -> Iterator[tuple[str, str]]:
    order = [each.benefit for each in shares]
    for pair in pairs:
        first, second = sorted(pair, key=order.index)
        yield first, second


def _bound(lower: float, upper: float | None) -> Bound:
    if upper is None:
        return "at_least" if lower else "not_bounded"
    if lower == upper:
        return "exact"
    return "range" if lower else "at_most"


def _most(amounts: Mapping[str, float], apart: Sequence[Pair]) -> float:
    """The most that can be had of amounts of which some pairs cannot both be had."""
    clash = next((pair for pair in apart if pair <= amounts.keys()), None)
    if clash is None:
        return round(sum(amounts.values()), 2)
    # Without the one or without the other: registers hold few pairs, so few ways are tried.
    return max(_most({name: each for name, each in amounts.items() if name != out}, apart) for out in sorted(clash))

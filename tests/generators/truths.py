"""Realistic households of which everything is known, and what of the benefits concerns them.

A household is one of an example or a law test; what it does not say there it has as some other of them does, by a draw that is always the
same. It tells unasked only what differs from what is presumed or computed, for nobody asks for that.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from cdmz_rules import Rulebook
from cdmz_rules.decisions.situation import checked
from cdmz_rules.errors import Problem
from cdmz_rules.rulebook.infos import InputInfo
from generators import cases, lawtests
from generators.coherent import mended
from generators.subject import Subject

SEED = 20261130
DAYS_OF_A_YEAR = 365.2425
FIRST_DAY = date(2020, 1, 1)
"""Before it there is hardly any law, and some inputs cannot lie so far back."""

CONCERNS = {
    **dict.fromkeys(["medical_coverage"], 0.8),
    **dict.fromkeys(["provident_fund_deposit", "long_term_care_contribution", "resident_medical_contribution"], 0.5),
    **dict.fromkeys(["old_age_allowance", "resident_long_term_care_contribution"], 0.5),
    **dict.fromkeys(["medical_reimbursement"], 0.4),
    **dict.fromkeys(["provident_fund_rent_withdrawal"], 0.25),
    **dict.fromkeys(["provident_fund_loan", "public_rental_flat", "rent_subsidy", "affordable_rental"], 0.15),
    **dict.fromkeys(["elder_care_voucher", "childcare_subsidy", "provident_fund_purchase_withdrawal"], 0.15),
    **dict.fromkeys(["long_term_care_insurance", "nursing_subsidy", "talent_apartment", "maternity_allowance"], 0.1),
    **dict.fromkeys(["bed_operating_subsidy", "provident_fund_conversion"], 0.05),
}
"""How many households in a hundred a benefit concerns, as assumed here; one that runs no institution asks for no grant to it."""


@dataclass(frozen=True, eq=False)
class Household:
    """A household of which everything is known.

    Attributes:
        name: Where it comes from.
        benefit: What it asks for there.
        day: The day decided for.
        truth: Everything about it.
        unasked: The inputs that it tells unasked, by name and member.
    """

    name: str
    benefit: str
    day: date
    truth: dict[str, Any]
    unasked: tuple[tuple[str, int | None], ...]

    def value(self, name: str, member: int | None) -> Any:
        """What is so."""
        holder = self.truth if member is None else self.truth["members"][member]
        return holder.get(name)

    def blank(self, told: Sequence[str]) -> dict[str, Any]:
        """What it begins with: its members, and what it tells unasked of some inputs."""
        case: dict[str, Any] = {"members": [{"role": member["role"]} for member in self.truth["members"]]}
        for name, member in self.unasked:
            if name in told:
                tell(case, name, member, self.value(name, member))
        return case


def concerned(household: Household, book: Rulebook) -> list[str]:
    """The benefits that concern a household: its own, and others by a draw that is always the same."""
    random = Random(f"{SEED} {household.name} {household.benefit}")
    drawn = {name: random.random() for name in book.benefits}
    return [name for name in book.benefits if name == household.benefit or drawn[name] < CONCERNS.get(name, 0)]


def tell(case: dict[str, Any], name: str, member: int | None, value: Any) -> None:
    """Write an answer into a case."""
    (case if member is None else case["members"][member])[name] = value


@lru_cache
def households(subject: Subject, count: int) -> tuple[Household, ...]:
    """So many households, of every benefit about as many."""
    random = Random(SEED)
    by_benefit: dict[str, list[tuple[str, date, dict[str, Any]]]] = {}
    for name, benefit, day, case in _sources(subject):
        if day >= FIRST_DAY:
            by_benefit.setdefault(benefit, []).append((name, day, case))
    for some in by_benefit.values():
        random.shuffle(some)
    pool = _pool(subject)
    found: list[Household] = []
    turn = 0
    while len(found) < count:
        for benefit, some in sorted(by_benefit.items()):
            name, day, case = some[turn % len(some)]
            found.append(_completed(subject.rulebook, f"{name} {turn}", benefit, day, case, pool, random))
        turn += 1
    return tuple(found[:count])


def _sources(subject: Subject) -> Iterator[tuple[str, str, date, dict[str, Any]]]:
    for example in cases.examples(subject):
        yield example.name, example.benefit, example.day, example.inputs
    for test in lawtests.all_tests(subject):
        yield test.name, test.benefit, test.day, dict(test.case)


@lru_cache
def _pool(subject: Subject) -> dict[str, list[Any]]:
    """By input, every value that somebody has."""
    pool: dict[str, list[Any]] = {}
    for _, _, _, case in _sources(subject):
        for holder in (case, *case["members"]):
            for name, value in holder.items():
                if name in subject.rulebook.catalogue.inputs and value is not None:
                    pool.setdefault(name, []).append(value)
    return pool


def _completed(
    book: Rulebook,
    name: str,
    benefit: str,
    day: date,
    case: dict[str, Any],
    pool: dict[str, list[Any]],
    random: Random,
) -> Household:
    """A household with all that the case leaves out."""
    truth = copy.deepcopy(case)
    unasked: list[tuple[str, int | None]] = []
    for member in truth["members"]:
        _date_for_age(member, day)
    for info in book.catalogue.inputs.values():
        for position, holder in holders(truth, info):
            if holder.get(info.name) is not None:
                if info.presumed is not None or info.derived:
                    unasked.append((info.name, position))
            elif info.presumed is None and not info.derived:
                holder[info.name] = _drawn(book, info, day, pool.get(info.name, []), random)
    return Household(name, benefit, day, mended(book.catalogue, truth, day), tuple(unasked))


def holders(truth: dict[str, Any], info: InputInfo) -> Iterator[tuple[int | None, dict[str, Any]]]:
    """Of whom an input is asked: the member, None for the household, and what holds its value."""
    if info.entity == "household":
        yield None, truth
        return
    for position, member in enumerate(truth["members"]):
        if info.roles is None or member["role"] in info.roles:
            yield position, member


def _date_for_age(member: dict[str, Any], day: date) -> None:
    """Whoever gave an age was born in the middle of that year."""
    age = member.pop("age", None)
    if age is not None:
        member["birth_date"] = (day - timedelta(days=round((age + 0.5) * DAYS_OF_A_YEAR))).isoformat()


def _drawn(book: Rulebook, info: InputInfo, day: date, values: list[Any], random: Random) -> Any:
    """What somebody else has, if it can be so on the day; the example otherwise."""
    for value in [*random.sample(values, len(values)), info.example, day]:
        if _accepted(book, info, value, day):
            return value
    raise AssertionError(f"nothing that {info.name} can be on {day}")


def _accepted(book: Rulebook, info: InputInfo, value: Any, day: date) -> bool:
    return not isinstance(checked(book.catalogue, info.name, value, info.name, day), Problem)

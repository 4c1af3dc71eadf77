"""What can be varied of a household: one input, counted in the smallest steps in which it can be given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdmz_rules.decisions.acceptors import WHOLE
from cdmz_rules.decisions.situation import OpenDay, Situation, checked
from cdmz_rules.errors import InputError, NotFound, Problem
from cdmz_rules.i18n.text import Text
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import BenefitRules

MEMBER = re.compile(r"members\[(\d{1,2})\]\.(\w+)")
STEPS_PER_UNIT = {"ratio": 10_000, "annual_rate": 10_000}
"""Of what is neither money nor whole: shares are given to the hundredth of a percent, all else to two decimals, as money is."""
YEARS, SPAN = 5 * 365, 3
"""Varied if nobody says how far: five years to either side; up to three times what is given, or usual."""


@dataclass(frozen=True)
class Lever:
    """An input that is varied.

    Attributes:
        asked: The input, and of whom.
        info: What is known of it.
        label: Its name, with the member's.
    """

    asked: Asked
    info: InputInfo
    label: Text

    @property
    def name(self) -> str:
        """As one would write it: ``members[0].birth_date``, ``household_annual_income``."""
        return self.info.name if self.asked.place is None else f"members[{self.asked.place}].{self.info.name}"

    @property
    def per_unit(self) -> int:
        """How many of the smallest steps make one of its unit: 100 fen a yuan; one of days and of what is whole."""
        if self.info.kind == "date" or self.info.unit in WHOLE:
            return 1
        return STEPS_PER_UNIT.get(self.info.unit, 100)

    def step(self, value: Any) -> int:
        """A value counted in steps; days from the first day of year one."""
        return value.toordinal() if isinstance(value, date) else round(value * self.per_unit)

    def value(self, step: int) -> Any:
        """The value of so many steps."""
        return date.fromordinal(step) if self.info.kind == "date" else step / self.per_unit

    def value_in(self, case: Situation) -> Any:
        """What a case gives; of a day that is not given exactly the days between which it lies; None if it gives nothing."""
        given = case.household if self.asked.place is None else case.persons[self.asked.place]
        return case.ranges.get((self.asked.name, self.asked.place)) or given.get(self.info.name)

    def stands(self, case: Situation) -> tuple[int, int]:
        """Between which steps lies what a case gives."""
        given = self.value_in(case)
        ends = (given.first, given.last) if isinstance(given, OpenDay) else (given, given)
        return self.step(ends[0]), self.step(ends[1])


def nearest(given: Any, to: Any) -> Any:
    """What a case gives; of a day that is not given exactly that which lies nearest to another."""
    return min(max(to, given.first), given.last) if isinstance(given, OpenDay) else given


def address(text: str) -> tuple[str, int | None]:
    """An input as one would write it: its name, and the number of the member whose it is; None for the household's."""
    member = MEMBER.fullmatch(text)
    return (member.group(2), int(member.group(1))) if member else (text, None)


def find(rules: BenefitRules, text: str, case: Situation, where: str) -> Lever:
    """The input that is called so, of a household.

    Args:
        rules: The benefit asked about.
        text: The input, as one would write it.
        case: The household.
        where: The place of the text in what was sent.

    Raises:
        InputError: if there is no such input or member, it does not matter to the benefit, or it cannot be counted.
    """
    name, place = address(text)
    matter = {info.name: info for info in rules.inputs}
    entity = "household" if place is None else "person"
    if name not in matter or matter[name].entity != entity:
        near = [spelling(info) for info in matter.values() if countable(info)]
        raise NotFound("可变动的输入项", "input to vary", text[:80], near, where)
    if place is not None and place >= len(case.roles):
        raise InputError([Problem("no_such_member", where, "没有这名成员", "there is no such member")])
    if not countable(matter[name]):
        words = "只有数字、金额和日期可以连续变动", "only numbers, amounts and days can be swept"
        raise InputError([Problem("wrong_type", where, *words)])
    return of(rules.catalogue, name, place, case)


def of(catalogue: Catalogue, name: str, place: int | None, case: Situation) -> Lever:
    """The input of that name, of a member or of the household."""
    info = catalogue.inputs[name]
    return Lever(Asked(name, place), info, of_member(catalogue, info.label, place, case))


def of_member(catalogue: Catalogue, words: Text, place: int | None, case: Situation) -> Text:
    """What is said of a member, with whose it is, if there are several."""
    if place is None or len(case.roles) < 2:
        return words
    role = catalogue.role_words[case.roles[place]]
    return Text(zh=f"{role.zh}：{words.zh}", en=f"{role.en}: {words.en}")


def countable(info: InputInfo) -> bool:
    """Whether its values can be counted from one to the next."""
    return info.kind in ("money", "number", "date")


def spelling(info: InputInfo) -> str:
    """An input as one would write it, of a person the first member's."""
    return info.name if info.entity == "household" else f"members[0].{info.name}"


def bounds(lever: Lever, day: date) -> tuple[Any, Any]:
    """The least and greatest value that a case may give."""
    low, high = lever.info.bounds
    return low, (min(high, day) if lever.info.kind == "date" and not lever.info.future else high)


def read(catalogue: Catalogue, lever: Lever, value: Any, pointer: str, day: date) -> int:
    """A value that somebody gives for a lever, in steps.

    Raises:
        InputError: if the input cannot have that value.
    """
    accepted = checked(catalogue, lever.info.name, value, pointer, day)
    if isinstance(accepted, Problem):
        raise InputError([accepted])
    return lever.step(accepted)


def around(lever: Lever, case: Situation, day: date) -> tuple[int, int]:
    """From where to where it makes sense to vary a lever, in steps, if nobody says: around what the case gives."""
    low, high = bounds(lever, day)
    given = lever.value_in(case)
    if lever.info.kind == "date":
        usual = min(lever.info.example or day, high)
        middle = nearest(given, usual) or usual
        return max(lever.step(low), lever.step(middle) - YEARS), min(lever.step(high), lever.step(middle) + YEARS)
    greatest = SPAN * max(given or 0, float(lever.info.example or 0), 1)
    return lever.step(low), lever.step(min(high, greatest))

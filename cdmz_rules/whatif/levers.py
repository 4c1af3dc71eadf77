"""What can be varied of a household: one input, counted in the smallest steps in which it can be given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdmz_rules.decisions.acceptors import WHOLE
from cdmz_rules.decisions.explain import ROLE_WORDS
from cdmz_rules.decisions.situation import Situation, checked
from cdmz_rules.errors import InputError, NotFound, Problem
from cdmz_rules.i18n.text import Text
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.catalogue import InputInfo, all_inputs

MEMBER = re.compile(r"members\[(\d{1,2})\]\.(\w+)")
STEPS_PER_UNIT = {"ratio": 10_000, "annual_rate": 10_000}
"""Of what is neither money nor whole: shares are given to the hundredth of a percent, all else to two decimals, as money is."""


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
        """What a case gives; None if it does not."""
        given = case.household if self.asked.place is None else case.persons[self.asked.place]
        return given.get(self.info.name)


def lever(pointer: str, case: Situation, benefit: str, where: str) -> Lever:
    """The input that is called so, of a household.

    Raises:
        InputError: if there is no such input or member, it does not matter to the benefit, or it cannot be counted.
    """
    found = MEMBER.fullmatch(pointer)
    place, name = (int(found.group(1)), found.group(2)) if found else (None, pointer)
    matter = {info.name: info for info in catalogue.inputs(benefit)}
    entity = "household" if place is None else "person"
    if name not in matter or matter[name].entity != entity:
        near = [_written(info) for info in matter.values() if countable(info)]
        raise NotFound("可变动的输入项", "input to vary", pointer[:80], near, where)
    if place is not None and place >= len(case.roles):
        raise InputError([Problem("no_such_member", where, "没有这名成员", "there is no such member")])
    if not countable(matter[name]):
        words = "只有数字、金额和日期可以连续变动", "only numbers, amounts and days can be swept"
        raise InputError([Problem("wrong_type", where, *words)])
    return of(name, place, case)


def of(name: str, place: int | None, case: Situation) -> Lever:
    """The input of that name, of a member or of the household."""
    info = all_inputs()[name]
    words = info.label
    if place is not None and len(case.roles) > 1:
        role = ROLE_WORDS[case.roles[place]]
        words = Text(zh=f"{role.zh}：{words.zh}", en=f"{role.en}: {words.en}")
    return Lever(Asked(name, place), info, words)


def countable(info: InputInfo) -> bool:
    """Whether its values can be counted from one to the next."""
    return info.kind in ("money", "number", "date")


def _written(info: InputInfo) -> str:
    return info.name if info.entity == "household" else f"members[0].{info.name}"


def bounds(of: Lever, day: date) -> tuple[Any, Any]:
    """The least and greatest value that a case may give."""
    low, high = of.info.bounds
    return low, (min(high, day) if of.info.kind == "date" and not of.info.future else high)


def read(of: Lever, value: Any, pointer: str, day: date) -> int:
    """A value that somebody gives for a lever, in steps.

    Raises:
        InputError: if the input cannot have that value.
    """
    found = checked(of.info.name, value, pointer, day)
    if isinstance(found, Problem):
        raise InputError([found])
    return of.step(found)


def around(of: Lever, case: Situation, day: date) -> tuple[int, int]:
    """From where to where it makes sense to vary a lever, in steps, if nobody says: around what the case gives."""
    low, high = bounds(of, day)
    own = of.value_in(case)
    if of.info.kind == "date":
        middle = own or min(of.info.example or day, high)
        return max(of.step(low), of.step(middle) - YEARS), min(of.step(high), of.step(middle) + YEARS)
    greatest = SPAN * max(own or 0, float(of.info.example or 0), 1)
    return of.step(low), of.step(min(high, greatest))


YEARS, SPAN = 5 * 365, 3
"""Five years to either side; up to three times what is given, or usual."""

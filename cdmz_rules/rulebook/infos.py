"""What is said of an input and of a benefit: enough to ask for one, to check it and to show it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

import numpy as np

from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.i18n.words import Words
from cdmz_rules.model.dates import months_between, starts_between

MONTHS_A_YEAR = 12

InputKind = Literal["number", "money", "yes_no", "date", "choice"]
Flow = Literal["received", "lent", "own", "owed", "others"]


class NeverInfo(Part):
    """What can never be of an input: a case that says it is refused.

    Attributes:
        kind: It is never ``below`` other inputs together, ``before`` a day, ``fewer`` than the members listed, or true ``beside`` a
            value of another.
        inputs: The other inputs; of a count, first the one that says that all members are listed.
        role: Of a count, the role of the members counted; None if all are.
        younger_than: Of a count, only those younger than so many years.
        value: The value beside which it is never true.
        words: The same in words, of what it has to be.
    """

    kind: Literal["below", "before", "fewer", "beside"]
    inputs: list[str]
    role: str | None
    younger_than: int | None
    value: Any
    words: Text


class InputInfo(Part):
    """An input: enough to ask for it, check it and show it.

    Attributes:
        name: Its key in a case, everywhere.
        entity: ``person`` (below a member) or ``household`` (at the top of the case).
        kind: number, money, yes_no, date or choice.
        bounds: The least and greatest value accepted.
        choices: For a choice, the values and their words.
        favours: Whether a higher or lower value widens eligibility or raises the amount.
        example: A value to show.
        presumed: What holds unless somebody reports otherwise; None if it is asked.
        derived: Whether it is computed when it is not given.
        roles: For a person's input, of whom it is asked.
        about: What it is for.
        future: For a date, whether it may lie after the day decided for.
        rare: Whether it matters only in rare cases, so that a form may tuck it away.
        dated: For the date of an event that selects versions of the law, that event.
        never: What can never be of it.
    """

    name: str
    entity: Literal["person", "household"]
    kind: InputKind
    label: Text
    about: Text | None
    unit: str
    bounds: tuple[Any, Any]
    choices: dict[str, Text] | None
    favours: Literal["higher", "lower", "none"]
    example: Any
    presumed: Any
    derived: bool
    roles: tuple[str, ...] | None
    future: bool
    rare: bool
    dated: str | None
    never: list[NeverInfo]


class BenefitInfo(Part):
    """A benefit: its id, names and what an answer about it holds.

    Attributes:
        flow: What its money is to the household: received (or not to be paid, as rent), lent, its own that is paid out to it, owed by it,
            or paid to others.
        in_all: The report that holds the amount with all that comes with it; the benefit itself if none does.
    """

    id: str
    domain: str
    label: Text
    unit: str
    flow: Flow
    in_all: str
    about: Text
    conditions: list[str]
    reports: list[str]
    not_encoded: list[Text]


class InputAlias(NamedTuple):
    """Another way to give an input that is a day, as of the day decided for: an age instead of a date of birth.

    Attributes:
        input: The input.
        words: What it is.
        most: The most that is accepted.
        months: How many months one of it is.
    """

    input: str
    words: Words
    most: int
    months: int

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return "years" if self.months == MONTHS_A_YEAR else "months"

    def over(self, start: date, day: date) -> float:
        """How many of it are over on a day."""
        ends = (np.array([each], "datetime64[D]") for each in (start, day))
        return float(months_between(*ends)[0] // self.months)

    def between(self, day: date, count: int) -> tuple[date, date]:
        """The first and last day of which so many, and not one more, are over on a day: an age leaves a year open."""
        months = np.array([count * self.months], np.float64)
        first, last = starts_between(np.array([day], "datetime64[D]"), months, self.months)
        return first[0].item(), last[0].item()


class VariableWords(NamedTuple):
    """The words of a variable, as parts of an answer."""

    label: Text
    words: Text
    paper: Text | None

"""A figure of an answer, and what is certain of it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from cdmz_rules.i18n.text import Part

Bound = Literal["exact", "at_most", "at_least", "range", "not_bounded"]
Evidence = Literal["official", "reported", "recalled", "assumed", "proposed"]
Scalar = float | bool | str | date | None


class Outcome(StrEnum):
    """The answer about eligibility, by precedence."""

    NOT_ELIGIBLE = "not_eligible"
    NEEDS_A_PERSON = "needs_a_person"
    RULE_UNKNOWN = "rule_unknown"
    UNDETERMINED = "undetermined"
    ELIGIBLE = "eligible"


class Figure(Part):
    """An amount with what is certain of it, and no more; see `Amount`."""

    id: str
    unit: str
    bound: Bound
    value: float | None
    lower: float | None
    upper: float | None


class AmountBounds(Part):
    """What a receipt keeps of an amount."""

    bound: Bound
    lower: float | None
    upper: float | None

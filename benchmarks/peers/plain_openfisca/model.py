"""Entities, enumerations and small helpers of the package."""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable as OpenFiscaVariable

from benchmarks.names import Array

Person = build_entity(key="person", plural="persons", label="person", is_person=True)
Household = build_entity(
    key="household",
    plural="households",
    label="household",
    roles=[{"key": "applicant", "max": 1}, {"key": "spouse", "max": 1}],
)
DAY = DateUnit.DAY
ETERNITY = DateUnit.ETERNITY


class Variable(OpenFiscaVariable):
    """A variable whose numbers are float64: OpenFisca's float32 cannot hold a house price to the fen."""

    def __init__(self, baseline_variable: Any = None) -> None:
        super().__init__(baseline_variable)
        if self.value_type is float:
            self.dtype = np.float64


class City(Enum):
    """Where one deposits, and where the home is."""

    unknown = "unknown"
    chengdu = "Chengdu"
    deyang = "Deyang"
    meishan = "Meishan"
    ziyang = "Ziyang"
    sichuan_provincial = "provincial centre"
    other_sichuan = "elsewhere in Sichuan"
    chongqing = "Chongqing"
    elsewhere = "elsewhere"


class HomeKind(Enum):
    """Kinds of home."""

    unknown = "unknown"
    new_commercial = "new"
    second_hand = "second-hand"
    affordable = "affordable"


class Contribution(Enum):
    """How a person deposits."""

    unknown = "unknown"
    none = "none"
    employee = "employee"
    flexible = "flexible worker"


class Sex(Enum):
    """Sex."""

    unknown = "unknown"
    female = "female"
    male = "male"


class WorkCategory(Enum):
    """Category of a woman's work."""

    unknown = "unknown"
    worker = "worker"
    cadre = "cadre"


class RetirementGroup(Enum):
    """Groups of the retirement age."""

    men = "men"
    women_55 = "women formerly retiring at 55"
    women_50 = "women formerly retiring at 50"


def months_between(start: Array, end: Array) -> Array:
    """Whole months from one day to another; the last day of a month completes it."""
    start_month, end_month = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    ends_month = (end + np.timedelta64(1, "D")).astype("datetime64[M]") != end_month
    short = ((end - end_month) < (start - start_month)) & ~ends_month
    return np.asarray((end_month - start_month).astype(np.int64) - short)


def add_months(days: Array, months: Array) -> Array:
    """The same day of a later month, or its last."""
    month = days.astype("datetime64[M]")
    target = month + months.astype("timedelta64[M]")
    last = (target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(np.minimum(target.astype("datetime64[D]") + (days - month), last))


def round_down(amount: Array, unit: Array) -> Array:
    """Down to whole units, but for what binary fractions lose."""
    return np.asarray(np.floor(amount / unit + 1e-9) * unit)


def round_to_fen(amount: Array) -> Array:
    """To the fen, half a fen up."""
    return np.asarray(np.floor(amount * 100 + 0.5 + 1e-9) / 100)

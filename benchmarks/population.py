"""A random population, household by household: who asks for a loan, for which home, with which means.

Everything is drawn, nothing is law: the shares below are only meant to reach every branch of the rule and to leave about three
households in five eligible.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.book import BOOK
from benchmarks.figures import FILED_FROM, at_home
from benchmarks.names import CITIES, SPOUSE, Array, Columns, numpy_day

BLOCK = 200_000
"""Drawn so many at a time, so that drawing five million leaves no gigabytes of scratch behind."""

NEVER = np.datetime64("0001-01-01", "D")
WITH_SPOUSE = 0.6
AWAY = ("chengdu", "deyang", "meishan", "ziyang", "other_sichuan", "chongqing", "elsewhere")


@dataclass(frozen=True)
class Population:
    """Households in wide form.

    Attributes:
        columns: Household inputs by name, members' inputs as ``applicant.name`` and ``spouse.name``, and ``spouse``: whether there is
            one. Enumerations by number, days as datetime64[D], money in yuan.
        count: How many households.
    """

    columns: Columns
    count: int


def draw(count: int, seed: int = 20261015) -> Population:
    """So many households; the same seed gives the same."""
    rng = np.random.default_rng(seed)
    columns: Columns = {}
    for start, stop in _blocks(count):
        for name, values in _block(rng, stop - start).items():
            if name not in columns:
                columns[name] = np.empty(count, values.dtype)
            columns[name][start:stop] = values
    return Population(columns, count)


def _blocks(count: int) -> Iterator[tuple[int, int]]:
    for start in range(0, count, BLOCK):
        yield start, min(start + BLOCK, count)


def _block(rng: np.random.Generator, count: int) -> Columns:
    spouse = rng.random(count) < WITH_SPOUSE
    city = _choose(rng, count, "property_city", dict(zip(CITIES, (0.55, 0.17, 0.15, 0.13), strict=True)))
    means, applicant = _means(rng, count), _applicant(rng, count, city)
    return {
        SPOUSE: spouse,
        "property_city": city,
        **_home(rng, count),
        **means,
        **_homes(rng, means["homes_owned"], at_home()[applicant["applicant.deposit_centre"], city]),
        **_reported(rng, count),
        **applicant,
        **_spouse(rng, count, spouse),
    }


def _home(rng: np.random.Generator, count: int) -> Columns:
    kinds = {"new_commercial": 0.45, "second_hand": 0.45, "affordable": 0.1}
    price = _money(rng, count, 1_000_000, 0.5)
    return {
        "home_kind": _choose(rng, count, "home_kind", kinds),
        "completed_home": rng.random(count) < 0.3,
        "price": price,
        "appraised_value": _money(rng, count, 0.97 * price, 0.05),
        "term_months": np.where(rng.random(count) < 0.9, 12 * rng.integers(1, 31, count), rng.integers(1, 361, count))
        * 1.0,
        "contract_filing_date": _days(rng, count, FILED_FROM, numpy_day()),
    }


def _means(rng: np.random.Generator, count: int) -> Columns:
    children = rng.choice(5, count, p=[0.35, 0.35, 0.22, 0.06, 0.02])
    loans = rng.choice(4, count, p=[0.74, 0.2, 0.04, 0.02])
    return {
        "household_monthly_income": np.where(rng.random(count) < 0.02, 0.0, _money(rng, count, 14_000, 0.6)),
        "children": children * 1.0,
        "minor_children": rng.integers(0, children + 1) * 1.0,
        "homes_owned": rng.choice(4, count, p=[0.62, 0.28, 0.07, 0.03]) * 1.0,
        "provident_fund_loans_taken": loans * 1.0,
        "outstanding_provident_fund_loan": (loans > 0) & (rng.random(count) < 0.5),
    }


def _homes(rng: np.random.Generator, owned: Array, at_home: Array) -> Columns:
    """Where the homes are that a household owns: where it buys, where the applicant deposits, or anywhere else."""
    here = rng.binomial(owned.astype(np.int64), 0.5)
    there = rng.binomial(owned.astype(np.int64) - here, 0.6)
    return {"homes_in_property_city": here * 1.0, "homes_in_deposit_city": np.where(at_home, here, there) * 1.0}


def _reported(rng: np.random.Generator, count: int) -> Columns:
    """What holds only if somebody reports it: a few per cent each."""
    day = numpy_day()
    return {
        "trade_in": rng.random(count) < 0.04,
        "bought_after_expropriation": rng.random(count) < 0.02,
        "young_talent": rng.random(count) < 0.04,
        "green_building_stars": np.where(rng.random(count) < 0.06, rng.integers(1, 4, count), 0) * 1.0,
        "credit_doubtful": rng.random(count) < 0.02,
        "withdrawal_fraud_date": _sometimes(rng, _days(rng, count, day - 2500, day), 0.02),
        "loan_fraud_date": _sometimes(rng, _days(rng, count, day - 2500, day), 0.02),
    }


def _applicant(rng: np.random.Generator, count: int, city: Array) -> Columns:
    day = numpy_day()
    away = _choose(rng, count, "deposit_centre", dict.fromkeys(AWAY, 1 / len(AWAY)))
    pool = _choose(rng, count, "deposit_centre", {"sichuan_provincial": 1.0})
    kind = rng.random(count)
    contribution = {"none": 0.06, "employee": 0.74, "flexible": 0.2}
    return {
        "applicant.provident_fund_contribution": _choose(rng, count, "provident_fund_contribution", contribution),
        "applicant.provident_fund_balance": _money(rng, count, 35_000, 0.7),
        "applicant.accumulated_deposits": _money(rng, count, 600_000, 0.7),
        "applicant.rent_withdrawn_last_year": _rent_withdrawn(rng, count),
        "applicant.deposits_unbroken_since": _days(rng, count, day - 3000, day),
        "applicant.deposit_months_elsewhere": np.where(rng.random(count) < 0.05, rng.integers(1, 37, count), 0) * 1.0,
        "applicant.deposit_centre": np.select([kind < 0.76, kind < 0.82], [city, pool], away),
        "applicant.birth_date": _days(rng, count, np.datetime64("1958-01-01"), np.datetime64("2005-01-01")),
        "applicant.sex": _choose(rng, count, "sex", {"female": 0.5, "male": 0.5}),
        "applicant.work_category": _choose(rng, count, "work_category", {"worker": 0.6, "cadre": 0.4}),
    }


def _spouse(rng: np.random.Generator, count: int, spouse: Array) -> Columns:
    contribution = {"none": 0.35, "employee": 0.5, "flexible": 0.15}
    values = {
        "spouse.provident_fund_contribution": _choose(rng, count, "provident_fund_contribution", contribution),
        "spouse.provident_fund_balance": _money(rng, count, 30_000, 0.7),
        "spouse.accumulated_deposits": _money(rng, count, 500_000, 0.7),
        "spouse.rent_withdrawn_last_year": _rent_withdrawn(rng, count),
    }
    return {name: np.where(spouse, array, np.zeros(1, array.dtype)) for name, array in values.items()}


def _rent_withdrawn(rng: np.random.Generator, count: int) -> Array:
    return np.where(rng.random(count) < 0.15, _money(rng, count, 12_000, 0.4), 0.0)


def _choose(rng: np.random.Generator, count: int, variable: str, shares: dict[str, float]) -> Array:
    members = BOOK.catalogue.variables[variable].possible_values
    codes = np.array([members[name].index for name in shares], np.uint8)
    limits = np.cumsum(list(shares.values()))[:-1]
    return codes[np.searchsorted(limits, rng.random(count), side="right")]


def _money(rng: np.random.Generator, count: int, median: float | Array, spread: float) -> Array:
    """Half in whole hundreds, as people say, and half to the fen, as accounts hold it."""
    amount = median * np.exp(spread * rng.standard_normal(count))
    return np.where(rng.random(count) < 0.5, np.rint(amount / 100) * 100, np.rint(amount * 100) / 100)


def _days(rng: np.random.Generator, count: int, first: np.datetime64, last: np.datetime64) -> Array:
    return first + rng.integers(0, int((last - first).astype(int)) + 1, count).astype("timedelta64[D]")


def _sometimes(rng: np.random.Generator, days: Array, share: float) -> Array:
    return np.where(rng.random(len(days)) < share, days, NEVER)

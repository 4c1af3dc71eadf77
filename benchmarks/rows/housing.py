"""Rent subsidies of a random population: our run beside openfisca-core's of the same formulas, every household agreeing to the fen."""

from __future__ import annotations

import numpy as np

from benchmarks.goals import Found
from benchmarks.names import CITIES, DAY, Columns
from benchmarks.rows.applicants import Applicants, beside_stock, choose, days, money, presumed
from benchmarks.sizes import Sizes

BENEFIT, ELIGIBLE = "rent_subsidy", "rent_subsidy_eligible"
OUTPUTS = (ELIGIBLE, BENEFIT)


class Tenants(Applicants):
    """Households that ask for a rent subsidy."""

    def __init__(self, count: int, seed: int = 20261015) -> None:
        super().__init__(_drawn(np.random.default_rng(seed), count), OUTPUTS)


def _drawn(rng: np.random.Generator, count: int) -> Columns:
    city = choose(rng, count, "residence_city", dict(zip(CITIES, (0.55, 0.17, 0.15, 0.13), strict=True)))
    away = choose(rng, count, "hukou_city", {"elsewhere": 1.0})
    day = np.datetime64(DAY, "D")
    zones = {"chengdu_5_2": 0.5, "chengdu_11_2_other": 0.3, "chengdu_counties": 0.2}
    groups = {"local": 0.7, "migrant_worker": 0.2, "new_employed": 0.05, "trade_staff": 0.05}
    homes = rng.integers(0, 2, count) * 1.0
    columns = {
        "applicant.residence_city": city,
        "applicant.hukou_city": np.where(rng.random(count) < 0.75, city, away),
        "applicant.hukou_since": days(rng, count, day - 15_000, day),
        "applicant.birth_date": days(rng, count, np.datetime64("1950-01-01"), np.datetime64("2006-01-01")),
        "applicant.sex": choose(rng, count, "sex", {"female": 0.5, "male": 0.5}),
        "applicant.residence_permit": rng.random(count) < 0.8,
        "applicant.residence_points": rng.integers(0, 120, count) * 1.0,
        "applicant.local_insurance_months": rng.integers(0, 100, count) * 1.0,
        "applicant.labour_contract_months": rng.integers(0, 5, count) * 12.0,
        "applicant.degree_date": days(rng, count, day - 4000, day),
        "applicant.housing_trade": choose(rng, count, "housing_trade", {"none": 0.8, "education": 0.1, "health": 0.1}),
        "residence_zone": choose(rng, count, "residence_zone", zones),
        "housing_applicant_type": choose(rng, count, "housing_applicant_type", groups),
        "household_size": rng.integers(1, 6, count) * 1.0,
        "household_annual_income": money(rng, count, 55_000, 0.6),
        "household_assets": money(rng, count, 90_000, 0.8),
        "receives_minimum_allowance": rng.random(count) < 0.1,
        "own_floor_area": np.where(rng.random(count) < 0.6, 0.0, rng.integers(10, 100, count) * 1.0),
        "homes_owned": homes,
        "homes_in_residence_zone": np.where(rng.random(count) < 0.5, homes, 0.0),
        "hukou_in_residence_zone": rng.random(count) < 0.7,
        "rents_state_housing": rng.random(count) < 0.05,
        "tenancy": choose(rng, count, "tenancy", {"registered": 0.85, "unregistered": 0.1, "public_rental": 0.05}),
        "monthly_rent": money(rng, count, 1200, 0.5),
    }
    return columns | presumed(BENEFIT, columns)


def housing(sizes: Sizes) -> Found:
    """Ours beside openfisca-core running our formulas."""
    label = f"{sizes.households:,} households, rent subsidy"
    return beside_stock(Tenants(sizes.households), "housing_stock", label, sizes)

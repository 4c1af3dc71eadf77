"""Medical claims drawn at random: people with some bills each, of every kind, under both schemes, in four cities and away from them."""

from __future__ import annotations

import numpy as np

from benchmarks.book import BOOK
from benchmarks.names import CITIES, Array, Columns
from benchmarks.rows.applicants import choose, days, money, presumed
from cdmz_rules.settlement.claims.columns import BENEFIT, CARRIED

KINDS = {"inpatient": 0.3, "outpatient": 0.4, "two_diseases": 0.15, "chronic": 0.15}
BILL = {"inpatient": 9000.0, "outpatient": 350.0, "two_diseases": 180.0, "chronic": 700.0}
"""The median bill of each kind in yuan."""
LEVELS = {"community": 0.25, "level_1": 0.15, "level_2": 0.25, "level_3": 0.3, "pharmacy": 0.05}
SHARES = dict(zip(CITIES, (0.55, 0.17, 0.15, 0.13), strict=True))
AWAY = {"chengdu": 0.5, "deyang": 0.1, "chongqing": 0.2, "other_sichuan": 0.1, "elsewhere": 0.1}
GROUPS = {"none": 0.9, "dibao": 0.04, "tekun": 0.02, "low_income_edge": 0.02, "illness_impoverished": 0.02}

LISTS = np.datetime64("2026-08-01")
"""From this day the law knows what is paid of consumables that no catalogue lists."""


def owners(rng: np.random.Generator, count: int) -> Array:
    """Whose claim each is, by number: a third as many people as claims, most with one to four, some with up to twenty."""
    each = rng.choice(21, 1 + count // 3, p=[0, 0.12, 0.24, 0.33, 0.28, *[0.03 / 16] * 16])
    return rng.permutation(np.repeat(np.arange(len(each)), each))[:count]


def drawn(rng: np.random.Generator, owner: Array, first: np.datetime64, last: np.datetime64) -> Columns:
    """Claims in wide form.

    Args:
        rng: What draws them.
        owner: Whose claim each is, by number.
        first: The first day of discharge.
        last: The last one.
    """
    person = {name: column[owner] for name, column in _people(rng, int(owner.max()) + 1).items()}
    return person | _claims(rng, person["applicant.insurance_pool"], days(rng, len(owner), first, last))


def _people(rng: np.random.Generator, count: int) -> Columns:
    scheme = {"employee": 0.55, "resident": 0.43, "none": 0.02}
    status = {"active": 0.6, "flexible": 0.1, "unemployed": 0.02, "retired": 0.28}
    tier = {"high": 0.2, "low": 0.5, "student": 0.3}
    found = {
        "insurance_scheme": choose(rng, count, "insurance_scheme", scheme),
        "insurance_pool": choose(rng, count, "insurance_pool", SHARES),
        "employee_status": choose(rng, count, "employee_status", status),
        "contribution_tier": choose(rng, count, "contribution_tier", tier),
        "birth_date": days(rng, count, np.datetime64("1930-01-01"), np.datetime64("2015-01-01")),
        "employee_account": choose(rng, count, "employee_account", {"combined": 0.9, "pooled_only": 0.1}),
    }
    return {f"applicant.{name}": column for name, column in found.items()} | {
        "hardship_group": choose(rng, count, "hardship_group", GROUPS),
        "supplement_insured": rng.random(count) < 0.4,
        "resident_years_unbroken": rng.integers(0, 12, count) * 1.0,
        "zero_claim_years": rng.integers(0, 4, count) * 1.0,
    }


def _claims(rng: np.random.Generator, pool: Array, discharged: Array) -> Columns:
    count = len(pool)
    kind = choose(rng, count, "claim_kind", KINDS)
    found = {
        "discharge_date": discharged,
        "claim_kind": kind,
        "hospital_level": choose(rng, count, "hospital_level", LEVELS),
        "treatment_city": np.where(rng.random(count) < 0.85, _city(pool), choose(rng, count, "treatment_city", AWAY)),
        "remote_status": choose(
            rng, count, "remote_status", {"long_term": 0.3, "referred": 0.3, "emergency": 0.2, "other": 0.2}
        ),
        "exempt_diagnosis": choose(rng, count, "exempt_diagnosis", {"none": 0.97, "psychiatric": 0.02, "hiv": 0.01}),
        "two_disease_kind": choose(rng, count, "two_disease_kind", {"hypertension": 0.5, "diabetes": 0.3, "both": 0.2}),
        "chronic_certified": rng.random(count) < 0.9,
        "coverage_in_force": rng.random(count) < 0.97,
        "cost_bearer": choose(rng, count, "cost_bearer", {"nobody_else": 0.98, "third_party": 0.02}),
    }
    return found | _bill(rng, kind, discharged >= LISTS)


def _city(pool: Array) -> Array:
    """The city of a pool, as the number of a city of treatment."""
    pools, cities = (BOOK.catalogue.variables[name].possible_values for name in ("insurance_pool", "treatment_city"))
    number = np.zeros(len(pools), np.uint8)
    for name in CITIES:
        number[pools[name].index] = cities[name].index
    return number[pool]


def _bill(rng: np.random.Generator, kind: Array, listed: Array) -> Columns:
    count, kinds = len(kind), BOOK.catalogue.variables["claim_kind"].possible_values
    median = np.zeros(len(kinds))
    for name, yuan in BILL.items():
        median[kinds[name].index] = yuan
    total = money(rng, count, median[kind], 1.1)

    def part(most: float, share: float) -> Array:
        """A part of the bill that a share of the bills has."""
        has = rng.random(count) < share
        return np.floor(100 * total * rng.random(count) * most * has) / 100

    return {
        "total_cost": total,
        "full_self_pay": part(0.3, 0.8),
        "category_b_first_pay": part(0.2, 0.8),
        "consumables_cost": part(0.3, 0.2),
        "unlisted_consumables": part(0.1, 0.1) * listed,
        "unlisted_formerly_paid": part(0.1, 0.1) * listed,
    }


def begun(rng: np.random.Generator, columns: Columns) -> Columns:
    """Some claims, and what was carried over to each from claims before it, whatever they were."""
    count = len(columns["total_cost"])
    most = {"admissions_before": 5, "outpatient_deductible_met_before": 400, "chronic_deductible_met_before": 400}
    carried = {
        name: np.floor(most.get(name, 100_000) * rng.random(count) ** 4 * (rng.random(count) < 0.5)) for name in CARRIED
    }
    return _complete(columns | carried)


def fresh(columns: Columns) -> Columns:
    """Some claims of a year that begins with nothing."""
    count = len(columns["total_cost"])
    return _complete(columns | {name: np.zeros(count) for name in CARRIED})


def _complete(columns: Columns) -> Columns:
    return columns | presumed(BENEFIT, columns)

"""Rent subsidies of a random population: our run beside openfisca-core's of the same formulas, every household agreeing to the fen."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation

from benchmarks.agreement import HALF_A_FEN, Disagreement
from benchmarks.goals import Found, Median
from benchmarks.names import CITIES, DAY, PACK, Array, Columns
from benchmarks.peers.stock_on_ours import CountryTaxBenefitSystem
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, in_turns
from cdmz_rules import load_reform
from cdmz_rules.decisions import catalogue
from cdmz_rules.law import current
from cdmz_rules.population import calculate
from cdmz_rules.system import system

BENEFIT, ELIGIBLE = "rent_subsidy", "rent_subsidy_eligible"
OUTPUTS = (ELIGIBLE, BENEFIT)


class Tenants:
    """Households that ask for a rent subsidy, each described by its applicant.

    Attributes:
        columns: Inputs in wide form; what holds unless somebody reports otherwise is written out.
        count: How many.
    """

    def __init__(self, count: int, seed: int = 20261015) -> None:
        self.count = count
        self.columns = _drawn(np.random.default_rng(seed), count)

    @cached_property
    def ours(self) -> Columns:
        """Our answer for each."""
        return self.run()

    def run(self) -> Columns:
        """Our run of the population, under the law with the assumption pack."""
        return calculate(self.columns, OUTPUTS, DAY, law=load_reform(PACK).apply(current()))

    def simulation(self, rules: CountryTaxBenefitSystem) -> Simulation:
        """openfisca-core's, with its inputs."""
        populations, period = rules.instantiate_entities(), period_of(DAY.isoformat())
        persons, households = populations["person"], populations["household"]
        persons.count = households.count = self.count
        persons.ids = households.ids = range(self.count)
        households.members_entity_id = np.arange(self.count)
        applicant = next(role for role in households.entity.flattened_roles if role.key == "applicant")
        households.members_role = np.full(self.count, applicant, object)
        simulation = Simulation(rules, populations)
        for name, values in self.columns.items():
            simulation.set_input(name.rpartition(".")[2], period, values)
        return simulation


def choose(rng: np.random.Generator, count: int, variable: str, shares: dict[str, float]) -> Array:
    """Members of an enumeration, by number, in these shares."""
    members = system().variables[variable].possible_values
    codes = np.array([members[name].index for name in shares], np.uint8)
    return rng.choice(codes, count, p=list(shares.values()))


def money(rng: np.random.Generator, count: int, median: float, spread: float) -> Array:
    """Yuan to the fen, around a median."""
    return np.asarray(np.rint(100 * median * np.exp(spread * rng.standard_normal(count))) / 100)


def days(rng: np.random.Generator, count: int, first: np.datetime64, last: np.datetime64) -> Array:
    """Days between two, both included."""
    return np.asarray(first + rng.integers(0, int((last - first).astype(int)) + 1, count).astype("timedelta64[D]"))


def _drawn(rng: np.random.Generator, count: int) -> Columns:
    city = choose(rng, count, "residence_city", dict(zip(CITIES, (0.55, 0.17, 0.15, 0.13), strict=True)))
    away = choose(rng, count, "hukou_city", {"elsewhere": 1.0})
    day = np.datetime64(DAY, "D")
    zones = {"chengdu_5_2": 0.5, "chengdu_11_2_other": 0.3, "chengdu_counties": 0.2}
    groups = {"local": 0.7, "migrant_worker": 0.2, "new_employed": 0.05, "trade_staff": 0.05}
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
        "homes_owned": rng.integers(0, 2, count) * 1.0,
        "tenancy": choose(rng, count, "tenancy", {"registered": 0.85, "unregistered": 0.1, "public_rental": 0.05}),
        "monthly_rent": money(rng, count, 1200, 0.5),
    }
    return columns | _presumed(columns, count)


def _presumed(columns: Columns, count: int) -> Columns:
    """Inputs that hold unless somebody reports otherwise, as everybody's."""
    known = {name.rpartition(".")[2] for name in columns}
    found: Columns = {}
    for info in catalogue.inputs(BENEFIT):
        if info.name not in known and info.presumed is not None:
            variable = system().variables[info.name]
            value = np.datetime64(info.presumed, "D") if info.kind == "date" else info.presumed
            found[f"applicant.{info.name}" if info.entity == "person" else info.name] = np.full(
                count, value, "datetime64[D]" if info.kind == "date" else variable.dtype
            )
    return found


def hold(found: Columns, expected: Columns) -> None:
    """Hold one run against the other.

    Raises:
        Disagreement: with the first household of which they differ.
    """
    for name in OUTPUTS:
        wrong = np.flatnonzero(np.abs(found[name].astype(float) - expected[name].astype(float)) > HALF_A_FEN)
        if wrong.size:
            row = int(wrong[0])
            raise Disagreement(f"household {row}: {name} is {found[name][row]}, not {expected[name][row]}")


def housing(sizes: Sizes) -> Found:
    """Ours beside openfisca-core running our formulas; what builds its simulation is not counted against it."""
    tenants, rules, period = Tenants(sizes.households), CountryTaxBenefitSystem(), period_of(DAY.isoformat())

    def stock(simulation: Simulation) -> Columns:
        return {name: np.asarray(simulation.calculate(name, period)) for name in OUTPUTS}

    hold(tenants.ours, stock(tenants.simulation(rules)))
    contenders = {
        "ours": Contender(lambda _: tenants.run()),
        "stock_on_ours": Contender(stock, lambda: tenants.simulation(rules), sizes.slow_every),
    }
    medians = in_turns(contenders, sizes.rounds)
    label = f"{sizes.households:,} households, rent subsidy"
    found = [Median(label, name, 1000 * taken, "ms") for name, taken in medians.items()]
    return Found({"housing_stock": medians["stock_on_ours"] / medians["ours"]}, found)

"""Households of one person each, drawn at random: our run of them and openfisca-core's, held against each other to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation

from benchmarks.agreement import HALF_A_FEN, Disagreement
from benchmarks.book import BOOK, PACKED
from benchmarks.goals import Found, Median
from benchmarks.names import DAY, Array, Columns
from benchmarks.peers.stock_on_ours import CountryTaxBenefitSystem
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, in_turns
from cdmz_rules.decisions.calculate import calculate


class Applicants:
    """Households that ask for something, each described by its applicant.

    Attributes:
        columns: Inputs in wide form; what holds unless somebody reports otherwise is written out.
        outputs: What is computed of them.
        count: How many.
    """

    def __init__(self, columns: Columns, outputs: Sequence[str]) -> None:
        self.columns, self.outputs = columns, outputs
        self.count = len(next(iter(columns.values())))

    @cached_property
    def ours(self) -> Columns:
        """Our answer for each."""
        return self.run()

    def run(self) -> Columns:
        """Our run of the population, under the law with the assumption pack."""
        return calculate(self.columns, self.outputs, DAY, rulebook=PACKED)

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

    def stock(self, simulation: Simulation) -> Columns:
        """What openfisca-core's run computes."""
        period = period_of(DAY.isoformat())
        return {name: np.asarray(simulation.calculate(name, period)) for name in self.outputs}


def beside_stock(applicants: Applicants, goal: str, label: str, sizes: Sizes) -> Found:
    """Ours beside openfisca-core running our formulas; what builds its simulation is not counted against it."""
    rules = CountryTaxBenefitSystem()
    hold(applicants.ours, applicants.stock(applicants.simulation(rules)), applicants.outputs)
    contenders = {
        "ours": Contender(lambda _: applicants.run()),
        "stock_on_ours": Contender(applicants.stock, lambda: applicants.simulation(rules), sizes.slow_every),
    }
    medians = in_turns(contenders, sizes.rounds)
    found = [Median(label, name, 1000 * taken, "ms") for name, taken in medians.items()]
    return Found({goal: medians["stock_on_ours"] / medians["ours"]}, found)


def hold(found: Columns, expected: Columns, outputs: Sequence[str]) -> None:
    """Hold one run against the other.

    Raises:
        Disagreement: with the first household of which they differ.
    """
    for name in outputs:
        alike = np.abs(found[name].astype(float) - expected[name].astype(float)) <= HALF_A_FEN
        wrong = np.flatnonzero(~alike)
        if wrong.size:
            row = int(wrong[0])
            raise Disagreement(f"household {row}: {name} is {found[name][row]}, not {expected[name][row]}")


def choose(rng: np.random.Generator, count: int, variable: str, shares: dict[str, float]) -> Array:
    """Members of an enumeration, by number, in these shares."""
    members = BOOK.catalogue.variables[variable].possible_values
    codes = np.array([members[name].index for name in shares], np.uint8)
    return rng.choice(codes, count, p=list(shares.values()))


def money(rng: np.random.Generator, count: int, median: float | Array, spread: float) -> Array:
    """Yuan to the fen, around a median."""
    return np.asarray(np.rint(100 * median * np.exp(spread * rng.standard_normal(count))) / 100)


def days(rng: np.random.Generator, count: int, first: np.datetime64, last: np.datetime64) -> Array:
    """Days between two, both included."""
    return np.asarray(first + rng.integers(0, int((last - first).astype(int)) + 1, count).astype("timedelta64[D]"))


def presumed(benefit: str, columns: Columns) -> Columns:
    """Inputs of a benefit that are not among some columns, and hold unless somebody reports otherwise, as everybody's."""
    known = {name.rpartition(".")[2] for name in columns}
    count = len(next(iter(columns.values())))
    found: Columns = {}
    for info in BOOK.benefit(benefit).inputs:
        if info.name not in known and info.presumed is not None:
            variable = BOOK.catalogue.variables[info.name]
            value = np.datetime64(info.presumed, "D") if info.kind == "date" else info.presumed
            found[f"applicant.{info.name}" if info.entity == "person" else info.name] = np.full(
                count, value, "datetime64[D]" if info.kind == "date" else variable.dtype
            )
    return found

"""openfisca-core's own simulation running our formulas: what they mean, and what every other peer is held against."""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation, SimulationBuilder

from benchmarks import forms
from benchmarks.book import BOOK
from benchmarks.forms import ROLES, Rows
from benchmarks.names import DAY, OUTPUTS, PACK, Array, Columns
from cdmz_rules import load_reform
from cdmz_rules.rulebook.system import CountryTaxBenefitSystem as Ours


class CountryTaxBenefitSystem(Ours):
    """Our system under the law with the assumption pack, so that nothing is unknown. OpenFisca's web API loads it by this name."""

    def __init__(self) -> None:
        super().__init__()
        self.law = load_reform(PACK).apply(self.law)


class Stock:
    """A system of OpenFisca's run by openfisca-core as it is shipped."""

    def __init__(self, name: str, system: Any) -> None:
        self.name, self.system = name, system
        self.period = period_of(DAY.isoformat())

    def build(self, rows: Rows) -> Simulation:
        """A simulation of a population, with its inputs."""
        simulation = Simulation(self.system, self._populations(rows))
        for name, array in {**rows.person, **rows.household}.items():
            simulation.set_input(name, self.period, self._coded(name, array))
        return simulation

    def _coded(self, name: str, array: Array) -> Array:
        """Enumerations by the numbers of this system, which may be another's."""
        theirs, ours = (forms.options(rules, name) for rules in (self.system, BOOK.system))
        if theirs is None or theirs is ours:
            return array
        known = {member.name: member.index for member in theirs}
        return np.array([known.get(member.name, 0) for member in ours], np.uint8)[array]

    def _populations(self, rows: Rows) -> Any:
        populations = self.system.instantiate_entities()
        persons, households = populations["person"], populations["household"]
        persons.count, households.count = len(rows.household_of), len(next(iter(rows.household.values())))
        persons.ids, households.ids = range(persons.count), range(households.count)
        households.members_entity_id = rows.household_of
        by_name = {role.key: role for role in households.entity.flattened_roles}
        households.members_role = np.array([by_name[name] for name in ROLES], object)[rows.role_of]
        return populations

    def run(self, simulation: Simulation) -> Columns:
        """The outputs, one each a household."""
        return {name: np.asarray(simulation.calculate(name, self.period)) for name in OUTPUTS}

    def decide(self, situation: dict[str, Any]) -> dict[str, Any]:
        """One household from a dictionary, through OpenFisca's builder."""
        simulation = SimulationBuilder().build_from_entities(self.system, situation)
        return {name: simulation.calculate(name, self.period)[0] for name in OUTPUTS}


def peer() -> Stock:
    """The peer."""
    return Stock("stock_on_ours", CountryTaxBenefitSystem())

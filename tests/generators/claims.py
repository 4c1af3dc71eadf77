"""openfisca-core's own simulation as the run: one household of one person a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation

from cdmz_rules import Rulebook
from cdmz_rules.model.context import Context
from cdmz_rules.settlement.order import Array


def reference_run(
    rulebook: Rulebook, inputs: Mapping[str, Array], outputs: Sequence[str], day: date
) -> dict[str, Array]:
    """A run under a law.

    It raises `LawUnknown` where a claim needs a value that nobody knows: settling needs figures, a pack's or a bureau's own.
    """
    count, period = len(next(iter(inputs.values()))), period_of(day.isoformat())
    simulation = _simulation(rulebook, count)
    simulation.cdmz_context = Context(rulebook.law)
    for name, array in inputs.items():
        simulation.set_input(name, period, array)
    return {name: np.asarray(simulation.calculate(name, period)) for name in outputs}


def _simulation(rulebook: Rulebook, count: int) -> Simulation:
    populations = rulebook.system.instantiate_entities()
    persons, households = populations["person"], populations["household"]
    for population in (persons, households):
        population.count, population.ids = count, range(count)
    households.members_entity_id = np.arange(count)
    applicant = next(role for role in households.entity.flattened_roles if role.key == "applicant")
    households.members_role = np.array([applicant] * count, object)
    return Simulation(rulebook.system, populations)

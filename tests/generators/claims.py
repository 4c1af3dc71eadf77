"""openfisca-core's own simulation as the run: one household of one person a claim."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation

from cdmz_rules.law.law import Law
from cdmz_rules.model.context import Context
from cdmz_rules.rulebook.system import system
from cdmz_rules.settlement.claims.settle import Run

Array = npt.NDArray[Any]


def reference_run(law: Law) -> Run:
    """A run under a law.

    It raises `LawUnknown` where a claim needs a value that nobody knows: settling needs figures, a pack's or a bureau's own.
    """

    def run(columns: dict[str, Array], outputs: list[str], day: date) -> dict[str, Array]:
        count, period = len(next(iter(columns.values()))), period_of(day.isoformat())
        simulation = _simulation(count)
        simulation.cdmz_context = Context(law)
        for name, array in columns.items():
            simulation.set_input(name.removeprefix("applicant."), period, array)
        return {name: np.asarray(simulation.calculate(name, period)) for name in outputs}

    return run


def _simulation(count: int) -> Simulation:
    populations = system().instantiate_entities()
    persons, households = populations["person"], populations["household"]
    for population in (persons, households):
        population.count, population.ids = count, range(count)
    households.members_entity_id = np.arange(count)
    applicant = next(role for role in households.entity.flattened_roles if role.key == "applicant")
    households.members_role = np.array([applicant] * count, object)
    return Simulation(system(), populations)

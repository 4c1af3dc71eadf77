"""Running formulas: one small interface, and for now openfisca-core's own simulation behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation
from openfisca_core.tracers import SimpleTracer

from cdmz_rules.decisions.catalogue import all_inputs
from cdmz_rules.decisions.situation import Situation, given
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.law.law import Law
from cdmz_rules.model.context import Context, Use
from cdmz_rules.system import CountryTaxBenefitSystem, system


@dataclass(frozen=True)
class Run:
    """What a run gave.

    Attributes:
        values: The household variables that were computed, one value for each world.
        order: Every variable computed, in the order in which they were finished.
        uses: Every look-up of the law.
    """

    values: dict[str, npt.NDArray[Any]]
    order: list[str]
    uses: list[Use]


class Executor(Protocol):
    """Computes variables for one household in many worlds."""

    def run(self, law: Law, situation: Situation, day: date, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs under a law, on a day, in every world."""
        ...


class _OrderTracer(SimpleTracer):  # type: ignore[misc]
    """Remembers the order in which variables are finished."""

    def __init__(self) -> None:
        super().__init__()
        self.order: dict[str, None] = {}

    def record_calculation_end(self) -> None:
        self.order.setdefault(str(self.stack[-1]["name"]))
        super().record_calculation_end()


class ReferenceExecutor:
    """openfisca-core's `Simulation`: the meaning of a formula is what it computes."""

    def run(self, law: Law, situation: Situation, day: date, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs; see `Executor.run`."""
        rules = system()
        simulation = _simulation(rules, situation.roles, worlds.count)
        tracer = _OrderTracer()
        simulation.tracer = tracer
        context = Context(law, worlds, [])
        simulation.cdmz_context = context
        period = period_of(day.isoformat())
        _set_inputs(simulation, rules, situation, worlds.count, period)
        for name in outputs:
            simulation.calculate(name, period)
        values = {
            name: simulation.calculate(name, period)
            for name in tracer.order
            if not rules.variables[name].entity.is_person
        }
        return Run(values, list(tracer.order), context.uses or [])


def _simulation(rules: CountryTaxBenefitSystem, roles: Sequence[str], count: int) -> Simulation:
    populations = rules.instantiate_entities()
    persons, households = populations["person"], populations["household"]
    persons.count, households.count = count * len(roles), count
    persons.ids, households.ids = range(persons.count), range(count)
    households.members_entity_id = np.repeat(np.arange(count), len(roles))
    by_name = {role.key: role for role in households.entity.flattened_roles}
    households.members_role = np.array([by_name[role] for role in roles] * count, object)
    return Simulation(rules, populations)


def _set_inputs(
    simulation: Simulation, rules: CountryTaxBenefitSystem, situation: Situation, count: int, period: object
) -> None:
    known = {(name, member): value for name, member, value in given(situation)}
    for name, info in all_inputs().items():
        members = range(len(situation.roles)) if info.entity == "person" else [None]
        column = [known.get((name, member), info.presumed) for member in members]
        if all(value is not None for value in column):
            simulation.set_input(name, period, _array(rules.variables[name], column * count))
        elif any(value is not None for value in column):
            stand_ins = rules.variables[name].get_formula()(simulation.populations[info.entity], period)
            filled = np.array([value is None for value in column] * count)
            values = [0 if value is None else value for value in column] * count
            simulation.set_input(name, period, np.where(filled, stand_ins, _array(rules.variables[name], values)))


def _array(variable: Any, column: list[Any]) -> npt.NDArray[Any]:
    if variable.value_type is date:
        return np.array([value if isinstance(value, date) else date.min for value in column], "datetime64[D]")
    if hasattr(variable, "possible_values") and variable.possible_values is not None:
        return np.array([variable.possible_values[value].index if isinstance(value, str) else 0 for value in column])
    return np.array(column, variable.dtype)

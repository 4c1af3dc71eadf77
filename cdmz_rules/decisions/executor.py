"""Running formulas for one household in many worlds: a light run for answers, openfisca-core's simulation for their meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
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
from cdmz_rules.plan import LightRun
from cdmz_rules.system import CountryTaxBenefitSystem, system

Array = npt.NDArray[Any]


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


class LightExecutor:
    """Runs the formulas unmodified on a light population; what it gives is what `ReferenceExecutor` gives."""

    def run(self, law: Law, situation: Situation, day: date, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs; see `Executor.run`."""
        rules, count = system(), worlds.count
        context = Context(law, worlds, [])
        household_of = np.repeat(np.arange(count), len(situation.roles))
        light = LightRun(rules, context, day, np.tile(situation.roles, count), household_of, count)
        _give(rules, situation, count, light.period, light.populations, lambda name, array: light.give({name: array}))
        for name in outputs:
            light.calculate(name)
        return Run(_of_households(rules, list(light.order), light.values), list(light.order), context.uses or [])


class ReferenceExecutor:
    """openfisca-core's `Simulation`: the meaning of a formula is what it computes."""

    def run(self, law: Law, situation: Situation, day: date, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs; see `Executor.run`."""
        rules, period = system(), period_of(day.isoformat())
        simulation = _simulation(rules, situation.roles, worlds.count)
        tracer = _OrderTracer()
        simulation.tracer = tracer
        context = Context(law, worlds, [])
        simulation.cdmz_context = context
        give = partial(_set_input, simulation, period)
        _give(rules, situation, worlds.count, period, simulation.populations, give)
        for name in outputs:
            simulation.calculate(name, period)
        order = list(tracer.order)
        values = {name: simulation.calculate(name, period) for name in order}
        return Run(_of_households(rules, order, values), order, context.uses or [])


def _of_households(
    rules: CountryTaxBenefitSystem, order: Sequence[str], values: Mapping[str, Array]
) -> dict[str, Array]:
    return {name: values[name] for name in order if not rules.variables[name].entity.is_person}


def _set_input(simulation: Simulation, period: object, name: str, array: Array) -> None:
    simulation.set_input(name, period, array)


def _simulation(rules: CountryTaxBenefitSystem, roles: Sequence[str], count: int) -> Simulation:
    populations = rules.instantiate_entities()
    persons, households = populations["person"], populations["household"]
    persons.count, households.count = count * len(roles), count
    persons.ids, households.ids = range(persons.count), range(count)
    households.members_entity_id = np.repeat(np.arange(count), len(roles))
    by_name = {role.key: role for role in households.entity.flattened_roles}
    households.members_role = np.array([by_name[role] for role in roles] * count, object)
    return Simulation(rules, populations)


def _give(
    rules: CountryTaxBenefitSystem,
    situation: Situation,
    count: int,
    period: object,
    populations: Mapping[str, Any],
    give: Callable[[str, Array], None],
) -> None:
    """Give a run its inputs: first those known of everybody, then those known of some, with stand-ins for the others."""
    known = {(name, member): value for name, member, value in given(situation)}
    some: dict[str, list[Any]] = {}
    for name, info in all_inputs().items():
        members = range(len(situation.roles)) if info.entity == "person" else [None]
        column = [known.get((name, member), info.presumed) for member in members]
        if any(value is not None for value in column) and info.roles is not None:
            # Whoever is not asked gets the example: nothing depends on it.
            column = [
                info.example if value is None and role not in info.roles else value
                for role, value in zip(situation.roles, column, strict=True)
            ]
        if all(value is not None for value in column):
            give(name, _array(rules.variables[name], column * count))
        elif any(value is not None for value in column):
            some[name] = column * count
    for name, column in some.items():
        variable = rules.variables[name]
        population = populations[variable.entity.key]
        population.simulation.tracer.stack.append({"name": name, "period": period})
        stand_ins = variable.get_formula(period)(population, period)
        population.simulation.tracer.stack.pop()
        missing = np.array([value is None for value in column])
        give(name, np.where(missing, stand_ins, _array(variable, column)))


def _array(variable: Any, column: list[Any]) -> Array:
    if variable.value_type is date:
        return np.array([value if isinstance(value, date) else date.min for value in column], "datetime64[D]")
    if getattr(variable, "possible_values", None) is not None:
        return np.array([variable.possible_values[value].index if isinstance(value, str) else 0 for value in column])
    return np.array([0 if value is None else value for value in column], variable.dtype)

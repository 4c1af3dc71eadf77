"""Formulas as openfisca-core's simulation runs them: it says what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation
from openfisca_core.tracers import SimpleTracer

from cdmz_rules.decisions.cases import Cases, stored
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.situation import Situation, given
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.model.context import Context
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.rulebook.system import CountryTaxBenefitSystem

Array = npt.NDArray[Any]


class _OrderTracer(SimpleTracer):  # type: ignore[misc]
    """Remembers the order in which variables are finished."""

    def __init__(self) -> None:
        super().__init__()
        self.order: dict[str, None] = {}

    def record_calculation_end(self) -> None:
        self.order.setdefault(str(self.stack[-1]["name"]))
        super().record_calculation_end()


class ReferenceExecutor:
    """openfisca-core's `Simulation`: the meaning of a formula is what it computes. One case at a time."""

    def run(self, rulebook: Rulebook, cases: Cases, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs; see `Executor.run`."""
        situation, day = cases.situation, cases.day
        if situation is None or day is None:
            raise ValueError("one case at a time")
        system = rulebook.system
        simulation = _simulation(system, situation.roles, worlds.count)
        tracer = _OrderTracer()
        simulation.tracer = tracer
        context = Context(rulebook.law, worlds, [])
        simulation.cdmz_context = context
        give = partial(_set_input, simulation, day)
        _give(rulebook.catalogue, situation, worlds.count, day, simulation.populations, give)
        for name in outputs:
            _calculate(simulation, day, name)
        order = list(tracer.order)
        values = {name: _calculate(simulation, day, name) for name in order}
        households = {name: values[name][None, :] for name in order if not system.variables[name].entity.is_person}
        return Run(households, order, context.uses or [])


def _period(variable: Any, day: date) -> Any:
    """The period of a variable in which a day lies."""
    texts = {"month": f"{day:%Y-%m}", "year": f"{day:%Y}"}
    return period_of(texts.get(str(variable.definition_period), day.isoformat()))


def _calculate(simulation: Simulation, day: date, name: str) -> Array:
    return np.asarray(simulation.calculate(name, _period(simulation.tax_benefit_system.variables[name], day)))


def _set_input(simulation: Simulation, day: date, name: str, array: Array) -> None:
    simulation.set_input(name, _period(simulation.tax_benefit_system.variables[name], day), array)


def _simulation(system: CountryTaxBenefitSystem, roles: Sequence[str], count: int) -> Simulation:
    populations = system.instantiate_entities()
    persons, households = populations["person"], populations["household"]
    persons.count, households.count = count * len(roles), count
    persons.ids, households.ids = range(persons.count), range(count)
    households.members_entity_id = np.repeat(np.arange(count), len(roles))
    by_name = {role.key: role for role in households.entity.flattened_roles}
    households.members_role = np.array([by_name[role] for role in roles] * count, object)
    return Simulation(system, populations)


def _give(
    catalogue: Catalogue,
    situation: Situation,
    count: int,
    day: date,
    populations: Mapping[str, Any],
    give: Callable[[str, Array], None],
) -> None:
    """Give a run its inputs: first those known of everybody, then those known of some, with stand-ins for the others."""
    known = {(name, member): value for name, member, value in given(situation)}
    some: dict[str, list[Any]] = {}
    for name, info in catalogue.inputs.items():
        members = range(len(situation.roles)) if info.entity == "person" else [None]
        column = [known.get((name, member), info.presumed) for member in members]
        if any(value is not None for value in column) and info.roles is not None:
            # Whoever is not asked gets the example: nothing depends on it.
            column = [
                info.example if value is None and role not in info.roles else value
                for role, value in zip(situation.roles, column, strict=True)
            ]
        if all(value is not None for value in column):
            give(name, stored(catalogue.variables[name], column * count))
        elif any(value is not None for value in column):
            some[name] = column * count
    for name, column in some.items():
        variable = catalogue.variables[name]
        population, period = populations[variable.entity.key], _period(variable, day)
        population.simulation.tracer.stack.append({"name": name, "period": period})
        stand_ins = variable.get_formula(period)(population, period)
        population.simulation.tracer.stack.pop()
        missing = np.array([value is None for value in column])
        give(name, np.where(missing, stand_ins, stored(variable, column)))

"""Running formulas for one household in many worlds: a plan for answers, openfisca-core's simulation for their meaning."""

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
from cdmz_rules.law.item import Cell
from cdmz_rules.law.law import Law
from cdmz_rules.model.context import Context, Use
from cdmz_rules.plan import Asked, Frame, Plan, Taken, plan_for
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


class PlanExecutor:
    """Runs the formulas as a plan; what it gives is what `ReferenceExecutor` gives."""

    def run(self, law: Law, situation: Situation, day: date, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs; see `Executor.run`."""
        plan = plan_for(system(), law, day, situation.roles, outputs)
        columns = [_column(situation, asked) for asked in plan.asked]
        frame = Frame(
            asked=plan.asked,
            columns=columns,
            missing=[True if column is None else None for column in columns],
            there=[np.ones(1, bool)] * len(situation.roles),
            law=plan.under(law, day),
            days=np.array([day], "datetime64[D]"),
            gaps=_WorldGaps(law, worlds),
            taken=[],
        )
        plan.full.run(frame)
        values = {
            name: np.broadcast_to(value, (worlds.count,))
            for (name, place), value in frame.values.items()
            if place is None
        }
        computed = {name for name, _ in frame.values}
        return Run(values, [name for name in plan.order if name in computed], _uses(plan, frame))


def _column(situation: Situation, asked: Asked) -> Array | None:
    """An input of a case as a column of one row; None if nobody gave it."""
    info = all_inputs()[asked.name]
    if asked.place is None:
        value = situation.household.get(asked.name, info.presumed)
    else:
        value = situation.persons[asked.place].get(asked.name, info.presumed)
        nobody_asks = info.roles is not None and situation.roles[asked.place] not in info.roles
        if value is None and nobody_asks and not info.derived:
            # Whoever is not asked gets the example: nothing depends on it.
            value = info.example
    return None if value is None else stored(system().variables[asked.name], [value])


@dataclass(frozen=True)
class _WorldGaps:
    """What stands in for an unknown in each world."""

    law_in_force: Law
    worlds: Worlds

    def law(self, cell: Cell, _: Any) -> Array:
        """Stand in for a value of the law."""
        return self.worlds.law(self.law_in_force[cell.path], cell)

    def input(self, asked: Asked, _: Any) -> Array:
        """Stand in for an input."""
        return self.worlds.of_input(asked.name, asked.place)


def _uses(plan: Plan, frame: Frame) -> list[Use]:
    return [
        Use(plan.looks[taken.look].variable, frame.law.grids[taken.look], taken.cell, _applies(plan, frame, taken))
        for taken in frame.taken or ()
    ]


def _applies(plan: Plan, frame: Frame, taken: Taken) -> Any:
    """To which rows a look-up applied that also needed it."""
    needs = plan.full.looks.get(taken.look)
    needed = True if needs is None else frame.needed(needs)
    if needed is True or taken.applies is True:
        return taken.applies if needed is True else needed
    return taken.applies & needed


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
            give(name, stored(rules.variables[name], column * count))
        elif any(value is not None for value in column):
            some[name] = column * count
    for name, column in some.items():
        variable = rules.variables[name]
        population = populations[variable.entity.key]
        population.simulation.tracer.stack.append({"name": name, "period": period})
        stand_ins = variable.get_formula(period)(population, period)
        population.simulation.tracer.stack.pop()
        missing = np.array([value is None for value in column])
        give(name, np.where(missing, stand_ins, stored(variable, column)))


def stored(variable: Any, column: list[Any]) -> Array:
    """Values of an input as its variable stores them."""
    if variable.value_type is date:
        return np.array([value if isinstance(value, date) else date.min for value in column], "datetime64[D]")
    if getattr(variable, "possible_values", None) is not None:
        return np.array([variable.possible_values[value].index if isinstance(value, str) else 0 for value in column])
    return np.array([0 if value is None else value for value in column], variable.dtype)

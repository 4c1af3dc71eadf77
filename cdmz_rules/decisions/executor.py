"""Running formulas for households in many worlds: a plan for answers, openfisca-core's simulation for their meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation
from openfisca_core.tracers import SimpleTracer

from cdmz_rules.decisions.cases import Cases, stored
from cdmz_rules.decisions.situation import Situation, given
from cdmz_rules.decisions.unknowns import of_law
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.law.item import Cell
from cdmz_rules.law.law import Law
from cdmz_rules.model.context import Context, Use, always
from cdmz_rules.plan import Frame, Function, Plan
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook
from cdmz_rules.rulebook.system import CountryTaxBenefitSystem

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Run:
    """What a run gave.

    Attributes:
        values: The household variables that were computed: one row a household, one column a world.
        order: Every variable computed, in the order in which they were finished.
        uses: Every look-up of the law; its arrays broadcast to rows and worlds.
    """

    values: Mapping[str, Array]
    order: Sequence[str]
    uses: Sequence[Use]

    def take(self, rows: npt.NDArray[np.intp]) -> Run:
        """Some of the rows."""
        count = len(next(iter(self.values.values())))
        if len(rows) == count:
            return self
        values = {name: self.values[name][rows] for name in self.values}
        return replace(self, values=values, uses=[use.take(rows) for use in self.uses])


class Spread(Mapping[str, Array]):
    """Results as rows by worlds, spread out when somebody asks: most of an explanation's are never asked for."""

    def __init__(self, results: dict[str, Array], shape: tuple[int, int]) -> None:
        self._results, self._shape = results, shape
        self._spread: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        found = self._spread.get(name)
        if found is None:
            found = self._spread[name] = _over(self._results[name], self._shape)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._results)

    def __len__(self) -> int:
        return len(self._results)

    def __contains__(self, name: object) -> bool:
        return name in self._results


class Executor(Protocol):
    """Computes variables for households in many worlds."""

    def run(self, rulebook: Rulebook, cases: Cases, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs in every world."""
        ...


@dataclass(frozen=True)
class PlanExecutor:
    """Runs the formulas as a plan; what it gives is what `ReferenceExecutor` gives.

    Attributes:
        beside: Variables to keep beside the outputs if they are computed; None for every one, as an explanation wants.
    """

    beside: tuple[str, ...] | None = None

    def run(self, rulebook: Rulebook, cases: Cases, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs; see `Executor.run`."""
        first = date.fromisoformat(str(cases.days.min()))
        law = rulebook.law
        plan = rulebook.plan(first, cases.roles, outputs, self.beside or ())
        function = plan.full if self.beside is None else plan.noted
        # One row, or one world, needs one axis; only many rows in many worlds need both.
        flat = cases.count == 1 or worlds.count == 1
        gaps = _Gaps(law, plan, worlds, [])
        frame = _frame(plan, law, cases, flat, gaps)
        function.run(frame)
        shape = (cases.count, worlds.count)
        gaps.note(function, frame, shape)
        values = Spread({name: value for (name, place), value in frame.values.items() if place is None}, shape)
        computed = {name for name, _ in frame.values}
        return Run(values, [name for name in plan.order if name in computed], _uses(plan, function, frame, shape))


def _frame(plan: Plan, law: Law, cases: Cases, flat: bool, gaps: _Gaps) -> Frame:
    """The rows as the plan's code takes them: households downward, worlds across."""

    def down(array: Any) -> Any:
        return array if flat or not isinstance(array, np.ndarray) or len(array) == 1 else array[:, None]

    columns = [cases.column(asked) for asked in plan.asked]
    return Frame(
        asked=plan.asked,
        columns=[down(values) for values, _ in columns],
        missing=[down(missing) for _, missing in columns],
        there=[np.ones(1, bool) if there is None else down(there) for there in cases.there],
        law=plan.under(law, cases.day),
        days=down(cases.days),
        gaps=gaps,
        readings=[],
    )


def _over(value: Array, shape: tuple[int, int]) -> Array:
    """A result as rows by worlds."""
    if value.shape == shape:
        return value
    if value.ndim == 1 and len(value) > 1:
        value = value[:, None] if shape[1] == 1 else value[None, :]
    return np.broadcast_to(value, shape)


def _wide(value: Any, shape: tuple[int, int]) -> Any:
    """An array that broadcasts to rows by worlds."""
    return value[:, None] if np.ndim(value) == 1 and len(value) > 1 and shape[1] == 1 else value


@dataclass
class _Gaps:
    """What stands in for an unknown in each world, and which rows came upon it."""

    law_in_force: Law
    plan: Plan
    worlds: Worlds
    met: list[tuple[Any, str, int, Any]]

    def law(self, look: int, cell: Cell, rows: Any) -> Array:
        """Stand in for a value of the law."""
        unknown = of_law(self.law_in_force[cell.path], cell)
        self.met.append((unknown, "look", look, rows))
        return self.worlds.column(unknown).astype(np.float64)

    def input(self, asked: int, rows: Any) -> Array:
        """Stand in for an input."""
        name, place = self.plan.asked[asked]
        unknown = self.worlds.unknown_input(name, place)
        if unknown is not None:
            self.met.append((unknown, "input", asked, rows))
        return self.worlds.of_input(name, place)

    def note(self, function: Function, frame: Frame, shape: tuple[int, int]) -> None:
        """Tell the worlds which rows came upon what: only those that needed it themselves."""
        known = {unknown.key for unknown in self.worlds.unknowns}
        for unknown, kind, number, rows in self.met:
            if unknown.key in known:
                continue  # these worlds tell it apart already
            needs = (function.looks if kind == "look" else function.asked).get(number)
            needed = rows if needs is None else np.logical_and(rows, frame.needed(needs))
            over = _over(np.atleast_1d(np.asarray(needed)), shape)
            self.worlds.note(unknown, np.asarray(over.any(axis=1)))


def _uses(plan: Plan, function: Function, frame: Frame, shape: tuple[int, int]) -> list[Use]:
    masks: dict[Any, Any] = {}

    def needed(look: int) -> Any:
        # Many look-ups are needed on the same conditions.
        needs = tuple(map(tuple, function.looks[look]))
        if needs not in masks:
            masks[needs] = _wide(frame.needed(needs), shape)
        return masks[needs]

    return [
        Use(
            plan.looks[look].variable,
            frame.law.grids[look],
            table,
            _wide(at, shape),
            _wide(applies, shape),
            partial(needed, look) if look in function.looks else always,
        )
        for look, table, at, applies in frame.readings or ()
    ]


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


def executor_of(rules: BenefitRules, beside: tuple[str, ...] | None = None) -> Executor:
    """What runs the formulas of a benefit; ``beside`` as in `PlanExecutor`."""
    return PlanExecutor(beside) if rules.planned else ReferenceExecutor()


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

"""The one way from a formula to the law: `law`, and `law_says` and `law_lists` for what is not a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import LawUnknown
from cdmz_rules.law.grid import Grid, Table
from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.model import context as contexts
from cdmz_rules.model.money import round_money
from cdmz_rules.places import Places

Array = npt.NDArray[Any]
Traced = Any
"""An array, or the symbol of one while formulas are traced."""
Bools = npt.NDArray[np.bool_]
Mask = Bools | bool
Floats = npt.NDArray[np.float64]
Fill = Callable[[Grid, Cell, Bools, Array], Array]

BY_MEMBER = re.compile(r"\{(\w+)\}")


def law(
    population: Any,
    period: Any,
    path: str,
    *,
    where: Mask = True,
    otherwise: Floats | float | None = None,
    place: Traced = None,
) -> Traced:
    """Look a value of the law up for every row.

    Whose rule applies and which date selects its version are data of the item (`governed_by`, `date_anchor`).

    Args:
        population: The population of the formula.
        period: Its period.
        path: The item; ``…{variable}`` picks an item by the row's value of an enumeration.
        where: The rows to which the rule applies. Elsewhere the result is ``otherwise`` or 0, and nothing counts as evidence.
        otherwise: What stands where the item is not in force (the general rule behind a derogation, no uplift).
            Without it, "not in force" counts as unknown.
        place: The places whose rule applies, instead of those the item names.

    Returns:
        float64, or bool for a boolean item; one for each row.

    Raises:
        LawUnknown: in a plain OpenFisca run, if an unknown applies. A decision puts stand-ins in its place.
    """
    return _look_up(population, period, path, where, otherwise, place, None)


def law_says(population: Any, period: Any, path: str, choice: str, *, where: Mask = True) -> Traced:
    """Whether the law's choice is this one; see `law`."""
    codes = law(population, period, path, where=where)
    return (codes == list(law_of(population).item(path).choices).index(choice)) & where


def law_lists(population: Any, period: Any, path: str, member: Traced, *, where: Mask = True) -> Traced:
    """Whether the law's list of places holds the row's place; not in force lists nothing; see `law`."""
    return _look_up(population, period, path, where, 0.0, None, member) & where


def law_of(population: Any) -> Law:
    """The law that a population's formulas look up, run or traced."""
    traced = contexts.tracing(population)
    return contexts.of(population).law if traced is None else traced.law


def _look_up(
    population: Any,
    period: Any,
    path: str,
    where: Mask,
    otherwise: Floats | float | None,
    place: Traced,
    listed: Traced,
) -> Traced:
    traced = contexts.tracing(population)
    if traced is not None:
        return traced.look_up(population, path, where, otherwise, place, listed)
    context = contexts.of(population)
    applies = np.broadcast_to(where, (population.count,))
    grid = context.law.grid(path, choices(population, path))
    if not applies.any():
        return typed(grid.item, np.broadcast_to(0.0 if otherwise is None else otherwise, applies.shape))
    index, days = keys(population, period, grid.item, path, place)
    spans, span = np.unique(days, return_inverse=True)
    table, at = grid.at(spans), index * len(spans) + span
    values = row_values(
        grid, table, at, applies, otherwise, listed, lambda *unknown: _stand_in(context, population, *unknown)
    )
    _record(context, population, period, grid, table, at, applies, values)
    return typed(grid.item, values)


def choices(population: Any, path: str) -> list[dict[str, tuple[str, ...]]]:
    """The members of a path, each with the names of its values."""
    variables = population.simulation.tax_benefit_system.variables
    return [{name: tuple(variables[name].possible_values.__members__)} for name in BY_MEMBER.findall(path)]


def keys(population: Any, period: Any, item: Item, path: str, place: Traced) -> tuple[Traced, Traced]:
    """By which index and on which day each row looks a path up; see `Grid.cell`."""
    governing = _read(population, str(item.governed_by), period) if place is None else place
    index, stride = _codes(governing).astype(np.intp), len(item.places.names)
    for member in reversed(choices(population, path)):
        for name, values in member.items():
            index = index + _read(population, name, period).astype(np.intp) * stride
            stride *= len(values)
    return index, _read(population, f"{item.date_anchor}_date", period)


def row_values(
    grid: Grid,
    table: Table,
    at: Array,
    applies: Mask,
    otherwise: Floats | float | None,
    listed: Array | None,
    fill: Fill,
) -> Array:
    """The value of each row; ``fill`` puts something where an unknown applies."""
    numbers = table.numbers[at] if listed is None else table.listed[at, listed]
    state = table.states[at]
    values = np.where(applies, numbers, 0.0 if otherwise is None else otherwise)
    unknown = applies & (state != State.KNOWN)
    if otherwise is not None:
        ended = applies & (state == State.NOT_IN_FORCE)
        values, unknown = np.where(ended, otherwise, values), unknown & ~ended
    if unknown.any():
        cell = table.cell[at]
        for number in np.unique(np.broadcast_to(cell, unknown.shape)[unknown]):
            values = fill(grid, grid.cells[number], unknown & (cell == number), values)
    return values


def no_item(grid: Grid) -> Exception:
    """The mistake of a formula that looks up what the law does not have."""
    return KeyError(
        f"{grid.path}: the law has no item for this choice; the formula must leave such rows out by `where`"
    )


def _read(population: Any, name: str, period: Any) -> Traced:
    """A variable of the row's own entity, or for a person of the household."""
    variable = population.simulation.tax_benefit_system.variables[name]
    same_entity = variable.entity.key == population.entity.key
    values = population(name, period) if same_entity else population.household(name, period)
    return values.view(np.ndarray) if isinstance(values, np.ndarray) else values


def typed(item: Item, values: Array) -> Array:
    """Values as formulas take them: of a boolean item and of a list, whether."""
    return values.astype(bool) if item.kind in ("boolean", "places") else values


def _stand_in(context: contexts.Context, population: Any, grid: Grid, cell: Cell, hit: Bools, values: Array) -> Array:
    if cell.state is State.NO_ITEM:
        raise no_item(grid)
    if context.stand_ins is None:
        raise LawUnknown(cell.path, [cell.place], cell.reason.en if cell.reason else "not recorded")
    stands = context.stand_ins.law(context.law.item(cell.path), cell)[contexts.households(population)]
    return np.where(hit, stands, values)


def _record(
    context: contexts.Context,
    population: Any,
    period: Any,
    grid: Grid,
    table: Table,
    at: Array,
    applies: Bools,
    values: Array,
) -> None:
    simulation = population.simulation
    if simulation.trace:
        simulation.tracer.record_parameter_access(grid.path, period, values)
    if context.uses is not None:
        context.uses.append(contexts.Use(simulation.tracer.stack[-1]["name"], grid, table, at, applies))


def round_by_law(population: Any, period: Any, amount: Traced, path: str) -> Traced:
    """Round amounts to the unit, and in the direction, that the law says at ``path``."""
    item = law_of(population).item(path)
    return round_money(amount, law(population, period, path), item.rounding or "half_up")


def refine(population: Any, place: Traced, zone: Traced) -> Traced:
    """The zone where it lies in the place, or in a zone of it, else the place itself: rules may differ within a city."""
    parents = _places(population).parents
    above, further = _of_places(zone, parents), _of_places(zone, parents[parents])
    inside = (above == _codes(place)) | (further == _codes(place))
    return np.where(inside, _codes(zone), _codes(place))


def of_region(population: Any, place: Traced, region: str) -> Traced:
    """Whether a place is of a group of cities that have agreed with each other."""
    return _of_places(place, _places(population).of_region(region))


def serves(population: Any, pool: Traced, city: Traced) -> Traced:
    """Whether a pool works beside a city (the provincial centre in Chengdu)."""
    beside = _of_places(pool, _places(population).beside)
    return (beside != 0) & (beside == _codes(city))


def at_place(population: Any, place: Traced, name: str) -> Traced:
    """Whether a place is the one of that name."""
    return _codes(place) == _places(population).index(name)


def place_named(population: Any, name: str) -> Array:
    """The place of that name, for every row."""
    return np.full(population.count, _places(population).index(name))


def _places(population: Any) -> Places:
    return law_of(population).places


def rank_of(choice: Traced) -> Traced:
    """The place of each row's choice among the values of its enumeration, of which ``unknown`` is number 0."""
    return _codes(choice).astype(np.float64)


def _of_places(place: Traced, facts: Array) -> Traced:
    """A fact of each row's place."""
    return facts[_codes(place)] if isinstance(place, np.ndarray) else place.of(facts)


def _codes(place: Traced) -> Traced:
    return place.view(np.ndarray) if isinstance(place, np.ndarray) else place

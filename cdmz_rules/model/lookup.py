"""The one way from a formula to the law: `law`, and `law_says` and `law_lists` for what is not a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from openfisca_core.indexed_enums import EnumArray

from cdmz_rules import places
from cdmz_rules.errors import InputMissing, LawUnknown
from cdmz_rules.law.item import Item, State, Table
from cdmz_rules.model import context as contexts
from cdmz_rules.model.money import round_money

Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]
Mask = Bools | bool
Floats = npt.NDArray[np.float64]

BY_MEMBER = re.compile(r"\{(\w+)\}")


def law(
    population: Any,
    period: Any,
    path: str,
    *,
    where: Mask = True,
    otherwise: Floats | float | None = None,
    place: Array | None = None,
) -> Array:
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
    return _look_up(population, period, path, where, otherwise, place, lambda table, cell: table.numbers[cell])


def law_says(population: Any, period: Any, path: str, choice: str, *, where: Mask = True) -> Bools:
    """Whether the law's choice is this one; see `law`."""
    item = contexts.of(population).law.item(path)
    codes = law(population, period, path, where=where)
    return np.asarray(codes == list(item.choices).index(choice)) & where


def law_lists(population: Any, period: Any, path: str, member: Array, *, where: Mask = True) -> Bools:
    """Whether the law's list of places holds the row's place; not in force lists nothing; see `law`."""
    listed = _look_up(
        population, period, path, where, 0.0, None, lambda table, cell: table.lists[cell, np.asarray(member)]
    )
    return np.asarray(listed, bool) & where


def _look_up(
    population: Any,
    period: Any,
    path: str,
    where: Mask,
    otherwise: Floats | float | None,
    place: Array | None,
    take: Callable[[Table, Array], Array],
) -> Array:
    applies = np.broadcast_to(where, (population.count,))
    member = BY_MEMBER.search(path)
    if member is None:
        return _take(population, period, path, applies, otherwise, place, take)
    context = contexts.of(population)
    codes = _read(population, member.group(1), period)
    names = population.simulation.tax_benefit_system.variables[member.group(1)].possible_values.__members__
    result: Array = np.broadcast_to(
        np.asarray(0.0 if otherwise is None else otherwise, np.float64), applies.shape
    ).copy()
    for code, name in enumerate(names):
        below = path.replace(member.group(0), name, 1)
        rows = applies & (np.asarray(codes) == code)
        if not rows.any():
            continue
        if name == "unknown":
            raise InputMissing(member.group(1))
        if below.partition(".{")[0] not in context.law.nodes:
            raise KeyError(f"{path}: the law has no item for {name}; the formula must leave such rows out by `where`")
        result = np.where(rows, _look_up(population, period, below, rows, otherwise, place, take), result)
    return _typed(context.law.one_of(path), result)


def _take(
    population: Any,
    period: Any,
    path: str,
    applies: Bools,
    otherwise: Floats | float | None,
    place: Array | None,
    take: Callable[[Table, Array], Array],
) -> Array:
    context = contexts.of(population)
    item = context.law.item(path)
    instead: Any = 0.0 if otherwise is None else otherwise
    if not applies.any():
        return _typed(item, np.broadcast_to(np.asarray(instead, np.float64), applies.shape))
    table = item.table
    governing = _read(population, str(item.governed_by), period) if place is None else place
    cell = table.cell[np.asarray(governing), table.interval(_read(population, f"{item.date_anchor}_date", period))]
    state = table.states[cell]
    values = np.where(applies, take(table, cell).astype(np.float64), instead)
    if otherwise is not None:
        values = np.where(applies & (state == State.NOT_IN_FORCE), otherwise, values)
    unknown = applies & ((state != State.KNOWN) if otherwise is None else (state == State.UNKNOWN))
    if unknown.any():
        values = _stand_in(context, population, item, cell, unknown, values)
    _record(context, population, period, item, cell, applies, values)
    return _typed(item, values)


def _read(population: Any, name: str, period: Any) -> Array:
    """A variable of the row's own entity, or for a person of the household."""
    variable = population.simulation.tax_benefit_system.variables[name]
    own = variable.entity.key == population.entity.key
    return np.asarray(population(name, period) if own else population.household(name, period))


def _typed(item: Item, values: Array) -> Array:
    return values.astype(bool) if item.kind in ("boolean", "places") else values


def _stand_in(
    context: contexts.Context,
    population: Any,
    item: Item,
    cell: Array,
    unknown: Bools,
    values: Array,
) -> Array:
    numbers = np.unique(cell[unknown])
    cells = [item.table.cells[number] for number in numbers]
    if context.stand_ins is None:
        raise LawUnknown(
            item.path, sorted({c.place for c in cells}), cells[0].reason.en if cells[0].reason else "not recorded"
        )
    rows = contexts.households(population)
    for number, unknown_cell in zip(numbers, cells, strict=True):
        hit = unknown & (cell == number)
        values = np.where(hit, context.stand_ins.law(item, unknown_cell)[rows], values)
    return values


def _record(
    context: contexts.Context,
    population: Any,
    period: Any,
    item: Item,
    cell: Array,
    applies: Bools,
    values: Array,
) -> None:
    simulation = population.simulation
    if simulation.trace:
        simulation.tracer.record_parameter_access(item.path, period, values)
    if context.uses is not None:
        name = simulation.tracer.stack[-1]["name"]
        context.uses.append(contexts.Use(name, item, item.table, cell, contexts.households(population), applies))


def round_by_law(population: Any, period: Any, amount: Floats, path: str) -> Floats:
    """Round amounts to the unit, and in the direction, that the law says at ``path``."""
    item = contexts.of(population).law.item(path)
    return round_money(amount, law(population, period, path), item.rounding or "half_up")


def refine(place: EnumArray, zone: EnumArray) -> EnumArray:
    """The zone where it lies in the place, else the place itself: rules may differ within a city."""
    inside = places.PARENT[np.asarray(zone)] == np.asarray(place)
    return EnumArray(np.where(inside, np.asarray(zone), np.asarray(place)), places.Place)


def of_region(place: EnumArray, region: str) -> Bools:
    """Whether a place is of a group of cities that have agreed with each other."""
    inside = [name in places.JURISDICTIONS and places.JURISDICTIONS[name].region == region for name in places.NAMES]
    return np.asarray(np.array(inside)[np.asarray(place)])


def serves(pool: EnumArray, city: EnumArray) -> Bools:
    """Whether a pool works beside a city (the provincial centre in Chengdu)."""
    beside = places.BESIDE[np.asarray(pool)]
    return np.asarray((beside != 0) & (beside == np.asarray(city)))

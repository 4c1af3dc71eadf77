"""What a run of formulas knows beside its inputs: the law, stand-ins for what is unknown, and a record of what was taken.

A plain OpenFisca simulation has no stand-ins: there an unknown that applies is an error, never a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from cdmz_rules.law.grid import Grid, Table
from cdmz_rules.law.item import Cell, Item
from cdmz_rules.law.law import Law
from cdmz_rules.law.tree import items

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_] | bool


class StandIns(Protocol):
    """Gives a value to what is unknown, one for each household of the run."""

    def law(self, item: Item, cell: Cell) -> npt.NDArray[np.float64]:
        """Stand in for a value of the law; one number for each household."""
        ...

    def input(self, variable: Any, population: Any) -> npt.NDArray[Any]:
        """Stand in for an input that nobody gave; one value for each member of the population."""
        ...


class Tracing(Protocol):
    """A population that is traced rather than run (see `cdmz_rules.plan`) answers these itself."""

    law: Law
    """A law of the shape for which it is traced."""

    def look_up(self, population: Any, path: str, where: Any, otherwise: Any, place: Any, listed: Any) -> Any:
        """Note a look-up of the law."""
        ...

    def where_any(self, applies: Any, body: Callable[[], Any], otherwise: Any) -> Any:
        """Note a part that is computed only if it applies to any row."""
        ...

    def decided_day(self) -> Any:
        """Note that the day decided for is read."""
        ...

    def ask(self, variable: Any, population: Any) -> Any:
        """Note that an input is read."""
        ...


def always() -> Mask:
    """Every row needed it."""
    return True


@dataclass(frozen=True)
class Use:
    """One look-up of a run.

    Attributes:
        variable: Which variable looked up.
        grid: The items it looked up.
        table: The grid on the days it looked at.
        at: Where in the table, for each row (or one for all).
        covers: For which rows the rule applied; True for all.
        needed: Tells which rows needed the look-up at all; True for all.
    """

    variable: str
    grid: Grid
    table: Table
    at: Array
    covers: Mask
    needed: Callable[[], Mask] = always

    @cached_property
    def applies(self) -> Mask:
        """The rows for which the rule applied and whose answer needed it. Worked out when somebody asks: few do."""
        needed = self.needed()
        if needed is True or self.covers is True:
            return self.covers if needed is True else needed
        return self.covers & needed

    @property
    def cell(self) -> npt.NDArray[np.int32]:
        """The number of each row's cell."""
        return self.table.cell[self.at]

    @property
    def grades(self) -> npt.NDArray[np.uint8]:
        """The evidence for each row; 0 where the rule did not apply, or there is none."""
        grades = self.table.grades.take(self.at)
        return grades if self.applies is True else grades * self.applies

    def take(self, rows: npt.NDArray[np.intp]) -> Use:
        """The same of some of many rows, next to each other the worlds of each."""
        return Use(self.variable, self.grid, self.table, _rows_of(self.at, rows), _rows_of(self.applies, rows))

    @property
    def applied(self) -> list[Cell]:
        """The distinct cells that were taken by a row to which the rule applied."""
        cell = self.cell
        if self.applies is not True:
            cell, applies = np.broadcast_arrays(cell, self.applies)
            cell = cell[applies]
        # A set: np.unique takes ten times as long for the few cells of one household's worlds.
        return [self.grid.cells[number] for number in sorted(set(cell.reshape(-1).tolist()))]


def _rows_of(array: Any, rows: npt.NDArray[np.intp]) -> Any:
    return array if np.ndim(array) < 2 or len(array) == 1 else array.take(rows, axis=0)


@dataclass
class Context:
    """The surroundings of one run.

    Attributes:
        law: The law it runs under.
        stand_ins: Stand-ins for what is unknown; None in a plain OpenFisca run.
        uses: What was looked up, if anybody wants to know.
    """

    law: Law
    stand_ins: StandIns | None = None
    uses: list[Use] | None = field(default=None)


def tracing(population: Any) -> Tracing | None:
    """What traces this population; None if it is run."""
    return getattr(population.simulation, "tracing", None)


def of(population: Any) -> Context:
    """The context of a population's simulation; a plain simulation gets one of its own, with the law of its system."""
    simulation = population.simulation
    context = getattr(simulation, "cdmz_context", None)
    if context is None:
        context = Context(_law_of(simulation.tax_benefit_system))
        simulation.cdmz_context = context
    return context


def _law_of(system: Any) -> Law:
    """The law of a system; of an OpenFisca reform, which is a system of its own, that of its changed parameters."""
    if "law" not in vars(system):  # a reform would answer with its baseline's
        before = cast("Law", system.law)
        system.law = replace(before, items_by_path=items(system.parameters, before.places))
    return cast("Law", system.law)


def households(population: Any) -> npt.NDArray[np.intp]:
    """The household of each row of a population."""
    if population.entity.is_person:
        group = population.simulation.populations["household"]
        return np.asarray(group.members_entity_id, np.intp)
    return np.arange(population.count)


def where_any(population: Any, applies: Any, body: Callable[[], Any], otherwise: Any) -> Any:
    """The body where it applies, elsewhere the other value; if it applies to no row it is not even computed.

    What binds nobody asks for nothing: its inputs may be missing without making anything uncertain.
    """
    traced = tracing(population)
    if traced is not None:
        return traced.where_any(applies, body, otherwise)
    return np.where(applies, body(), otherwise) if np.any(applies) else np.broadcast_to(otherwise, (population.count,))

"""What a run of formulas knows beside its inputs: the law, stand-ins for what is unknown, and a record of what was taken.

A plain OpenFisca simulation has no stand-ins: there an unknown that applies is an error, never a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, cast

import numpy as np
import numpy.typing as npt

from cdmz_rules.law.item import Cell, Item, Table
from cdmz_rules.law.law import Law, from_tree


class StandIns(Protocol):
    """Gives a number to what is unknown, one for each household of the run."""

    def law(self, item: Item, cell: Cell) -> npt.NDArray[np.float64]:
        """Stand in for a value of the law; one number for each household."""
        ...

    def input(self, variable: Any, population: Any) -> npt.NDArray[Any]:
        """Stand in for an input that nobody gave; one value for each member of the population."""
        ...


class Use(NamedTuple):
    """One look-up: which variable took from which item, for which rows."""

    variable: str
    item: Item
    table: Table
    cell: npt.NDArray[np.int32]
    rows: npt.NDArray[np.intp]
    """The household of each row."""
    applies: npt.NDArray[np.bool_]


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
        system.law = from_tree(system.parameters)
    return cast("Law", system.law)


def households(population: Any) -> npt.NDArray[np.intp]:
    """The household of each row of a population."""
    if population.entity.is_person:
        group = population.simulation.populations["household"]
        return np.asarray(group.members_entity_id, np.intp)
    return np.arange(population.count)

"""What an explanation rests on, for a household of which everything that matters is known: one call of a plan, one world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.combinations import combine
from cdmz_rules.decisions.executor import Run
from cdmz_rules.decisions.explore import Exploration
from cdmz_rules.decisions.scalar_answer import inputs_of
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.law.grid import EPOCH, Grid
from cdmz_rules.law.item import Cell
from cdmz_rules.law.law import Law
from cdmz_rules.model.context import Use
from cdmz_rules.plan import Plan, plan_for
from cdmz_rules.plan.scalar import Open
from cdmz_rules.plan.trace import dtype_of
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.system import system

NOTHING_UNKNOWN = combine(())


class _Values(Mapping[str, npt.NDArray[Any]]):
    """Plain values as one row in one world, made an array when somebody asks."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return np.array([[self._values[name]]], _dtypes()[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values


@lru_cache(maxsize=1)
def _dtypes() -> dict[str, np.dtype[Any]]:
    return {name: dtype_of(variable) for name, variable in system().variables.items()}


class _Single(Use):
    """A look-up of one household in one world."""

    @property
    def applied(self) -> list[Cell]:
        return [self.grid.cells[self.table.cell[self.at[0]]]]


def explored(benefit: str, case: Situation, day: date, law: Law) -> Exploration | None:
    """What `explore` gives, in a twentieth of the time; None if something that matters is unknown."""
    plan = plan_for(system(), law, day, case.roles, catalogue.outputs(benefit))
    if plan.whole is None:
        return None
    resolved = plan.under(law, day)
    try:
        values, taken = plan.whole(inputs_of(plan, case), day.toordinal() - EPOCH, resolved.rows, resolved.rows_by_day)
    except (Open, ArithmeticError, ValueError):
        return None
    households = {name: value for (name, place), value in values.items() if place is None}
    computed = {name for name, _ in values}
    uses = [_use(plan, resolved.grids, day, *look) for look in taken]
    run = Run(_Values(households), [name for name in plan.order if name in computed], uses)
    return Exploration((), NOTHING_UNKNOWN, run)


def _use(plan: Plan, grids: Sequence[Grid], day: date, look: int, index: int, on: int | None) -> Use:
    grid = grids[look]
    table = grid.on(day if on is None else date.fromordinal(on + EPOCH))
    return _Single(plan.looks[look].variable, grid, table, np.array([index]), True)

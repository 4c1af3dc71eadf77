"""What an explanation rests on, for a household of which everything that matters is known: one call of a plan, one world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.combinations import combine
from cdmz_rules.decisions.executor import Run
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.scalar_inputs import inputs_of
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.law.grid import EPOCH, Grid
from cdmz_rules.law.item import Cell
from cdmz_rules.model.context import Use
from cdmz_rules.plan import Plan
from cdmz_rules.plan.scalar import Open
from cdmz_rules.rulebook.rulebook import BenefitRules

NOTHING_UNKNOWN = combine(())


class _Values(Mapping[str, npt.NDArray[Any]]):
    """Plain values as one row in one world, made an array when somebody asks."""

    def __init__(self, values: Mapping[str, Any], dtypes: Mapping[str, np.dtype[Any]]) -> None:
        self._values, self._dtypes = values, dtypes

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return np.array([[self._values[name]]], self._dtypes[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values


class _Single(Use):
    """A look-up of one household in one world."""

    @property
    def applied(self) -> list[Cell]:
        return [self.grid.cells[self.table.cell[self.at[0]]]]


def explored_at_once(rules: BenefitRules, case: Situation, day: date) -> Exploration | None:
    """What `explore` gives, in a twentieth of the time; None if something that matters is unknown."""
    plan = rules.plan(day, case.roles)
    if plan.whole is None:
        return None
    resolved = plan.under(rules.law, day)
    inputs = inputs_of(rules.catalogue, plan, case)
    try:
        values, lookups = plan.whole(inputs, day.toordinal() - EPOCH, resolved.rows, resolved.rows_by_day)
    except (Open, ArithmeticError, ValueError):
        return None
    households = {name: value for (name, place), value in values.items() if place is None}
    computed = {name for name, _ in values}
    uses = [_use(plan, resolved.grids, day, *look) for look in lookups]
    run = Run(_Values(households, rules.catalogue.dtypes), [name for name in plan.order if name in computed], uses)
    return Exploration(rules.catalogue, (), NOTHING_UNKNOWN, run)


def _use(plan: Plan, grids: Sequence[Grid], day: date, look: int, index: int, on: int | None) -> Use:
    grid = grids[look]
    table = grid.on(day if on is None else date.fromordinal(on + EPOCH))
    return _Single(plan.looks[look].variable, grid, table, np.array([index]), True)

"""Formulas as a plan runs them, for households in many worlds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.reference import ReferenceExecutor
from cdmz_rules.decisions.run import Executor, Run
from cdmz_rules.decisions.unknowns import Unknown, of_law
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.law.item import Cell
from cdmz_rules.law.law import Law
from cdmz_rules.model.context import Use, always
from cdmz_rules.plan import Frame, Function, Plan
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook

Array = npt.NDArray[Any]


def executor_of(rules: BenefitRules, beside: tuple[str, ...] | None = None) -> Executor:
    """What runs the formulas of a benefit; ``beside`` as in `PlanExecutor`."""
    return PlanExecutor(beside) if rules.planned else ReferenceExecutor()


class Spread(Mapping[str, Array]):
    """Results as rows by worlds, spread out when somebody asks: most of an explanation's are never asked for."""

    def __init__(self, results: dict[str, Array], shape: tuple[int, int]) -> None:
        self._results, self._shape = results, shape
        self._spread: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        spread = self._spread.get(name)
        if spread is None:
            spread = self._spread[name] = _rows_by_worlds(self._results[name], self._shape)
        return spread

    def __iter__(self) -> Iterator[str]:
        return iter(self._results)

    def __len__(self) -> int:
        return len(self._results)

    def __contains__(self, name: object) -> bool:
        return name in self._results


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
        gaps = _Gaps(law, plan, worlds, cases, [])
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


def _rows_by_worlds(value: Array, shape: tuple[int, int]) -> Array:
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
    cases: Cases
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
            own = self._of_each(unknown)
            if own is not None:
                return own if self.worlds.count == 1 else own[:, None]
        return self.worlds.of_input(name, place)

    def _of_each(self, unknown: Unknown) -> Array | None:
        """What stands in for a day that worlds do not tell apart: each household's own best or worst; None if all have one."""
        info = self.worlds.rulebook.catalogue.inputs[unknown.key[1]]
        if info.kind != "date" or self.worlds.tells_apart(unknown):
            return None
        low, high = self.cases.span_of(unknown)
        if max(len(low), len(high)) == 1:
            return None
        hopeful = self.worlds.hopeful
        if info.dated is None:
            end = high if hopeful is (info.favours == "higher") else low
            return np.asarray(np.broadcast_to(end, (self.cases.count,)))
        points = np.array(self.worlds.rulebook.law.breakpoints(info.dated), "datetime64[D]")
        last = np.searchsorted(points, high, "right") - 1
        return np.asarray(np.maximum(points[0] if hopeful else np.where(last < 0, high, points[last]), low))

    def note(self, function: Function, frame: Frame, shape: tuple[int, int]) -> None:
        """Tell the worlds which rows came upon what: only those that needed it themselves."""
        known = {unknown.key for unknown in self.worlds.unknowns}
        for unknown, kind, number, rows in self.met:
            if unknown.key in known:
                continue  # these worlds tell it apart already
            needs = (function.looks if kind == "look" else function.asked).get(number)
            needed = rows if needs is None else np.logical_and(rows, frame.needed(needs))
            needing = _rows_by_worlds(np.atleast_1d(np.asarray(needed)), shape)
            self.worlds.note(unknown, np.asarray(needing.any(axis=1)))


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

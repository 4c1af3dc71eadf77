"""On which days an answer can change at all, though something is unknown: the formulas are followed day by day, step by step.

A step rests on the day, on what was told, and on what is unknown. Its values on every day are worked out, for every value that the
unknowns behind it can take, as long as those are few; on a day on which none of them differs from the day before, the step cannot have
changed. A step behind which too much is unknown may change whenever one of those it takes does. So no day is missed because nobody thought
of it: an anniversary, the day after it, a countdown and the first day of a version of the law are all found the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases, stored
from cdmz_rules.decisions.unknowns import PROBED_YEARS, of_input
from cdmz_rules.law.grid import Grid
from cdmz_rules.law.item import State
from cdmz_rules.model.dates import add_months
from cdmz_rules.plan import Asked, Plan
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import BenefitRules

MAX_TOGETHER = 512
"""So many combinations of what is unknown behind a step are looked at."""

Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]
Axes = tuple[tuple[int, int], ...]
"""The unknown inputs behind a step, by number, each with how many values it takes."""
STILL = np.zeros(1, bool)


class Step(NamedTuple):
    """A step on every day.

    Attributes:
        changes: The days on which it may differ from the day before; one, if that is so of none.
        value: Days downward (one, if it is always the same), combinations across; None if too much is unknown behind it.
        axes: What is unknown behind it.
    """

    changes: Bools
    value: Array | None
    axes: Axes = ()


def moving(rules: BenefitRules, plan: Plan, cases: Cases) -> Bools:
    """The days on which the outcome or a clause may be another than on the day before; the first is one.

    Args:
        rules: The benefit.
        plan: The formulas, in force on all of these days.
        cases: The household, a row for each day, one after the other.
    """
    followed = _Followed(rules, plan, cases)
    changes = np.zeros(cases.count, bool)
    for name in rules.clauses:
        changes |= followed.of(plan.traced.values[name, None]).changes
    changes[0] = True
    return changes


@dataclass(eq=False)
class _Followed:
    """The steps of a plan followed over days."""

    rules: BenefitRules
    plan: Plan
    cases: Cases

    def of(self, arg: Any) -> Step:
        """A step, or a constant."""
        return self._steps[id(arg)] if isinstance(arg, Symbol) else Step(STILL, np.reshape(arg, (1, -1)))

    @cached_property
    def _steps(self) -> Mapping[int, Step]:
        self.__dict__["_steps"] = steps = dict[int, Step]()
        with np.errstate(all="ignore"):
            for symbol in self._needed:
                steps[id(symbol)] = self._followed(symbol)
        return steps

    @cached_property
    def _needed(self) -> list[Symbol]:
        """What the clauses rest on, each after what it takes."""
        wanted: set[int] = set()
        queue = [self.plan.traced.values[name, None] for name in self.rules.clauses]
        while queue:
            symbol = queue.pop()
            if isinstance(symbol, Symbol) and id(symbol) not in wanted:
                wanted.add(id(symbol))
                queue += symbol.args
        return [symbol for symbol in self.plan.traced.graph.symbols if id(symbol) in wanted]

    def _followed(self, symbol: Symbol) -> Step:
        if symbol.op == "day":
            return _valued(self.cases.days[:, None], ())
        if symbol.op == "there":
            return Step(STILL, np.ones((1, 1), bool))
        if symbol.op == "input" or (symbol.op == "given" and self._columns[symbol.extra] is not None):
            return self._input(symbol.extra)
        if symbol.op == "given":
            return self.of(symbol.args[0])
        return self._look(symbol) if symbol.op == "look" else self._computed(symbol)

    @cached_property
    def _columns(self) -> list[Array | None]:
        """Of each input, what is given, or stands where nobody is asked; None where it is missing."""
        columns = [self.cases.column(asked) for asked in self.plan.asked]
        return [None if missing is True or values is None else values[:, None] for values, missing in columns]

    def _input(self, number: int) -> Step:
        """An input: as given, on every day; or every value that it can take."""
        column = self._columns[number]
        if column is not None:
            return _valued(column, ())
        asked = self.plan.asked[number]
        info = self.rules.catalogue.inputs[asked.name]
        if asked.place is not None and info.roles is not None and self.cases.roles[asked.place] not in info.roles:
            return Step(STILL, self._stored(asked, [info.example]))
        values = self._days(info) if info.kind == "date" else self._levels(asked, info)
        if values.shape[1] > MAX_TOGETHER:
            return Step(_changes(values), None)
        return _valued(values, ((number, values.shape[1]),))

    def _levels(self, asked: Asked, info: InputInfo) -> Array:
        day = self.cases.first_day
        return self._stored(asked, of_input(self.rules.rulebook, info, asked.place, day).levels)

    def _stored(self, asked: Asked, values: Sequence[Any]) -> Array:
        return stored(self.rules.catalogue.variables[asked.name], values)[None, :]

    def _days(self, info: InputInfo) -> Array:
        """What a missing day can be: its ends, the days that a run probes, and where a version of the law begins that it selects."""
        days = self.cases.days
        low, high = (np.datetime64(end, "D") for end in info.bounds)
        most = np.full(len(days), high) if info.future else np.minimum(days, high)
        begin = self.rules.law.breakpoints(info.dated) if info.dated is not None else ()
        back = [add_months(days, np.full(len(days), -12.0 * years)) for years in PROBED_YEARS]
        fixed = [np.datetime64(day, "D") for day in (info.example, *begin) if day is not None]
        columns = [np.full(len(days), low), most, *back, *(np.full(len(days), day) for day in fixed)]
        return np.stack([np.clip(column, low, most) for column in columns], axis=1)

    def _look(self, symbol: Symbol) -> Step:
        """A figure of the law: where it is unknown somewhere, no more than which figure it is."""
        applies, index, dated, listed, instead, ends = symbol.args
        grid = self.plan.under(self.rules.law, None).grids[symbol.extra]
        which = _cells(grid, self.of(index), Step(STILL, self.cases.days[:, None]) if dated is None else self.of(dated))
        others = [self.of(arg) for arg in (applies, listed, instead) if arg is not None]
        axes = _together([which, *others])
        if axes is None or which.value is None or any(other.value is None for other in others):
            return Step(_any([which, *others]), None)
        cells, holds = _spread(which, axes), _spread(self.of(applies), axes)
        states = grid.states[cells]
        unknown = states == State.UNKNOWN if ends else (states == State.UNKNOWN) | (states == State.NOT_IN_FORCE)
        if bool((unknown & holds).any()):
            return Step(_any([which, *others]), None)
        figures = grid.numbers[cells] if listed is None else grid.lists[cells, _spread(self.of(listed), axes)]
        stands = holds & (states != State.NOT_IN_FORCE)
        return _valued(np.where(stands, figures, _spread(self.of(instead), axes)).astype(symbol.dtype), axes)

    def _computed(self, symbol: Symbol) -> Step:
        """A step of arithmetic or choice."""
        steps = [self.of(arg) for arg in symbol.args if isinstance(arg, Symbol)]
        axes = _together(steps)
        if axes is None or any(step.value is None for step in steps):
            return Step(_any(steps), None)
        values = [_spread(self.of(arg), axes) if isinstance(arg, Symbol) else arg for arg in symbol.args]
        return _valued(_result(symbol, values), axes)


def _cells(grid: Grid, index: Step, dated: Step) -> Step:
    """Which cells of the law stand."""
    versions = dated if dated.value is None else _valued(grid.interval(dated.value), dated.axes)
    axes = _together([index, versions])
    if axes is None or index.value is None or versions.value is None:
        return Step(_any([index, versions]), None)
    return _valued(grid.cell[_spread(index, axes), _spread(versions, axes)], axes)


def _result(symbol: Symbol, values: Sequence[Any]) -> Array:
    if symbol.op in ("where", "part"):
        return np.asarray(np.where(*values), symbol.dtype)
    if symbol.op == "cast":
        return np.asarray(values[0]).astype(symbol.dtype)
    if symbol.op == "of":
        return np.asarray(np.asarray(values[1])[values[0]])
    return np.asarray(getattr(np, symbol.op)(*values))


def _together(steps: Sequence[Step]) -> Axes | None:
    """What is unknown behind any of some steps; None if that can be too many things at once."""
    axes = tuple(sorted({axis for step in steps for axis in step.axes}))
    return axes if np.prod([size for _, size in axes]) <= MAX_TOGETHER else None


def _spread(step: Step, axes: Axes) -> Array:
    """The values of a step for every combination of what is unknown behind it and others."""
    value = step.value
    assert value is not None
    if step.axes == axes or not axes:
        return value
    own = dict(step.axes)
    shape = (len(value), *(size if number in own else 1 for number, size in axes))
    whole = (len(value), *(size for _, size in axes))
    return np.broadcast_to(value.reshape(shape), whole).reshape(len(value), -1)


def _valued(value: Array, axes: Axes) -> Step:
    value = _short(value)
    return Step(_changes(value), value, axes)


def _short(value: Array) -> Array:
    """One row, if all are the same: what is computed from it is computed once."""
    return value[:1] if len(value) > 1 and bool((value[1:] == value[:-1]).all()) else value


def _changes(value: Array) -> Bools:
    """The days on which something differs from the day before."""
    if len(value) == 1:
        return STILL
    return np.concatenate([STILL, (value[1:] != value[:-1]).any(axis=1)])


def _any(steps: Sequence[Step]) -> Bools:
    changes = STILL
    for step in steps:
        changes = changes | step.changes
    return changes

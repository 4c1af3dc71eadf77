"""What follows from a day, and at most a choice beside it, is computed once for each day of the calendar, not for each household.

An age, the months until a pension, the day on which one retires: a household in a million shares its days with many others, and a
dozen steps of calendar arithmetic each cost as much as taking what came of them from a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import LawUnknown
from cdmz_rules.plan import calendar
from cdmz_rules.plan.folding import with_args
from cdmz_rules.plan.symbols import Symbol

Array = npt.NDArray[Any]

WORTH = 6
"""Fewer steps are as quick as the table, which takes four."""
MAX_ENTRIES = 1 << 17
"""Tables are no longer, so that they stay near the processor: 120 years of days with three choices."""
DAY = np.dtype("datetime64[D]")
NEVER = int(np.datetime64(date.min, "D").astype(np.int64))
"""The day that stands for never, long before any other."""
FEW = 512
"""So few rows are computed: most are a single household's."""
LEAVES = {"input", "given", "there", "part"}


class Run(Protocol):
    """What a table is computed with: a frame, of which only the law and the day decided for are looked at."""

    days: Array

    def look(self, look: int, *args: Any) -> Array:
        """A look-up."""
        ...


@dataclass(frozen=True, eq=False)
class DayStep:
    """A step that rests on a day and at most a choice.

    Attributes:
        step: The step.
        day: The day.
        choice: The choice, a bool or a small number; None without.
        choices: The values it can have, as whole numbers that follow each other; one without.
    """

    step: Symbol
    day: Symbol
    choice: Symbol | None
    choices: range

    def table(self, first: int, last: int, run: Run) -> Array:
        """What comes of the day that stands for never and of these, counted since 1970, and next to each other every choice.

        Raises:
            LawUnknown: if a value of the law is unknown on one of them, be there a household or not.
            KeyError: if the law has no item for one of the choices.
        """
        days = np.concatenate([[NEVER], np.arange(first, last + 1)])
        known: dict[int, Array] = {id(self.day): np.repeat(days, len(self.choices)).view(DAY)}
        if self.choice is not None:
            known[id(self.choice)] = np.tile(np.array(self.choices).astype(self.choice.dtype), len(days))
        with np.errstate(all="ignore"):
            values = _value(self.step, known, run).astype(self.step.dtype, copy=False)
        return np.ascontiguousarray(np.broadcast_to(values, known[id(self.day)].shape))


def _value(step: Symbol, known: dict[int, Array], run: Run) -> Array:
    if id(step) not in known:
        known[id(step)] = _computed(
            step, [_value(a, known, run) if isinstance(a, Symbol) else a for a in step.args], run
        )
    return known[id(step)]


def _computed(step: Symbol, args: Sequence[Any], run: Run) -> Array:
    if step.op == "day":
        return run.days
    if step.op == "look":
        return run.look(step.extra, *args)
    if step.op == "of":
        return np.asarray(args[1][args[0]])
    if step.op == "cast":
        return calendar.converted(args[0], step.dtype)
    return np.asarray(getattr(np, step.op)(*args))


@dataclass(frozen=True)
class _Basis:
    """What a step rests on beside the law and the day decided for."""

    day: Symbol | None = None
    choice: Symbol | None = None


def by_day(symbols: Sequence[Symbol], kept: Iterable[Any], *, looks: bool) -> tuple[list[Symbol], dict[int, Symbol]]:
    """The steps, those that rest on a day and are worth it taken from a table of the calendar.

    Args:
        symbols: The steps in their order.
        kept: Which of them are asked for.
        looks: Whether a table may hold what comes of a look-up: not if look-ups are noted down row by row.

    Returns:
        The steps in their order, and by the former step's identity the one that stands for it.
    """
    bases = _bases(symbols, looks)
    kept = {id(each): each for each in kept if id(each) in bases}
    asked = set(kept)
    for step in symbols:
        day = bases.get(id(step), _Basis()).day
        asked |= {id(arg) for arg in step.args if id(arg) in bases and bases[id(arg)].day is not day}
    steps: list[Symbol] = []
    substitutes: dict[int, Symbol] = {}
    for step in symbols:
        substitutes[id(step)] = with_args(step, substitutes)
        steps.append(substitutes[id(step)])
        by_table = _by_table(step, bases, kept, substitutes) if id(step) in asked else None
        if by_table is not None:
            substitutes[id(step)] = by_table
            steps.append(by_table)
    return steps, substitutes


def _by_table(
    step: Symbol, bases: Mapping[int, _Basis], kept: Mapping[int, Symbol], substitutes: Mapping[int, Symbol]
) -> Symbol | None:
    """A step that takes what comes of another from a table, or has it computed; None if that is not worth it, or not the same."""
    day, choice = bases[id(step)].day, bases[id(step)].choice
    behind = _behind(step, bases, {})
    if day is None or len(behind) < WORTH:
        return None
    sources = [day] if choice is None else [day, choice]
    beside = [kept[key] for key in behind if key in kept and kept[key] is not step]
    if not all(id(needed) in _always(step, {}) for needed in (*sources, *beside)):
        return None  # else it would be asked for where no row needs it
    day_step = DayStep(step, day, choice, _choices(choice) if choice is not None else range(1))
    args = [substitutes[id(arg)] for arg in (step, *sources, *beside)]
    return Symbol(step.graph, "by_day", (*args, day_step), step.sample, len(sources))


def _always(step: Symbol, needed: dict[int, Symbol]) -> dict[int, Symbol]:
    """What a step needs in any case, beside what is known to be needed."""
    if id(step) not in needed:
        needed[id(step)] = step
        for position, arg in enumerate(step.args):
            if isinstance(arg, Symbol) and position not in step.lazy:
                _always(arg, needed)
    return needed


def _bases(symbols: Sequence[Symbol], looks: bool) -> dict[int, _Basis]:
    """By step, what it rests on, if that is a day and a choice at most."""
    bases: dict[int, _Basis] = {}
    for step in symbols:
        basis = None if step.op in LEAVES or (step.op == "look" and not looks) else _common_basis(step, bases)
        if step.op == "day":
            basis = _Basis()
        elif basis is None and step.dtype == DAY:
            basis = _Basis(day=step)
        elif _choices(step) and (basis is None or (basis.day is None and basis.choice is not None)):
            basis = _Basis(choice=step)
        if basis is not None:
            bases[id(step)] = basis
    return bases


def _common_basis(step: Symbol, bases: Mapping[int, _Basis]) -> _Basis | None:
    """What a step's arguments rest on together."""
    by_row = step.op == "look" and (step.args[2] is not None or step.args[3] is not None)
    args = [bases.get(id(arg)) for arg in step.args if isinstance(arg, Symbol)]
    days = {arg.day for arg in args if arg is not None and arg.day is not None}
    choices = {arg.choice for arg in args if arg is not None and arg.choice is not None}
    if by_row or None in args or len(days) > 1 or len(choices) > 1:
        return None
    return _Basis(next(iter(days), None), next(iter(choices), None))


def _behind(step: Symbol, bases: Mapping[int, _Basis], behind: dict[int, Symbol]) -> dict[int, Symbol]:
    """The step and all before it, from the day on that they rest on; none of a step that rests on no day."""
    day = bases[id(step)].day
    if day is not None and step is not day and id(step) not in behind:
        behind[id(step)] = step
        for arg in step.args:
            if id(arg) in bases:
                _behind(arg, bases, behind)
    return behind


def _choices(step: Symbol) -> range:
    """The values that a yes or no, or one of some constants, can have; none of anything else."""
    if step.dtype == np.bool_:
        return range(2)
    if step.dtype != np.uint8 or not step.chooses():
        return range(0)
    constants = set(_constants(step))
    return range(min(constants), max(constants) + 1)


def _constants(side: Any) -> Iterator[int]:
    if isinstance(side, Symbol):
        for each in side.args[1:]:
            yield from _constants(each)
    else:
        yield int(side[0])


class DayTables:
    """The tables of a plan under one law on one day, each made once as many households came by as it has entries."""

    def __init__(self) -> None:
        self._tables: dict[DayStep, tuple[int, Array]] = {}
        self._rows_so_far: dict[DayStep, int] = {}

    def take(self, step: DayStep, days: Array, choice: Array | None, run: Run) -> Array | None:
        """What comes of each row's day and choice; None if that is to be computed for the rows."""
        one_each = choice is None or choice.size == 1 or choice.shape == days.shape
        if days.size <= FEW or days.ndim > 1 or not one_each:
            return None
        counted = days.view(np.int64)
        values = self._take(step, counted, choice)
        if values is None and self._widen(step, counted, run):
            values = self._take(step, counted, choice)
        return values

    def _take(self, step: DayStep, days: Array, choice: Array | None) -> Array | None:
        first, table = self._tables.get(step, (0, None))
        if table is None:
            return None
        places = days - (first - 1)
        if places.min() < 1:
            if ((places < 1) != (days == NEVER)).any():
                return None
            np.maximum(places, 0, out=places)
        if choice is not None:
            places *= len(step.choices)
            places += choice
            places -= step.choices[0]
        try:
            return table.take(places)
        except IndexError:
            return None

    def _widen(self, step: DayStep, days: Array, run: Run) -> bool:
        """Make a table that holds these days too; whether there is one now."""
        first = int(days.min())
        if first == NEVER:
            first = int(days.min(where=days != NEVER, initial=run.days.view(np.int64)[0]))
        last = max(first, int(days.max()))
        if step in self._tables:
            start, table = self._tables[step]
            end = start + len(table) // len(step.choices) - 2
            # By a quarter at least: households in the order of their days would have it made anew for every block.
            more = (end - start) // 4
            first = min(first, start - more) if first < start else start
            last = max(last, end + more) if last > end else end
        self._rows_so_far[step] = self._rows_so_far.get(step, 0) + len(days)
        if (last - first + 2) * len(step.choices) > min(MAX_ENTRIES, self._rows_so_far[step]):
            return False
        try:
            self._tables[step] = first, step.table(first, last, run)
        except (LawUnknown, KeyError):
            # What no household may ever ask is not to be had: as if never enough of them came by.
            self._rows_so_far[step] = -(1 << 62)
            return False
        return True

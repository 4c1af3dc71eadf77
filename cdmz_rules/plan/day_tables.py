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
from cdmz_rules.plan.lookup_tables import with_args
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
class ByDay:
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
            found = _value(self.step, known, run).astype(self.step.dtype, copy=False)
        return np.ascontiguousarray(np.broadcast_to(found, known[id(self.day)].shape))


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
class _On:
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
    on = _rests(symbols, looks)
    kept = {id(each): each for each in kept if id(each) in on}
    asked = set(kept)
    for step in symbols:
        own = on.get(id(step), _On()).day
        asked |= {id(arg) for arg in step.args if id(arg) in on and on[id(arg)].day is not own}
    steps: list[Symbol] = []
    stands: dict[int, Symbol] = {}
    for step in symbols:
        stands[id(step)] = with_args(step, stands)
        steps.append(stands[id(step)])
        taken = _taking(step, on, kept, stands) if id(step) in asked else None
        if taken is not None:
            stands[id(step)] = taken
            steps.append(taken)
    return steps, stands


def _taking(
    step: Symbol, on: Mapping[int, _On], kept: Mapping[int, Symbol], stands: Mapping[int, Symbol]
) -> Symbol | None:
    """A step that takes what comes of another from a table, or has it computed; None if that is not worth it, or not the same."""
    day, choice = on[id(step)].day, on[id(step)].choice
    behind = _behind(step, on, {})
    if day is None or len(behind) < WORTH:
        return None
    sources = [day] if choice is None else [day, choice]
    beside = [kept[key] for key in behind if key in kept and kept[key] is not step]
    if not all(id(needed) in _always(step, {}) for needed in (*sources, *beside)):
        return None  # else it would be asked for where no row needs it
    what = ByDay(step, day, choice, _choices(choice) if choice is not None else range(1))
    args = [stands[id(arg)] for arg in (step, *sources, *beside)]
    return Symbol(step.graph, "by_day", (*args, what), step.sample, len(sources))


def _always(step: Symbol, found: dict[int, Symbol]) -> dict[int, Symbol]:
    """What a step needs in any case."""
    if id(step) not in found:
        found[id(step)] = step
        for position, arg in enumerate(step.args):
            if isinstance(arg, Symbol) and position not in step.lazy:
                _always(arg, found)
    return found


def _rests(symbols: Sequence[Symbol], looks: bool) -> dict[int, _On]:
    """By step, what it rests on, if that is a day and a choice at most."""
    found: dict[int, _On] = {}
    for step in symbols:
        on = None if step.op in LEAVES or (step.op == "look" and not looks) else _together(step, found)
        if step.op == "day":
            on = _On()
        elif on is None and step.dtype == DAY:
            on = _On(day=step)
        elif _choices(step) and (on is None or (on.day is None and on.choice is not None)):
            on = _On(choice=step)
        if on is not None:
            found[id(step)] = on
    return found


def _together(step: Symbol, found: Mapping[int, _On]) -> _On | None:
    """What a step's arguments rest on together."""
    by_row = step.op == "look" and (step.args[2] is not None or step.args[3] is not None)
    args = [found.get(id(arg)) for arg in step.args if isinstance(arg, Symbol)]
    days = {arg.day for arg in args if arg is not None and arg.day is not None}
    choices = {arg.choice for arg in args if arg is not None and arg.choice is not None}
    if by_row or None in args or len(days) > 1 or len(choices) > 1:
        return None
    return _On(next(iter(days), None), next(iter(choices), None))


def _behind(step: Symbol, on: Mapping[int, _On], found: dict[int, Symbol]) -> dict[int, Symbol]:
    """The step and all before it, from the day on that they rest on; none of a step that rests on no day."""
    own = on[id(step)].day
    if own is not None and step is not own and id(step) not in found:
        found[id(step)] = step
        for arg in step.args:
            if id(arg) in on:
                _behind(arg, on, found)
    return found


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


class Tables:
    """The tables of a plan under one law on one day, each made once as many households came by as it has entries."""

    def __init__(self) -> None:
        self._tables: dict[ByDay, tuple[int, Array]] = {}
        self._came: dict[ByDay, int] = {}

    def taken(self, what: ByDay, days: Array, choice: Array | None, run: Run) -> Array | None:
        """What comes of each row's day and choice; None if that is to be computed for the rows."""
        one_each = choice is None or choice.size == 1 or choice.shape == days.shape
        if days.size <= FEW or days.ndim > 1 or not one_each:
            return None
        counted = days.view(np.int64)
        found = self._taken(what, counted, choice)
        if found is None and self._widened(what, counted, run):
            found = self._taken(what, counted, choice)
        return found

    def _taken(self, what: ByDay, days: Array, choice: Array | None) -> Array | None:
        first, table = self._tables.get(what, (0, None))
        if table is None:
            return None
        places = days - (first - 1)
        if places.min() < 1:
            if ((places < 1) != (days == NEVER)).any():
                return None
            np.maximum(places, 0, out=places)
        if choice is not None:
            places *= len(what.choices)
            places += choice
            places -= what.choices[0]
        try:
            return table.take(places)
        except IndexError:
            return None

    def _widened(self, what: ByDay, days: Array, run: Run) -> bool:
        """Whether there is a new table that holds these days."""
        first = int(days.min())
        if first == NEVER:
            first = int(days.min(where=days != NEVER, initial=run.days.view(np.int64)[0]))
        last = max(first, int(days.max()))
        if what in self._tables:
            start, table = self._tables[what]
            end = start + len(table) // len(what.choices) - 2
            # By a quarter at least: households in the order of their days would have it made anew for every block.
            more = (end - start) // 4
            first = min(first, start - more) if first < start else start
            last = max(last, end + more) if last > end else end
        self._came[what] = self._came.get(what, 0) + len(days)
        if (last - first + 2) * len(what.choices) > min(MAX_ENTRIES, self._came[what]):
            return False
        try:
            self._tables[what] = first, what.table(first, last, run)
        except (LawUnknown, KeyError):
            # What no household may ever ask is not to be had: as if never enough of them came by.
            self._came[what] = -(1 << 62)
            return False
        return True

"""Households as a run takes them: column by column, one row a household; one case is one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.situation import OpenDay, Situation
from cdmz_rules.decisions.stated import Key, Said, StatedInRows
from cdmz_rules.decisions.unknowns import Unknown
from cdmz_rules.model.never import Fewer
from cdmz_rules.plan import Asked
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo

Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]


class Column(NamedTuple):
    """One input of many households.

    Attributes:
        values: One for each row, as the variable stores them.
        known: Where it is given; None if for every row.
    """

    values: Array
    known: Bools | None


@dataclass(frozen=True)
class Cases:
    """Many households.

    Attributes:
        catalogue: What can be asked of them.
        count: How many rows.
        roles: The role of each place that a household has for a member.
        there: For each place, where somebody is there; None if in every row.
        given: The inputs given, by input and place.
        days: The day that each row is decided for; one, if it is the same for all.
        situation: The case, if it is but one.
        by_day: Whether all rows are one household, day after day, of which only outcomes are asked.
        ranges: Of inputs that are not given exactly, the least and greatest that they can be, row by row.
    """

    catalogue: Catalogue
    count: int
    roles: tuple[str, ...]
    there: tuple[Bools | None, ...]
    given: Mapping[Asked, Column]
    days: npt.NDArray[np.datetime64]
    situation: Situation | None = None
    ranges: Mapping[Asked, Span] = field(default_factory=dict)
    by_day: bool = False

    @classmethod
    def of_one(cls, catalogue: Catalogue, situation: Situation, day: date) -> Cases:
        """One case, with what follows from the members listed and from totals that are nothing."""
        return cls.as_said(catalogue, situation, day).deduced()

    @classmethod
    def as_said(cls, catalogue: Catalogue, situation: Situation, day: date) -> Cases:
        """One case, with nothing but what it says."""
        given = {Asked(name, None): _alone(catalogue, name, value) for name, value in situation.household.items()}
        for place, person in enumerate(situation.persons):
            given |= {Asked(name, place): _alone(catalogue, name, value) for name, value in person.items()}
        days = np.array([day], "datetime64[D]")
        there = (None,) * len(situation.roles)
        ranges = {Asked(*key): open_day([days]) for key, days in situation.ranges.items()}
        return cls(catalogue, 1, situation.roles, there, given, days, situation, ranges)

    @property
    def day(self) -> date | None:
        """The day decided for, if it is the same for all."""
        return date.fromisoformat(str(self.days[0])) if len(self.days) == 1 else None

    @property
    def first_day(self) -> date:
        """The earliest day decided for."""
        return date.fromisoformat(str(self.days.min()))

    def take(self, rows: npt.NDArray[np.intp]) -> Cases:
        """Some of the rows, in any order, any of them more than once; those that follow each other are not copied."""
        part = as_slice(rows)
        whole = isinstance(part, slice) and (part.start, part.stop) == (0, self.count)
        return self if whole else self._part(part, len(rows))

    def _part(self, rows: Any, count: int) -> Cases:
        given = {
            asked: Column(column.values[rows], None if column.known is None else column.known[rows])
            for asked, column in self.given.items()
        }
        there = tuple(None if mask is None else mask[rows] for mask in self.there)
        days = self.days if len(self.days) == 1 else self.days[rows]
        ranges = {
            asked: span if len(span[0]) == 1 else (span[0][rows], span[1][rows]) for asked, span in self.ranges.items()
        }
        return Cases(self.catalogue, count, self.roles, there, given, days, ranges=ranges, by_day=self.by_day)

    def deduced(self) -> Cases:
        """The same, with what follows from what is given: counts of the members listed, and what is nothing because of other inputs."""
        return self._with_counts()._with_nothing()

    def _with_counts(self) -> Cases:
        """With what the members listed say of counts that are not given: none is fewer, and none more if all are listed."""
        given, ranges, exact = dict(self.given), dict(self.ranges), {}
        for name, never in self.catalogue.counts.items():
            asked = Asked(name, None)
            column = given.get(asked)
            if column is not None and column.known is None:
                continue
            span = self._counted(never, asked, column)
            if span is not None:
                known = span[0] == span[1]
                if known.any():
                    values, where = (np.broadcast_to(each, (self.count,)) for each in (span[0], known))
                    given[asked] = Column(values, None if known.all() else where)
                if known.all():
                    exact[name] = span[0][0].item()
                else:
                    ranges[asked] = span
        case = self.situation
        if case is not None and exact:
            case = replace(case, household={**case.household, **exact})
        return replace(self, given=given, ranges=ranges, situation=case)

    def _with_nothing(self) -> Cases:
        """With what is not given and is nothing because of what is; see `Catalogue.follows`."""
        given, exact = dict(self.given), {}
        for name, others in self.catalogue.follows.items():
            for place in range(len(self.roles)) if name in self.catalogue.personal else (None,):
                asked, nothing = Asked(name, place), np.zeros(self.count, bool)
                for other, value in others.items():
                    nothing = nothing | self.stated.says(other, place, value)
                column = self._or_none(asked, nothing)
                if column is not None:
                    given[asked] = column
                    if column.known is None:
                        exact[asked] = column.values[0].item()
        case = None if self.situation is None else _also(self.situation, exact)
        return replace(self, given=given, situation=case)

    def _or_none(self, asked: Asked, nothing: Bools) -> Column | None:
        """An input that is nothing in some rows where it is not given; None if that says nothing new."""
        none, column = _alone(self.catalogue, asked.name, 0).values, self.given.get(asked)
        given = np.zeros(1, bool) if column is None else column.known
        if given is None or not (nothing & ~given).any():
            return None
        values = none if column is None else np.where(given, column.values, none)
        known = nothing | given
        return Column(np.broadcast_to(values, (self.count,)), None if known.all() else known)

    def _counted(self, never: Fewer, asked: Asked, column: Column | None) -> Span | None:
        """Between what a count lies by the members listed; None if they say nothing."""
        low, high = self.catalogue.inputs[asked.name].bounds
        listed = sum(never.role in (None, role) for role in self.roles)
        if listed <= low and Asked(never.listed_all, None) not in self.given:
            return None
        floor, ceiling = never.floor(self.stated), never.ceiling(self.stated)
        if ceiling is None and np.max(floor) <= low:
            return None
        most = high if ceiling is None else np.minimum(ceiling, high)
        least, most = np.broadcast_arrays(np.atleast_1d(np.maximum(floor, low)).astype(np.float64), most)
        if column is not None and column.known is not None:
            least, most = (np.where(column.known, column.values, end) for end in (least, most))
        return least, most

    @cached_property
    def stated(self) -> StatedInRows:
        """The same, as declarations of what can never be ask for it."""
        said: dict[Key, Said] = {(name, place): Said(*column) for (name, place), column in self.given.items()}
        for asked, (first, last) in self.ranges.items():
            column = self.given.get(asked)
            ends = [np.broadcast_to(end, (self.count,)) for end in (first, last)]
            if column is not None:
                known = True if column.known is None else column.known
                ends = [np.where(known, column.values, end) for end in ends]
            said[asked.name, asked.place] = Said(ends[0], None, ends[1])
        return StatedInRows(self.catalogue, self.count, self.roles, self.there, said, self.days)

    def column(self, asked: Asked) -> tuple[Array | None, Bools | bool | None]:
        """An input for a plan: its values, and where it is missing (None nowhere, True everywhere)."""
        info, column = self.catalogue.inputs[asked.name], self.given.get(asked)
        stands = self._unasked(info, asked)
        if column is None and stands is not None:
            return stands, None
        there = None if asked.place is None else self.there[asked.place]
        if column is None:
            return (None, True) if there is None else (self._constant(info, info.example), there)
        unknown = np.zeros(1, bool) if column.known is None else ~column.known
        values = column.values.astype(np.uint8, copy=False) if info.kind == "choice" else column.values
        if there is not None:
            # Of a member who is not there nothing is asked.
            absent = unknown & ~there
            values, unknown = np.where(absent, self._constant(info, info.example), values), unknown & ~absent
        if not unknown.any():
            return values, None
        if stands is not None:
            return np.where(unknown, stands, values), None
        return values, True if unknown.all() else unknown

    def span_of(self, unknown: Unknown) -> Span:
        """All that something unknown can be, row by row: what is known of it, and no day of the past after the day decided for."""
        if unknown.is_law:
            return unknown.span
        _, name, place = unknown.key
        within = self.within(Asked(name, place))
        if within is not None:
            return within
        info = self.catalogue.inputs[name]
        if info.kind == "date" and not info.future:
            return unknown.span[0], np.minimum(np.datetime64(info.bounds[1], "D"), self.days)
        return unknown.span

    def differs(self, unknown: Unknown) -> bool:
        """Whether a missing input can be other values from household to household: days of the past, and what is known in part."""
        return max(len(end) for end in self.span_of(unknown) if end is not None) > 1

    def within(self, asked: Asked) -> Span | None:
        """What is known of an input that is not given exactly; None if nothing is."""
        return self.ranges.get(asked)

    def _unasked(self, info: InputInfo, asked: Asked) -> Array | None:
        """What holds if nobody says: what is presumed; the example for whoever is not asked, for nothing depends on it."""
        if info.presumed is not None:
            return self._constant(info, info.presumed)
        if asked.place is None or info.roles is None or info.derived or self.roles[asked.place] in info.roles:
            return None
        return self._constant(info, info.example)

    def _constant(self, info: InputInfo, value: Any) -> Array:
        return _stored_alone(self.catalogue, info.name, value)


def open_day(days: Sequence[OpenDay]) -> Span:
    """Days that are not given exactly, row by row."""
    first, last = (np.array([each[end] for each in days], "datetime64[D]") for end in (0, 1))
    return first, last


@lru_cache(maxsize=1024)
def _stored_alone(catalogue: Catalogue, name: str, value: Any) -> Array:
    return stored(catalogue.variables[name], [value])


def as_slice(rows: npt.NDArray[np.intp]) -> Any:
    """Rows that follow each other as a slice: it copies nothing, and is filled several times faster."""
    whole = len(rows) and rows[-1] - rows[0] == len(rows) - 1 and (rows[1:] - rows[:-1] == 1).all()
    return slice(int(rows[0]), int(rows[-1]) + 1) if whole else rows


def _also(case: Situation, more: Mapping[Asked, Any]) -> Situation:
    """A case of which more is known."""
    household = {asked.name: value for asked, value in more.items() if asked.place is None}
    persons = tuple(
        {**person, **{asked.name: value for asked, value in more.items() if asked.place == place}}
        for place, person in enumerate(case.persons)
    )
    return replace(case, household={**case.household, **household}, persons=persons) if more else case


def _alone(catalogue: Catalogue, name: str, value: Any) -> Column:
    return Column(stored(catalogue.variables[name], [value]), None)


def stored(variable: Any, column: Sequence[Any]) -> Array:
    """Values of an input as its variable stores them; of None, nothing in particular."""
    if variable.value_type is date:
        return np.array([value if isinstance(value, date) else date.min for value in column], "datetime64[D]")
    if getattr(variable, "possible_values", None) is not None:
        codes = [variable.possible_values[value].index if isinstance(value, str) else 0 for value in column]
        return np.array(codes, np.uint8)
    return np.array([0 if value is None else value for value in column], variable.dtype)

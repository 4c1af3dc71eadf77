"""What is said of households, as declarations of what can never be ask for it: of a single one, and of the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.model.dates import years_between
from cdmz_rules.rulebook.catalogue import Catalogue

Key = tuple[str, int | None]
"""An input, and the place of the member whose it is; None for the household."""
Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
NO_DAY = np.datetime64("NaT", "D")
NEVER = np.datetime64("0001-01-01", "D")
"""Day one of year one means never: it lies before nothing."""


class StatedOnce(NamedTuple):
    """What is said of one household.

    Attributes:
        catalogue: What can be asked.
        roles: The role of each member, by place.
        household: The inputs of the household that are given.
        persons: Those of each member.
        ranges: Days that are not given exactly: the first and the last that each can be.
        day: The day decided for.
        vacant: The places at which there is nobody.
    """

    catalogue: Catalogue
    roles: Sequence[str]
    household: Mapping[str, Any]
    persons: Sequence[Mapping[str, Any]]
    ranges: Mapping[Key, Sequence[Any]]
    day: date
    vacant: frozenset[int] = frozenset()

    def home(self, name: str, place: int | None) -> int | None:
        """Whose an input is beside one of a member or of the household; see `Stated`."""
        return home(self.catalogue, self.roles, name, place)

    def _end(self, name: str, place: int | None, end: int) -> Any:
        place = home(self.catalogue, self.roles, name, place)
        value = (self.household if place is None else self.persons[place]).get(name)
        if value is None and self.ranges:
            days = self.ranges.get((name, place))
            return None if days is None else days[end]
        return None if value == date.min else value

    def least(self, name: str, place: int | None) -> Any:
        """The least that an input can be; None if nothing is said of it."""
        return self._end(name, place, 0)

    def most(self, name: str, place: int | None) -> Any:
        """The most that it can be; None if nothing is said of it."""
        return self._end(name, place, 1)

    def says(self, name: str, place: int | None, value: Any) -> bool:
        """Whether it is said to have a value; what lies between two ends has none."""
        return bool(self._end(name, place, 0) == value and self._end(name, place, 1) == value)

    def affirms(self, name: str, place: int | None) -> bool:
        """Whether it is said to hold."""
        return bool(self._end(name, place, 1))

    def members(self, role: str | None) -> Sequence[tuple[int, bool]]:
        """The places of the members of a role, or of all."""
        places = [place for place, each in enumerate(self.roles) if role is None or role == each]
        return [(place, place not in self.vacant) for place in places]

    def younger(self, born: date, years: int, *, unknown: bool) -> bool:
        """Whether somebody born on a day is younger than so many years."""
        since, until = (np.array([day], "datetime64[D]") for day in (born, self.day))
        return bool(years_between(since, until)[0] < years)


class Said(NamedTuple):
    """An input of many households.

    Attributes:
        values: As the engine takes them; of days that are not given exactly, the first that each can be.
        known: Where it is given; None if in every row.
        until: The last that each can be, if days are not given exactly.
    """

    values: Array
    known: Bools | None
    until: Array | None = None


@dataclass(frozen=True)
class StatedInRows:
    """What is said of many households, one a row.

    Attributes:
        catalogue: What can be asked.
        count: How many rows.
        roles: The role of each place that a household has for a member.
        there: For each place, where somebody is there; None if in every row.
        said: The inputs that are given.
        days: The day decided for: one for each row, or one for all.
    """

    catalogue: Catalogue
    count: int
    roles: Sequence[str]
    there: Sequence[Bools | None]
    said: Mapping[Key, Said]
    days: Days
    _ends: dict[tuple[str, int | None, int], Array] = field(default_factory=dict, repr=False, compare=False)

    def home(self, name: str, place: int | None) -> int | None:
        """Whose an input is beside one of a member or of the household; see `Stated`."""
        return home(self.catalogue, self.roles, name, place)

    def known(self, name: str, place: int | None) -> Bools:
        """Where an input is given."""
        said = self.said.get((name, self.home(name, place)))
        return np.zeros(1, bool) if said is None else np.ones(1, bool) if said.known is None else said.known

    def _end(self, name: str, place: int | None, end: int) -> Array | None:
        home = self.home(name, place)
        said = self.said.get((name, home))
        if said is None:
            return None
        key = name, home, end
        if key not in self._ends:
            self._ends[key] = self._of(name, said, end)
        return self._ends[key]

    def _of(self, name: str, said: Said, end: int) -> Array:
        values = said.values if said.until is None or not end else said.until
        if values.dtype.kind == "M":
            known = values != NEVER if said.known is None else said.known & (values != NEVER)
            return values if known.all() else np.where(known, values, NO_DAY)
        if said.known is None:
            return values
        nothing = np.inf if end else self.catalogue.inputs[name].bounds[0]
        return np.where(said.known, values, nothing) if values.dtype.kind == "f" else values

    def least(self, name: str, place: int | None) -> Array | None:
        """The least that an input can be, row by row; of what is not given, the least that it can be at all, and no day."""
        return self._end(name, place, 0)

    def most(self, name: str, place: int | None) -> Array | None:
        """The most that it can be."""
        return self._end(name, place, 1)

    def says(self, name: str, place: int | None, value: Any) -> Bools:
        """Where it is said to have a value; what lies between two ends has none."""
        least, most = self._end(name, place, 0), self._end(name, place, 1)
        if least is None or most is None:
            return np.zeros(1, bool)
        chosen = self.catalogue.codes(name)[value] if self.catalogue.inputs[name].kind == "choice" else value
        return np.asarray(self.known(name, place) & (least == chosen) & (most == chosen))

    def affirms(self, name: str, place: int | None) -> Bools:
        """Where it is said to hold."""
        values = self._end(name, place, 0)
        return np.zeros(1, bool) if values is None else self.known(name, place) & (values > 0)

    def members(self, role: str | None) -> Sequence[tuple[int, Any]]:
        """The places of the members of a role, or of all, and where somebody is there."""
        places = [place for place, each in enumerate(self.roles) if role is None or role == each]
        return [(place, np.ones(1, bool) if self.there[place] is None else self.there[place]) for place in places]

    def younger(self, born: Days, years: int, *, unknown: bool) -> Bools:
        """Where somebody born on a day is younger than so many years; `unknown` where no day is said."""
        told = ~np.isnat(born)
        counted = years_between(np.where(told, born, self.days), self.days)
        return np.where(told, counted < years, unknown)

    def row(self, row: int) -> StatedOnce:
        """One of the households."""
        household: dict[str, Any] = {}
        persons: list[dict[str, Any]] = [{} for _ in self.roles]
        ranges: dict[Key, tuple[Any, Any]] = {}
        for (name, place), said in self.said.items():
            if said.known is None or said.known[row]:
                value = self._plain(name, said.values[row])
                if said.until is not None and said.until[row] != said.values[row]:
                    ranges[name, place] = value, self._plain(name, said.until[row])
                else:
                    (household if place is None else persons[place])[name] = value
        day = self.days[row if len(self.days) > 1 else 0]
        vacant = frozenset(place for place, there in enumerate(self.there) if there is not None and not there[row])
        return StatedOnce(self.catalogue, self.roles, household, persons, ranges, day.item(), vacant)

    def _plain(self, name: str, value: Any) -> Any:
        choice = self.catalogue.inputs[name].kind == "choice"
        return self.catalogue.members(name)[value] if choice else value.item()


def home(catalogue: Catalogue, roles: Sequence[str], name: str, place: int | None) -> int | None:
    """Whose an input is beside one of a member or the household: that member's, or of the first role; None for the household's."""
    if name not in catalogue.personal:
        return None
    return roles.index(catalogue.roles[0]) if place is None else place

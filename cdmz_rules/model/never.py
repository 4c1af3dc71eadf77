"""What can never be: how the values of inputs exclude each other, declared as ``never`` beside the input that it is said of.

Each reads as a sentence: a total is never `Below` its parts, a day never `Before` another, a count never `Fewer` than the members listed,
a fact never true `Beside` a certain value of another. What is said of one household and of the rows of a table is asked in the same way
(`Stated`): a single value, or an array of one for each row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol

import numpy as np

HALF_A_FEN = 0.005
"""Sums of money are held against each other to the fen."""


class Stated(Protocol):
    """What is said of households. An input of a person is that of the member at a place; beside one of the household, of the first role."""

    def least(self, name: str, place: int | None) -> Any:
        """The least that an input can be; None if nothing is said of it."""

    def most(self, name: str, place: int | None) -> Any:
        """The most that it can be; None if nothing is said of it."""

    def says(self, name: str, place: int | None, value: Any) -> Any:
        """Whether it is said to have a value."""

    def affirms(self, name: str, place: int | None) -> Any:
        """Whether it is said to hold: it is yes, more than nothing, or some choice."""

    def members(self, role: str | None) -> Sequence[tuple[int, Any]]:
        """The places of the members of a role, or of all, and whether somebody is there."""

    def younger(self, born: Any, years: int, *, unknown: bool) -> Any:
        """Whether somebody born on a day is younger than so many years on the day decided for; `unknown` where no day is said."""


@dataclass(frozen=True)
class Never:
    """The base of what is declared: by itself it excludes nothing.

    Attributes:
        inputs: The other inputs that it ties.
    """

    @property
    def inputs(self) -> tuple[str, ...]:
        """The other inputs that it ties."""
        return ()

    def floor(self, stated: Stated, place: int | None) -> Any:
        """The least that the input can be by what is said of others; None if it says nothing."""
        return None

    def ceiling(self, stated: Stated, place: int | None) -> Any:
        """The most that it can be; None if it says nothing."""
        return None

    def broken(self, stated: Stated, name: str, place: int | None) -> Any:
        """Whether what is said cannot be: of the input it is declared for, and of those that it ties."""
        most, floor, ceiling = stated.most(name, place), self.floor(stated, place), self.ceiling(stated, place)
        if most is None:
            return False
        broken = False if floor is None else most < floor
        return broken if ceiling is None else broken | (stated.least(name, place) > ceiling)


@dataclass(frozen=True, init=False)
class Below(Never):
    """Less than its parts together. Of parts that may hold one another, which are given as a tuple, the largest counts."""

    parts: tuple[tuple[str, ...], ...]

    def __init__(self, *parts: str | tuple[str, ...]) -> None:
        object.__setattr__(self, "parts", tuple((part,) if isinstance(part, str) else part for part in parts))

    @property
    def inputs(self) -> tuple[str, ...]:
        """The parts."""
        return tuple(name for part in self.parts for name in part)

    def floor(self, stated: Stated, place: int | None) -> Any:
        """The parts that are said, together."""
        said = [self._said(stated, part, place) for part in self.parts]
        known = [reduce(np.maximum, part.values()) for part in said if part]
        return sum(known) - HALF_A_FEN if known else None

    def counted(self, stated: Stated, place: int | None) -> dict[str, Any]:
        """The parts of a single household that count, with what is said of each."""
        said = [self._said(stated, part, place) for part in self.parts]
        largest = [max(part, key=lambda name, part=part: part[name]) for part in said if part]  # type: ignore[misc]
        return {name: value for name in largest if (value := stated.least(name, place))}

    @staticmethod
    def _said(stated: Stated, part: tuple[str, ...], place: int | None) -> dict[str, Any]:
        return {name: value for name in part if (value := stated.least(name, place)) is not None}


@dataclass(frozen=True)
class Before(Never):
    """Before another day."""

    day: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """The other day."""
        return (self.day,)

    def floor(self, stated: Stated, place: int | None) -> Any:
        """The earliest that the other day can be."""
        return stated.least(self.day, place)


@dataclass(frozen=True)
class Fewer(Never):
    """Fewer than the members that are listed. Where all of them are, it is their number.

    Attributes:
        role: Members of that role count; every member if None.
        listed_all: The input that says that all members are listed.
        born: The date of birth by which they count.
        younger_than: Only those younger than so many years count.
        besides: An input that counts those; only the others count here, and are held against the count together with it.
    """

    role: str | None
    listed_all: str
    born: str | None = None
    younger_than: int = 0
    besides: str | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The inputs by which members count."""
        return tuple(name for name in (self.listed_all, self.born, self.besides) if name is not None)

    def counted(self, stated: Stated) -> list[int]:
        """The places of the members of a single household that count for certain."""
        return [place for place, there in stated.members(self.role) if there and self._counts(stated, place, sure=True)]

    def floor(self, stated: Stated, place: int | None = None) -> Any:
        """How many members count for certain, together with those counted by another input."""
        members = stated.members(self.role)
        count = sum(there & self._counts(stated, member, sure=True) for member, there in members)
        others = None if self.besides is None else stated.least(self.besides, place)
        return count if others is None else np.where(count > 0, count + others, 0)

    def ceiling(self, stated: Stated, place: int | None = None) -> Any:
        """How many members may count, if all are listed."""
        complete = stated.says(self.listed_all, None, True)
        if self.besides is not None or not np.any(complete):
            return None
        members = stated.members(self.role)
        count = sum(there & self._counts(stated, member, sure=False) for member, there in members)
        return count if complete is True else np.where(complete, count, np.inf)

    def _counts(self, stated: Stated, place: int, *, sure: bool) -> Any:
        if self.born is None:
            return True
        return (
            np.logical_not(self._young(stated, place, sure=not sure))
            if self.besides
            else self._young(stated, place, sure=sure)
        )

    def _young(self, stated: Stated, place: int, *, sure: bool) -> Any:
        assert self.born is not None
        day = stated.least(self.born, place) if sure else stated.most(self.born, place)
        return not sure if day is None else stated.younger(day, self.younger_than, unknown=not sure)


@dataclass(frozen=True)
class Beside(Never):
    """True beside a certain value of another input."""

    name: str
    value: Any

    @property
    def inputs(self) -> tuple[str, ...]:
        """The other input."""
        return (self.name,)

    def broken(self, stated: Stated, name: str, place: int | None) -> Any:
        """Whether both are said."""
        return stated.affirms(name, place) & stated.says(self.name, place, self.value)

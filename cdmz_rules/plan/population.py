"""The household of a trace and its members: what OpenFisca's populations offer to a formula, on symbols."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol

import numpy as np

from cdmz_rules.model.variable import dtype_of
from cdmz_rules.plan.symbols import Graph, Members, sample_of


class Simulation(Protocol):
    """What a trace is to its populations, as OpenFisca's simulation is to its own.

    Attributes:
        system: OpenFisca's system.
        roles: The role of each member's place.
        first_place: The place that is taken in every household; None if there is none.
        graph: Where steps are noted down.
    """

    system: Any
    roles: tuple[str, ...]
    first_place: int | None
    graph: Graph

    def variable(self, name: str, place: int | None = None) -> Any:
        """A variable of the household, or of the member at a place."""
        ...


@dataclass(frozen=True, eq=False)
class _Population:
    simulation: Simulation
    count: int = 1


class Household(_Population):
    """The household of a trace: what OpenFisca's offers to a formula."""

    @property
    def entity(self) -> Any:
        """OpenFisca's entity."""
        return self.simulation.system.group_entities[0]

    def __call__(self, name: str, _: Any) -> Any:
        """A variable of the household."""
        return self.simulation.variable(name)

    def members(self, name: str, _: Any) -> Members:
        """A variable of each member."""
        return Members([self.simulation.variable(name, place) for place in range(len(self.simulation.roles))])

    def sum(self, values: Members, role: Any = None) -> Any:
        """The sum over the members, or over those with a role."""
        counted = [np.where(there, value, 0.0) for there, value in self._counted(values, role)]
        return sum(counted[1:], counted[0]) if counted else np.zeros(1)

    def any(self, values: Members, role: Any = None) -> Any:
        """Whether it holds for any member."""
        holds = [there & (value != 0) for there, value in self._counted(values, role)]
        return reduce(np.logical_or, holds) if holds else np.zeros(1, bool)

    def all(self, values: Members, role: Any = None) -> Any:
        """Whether it holds for every member."""
        holds = [~there | (value != 0) for there, value in self._counted(values, role)]
        return reduce(np.logical_and, holds) if holds else np.ones(1, bool)

    def max(self, values: Members, role: Any = None) -> Any:
        """The greatest value of the members; minus infinity without any."""
        return self._reduced(np.maximum, values, -np.inf, role)

    def min(self, values: Members, role: Any = None) -> Any:
        """The least value of the members; infinity without any."""
        return self._reduced(np.minimum, values, np.inf, role)

    def _reduced(self, function: Any, values: Members, neutral: float, role: Any) -> Any:
        counted = [np.where(there, value, neutral) for there, value in self._counted(values, role)]
        return reduce(function, counted) if counted else np.full(1, neutral)

    def nb_persons(self, role: Any = None) -> Any:
        """How many members there are."""
        return self.sum(Members([np.ones(1)] * len(self.simulation.roles)), role)

    def _counted(self, values: Members, role: Any) -> list[tuple[Any, Any]]:
        """Of each place with the role: whether somebody is there, and the value."""
        places = enumerate(self.simulation.roles)
        return [(self.there(i), values.values[i]) for i, member in places if role is None or member == role.key]

    def there(self, place: int) -> Any:
        """Whether the household has a member at a place; it always has one with the first role."""
        if place == self.simulation.first_place:
            return np.ones(1, bool)
        return self.simulation.graph.add("there", [], np.zeros(1, bool), place)

    def __getattr__(self, role: str) -> Callable[[str, Any], Any]:
        """``household.applicant("birth_date", period)``: a variable of the one member with a role; zero without one."""
        if role not in {each.key for each in self.entity.flattened_roles if each.max == 1}:
            raise AttributeError(role)

        def of_role(name: str, _: Any) -> Any:
            places = [place for place, member in enumerate(self.simulation.roles) if member == role]
            if not places:
                return np.zeros(1, dtype_of(self.simulation.system.variables[name]))
            value = self.simulation.variable(name, places[0])
            return np.where(self.there(places[0]), value, np.zeros(1, sample_of(value).dtype))

        return of_role


@dataclass(frozen=True)
class Person(_Population):
    """A member of a trace, at one of the household's places."""

    place: int = 0

    def __init__(self, simulation: Simulation, place: int) -> None:
        object.__setattr__(self, "simulation", simulation)
        object.__setattr__(self, "count", 1)
        object.__setattr__(self, "place", place)

    @property
    def entity(self) -> Any:
        """OpenFisca's entity."""
        return self.simulation.system.person_entity

    def __call__(self, name: str, _: Any) -> Any:
        """A variable of the person."""
        return self.simulation.variable(name, self.place)

    def has_role(self, role: Any) -> Any:
        """Whether the person has a role: known without data."""
        return np.array([self.simulation.roles[self.place] == role.key])

    def household(self, name: str, _: Any) -> Any:
        """A variable of the person's household."""
        return self.simulation.variable(name)

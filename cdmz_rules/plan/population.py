"""Persons and households as formulas see them, with nothing behind but arrays.

They offer what OpenFisca's populations offer to a formula and no more; each method means what OpenFisca's of the same name means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from openfisca_core.indexed_enums import EnumArray

if TYPE_CHECKING:
    from cdmz_rules.plan.run import LightRun

Array = npt.NDArray[Any]


class Population:
    """The rows of one entity.

    Attributes:
        simulation: The run they belong to.
        entity: OpenFisca's entity.
        count: How many rows there are.
    """

    def __init__(self, simulation: LightRun, entity: Any, count: int) -> None:
        self.simulation, self.entity, self.count = simulation, entity, count

    def __call__(self, name: str, period: Any) -> Array:
        """A variable of this entity."""
        variable = self.simulation.tax_benefit_system.variables[name]
        if variable.entity.key != self.entity.key:
            raise ValueError(f"{name} is a variable of {variable.entity.key}, not of {self.entity.key}")
        return self.simulation.calculate(name, period)


class Persons(Population):
    """The persons of a run."""

    def has_role(self, role: Any) -> npt.NDArray[np.bool_]:
        """Which persons have a role."""
        return np.asarray(self.simulation.roles == role.key)

    def household(self, name: str, period: Any) -> Array:
        """A variable of each person's household."""
        households = self.simulation.populations["household"]
        values = households(name, period)
        taken = np.asarray(values)[self.simulation.household_of]
        return EnumArray(taken, values.possible_values) if isinstance(values, EnumArray) else taken


class Households(Population):
    """The households of a run."""

    @property
    def members_entity_id(self) -> npt.NDArray[np.intp]:
        """The household of each person."""
        return self.simulation.household_of

    def members(self, name: str, period: Any) -> Array:
        """A variable of the persons."""
        return self.simulation.populations["person"](name, period)

    def sum(self, array: Array, role: Any = None) -> npt.NDArray[np.float64]:
        """The sum over the members of each household, or over those with a role."""
        chosen = slice(None) if role is None else self.simulation.roles == role.key
        total = np.bincount(self.simulation.household_of[chosen], weights=array[chosen], minlength=self.count)
        return np.asarray(total, np.float64)

    def any(self, array: Array, role: Any = None) -> npt.NDArray[np.bool_]:
        """Whether it holds for any member."""
        return self.sum(array, role) > 0

    def all(self, array: Array, role: Any = None) -> npt.NDArray[np.bool_]:
        """Whether it holds for every member."""
        return ~self.any(~array.astype(bool), role)

    def max(self, array: Array, role: Any = None) -> Array:
        """The greatest value of the members; minus infinity without any."""
        return self._reduce(np.maximum, array, -np.inf, role)

    def min(self, array: Array, role: Any = None) -> Array:
        """The least value of the members; infinity without any."""
        return self._reduce(np.minimum, array, np.inf, role)

    def _reduce(self, ufunc: Any, array: Array, neutral: float, role: Any) -> Array:
        result = np.full(self.count, neutral)
        chosen = slice(None) if role is None else self.simulation.roles == role.key
        ufunc.at(result, self.simulation.household_of[chosen], array[chosen])
        return result

    def nb_persons(self, role: Any = None) -> npt.NDArray[np.float64]:
        """How many members there are."""
        return self.sum(np.ones(len(self.simulation.household_of)), role)

    def __getattr__(self, role: str) -> Callable[[str, Any], Array]:
        """``household.applicant("birth_date", period)``: a variable of the one member with a role; zero without one."""
        if role not in self.simulation.unique_roles:
            raise AttributeError(role)

        def of_role(name: str, period: Any) -> Array:
            values = self.members(name, period)
            chosen = self.simulation.roles == role
            result = np.zeros(self.count, values.dtype)
            result[self.simulation.household_of[chosen]] = np.asarray(values)[chosen]
            return EnumArray(result, values.possible_values) if isinstance(values, EnumArray) else result

        return of_role

"""One run: inputs in, variables out, each formula once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import period as period_of

from cdmz_rules.model.context import Context
from cdmz_rules.plan.population import Households, Persons

Array = npt.NDArray[Any]


class LightRun:
    """What formulas take for OpenFisca's simulation.

    Attributes:
        values: Every variable given or computed so far.
        order: The variables read, in the order in which they were first finished.
    """

    trace = False

    def __init__(
        self,
        rules: Any,
        context: Context,
        day: date,
        roles: npt.NDArray[np.str_],
        household_of: npt.NDArray[np.intp],
        count: int,
    ) -> None:
        self.tax_benefit_system = rules
        self.cdmz_context = context
        self.period = period_of(day.isoformat())
        self.roles, self.household_of = roles, household_of
        group = rules.group_entities[0]
        self.unique_roles = frozenset(role.key for role in group.flattened_roles if role.max == 1)
        self.populations = {
            "person": Persons(self, rules.person_entity, len(roles)),
            "household": Households(self, group, count),
        }
        self.values: dict[str, Array] = {}
        self.order: dict[str, None] = {}
        self.tracer = SimpleNamespace(stack=[])

    def give(self, inputs: Mapping[str, Array]) -> None:
        """Set inputs; enumerations by number."""
        for name, array in inputs.items():
            self.values[name] = _stored(self.tax_benefit_system.variables[name], np.asarray(array))

    def calculate(self, name: str, period: Any = None) -> Array:
        """A variable: as given, or by its formula of the day."""
        known = self.values.get(name)
        if known is not None:
            self.order.setdefault(name)
            return known
        variable = self.tax_benefit_system.variables[name]
        population = self.populations[variable.entity.key]
        formula = variable.get_formula(self.period)
        if formula is None:
            raise KeyError(f"{name} has no formula on {self.period.start}")
        if any(frame["name"] == name for frame in self.tracer.stack):
            raise RecursionError(f"{name} is defined by itself")
        self.tracer.stack.append({"name": name})
        result = np.asarray(_called(formula, population, self.period))
        self.tracer.stack.pop()
        self.values[name] = _stored(variable, result)
        self.order.setdefault(name)
        return self.values[name]


def _called(formula: Any, population: Any, period: Any) -> Any:
    if formula.__code__.co_argcount > 2:
        raise TypeError(f"{formula.__qualname__} takes parameters; it must look them up by `law`")
    return formula(population, period)


def _stored(variable: Any, array: Array) -> Array:
    if variable.value_type is Enum:
        codes: Array = EnumArray(np.asarray(array, np.uint8), variable.possible_values)
        return codes
    return np.asarray(array, variable.dtype)

"""A clause as one declaration, and what joins clauses into an entitlement and an entitlement into a benefit."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.law.schema import UNITS
from cdmz_rules.model import context
from cdmz_rules.model.lookup import law, law_of
from cdmz_rules.model.money import in_units
from cdmz_rules.model.variable import Step, YesNo, facts

Floats = npt.NDArray[np.float64]

COMPARE: dict[str, Callable[[Floats, Floats], npt.NDArray[np.bool_]]] = {
    "<=": np.less_equal,
    "<": np.less,
    ">=": np.greater_equal,
    ">": np.greater,
}


class Condition(YesNo):
    """One clause of entitlement. Its formula derives from its declaration; a rarer clause writes its own.

    Declare one of::

        compares = ("variable", "path")   the value against the line; the comparison is data of the item
        holds = "variable"                a fact that must be true
        requires = "path"                 the law must say yes

    and, where they apply, ``applies = "variable"`` (elsewhere the clause holds), ``paper`` and ``discretion``.
    """

    kind = "condition"

    @classmethod
    def _derive(cls) -> Callable[..., Any] | None:
        declared = cls.__facts__

        def formula(population: Any, period: Any) -> Any:
            applies = population(declared.applies, period) if declared.applies else np.ones(population.count, bool)
            return context.where_any(population, applies, lambda: _holds(population, period, declared, applies), True)

        return formula if declared.compares or declared.holds or declared.requires else None


def _holds(population: Any, period: Any, declared: Any, applies: Any) -> Any:
    if declared.holds:
        return population(declared.holds, period)
    if declared.requires:
        return law(population, period, declared.requires, where=applies, otherwise=False)
    variable, path = declared.compares
    line = law(population, period, path, where=applies)
    return compare(population(variable, period), line, *line_of(population, path))


def line_of(population: Any, path: str) -> tuple[str, str]:
    """The comparison and unit of a line; of a path by member, those of its items, which agree."""
    item = law_of(population).one_of(path)
    if item.comparison is None:
        raise ValueError(f"{item.path} is compared but declares no comparison")
    return item.comparison, item.unit


def compare(value: Floats, line: Floats, comparison: str, unit: str) -> npt.NDArray[np.bool_]:
    """Hold values against lines as the text says (以上、以下含本数), free of rounding noise: money by whole fen."""
    decimals = int(UNITS[unit]["decimals"])
    return COMPARE[comparison](in_units(value, decimals), in_units(line, decimals))


class AllOf(YesNo):
    """The entitlement: every clause holds that does not leave the judgement to the office (an answer then says ``needs_a_person``)."""

    kind = "all_of"

    @classmethod
    def _derive(cls) -> Callable[..., Any] | None:
        names = cls.__facts__.of

        def formula(population: Any, period: Any) -> Any:
            variables = population.simulation.tax_benefit_system.variables
            clauses = [(facts(variables[name]).discretion, population(name, period)) for name in names]
            return reduce(np.logical_and, [holds for discretion, holds in clauses if not discretion])

        return formula if names else None


class Benefit(Step):
    """A benefit: its main amount, whom it is paid by and to, and the entitlement it stands on. Its name is its id everywhere."""

    kind = "benefit"

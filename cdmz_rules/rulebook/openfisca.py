"""A law written for OpenFisca alone, taken up as a rulebook: its variables stay as they are, and what is missing may stay missing.

Its formulas run as OpenFisca runs them, for they may do what a plan cannot. What OpenFisca does not know, such as how large an input
can be, is said beside it.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from cdmz_rules.files import paths
from cdmz_rules.law.law import Law
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.model import context
from cdmz_rules.model.places import PlaceFact, take_up
from cdmz_rules.model.variable import Facts, YesNo, facts
from cdmz_rules.places import Places
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.registry import Registry
from cdmz_rules.rulebook.rulebook import Rulebook

NOWHERE = Places({}, frozenset())
LARGEST = 1_000_000_000
BOUNDS: Mapping[type, tuple[Any, Any]] = {
    float: (-LARGEST, LARGEST),
    int: (-LARGEST, LARGEST),
    bool: (False, True),
    date: (date(1900, 1, 1), date(2100, 12, 31)),
    Enum: (None, None),
}
"""What can be given for an input of which nobody says more, by the type of its values; other types are not asked for."""
UNITS: Mapping[type, str] = {float: "number", int: "number", bool: "boolean", date: "date", Enum: "choice"}


class AdoptedSystem(TaxBenefitSystem):  # type: ignore[misc]
    """A system with the variables and parameters of another, and what decisions need to know beside them."""

    planned = False

    def __init__(self, other: TaxBenefitSystem, benefits: Sequence[str], inputs: Mapping[str, Facts]) -> None:
        super().__init__(other.entities)
        self.parameters = other.parameters
        package = other.get_package_metadata()
        self.law = Law({}, NOWHERE, {}, applied=(f"{package['name']} {package['version']}",))
        self.content = paths.at(Path(inspect.getfile(type(other))).parent)
        self.variables = {name: _adopted(variable, inputs) for name, variable in other.variables.items()}
        for name in benefits:
            self._offer(self.variables[name])

    def domain_of(self, variable: Variable) -> str:
        """The module in which a variable stands."""
        return str(type(variable).__module__).rpartition(".")[2]

    def _offer(self, benefit: Variable) -> None:
        """Make a variable a benefit: one is entitled while a formula of it is in force, and nobody in particular pays."""
        household = self.group_entities[0]
        shared = {"entity": household, "label": f"{benefit.label or benefit.name}"}
        clause, eligible, payer = (f"{benefit.name}_{part}" for part in ("in_force", "eligible", "payer"))
        self.add_variable(type(clause, (YesNo,), {**shared, "kind": "condition", "formula": _in_force(benefit)}))
        self.add_variable(
            type(eligible, (YesNo,), {**shared, "kind": "all_of", "of": (clause,), "formula": _of(clause)})
        )
        payer_variable = type(payer, (PlaceFact,), {**shared, "formula": _unknown_place})
        take_up(payer_variable, NOWHERE)
        self.add_variable(payer_variable)
        benefit.unit = UNITS[benefit.value_type]
        benefit.__facts__ = replace(facts(benefit), kind="benefit", eligible=eligible, payer=payer)


def _adopted(variable: Variable, inputs: Mapping[str, Facts]) -> Variable:
    """A variable; without a formula it is an input, if its values are of a kind that can be asked for."""
    adopted = copy.copy(variable)
    if variable.value_type in UNITS:
        adopted.unit = UNITS[variable.value_type]
    if variable.formulas or variable.value_type not in BOUNDS:
        return adopted
    declared = inputs.get(variable.name, Facts(bounds=BOUNDS[variable.value_type]))
    example = variable.default_value.name if variable.value_type is Enum else variable.default_value
    adopted.__facts__ = replace(
        declared, kind="input", example=example if declared.example is None else declared.example
    )
    adopted.formulas = copy.copy(variable.formulas)
    adopted.formulas["0001-01-01"] = _asks(variable.name)
    return adopted


def _asks(name: str) -> Any:
    """The formula of an input: what stands in for it; in a plain OpenFisca run, the default."""

    def formula(population: Any, _: Any) -> Any:
        variable = population.simulation.tax_benefit_system.variables[name]
        stand_ins = context.of(population).stand_ins
        if stand_ins is None:
            return variable.default_array(population.count)
        return stand_ins.input(variable, population)

    return formula


def _in_force(benefit: Variable) -> Any:
    """The formula that says whether a benefit has a formula on the day."""

    def formula(household: Any, period: Any) -> Any:
        return np.full(household.count, benefit.get_formula(period) is not None)

    return formula


def _of(clause: str) -> Any:
    def formula(household: Any, period: Any) -> Any:
        return household(clause, period)

    return formula


def _unknown_place(household: Any, _: Any) -> Any:
    return np.zeros(household.count, np.uint8)


def adopt(system: TaxBenefitSystem, benefits: Sequence[str], inputs: Mapping[str, Facts] | None = None) -> Rulebook:
    """The rulebook of an OpenFisca system.

    Args:
        system: The system; it stays as it is.
        benefits: Its variables of the household that are benefits.
        inputs: What is known of its inputs beyond what OpenFisca knows: bounds, direction, example.
    """
    adopted = AdoptedSystem(system, benefits, inputs or {})
    reforms, registry = Reforms(adopted.content.reforms, adopted.law), Registry(adopted.content.registry)
    return Rulebook(adopted.content, adopted, adopted.law, adopted.law, reforms, registry, Catalogue(adopted))

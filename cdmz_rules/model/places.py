"""Variables that are places. Which places there are the rulebook knows: it gives them when it takes up a variable."""

from __future__ import annotations

from typing import Any

from openfisca_core.indexed_enums import Enum

from cdmz_rules.model.variable import ChoiceInput, Fact, Rule
from cdmz_rules.places import UNKNOWN, Places


class PlaceInput(ChoiceInput):
    """A place that a person names, by its name in the register of jurisdictions."""

    levels = ("city", "outside")


class PlaceFact(Fact):
    """A place that follows from others: whose rule applies, whose office pays."""

    value_type = Enum


def take_up(variable: type[Any], places: Places) -> None:
    """Give a variable that is a place the places of the rulebook that takes it up."""
    if issubclass(variable, Rule) and issubclass(variable, PlaceInput | PlaceFact):
        variable.possible_values = places.enum
        variable.default_value = places.enum[UNKNOWN]

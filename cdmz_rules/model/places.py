"""Inputs that name a place."""

from __future__ import annotations

from cdmz_rules.model.variable import ChoiceInput
from cdmz_rules.places import Place


class PlaceInput(ChoiceInput):
    """A place, by its name in the register of jurisdictions."""

    possible_values = Place
    default_value = Place["unknown"]
    levels = ("city", "outside")

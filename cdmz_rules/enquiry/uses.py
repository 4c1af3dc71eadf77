"""Which benefits a rule decides: those whose formulas come upon its item."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cdmz_rules.law import mentions
from cdmz_rules.rulebook.infos import BenefitInfo
from cdmz_rules.rulebook.rulebook import Rulebook


def benefits_of(rulebook: Rulebook, path: str) -> list[BenefitInfo]:
    """The benefits that an item decides, in the order of the catalogue."""
    users = {use.variable for use in mentions.of(path, rulebook.content.variables)}
    return [info for name, info in rulebook.benefits.items() if not users.isdisjoint(_needed(rulebook)[name])]


@lru_cache(maxsize=4)
def _needed(rulebook: Rulebook) -> Mapping[str, frozenset[str]]:
    """By benefit, the variables that its answers rest on."""
    reached = rulebook.catalogue.dependencies.reached
    return {name: frozenset(reached(rulebook.benefit(name).outputs)) for name in rulebook.benefits}

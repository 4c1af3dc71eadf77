"""Which formulas and benefits rest on which items of the law, and which items a formula rests on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cdmz_rules.law import mentions
from cdmz_rules.law.law import Law
from cdmz_rules.rulebook.rulebook import Rulebook

MAX_KEPT = 8


class Use(NamedTuple):
    """A variable whose formula or declaration names an item.

    Attributes:
        variable: Its name.
        kind: What it is: condition, step, limit, benefit, fact …
        benefits: The benefits whose answers need it.
    """

    variable: str
    kind: str
    benefits: tuple[str, ...]


def benefits_on(rulebook: Rulebook, path: str) -> tuple[str, ...]:
    """The benefits whose answers can rest on an item: a formula that they need names it."""
    named = {mention.variable for mention in mentions.of(path, rulebook.content.variables)}
    return tuple(benefit for benefit, needed in _needed(rulebook).items() if not named.isdisjoint(needed))


def uses(rulebook: Rulebook, path: str) -> list[Use]:
    """The variables that name an item."""
    catalogue = rulebook.catalogue
    named = dict.fromkeys(mention.variable for mention in mentions.of(path, rulebook.content.variables))
    return [
        Use(name, catalogue.facts(name).kind, tuple(key for key, needed in _needed(rulebook).items() if name in needed))
        for name in named
        if name in catalogue.variables
    ]


def items_of(rulebook: Rulebook, variable: str) -> tuple[str, ...]:
    """The items that a variable's formula or declaration names."""
    return _items(rulebook.base, rulebook.content.variables).get(variable, ())


@lru_cache(maxsize=MAX_KEPT)
def _items(law: Law, variables: Path) -> Mapping[str, tuple[str, ...]]:
    """By variable, the items that it names, in their order."""
    found: dict[str, dict[str, None]] = {}
    of_length: dict[int, list[str]] = {}
    for path in law:
        of_length.setdefault(path.count("."), []).append(path)
    for mention in mentions.mentions(variables):
        near = (mention.path,) if mention.path in law else of_length.get(mention.path.count("."), ())
        found.setdefault(mention.variable, {}).update(dict.fromkeys(path for path in near if mention.names(path)))
    return {variable: tuple(paths) for variable, paths in found.items()}


@lru_cache(maxsize=MAX_KEPT)
def _needed(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """By benefit, the variables that its answers need."""
    catalogue = rulebook.catalogue
    return {
        benefit: frozenset(catalogue.dependencies.reached(catalogue.outputs(benefit))) for benefit in rulebook.benefits
    }

"""Which benefits rest on which items of the law."""

from __future__ import annotations

from functools import lru_cache

from cdmz_rules.law import mentions
from cdmz_rules.rulebook.rulebook import Rulebook

MAX_KEPT = 8


def benefits_on(rulebook: Rulebook, path: str) -> tuple[str, ...]:
    """The benefits whose answers can rest on an item: a formula that they need names it."""
    named = {mention.variable for mention in mentions.of(path, rulebook.content.variables)}
    return tuple(benefit for benefit, needed in _needed(rulebook).items() if not named.isdisjoint(needed))


@lru_cache(maxsize=MAX_KEPT)
def _needed(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """By benefit, the variables that its answers need."""
    catalogue = rulebook.catalogue
    return {
        benefit: frozenset(catalogue.dependencies.reached(catalogue.outputs(benefit))) for benefit in rulebook.benefits
    }

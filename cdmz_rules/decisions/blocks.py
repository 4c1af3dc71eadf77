"""Deciding many households at once."""

from __future__ import annotations

from collections.abc import Iterator

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.exploration import Rows
from cdmz_rules.decisions.explore import explore_all
from cdmz_rules.decisions.interpret import Answers, answers
from cdmz_rules.rulebook.rulebook import BenefitRules

BLOCK = 1 << 16
"""So many households are decided at once: a quarter more a second than by 16,384, and scratch stays within some tens of megabytes."""


def decide(rules: BenefitRules, cases: Cases) -> Iterator[tuple[Rows, Answers]]:
    """The answers about a block of households, some rows at a time; every household once."""
    for rows, exploration in explore_all(rules, cases):
        yield rows, answers(rules, exploration)

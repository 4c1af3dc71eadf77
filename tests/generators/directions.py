"""Directions: what is declared to favour an applicant never takes anything away, however the rest stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import BenefitRules
from generators import worlds

DAY = date(2026, 9, 1)
HALF_A_FEN = 0.005
ENTITLED = 0.25
"""At least so many of the households drawn are entitled: where none is, nothing could be taken away."""

Roles = tuple[str, ...]


def worse(before: Any, after: Any) -> Any:
    """The households from which a move took an entitlement or money."""
    (eligible, amount, _), (eligible_then, amount_then, _) = before, after
    return np.flatnonzero((eligible & ~eligible_then) | (amount_then < amount - HALF_A_FEN))


def wrong_inputs(rules: BenefitRules, roles: Roles) -> list[str]:
    """The inputs that move answers another way than they are said to."""
    lottery = worlds.draw(rules, DAY, roles, seed=1, random_law=False)
    before = worlds.run(lottery, lottery.matrix)
    assert before[0].mean() > ENTITLED
    wrong = []
    for mover in worlds.movers(lottery):
        moves = [(before, worlds.run(lottery, worlds.favourably(lottery, mover, at, seed=2))) for at in mover.columns]
        rungs = [worlds.run(lottery, lottery.matrix, {mover.name: value}) for value in mover.ladder]
        if any(len(worse(*move)) for move in (*moves, *pairwise(rungs))):
            wrong.append(f"{mover.name} favours {mover.favours}")
    return wrong


@lru_cache
def figures(rules: BenefitRules, roles: Roles) -> tuple[frozenset[str], tuple[str, ...]]:
    """The figures of the law that reach a benefit's answers, and those of them that move it another way than they are said to."""
    read: set[str] = set()
    wrong: list[str] = []
    # Clauses left to the office are not part of the entitlement: they are asked for, so that their lines are read too.
    further = [*rules.info.reports, *(name for name in rules.info.conditions if name in rules.discretion)]
    for reports in worlds.reports_against_presumption(rules, DAY):
        lottery = worlds.draw(rules, DAY, roles, seed=3, random_law=True, reports=reports)
        before = worlds.run(lottery, lottery.matrix, further=further)
        assert before[0].mean() > ENTITLED or reports
        for mover in worlds.movers(lottery):
            for column in mover.columns if mover.name in before[2] - read else ():
                after = worlds.run(lottery, worlds.favourably(lottery, mover, column, seed=4))
                if len(worse(before, after)):
                    wrong.append(f"{mover.name} favours {mover.favours}, with {reports}")
        read |= before[2]
    return frozenset(read), tuple(wrong)


def within(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """The benefits, what each reports beside, and what that is said to lie within."""
    for benefit, info in catalogue.benefits.items():
        for report in info.reports:
            most = catalogue.facts(report).within
            if most:
                yield benefit, report, most


def check_within(rules: BenefitRules, roles: Roles, report: str, most: str) -> None:
    """An amount never exceeds what it is said to lie within."""
    lottery = worlds.draw(rules, DAY, roles, seed=5, random_law=True)
    paid = 0
    for reports in worlds.reports_against_presumption(rules, DAY):
        values = worlds.ran(lottery, lottery.matrix, reports, (report, most)).values
        assert (values[report] <= values[most] + HALF_A_FEN).all()
        assert (values[report] >= 0).all()
        paid += (values[report] > 0).sum()
    assert paid

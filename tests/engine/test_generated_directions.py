"""Directions: what is declared to favour an applicant never takes anything away, however the rest stands."""

from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from generators import lawtests, worlds
from generators.shipped import BOOK

DAY = date(2026, 9, 1)
BOOK.catalogue.roles = (("applicant",), ("applicant", "spouse", "child"))
BENEFITS = sorted(BOOK.benefits)
HALF_A_FEN = 0.005
WITHIN = [
    (benefit, report, BOOK.catalogue.facts(report).within)
    for benefit in BENEFITS
    for report in BOOK.catalogue.benefit(benefit).reports
    if BOOK.catalogue.facts(report).within
]


def worse(before, after):
    """The households from which a move took an entitlement or money."""
    (eligible, amount, _), (eligible_then, amount_then, _) = before, after
    return np.flatnonzero((eligible & ~eligible_then) | (amount_then < amount - HALF_A_FEN))


@pytest.mark.parametrize("roles", BOOK.catalogue.roles, ids="-".join)
@pytest.mark.parametrize("benefit", BENEFITS)
def test_inputs_move_answers_the_way_they_are_said_to(benefit, roles):
    lottery = worlds.draw(benefit, DAY, roles, lawtests.packed(), seed=1, random_law=False)
    before = worlds.run(lottery, lottery.matrix)
    assert before[0].mean() > 0.25
    for mover in worlds.movers(lottery):
        for column in mover.columns:
            after = worlds.run(lottery, worlds.favourably(lottery, mover, column, seed=2))
            assert not len(worse(before, after)), f"{mover.name} favours {mover.favours}"
        rungs = [worlds.run(lottery, lottery.matrix, {mover.name: value}) for value in mover.ladder]
        for lower, upper in pairwise(rungs):
            assert not len(worse(lower, upper)), f"{mover.name} favours {mover.favours}"


@lru_cache
def held(benefit):
    """The figures of the law that reach a benefit's answers, and those of them that move it the wrong way."""
    info, read, wrong = BOOK.catalogue.benefit(benefit), set(), []
    # Clauses left to the office are not part of the entitlement: they are asked for, so that their lines are read too.
    office = [name for name in info.conditions if BOOK.catalogue.facts(name).discretion]
    reports = [*info.reports, *office]
    for told in worlds.reports_against_presumption(benefit, DAY):
        lottery = worlds.draw(
            benefit, DAY, BOOK.catalogue.roles[1], lawtests.packed(), seed=3, random_law=True, told=told
        )
        before = worlds.run(lottery, lottery.matrix, reports=reports)
        assert before[0].mean() > 0.25 or told
        for mover in worlds.movers(lottery):
            for column in mover.columns if mover.name in before[2] - read else ():
                after = worlds.run(lottery, worlds.favourably(lottery, mover, column, seed=4))
                wrong += [f"{mover.name} favours {mover.favours}, told {told}"] if len(worse(before, after)) else []
        read |= before[2]
    return frozenset(read), wrong


@pytest.mark.parametrize("benefit", BENEFITS)
def test_figures_of_the_law_move_answers_the_way_they_are_said_to(benefit):
    assert held(benefit)[1] == []


def test_every_directed_figure_of_the_law_is_held():
    directed = {item.path for item in BOOK.law.values() if item.favours != "none"}
    assert sorted(directed - frozenset().union(*(held(benefit)[0] for benefit in BENEFITS))) == []


@pytest.mark.parametrize(("benefit", "report", "most"), WITHIN)
def test_an_amount_never_exceeds_what_it_is_said_to_lie_within(benefit, report, most):
    lottery = worlds.draw(benefit, DAY, BOOK.catalogue.roles[0], lawtests.packed(), seed=5, random_law=True)
    paid = 0
    for told in worlds.reports_against_presumption(benefit, DAY):
        values = worlds.ran(lottery, lottery.matrix, told, (report, most)).values
        assert (values[report] <= values[most] + HALF_A_FEN).all()
        assert (values[report] >= 0).all()
        paid += (values[report] > 0).sum()
    assert paid

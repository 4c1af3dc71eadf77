"""Directions, under the toy law: what favours an applicant never takes anything away; what is wrongly declared is noticed."""

from dataclasses import replace

import pytest
from generators import directions
from generators.toy import BOOK, PACKED

ALONE, FAMILY = ("applicant",), ("applicant", "spouse", "child")
BENEFITS = sorted(BOOK.benefits)
ROLES = [
    (benefit, roles) for benefit in BENEFITS for roles in (ALONE, FAMILY) if (benefit, roles) != ("child_meal", ALONE)
]
"""Nobody without a child gets meals."""


@pytest.mark.parametrize(("benefit", "roles"), ROLES, ids=[f"{benefit}-{len(roles)}" for benefit, roles in ROLES])
def test_inputs_move_answers_the_way_they_are_said_to(benefit, roles):
    assert directions.wrong_inputs(PACKED.benefit(benefit), roles) == []


@pytest.mark.parametrize("benefit", BENEFITS)
def test_figures_of_the_law_move_answers_the_way_they_are_said_to(benefit):
    assert directions.figures(PACKED.benefit(benefit), FAMILY)[1] == ()


def test_every_directed_figure_of_the_law_is_held():
    directed = {item.path for item in BOOK.law.values() if item.favours != "none"}
    held = frozenset().union(*(directions.figures(PACKED.benefit(benefit), FAMILY)[0] for benefit in BENEFITS))
    assert sorted(directed - held) == []


@pytest.mark.parametrize(("benefit", "report", "most"), list(directions.within(BOOK.catalogue)))
def test_an_amount_never_exceeds_what_it_is_said_to_lie_within(benefit, report, most):
    directions.check_within(PACKED.benefit(benefit), ALONE, report, most)


@pytest.mark.parametrize(
    ("benefit", "path"), [("heating_grant", "welfare.heating.most"), ("orchard_loan", "orchard.months_least")]
)
def test_a_figure_declared_the_wrong_way_round_is_noticed(benefit, path):
    item = PACKED.law[path]
    turned = replace(item, favours={"higher": "lower", "lower": "higher"}[item.favours])
    mistaken = PACKED.with_law(PACKED.law.with_items({path: turned}, "mistaken"))
    _, wrong = directions.figures(mistaken.benefit(benefit), FAMILY)
    assert {text.partition(" ")[0] for text in wrong} == {path}

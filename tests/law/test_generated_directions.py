"""Directions, under the shipped law: what is declared to favour an applicant never takes anything away."""

import pytest
from generators import directions
from generators.shipped import BOOK, PACKED

ALONE, FAMILY = ("applicant",), ("applicant", "spouse", "child")
BENEFITS = sorted(BOOK.benefits)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("roles", [ALONE, FAMILY], ids="-".join)
@pytest.mark.parametrize("benefit", BENEFITS)
def test_inputs_move_answers_the_way_they_are_said_to(benefit, roles):
    assert directions.wrong_inputs(PACKED.benefit(benefit), roles) == []


@pytest.mark.sampled(4)
@pytest.mark.parametrize("benefit", BENEFITS)
def test_figures_of_the_law_move_answers_the_way_they_are_said_to(benefit):
    assert directions.figures(PACKED.benefit(benefit), FAMILY)[1] == ()


@pytest.mark.sampled(0)
def test_every_directed_figure_of_the_law_is_held():
    directed = {item.path for item in BOOK.law.values() if item.favours != "none"}
    held = frozenset().union(*(directions.figures(PACKED.benefit(benefit), FAMILY)[0] for benefit in BENEFITS))
    assert sorted(directed - held) == []


@pytest.mark.parametrize(("benefit", "report", "most"), list(directions.within(BOOK.catalogue)))
def test_an_amount_never_exceeds_what_it_is_said_to_lie_within(benefit, report, most):
    directions.check_within(PACKED.benefit(benefit), ALONE, report, most)

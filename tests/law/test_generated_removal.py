"""Removal, on the shipped law: each input of each example taken away may open an answer, never turn it."""

import pytest
from generators import removal
from generators.shipped import SHIPPED
from hypothesis import assume, given
from sampling import dear

REMOVALS = [pytest.param(*pair, id=removal.named(*pair)) for pair in removal.removals(SHIPPED)]


@pytest.mark.sampled(200)
@pytest.mark.parametrize(("stand", "removed"), REMOVALS)
def test_an_input_taken_away_opens_the_answer_or_leaves_it(stand, removed):
    removal.check_removal(stand, removed)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("stand", removal.stands(SHIPPED), ids=str)
def test_whichever_choice_is_told_at_last_lies_within_what_was_answered_before(stand):
    for changed in stand.asked:
        for value in removal.options(changed.info):
            if removal.possible(stand, changed, value):
                assert removal.contradictions(stand, changed, value) == [], (changed.key, value)


@dear(100)
@given(removal.figures(SHIPPED))
def test_whatever_figure_is_told_at_last_lies_within_what_was_answered_before(figure):
    contradictions = removal.contradictions(*figure)
    assume(contradictions is not None)
    assert contradictions == []


@dear(20)
@given(removal.several(SHIPPED))
def test_several_inputs_told_at_last_lie_within_what_was_answered_before(several):
    assume(removal.check_several(*several))

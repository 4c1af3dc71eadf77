"""Removal, on the toy law: each input of each example taken away may open an answer, never turn it."""

import pytest
from generators import removal
from generators.toy import TOY
from hypothesis import assume, given
from sampling import dear

REMOVALS = [pytest.param(*pair, id=removal.named(*pair)) for pair in removal.removals(TOY)]


@pytest.mark.parametrize(("stand", "removed"), REMOVALS)
def test_an_input_taken_away_opens_the_answer_or_leaves_it(stand, removed):
    removal.check_removal(stand, removed)


@pytest.mark.parametrize("stand", removal.stands(TOY), ids=str)
def test_whichever_choice_is_told_at_last_lies_within_what_was_answered_before(stand):
    for changed in stand.asked:
        for value in removal.options(changed.info):
            if removal.possible(stand, changed, value):
                assert removal.contradictions(stand, changed, value) == [], (changed.key, value)


@dear(50)
@given(removal.figures(TOY))
def test_whatever_figure_is_told_at_last_lies_within_what_was_answered_before(figure):
    contradictions = removal.contradictions(*figure)
    assume(contradictions is not None)
    assert contradictions == []


@dear(50)
@given(removal.several(TOY))
def test_several_inputs_told_at_last_lie_within_what_was_answered_before(several):
    assume(removal.check_several(*several))

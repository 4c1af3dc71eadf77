"""What is taken from tables of the calendar is what is computed, for every benefit of the shipped law."""

from datetime import date

import pytest
from generators import households, runs
from generators.shipped import BOOK, PACKED
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

DAY = date(2026, 4, 1)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
@dear(2)
@given(data=st.data())
def test_many_at_once_are_answered_as_a_few_at_a_time(benefit, data):
    rules = PACKED.benefit(benefit)
    runs.check_few_at_a_time(rules, data.draw(households.couples(rules, DAY, runs.ROWS)), DAY)

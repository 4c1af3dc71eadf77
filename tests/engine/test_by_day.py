"""What is taken from tables of the calendar is what is computed: many households at once are answered as the same a few at a time."""

from datetime import date

import pytest
from generators import households, runs
from generators.toy import BOOK, PACKED
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

DAY = date(2026, 4, 1)


@pytest.mark.parametrize("book", [BOOK, PACKED], ids=["without the pack", "with the pack"])
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
@dear(5)
@given(data=st.data())
def test_many_at_once_are_answered_as_a_few_at_a_time(benefit, book, data):
    rules = book.benefit(benefit)
    runs.check_few_at_a_time(rules, data.draw(households.couples(rules, DAY, runs.ROWS)), DAY)

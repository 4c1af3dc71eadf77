"""What a plan gives of the shipped law is what openfisca-core's own simulation gives, bit for bit, in every world."""

from datetime import date

import pytest
from generators import households, runs
from generators.shipped import BOOK, SHIPPED
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

DAY = date(2026, 10, 15)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_every_variable_is_the_same_in_every_world(benefit):
    @dear(3)
    @given(households.telling_some(BOOK.benefit(benefit)), st.sampled_from(list(SHIPPED.books)))
    def same(household, which):
        case, day = household
        runs.check_plan(SHIPPED.books[which].benefit(benefit), case, day)

    same()


@pytest.mark.sampled(8)
@pytest.mark.parametrize("benefit", BOOK.benefits)
def test_a_single_run_gives_what_all_worlds_give(benefit):
    exact = []

    @dear(6)
    @given(households.telling_all(BOOK.benefit(benefit), DAY), st.sampled_from(list(SHIPPED.books)))
    def same(case, which):
        exact.append(runs.check_single_run(SHIPPED.books[which].benefit(benefit), case, DAY))

    same()
    assert any(exact)

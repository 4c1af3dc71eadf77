"""Soundness, on the shipped law: no completion of what is unknown lies outside what is said to be certain."""

import pytest
from generators import sound
from generators.shipped import BOOK, SHIPPED

HOUSEHOLDS, IN_FULL = 4, 20
"""So many partial households for each benefit, without and with the pack."""


@pytest.mark.sampled(16)
@pytest.mark.parametrize("which", SHIPPED.books)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_no_completion_lies_outside_what_is_certain(benefit, which, sampling):
    sound.check(SHIPPED, which, benefit, IN_FULL if sampling.full else HOUSEHOLDS, sampling)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("which", SHIPPED.books)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_nothing_goes_another_way_than_the_graph_proves(benefit, which, sampling):
    sound.check_signs(SHIPPED, which, benefit, 10 if sampling.full else 2, sampling)

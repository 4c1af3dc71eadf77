"""Where nothing is unknown, what the shipped law's figures can be is what they are, to the last bit."""

import numpy as np
import pytest
from generators import populations
from generators.partial import DAY
from generators.shipped import BOOK, PACKED

HOUSEHOLDS = 2000


@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_bounds_of_what_is_known_are_what_it_is(benefit, sampling):
    rules = PACKED.benefit(benefit)
    households = populations.draw(rules, DAY, ("applicant", "spouse", "child"), HOUSEHOLDS, np.random.default_rng(1))
    wrong, known = populations.unequal(rules, households)
    assert wrong == []
    assert known > 0
    sampling.tally("households of whom nothing is unknown, shipped law with the pack", known)

"""Where nothing is unknown, what the toy law's figures can be is what they are, to the last bit."""

import numpy as np
import pytest
from generators import populations
from generators.partial import DAY
from generators.toy import BOOK, TOY

HOUSEHOLDS = 2000


@pytest.mark.parametrize("roles", [("applicant",), ("applicant", "spouse", "child")], ids="-".join)
@pytest.mark.parametrize("which", TOY.books)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_bounds_of_what_is_known_are_what_it_is(benefit, which, roles, sampling):
    rules = TOY.books[which].benefit(benefit)
    wrong, known = populations.unequal(rules, populations.draw(rules, DAY, roles, HOUSEHOLDS, np.random.default_rng(1)))
    assert wrong == []
    assert known or which == "without the pack"
    sampling.tally("households of whom nothing is unknown, toy law", known)

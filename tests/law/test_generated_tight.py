"""Tightness, on the shipped law: where worlds exhaust what is unknown, bounds are those of the worlds, and eligibility always is."""

from generators import tight
from generators.shipped import SHIPPED


def test_bounds_are_as_close_as_all_worlds_allow(sampling):
    tally = tight.check(SHIPPED, 40 if sampling.full else 3, sampling)
    assert tally.households > 50
    assert tally.eligibility == []
    assert len(tally.loose) <= (1 - tight.SHARE) * tally.amounts, tally.loose

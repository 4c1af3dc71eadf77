"""Tightness, on the toy law: where worlds exhaust what is unknown, bounds are those of the worlds, and eligibility always is."""

from generators import tight
from generators.toy import TOY


def test_bounds_are_as_close_as_all_worlds_allow(sampling):
    tally = tight.check(TOY, 200 if sampling.full else 20, sampling)
    assert tally.households > 50
    assert tally.eligibility == []
    assert len(tally.loose) <= (1 - tight.SHARE) * tally.amounts, tally.loose

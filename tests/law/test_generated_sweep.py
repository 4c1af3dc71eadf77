"""Temporal sweep of the shipped law: every benefit in every place on the last day before and the first day of every version."""

import pytest
from generators import cases, versions
from generators.shipped import BOOK, SHIPPED


@pytest.mark.sampled(14)
@pytest.mark.parametrize("place", cases.cities(BOOK.places))
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_every_version_is_answered_and_the_pack_only_fills(benefit, place):
    assert versions.check(SHIPPED, benefit, place) > 1


def test_every_benefit_has_an_example():
    assert {case.benefit for case in cases.examples(SHIPPED)} == set(BOOK.benefits)

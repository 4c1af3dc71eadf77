"""Temporal sweep: every benefit in every place on the last day before and the first day of every version."""

from datetime import date, timedelta
from itertools import cycle
from math import isfinite

import pytest
from generators import cases, containment, lawtests
from generators.shipped import BOOK

from cdmz_rules import decide
from cdmz_rules.decisions.decision import Outcome

TODAY = date(2026, 11, 23)


def days(benefit, place):
    """The first day of every version that can matter to a benefit in a place, and the day before."""
    law = BOOK.law
    domain = BOOK.catalogue.benefit(benefit).domain
    items = [item for item in law.values() if item.domain in (domain, "common")]
    starts = {start for item in items for start, _ in item.timeline(place)}
    around = {day for start in starts if start.year > 1 for day in (start - timedelta(days=1), start)}
    return sorted(day for day in {*around, TODAY} if cases.FIRST_DAY <= day <= cases.LAST_DAY)


def sound(decision):
    """An answer that says what it knows and no more."""
    assert decision.outcome in Outcome
    for amount in decision.amounts:
        known = [end for end in (amount.lower, amount.upper) if end is not None]
        assert all(isfinite(end) and end >= 0 for end in known), amount
        assert known == sorted(known), amount
        assert (amount.bound == "exact") == (amount.value is not None), amount
        unbounded = any(warning.code == "many_unknowns" for warning in decision.warnings)
        assert amount.bound == "exact" or amount.because or unbounded, amount
    if decision.outcome is Outcome.RULE_UNKNOWN:
        assert decision.missing_law
        assert all(missing.ask for missing in decision.missing_law)
    if decision.outcome is Outcome.UNDETERMINED:
        assert decision.next_questions
    assert decision.evidence is not None or not [s for s in decision.sources if s.state == "known"]


@pytest.mark.parametrize("place", cases.cities())
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_every_version_is_answered_and_the_pack_only_fills(benefit, place):
    mine = cycle([cases.moved(case, place) for case in cases.examples() if case.benefit == benefit])
    for day, case in zip(days(benefit, place), mine, strict=False):
        then = cases.on(case, day)
        plain = decide(then.inputs, benefit, day, today=TODAY)
        packed = decide(then.inputs, benefit, day, law=lawtests.packed(), today=TODAY)
        sound(plain)
        sound(packed)
        assert not list(containment.contradictions(plain, packed, reported=False)), (case.name, day)


def test_every_benefit_has_an_example():
    assert {case.benefit for case in cases.examples()} == set(BOOK.benefits)

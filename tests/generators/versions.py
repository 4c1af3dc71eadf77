"""Every version of the law: a benefit in a place on the last day before and the first day of every version."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from math import isfinite

from cdmz_rules import Decision, Rulebook, decide
from cdmz_rules.decisions.decision import Outcome
from generators import cases, containment
from generators.subject import Subject

TODAY = date(2026, 11, 23)


def days(rulebook: Rulebook, benefit: str, place: str) -> list[date]:
    """The first day of every version that can matter to a benefit in a place, and the day before."""
    domain = rulebook.catalogue.benefit(benefit).domain
    items = [item for item in rulebook.law.values() if item.domain in (domain, "common")]
    starts = {start for item in items for start, _ in item.timeline(place)}
    around = {day for start in starts if start.year > 1 for day in (start - timedelta(days=1), start)}
    return sorted(day for day in {*around, TODAY} if cases.FIRST_DAY <= day <= cases.LAST_DAY)


def check_sound(decision: Decision) -> None:
    """An answer says what it knows and no more."""
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
    steps = [index for clause in decision.conditions for index in clause.sources]
    known = [decision.sources[index] for index in steps if decision.sources[index].state == "known"]
    assert decision.evidence is not None or not known


def check(subject: Subject, benefit: str, place: str) -> int:
    """Every version is answered, and the pack only fills; the number of days tried."""
    book = subject.rulebook
    mine = [cases.moved(book, case, place) for case in cases.examples(subject) if case.benefit == benefit]
    tried = days(book, benefit, place)
    for day, case in zip(tried, cycle(mine), strict=False):
        then = cases.on(book, case, day)
        plain = decide(then.inputs, benefit, day, rulebook=book, today=TODAY)
        packed = decide(then.inputs, benefit, day, rulebook=subject.packed, today=TODAY)
        check_sound(plain)
        check_sound(packed)
        assert not list(containment.contradictions(plain, packed, reported=False)), (case.name, day)
    return len(tried)

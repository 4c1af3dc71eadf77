"""Removal: each input of each example taken away. What is left unsaid may open an answer, never turn it."""

from datetime import date
from functools import lru_cache

import pytest
from generators import cases, containment, values
from generators.shipped import BOOK, PACKED
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cdmz_rules import InputError, decide
from cdmz_rules.decisions.decision import Outcome

FIGURES = ("number", "money", "date")
BOOKS = {"without the pack": BOOK, "with the pack": PACKED}
REMOVALS = [
    pytest.param(case, taken, which, id=f"{case.name}-{taken.member}.{taken.key}-{which}".replace("None.", ""))
    for case in cases.examples()
    for taken in cases.given(case)
    for which in BOOKS
]


def answer(case, which):
    return decide(case.inputs, case.benefit, case.day, rulebook=BOOKS[which], today=date(2026, 11, 23))


@lru_cache
def in_full(name, which):
    """The answer to an example as it stands."""
    return answer(next(case for case in cases.examples() if case.name == name), which)


@pytest.mark.parametrize(("case", "taken", "which"), REMOVALS)
def test_an_input_taken_away_opens_the_answer_or_leaves_it(case, taken, which):
    full, less = in_full(case.name, which), answer(cases.without(case, taken), which)
    if taken.info.presumed is not None:
        assert taken.info.name in {presumed.name for presumed in less.presumed}
        return
    assert not list(containment.contradictions(less, full, reported=True))
    for before, after in zip(full.amounts, less.amounts, strict=False):
        if (before.lower, before.upper) != (after.lower, after.upper):
            named = {missing.name for missing in after.because}
            assert named & {taken.info.name, f"members[{taken.member}].{taken.info.name}"} or _derives(taken, named)
    if less.outcome in (Outcome.UNDETERMINED, Outcome.RULE_UNKNOWN) and full.outcome is Outcome.ELIGIBLE:
        assert less.next_questions


def _derives(taken, named):
    """An input that is computed when it is not given: what it is computed from is asked instead."""
    return taken.info.derived and bool(named)


@lru_cache
def left_out(name, key, member, which):
    """The answer to an example without one input."""
    case = next(case for case in cases.examples() if case.name == name)
    taken = next(taken for taken in cases.given(case) if (taken.key, taken.member) == (key, member))
    return answer(cases.without(case, taken), which)


def contradicted(case, changed, value, which):
    """Whether an example with this value contradicts what was answered without any; None if the value is refused."""
    try:
        more = answer(cases.with_value(case, changed, value), which)
    except InputError:
        return None
    less = left_out(case.name, changed.key, changed.member, which)
    return list(containment.contradictions(less, more, reported=True))


@pytest.mark.parametrize("which", BOOKS)
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases.examples()])
def test_whichever_choice_is_told_at_last_lies_within_what_was_answered_before(case, which):
    for changed in cases.given(case):
        options = {"choice": list(changed.info.choices or ()), "yes_no": [False, True]}.get(changed.info.kind, [])
        for value in options if changed.info.presumed is None else ():
            assert contradicted(case, changed, value, which) == [], (changed.key, value)


@st.composite
def figures(draw):
    case = draw(st.sampled_from(cases.examples()))
    amounts = [each for each in cases.given(case) if each.info.presumed is None and each.info.kind in FIGURES]
    changed = draw(st.sampled_from(amounts))
    return case, changed, draw(values.of(changed.info, case.day)), draw(st.sampled_from(list(BOOKS)))


@given(figures())
@settings(max_examples=200)
def test_whatever_figure_is_told_at_last_lies_within_what_was_answered_before(figure):
    found = contradicted(*figure)
    assume(found is not None)
    assert found == []


def extremes(info, day):
    """Values at which clauses turn: the ends and the example of an input, and anything between."""
    if info.kind not in FIGURES:
        return values.of(info, day)
    low, high = info.bounds
    ends = [low, min(high, day) if info.kind == "date" and not info.future else high]
    usual = [info.example] if info.kind != "date" or info.example <= day else []
    few = [each for each in (1, 2, 3) if low <= each <= high] if info.unit in values.WHOLE else []
    return st.sampled_from([*ends, *usual, *few]) | values.of(info, day)


@st.composite
def several(draw):
    case = draw(st.sampled_from(cases.examples()))
    asked = [each for each in cases.given(case) if each.info.presumed is None]
    taken = draw(
        st.lists(st.sampled_from(asked), min_size=2, max_size=3, unique_by=lambda each: (each.key, each.member))
    )
    return case, [(each, draw(extremes(each.info, case.day))) for each in taken], draw(st.sampled_from(list(BOOKS)))


@given(several())
@settings(max_examples=40)
def test_several_inputs_told_at_last_lie_within_what_was_answered_before(told):
    case, changes, which = told
    less = more = case
    for changed, value in changes:
        less, more = cases.without(less, changed), cases.with_value(more, changed, value)
    try:
        full = answer(more, which)
    except InputError:
        assume(False)
    assert not list(containment.contradictions(answer(less, which), full, reported=False))

"""Interviews of realistic households on the shipped law: settled answers are those of the whole case, and few questions are asked."""

import itertools
from statistics import median

import pytest
from generators import interviews, truths
from generators.shipped import SHIPPED

from cdmz_rules import decide

HOUSEHOLDS = truths.households(SHIPPED, 300)
LAWS = list(SHIPPED.books)
MOST_FOR_ONE = 8
"""The median of questions for one benefit."""
MOST_FOR_SOME = 35
"""The same for the benefits that concern a household, mostly six."""
FEWER = 2 / 3
"""Of the fields of all forms together, no more is asked of whoever all twenty benefits concern."""

pairs = [pytest.param(each, law, id=f"{at}-{each.benefit}-{law}") for at, each in enumerate(HOUSEHOLDS) for law in LAWS]


def check(household, benefits, book):
    """An interview from a blank page to the end: no answer widens, no open one is without a question, and each is that of the whole."""
    walk = interviews.walk(household, benefits, book)
    for before, after in itertools.pairwise(walk.steps):
        assert before.questions
        assert interviews.widened(before, after) == []
    for answer in walk.last.answers:
        full = decide(household.truth, answer.benefit, household.day, detail="compact", rulebook=book)
        assert answer.status == "settled"
        assert answer.outcome == full.outcome
        # Nothing is less than 0: a lower end of 0 and none say the same.
        ends = [(figure.lower or 0, figure.upper) for figure in (answer.amount, full.amount)]
        assert ends[0] == pytest.approx(ends[1], abs=0.006)
    return walk


@pytest.mark.sampled(12)
@pytest.mark.parametrize(("household", "law"), pairs)
def test_an_interview_about_one_benefit_settles_what_the_whole_case_says(household, law):
    check(household, [household.benefit], SHIPPED.books[law])


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("household", "law"), pairs[: 2 * 40])
def test_an_interview_about_whatever_concerns_a_household_settles_all_of_it(household, law):
    book = SHIPPED.books[law]
    check(household, truths.concerned(household, book), book)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("household", "law"), pairs[: 2 * 12])
def test_an_interview_about_all_twenty_benefits_settles_every_one(household, law):
    book = SHIPPED.books[law]
    walk = check(household, list(book.benefits), book)
    assert walk.questions <= FEWER * len(interviews.form(household, list(book.benefits), book))


@pytest.mark.parametrize("law", LAWS)
def test_few_questions_settle_one_benefit(law, sampling):
    book = SHIPPED.books[law]
    some = sampling.some(f"interviews {law}", HOUSEHOLDS, 16)
    counts = [interviews.counts(household, [household.benefit], book) for household in some]
    assert median(each.questions for each in counts) <= MOST_FOR_ONE
    assert sum(each.questions for each in counts) < sum(each.at_random for each in counts)
    assert sum(each.questions for each in counts) < sum(each.form for each in counts) * 3 / 4
    assert all(each.screens <= each.questions for each in counts)


@pytest.mark.parametrize("law", LAWS)
def test_few_questions_settle_whatever_concerns_a_household(law, sampling):
    book = SHIPPED.books[law]
    some = sampling.some(f"interviews about several benefits {law}", HOUSEHOLDS[:40], 3)
    counts = [interviews.walk(each, truths.concerned(each, book), book).questions for each in some]
    assert median(counts) <= MOST_FOR_SOME

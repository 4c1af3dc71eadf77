"""What takes a shorter way gives the same answer: cases that are wholly known, and values that are plainly right."""

from dataclasses import replace
from datetime import date

import pytest
from generators import acceptance, cases, lawtests, runs
from generators.cases import Case
from generators.toy import BOOK, PACKED, TOY

from cdmz_rules.decisions.scalar import explore_at_once
from cdmz_rules.decisions.situation import parse

DAY = date(2026, 10, 15)
LAW_TESTS = [Case(test.name, test.benefit, test.day, dict(test.case)) for test in lawtests.all_tests(TOY)]


@pytest.mark.parametrize("case", [*cases.examples(TOY), *LAW_TESTS], ids=lambda case: case.name)
@pytest.mark.parametrize("which", TOY.books)
def test_an_explanation_is_the_same_with_and_without_worlds(case, which):
    runs.check_explanation(TOY.books[which].benefit(case.benefit), case)


def at_once(case, book=PACKED):
    return explore_at_once(book.benefit(case.benefit), parse(BOOK.catalogue, case.inputs, case.day), case.day)


def test_a_case_that_is_wholly_known_takes_the_short_way():
    case = cases.example(TOY, "orchard_loan")
    assert at_once(case) is not None
    assert at_once(replace(case, inputs={"members": [{"role": "applicant"}]})) is None
    lower = replace(case, inputs={**case.inputs, "orchard_city": "lower"})
    assert at_once(lower) is not None
    assert at_once(lower, BOOK) is None  # where the law itself is not known


@pytest.mark.parametrize("name", BOOK.catalogue.inputs)
def test_what_is_accepted_at_once_is_what_the_full_check_gives(name):
    assert acceptance.check_accepted_at_once(BOOK.catalogue, name, DAY) > 0

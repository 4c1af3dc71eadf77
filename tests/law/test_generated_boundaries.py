"""Boundaries: every line of the shipped law that a clause compares with, one unit below it, on it, and one unit above it."""

import pytest
from generators import boundaries, lawtests
from generators.shipped import BOOK, LAW_TESTS, SHIPPED

from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import mentions

ELSEWHERE = yamls.read(LAW_TESTS / "lines_in_formulas.yaml")


@pytest.mark.parametrize("which", SHIPPED.books)
@pytest.mark.parametrize("condition", boundaries.conditions(BOOK.catalogue))
def test_a_clause_holds_on_the_side_of_the_line_that_the_text_says(condition, which):
    rows = list(boundaries.rows(SHIPPED.books[which], condition))
    assert rows or which == "without the pack"  # a line that no place is known to have has none without the pack
    assert boundaries.mistakes(SHIPPED.books[which], condition, rows) == []


def test_every_line_is_compared_by_a_clause_or_held_by_law_tests():
    # What no formula reads is compared elsewhere: in the life of a loan, see test_repayment.
    lines = {item.path for item in BOOK.law.values() if item.comparison}
    lines = {path for path in lines if mentions.of(path, BOOK.content.variables)}
    assert lines - boundaries.compared(BOOK) == set(ELSEWHERE)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_line_compared_inside_a_formula_has_its_law_tests(path):
    tests = {test.name: test for test in lawtests.all_tests(SHIPPED)}
    assert len(ELSEWHERE[path]) > 1
    for name in ELSEWHERE[path]:
        assert path in lawtests.touched(tests[name]).days

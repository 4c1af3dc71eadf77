"""Boundaries: every line of the toy law that a clause compares with, one unit below it, on it, and one unit above it."""

from dataclasses import replace

import pytest
from generators import boundaries
from generators.toy import BOOK, TOY


@pytest.mark.parametrize("which", TOY.books)
@pytest.mark.parametrize("condition", boundaries.conditions(BOOK.catalogue))
def test_a_clause_holds_on_the_side_of_the_line_that_the_text_says(condition, which):
    rows = list(boundaries.rows(TOY.books[which], condition))
    assert {row.holds for row in rows} == {False, True}
    assert boundaries.mistakes(TOY.books[which], condition, rows) == []


def test_every_line_is_compared_by_a_clause():
    assert {item.path for item in BOOK.law.values() if item.comparison} == boundaries.compared(BOOK)


@pytest.mark.parametrize("condition", boundaries.conditions(BOOK.catalogue))
def test_a_clause_with_another_sign_is_noticed(condition):
    rows = list(boundaries.rows(BOOK, condition))
    signs = {"<=": "<", ">=": ">"}
    items = {row.item.path: replace(row.item, comparison=signs[row.item.comparison]) for row in rows}
    mistaken = BOOK.with_law(BOOK.law.with_items(items, "mistaken"))
    on_the_line = [row for row in rows if boundaries.mistakes(mistaken, condition, [row])]
    assert on_the_line
    assert all(row.holds for row in on_the_line)

"""Boundaries: every line of the law that a clause compares with, one unit below it, on it, and one unit above it."""

from pathlib import Path

import pytest
from generators import boundaries, lawtests
from generators.shipped import BOOK, PACKED

from cdmz_rules.files import yaml as yamls

BOOKS = {"without the pack": BOOK, "with the pack": PACKED}
ELSEWHERE = yamls.read(Path(__file__).parents[1] / "law" / "lines_in_formulas.yaml")


@pytest.mark.parametrize("which", BOOKS)
@pytest.mark.parametrize("condition", boundaries.conditions())
def test_a_clause_holds_on_the_side_of_the_line_that_the_text_says(condition, which):
    law = BOOKS[which].law
    rows = list(boundaries.rows(law, condition))
    assert rows or which == "without the pack"  # a line that no place is known to have has none without the pack
    said = boundaries.run(law, condition, rows) if rows else []
    wrong = [row for row, holds in zip(rows, said, strict=True) if holds != row.holds]
    assert not [f"{row.item.path} {row.place} {row.day}: {row.value} {row.item.comparison} line" for row in wrong]


def test_every_line_is_compared_by_a_clause_or_held_by_law_tests():
    law = BOOK.law
    held = {path for condition in boundaries.conditions() for path in boundaries.lines(law, condition)}
    assert {item.path for item in law.values() if item.comparison} - held == set(ELSEWHERE)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_line_compared_inside_a_formula_has_its_law_tests(path):
    tests = {test.name: test for test in lawtests.all_tests()}
    assert len(ELSEWHERE[path]) > 1
    for name in ELSEWHERE[path]:
        assert path in lawtests.touched(tests[name]).days

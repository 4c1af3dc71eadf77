"""The history of items, the folders of the law, and which formulas rest on which items."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from generators.shipped import BOOK
from generators.toy import BOOK as TOY

from cdmz_rules.law import mentions
from cdmz_rules.law.item import State
from cdmz_rules.rulebook import folders, law_tests
from cdmz_rules.rulebook.uses import benefits_on, items_of, uses
from cdmz_rules.whatif.history import history
from cdmz_rules.whatif.matrix import matrix

MAXIMUM = "provident_fund.loan.maximum_single"


@pytest.mark.parametrize("book", [BOOK, TOY])
def test_every_strip_says_what_stands_in_each_of_its_places(book):
    for item in book.law.values():
        strips = history(book, item)
        assert {place for strip in strips for place in strip.places} >= set(item.versions)
        for strip in strips:
            for place in strip.places:
                for span in strip.spans:
                    cell = item.at(place, span.first)
                    assert (cell.value, cell.place) == (span.cell.value, span.cell.found_at)
                    assert (cell.state is State.UNKNOWN) is (span.cell.state == "unknown")
            assert all(one.last == other.first - timedelta(days=1) for one, other in pairwise(strip.spans))
            assert strip.spans[0].first == date.min


def test_folders_hold_every_item_once():
    paths = folders.root(BOOK).all_items
    assert sorted(paths) == sorted(BOOK.law)
    assert folders.by_path(BOOK)["provident_fund.loan"].words.en == "Provident fund loan"


def test_what_a_formula_rests_on_is_what_names_it():
    for path in list(BOOK.law)[::7]:
        named = {mention.variable for mention in mentions.of(path, BOOK.content.variables)}
        assert {use.variable for use in uses(BOOK, path)} == named
        assert all(path in items_of(BOOK, variable) for variable in named)
        assert {benefit for use in uses(BOOK, path) for benefit in use.benefits} == set(benefits_on(BOOK, path))


def test_tests_of_a_benefit_have_names_and_sources():
    found = law_tests.of(BOOK.content, "provident_fund", "provident_fund_loan")
    assert len(found) > 100
    assert all(test.name and test.sources for test in found)
    assert law_tests.of(TOY.content, "heating", "heating_grant") == ()


def test_rows_of_a_matrix_that_differ_name_the_places_unlike_most():
    rows = matrix(BOOK, date(2026, 12, 1), under="medical_insurance").rows
    for row in rows:
        said = {repr((cell.state, cell.value)) for cell in row.cells if cell.state != "unknown"}
        assert row.differs is (len(said) > 1)
        assert bool(row.unlike) is row.differs
    subsidy = next(row for row in rows if row.path == "medical_insurance.contribution.fiscal_subsidy")
    assert subsidy.unlike == ["chengdu"]


@pytest.mark.parametrize("only", ["differences", "unknown"])
def test_a_matrix_may_hold_only_some_rows(only):
    day = date(2026, 12, 1)
    rows, all_rows = (matrix(BOOK, day, under="elder_care", only=each).rows for each in (only, None))
    wanted = {"differences": lambda row: row.differs, "unknown": lambda row: "unknown" in {c.state for c in row.cells}}
    assert rows == [row for row in all_rows if wanted[only](row)] != []
    assert len(rows) < len(all_rows)

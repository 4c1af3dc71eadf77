"""A table's answers are those of `decide`, on the shipped law: row by row, whatever is known and however it is written."""

import pytest
from generators import cases, rows
from generators.shipped import BOOK, SHIPPED
from hypothesis import assume, given
from hypothesis import strategies as st
from sampling import dear
from table_cases import flat


@pytest.mark.sampled(8)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
@dear(4)
@given(data=st.data())
def test_a_row_is_decided_as_a_case_is(benefit, data):
    households = data.draw(st.lists(rows.household(BOOK.benefit(benefit), 1), min_size=1, max_size=3))
    rows.check_rows(BOOK, benefit, households, as_text=data.draw(st.booleans()))


@pytest.mark.sampled(8)
@pytest.mark.parametrize("which", SHIPPED.books)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_what_is_said_of_a_household_does_not_depend_on_who_stands_beside_it(benefit, which, sampling):
    rows.check_company(SHIPPED, which, benefit, 60 if sampling.full else 8, sampling)


@dear(60)
@given(rows.of_some_benefit(BOOK))
def test_a_case_survives_its_columns(households):
    assume(any(flat(BOOK.catalogue, case) for case in households))  # a table without columns has no rows
    rows.check_survival(BOOK, households)


@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_every_example_is_decided_as_alone(benefit):
    rows.check_examples(SHIPPED, benefit)


def test_a_reform_is_named_in_every_row():
    rows.check_reform(SHIPPED, cases.examples(SHIPPED)[1])

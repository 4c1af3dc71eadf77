"""A table's answers are those of `decide`, on the toy law: row by row, whatever is known and however it is written."""

import numpy as np
import pyarrow as pa
import pytest
from generators import cases, rows
from generators.toy import BOOK, TOY
from hypothesis import assume, given
from hypothesis import strategies as st
from sampling import dear
from table_cases import flat


@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
@dear(10)
@given(data=st.data())
def test_a_row_is_decided_as_a_case_is(benefit, data):
    households = data.draw(st.lists(rows.household(BOOK.benefit(benefit), 1), min_size=1, max_size=3))
    rows.check_rows(BOOK, benefit, households, as_text=data.draw(st.booleans()))


@pytest.mark.sampled(12)
@pytest.mark.parametrize("which", TOY.books)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_what_is_said_of_a_household_does_not_depend_on_who_stands_beside_it(benefit, which, sampling):
    rows.check_company(TOY, which, benefit, 60 if sampling.full else 12, sampling)


def test_what_another_amount_takes_from_is_exact_in_a_table_too_where_all_is_known():
    known = {"heating_bill": 0.01, "fuel": "gas", "contract_filing_date": "2015-04-19", "stove_inspected": True}
    member = {"role": "applicant", "monthly_income": 0.0, "home_city": "upper"}
    case = {"members": [member], "home_zone": "harbour", **known}
    decision = rows.alone(BOOK, case, "heating_grant", rows.DAY)
    assert {amount["id"]: amount["bound"] for amount in decision["amounts"]}["heating_neighbours"] == "exact"
    rows.check_rows(BOOK, "heating_grant", [case], as_text=True)


@dear(40)
@given(rows.of_some_benefit(BOOK))
def test_a_case_survives_its_columns(households):
    assume(any(flat(BOOK.catalogue, case) for case in households))  # a table without columns has no rows
    rows.check_survival(BOOK, households)


@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_every_example_is_decided_as_alone(benefit):
    rows.check_examples(TOY, benefit)


@pytest.mark.parametrize("case", cases.examples(TOY), ids=lambda case: case.name)
def test_a_reform_is_named_in_every_row(case):
    rows.check_reform(TOY, case)


def test_arrow_numpy_and_lists_are_the_same_table():
    lists = {
        "heating_bill": [1500.0, None, 900.5],
        "member_months": [0, 2, None],
        "fuel": ["gas", "wood", None],
        "child1.age": [7, None, 11],
    }
    nothing = {float: np.nan, int: np.nan, str: ""}
    numpy = {
        name: np.array([nothing[type(cells[0])] if cell is None else cell for cell in cells])
        for name, cells in lists.items()
    }
    arrow = pa.table(lists)
    ways = (lists, numpy, arrow, arrow.to_batches()[0], pa.concat_tables([arrow[:1], arrow[1:]]))
    households = [rows.read(BOOK, table) for table in ways]
    cases_read = [[each.case(row) for row in range(3)] for each in households]
    assert cases_read[1:] == cases_read[:-1]
    assert cases_read[0][1] == {"members": [{"role": "applicant"}], "member_months": 2, "fuel": "wood"}

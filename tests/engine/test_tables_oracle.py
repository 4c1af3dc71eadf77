"""A table's answers are those of `decide`, row by row, whatever is known and however it is written."""

import json
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from generators import cases, values
from generators.shipped import BOOK, SHIPPED
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tables import columns, compact, flat, texts

from cdmz_rules import decide, decide_table, load_reform
from cdmz_rules.tables import cases as as_cases
from cdmz_rules.tables import columns as cols
from cdmz_rules.tables import headings, reader

DAY = date(2026, 4, 1)
TODAY = date(2026, 8, 1)
BENEFITS = list(BOOK.benefits)


@st.composite
def household(draw, benefit, most_unknown):
    """A household of which all but a few things are known that can matter to a benefit."""
    asked = BOOK.benefit(benefit).inputs
    unknown = draw(st.sets(st.sampled_from([info.name for info in asked]), max_size=most_unknown))
    case = {info.name: draw(values.of(info, DAY)) for info in asked if info.entity == "household"}
    roles = ["applicant", *draw(st.sampled_from([[], ["spouse"], ["spouse", "child", "child"], ["other"]]))]
    members = []
    for role in roles:
        personal = [info for info in asked if info.entity == "person" and role in (info.roles or (role,))]
        member = {info.name: draw(values.of(info, DAY)) for info in personal if info.name not in unknown}
        for name, alias in BOOK.catalogue.aliases.items():
            if alias.input in member and draw(st.booleans()):
                del member[alias.input]
                member[name] = draw(st.integers(0, 60))
        members.append({"role": role, **member})
    return {"members": members, **{name: value for name, value in case.items() if name not in unknown}}


def as_json(case):
    """A case as JSON holds it."""
    return json.loads(json.dumps(case, default=str))


@pytest.mark.parametrize("benefit", BENEFITS)
@settings(max_examples=4)
@given(data=st.data())
def test_a_row_is_decided_as_a_case_is(benefit, data):
    rows = data.draw(st.lists(household(benefit, 1), min_size=1, max_size=3))
    table = columns(flat(BOOK.catalogue, row) for row in rows)
    written = data.draw(st.sampled_from(["as it is", "as text"]))
    answer = decide_table(table if written == "as it is" else texts(table), benefit, DAY, today=TODAY)
    assert not answer.errors
    for position, case in enumerate(rows):
        expected = decide(as_json(case), benefit, DAY, today=TODAY).compact().model_dump(mode="json")
        assert compact(BOOK, answer.table, position, benefit) == expected


@settings(max_examples=60)
@given(data=st.data())
def test_a_case_survives_its_columns(data):
    """Both ways into the core, by table and by case, give it the same households."""
    benefit = data.draw(st.sampled_from(BENEFITS))
    rows = data.draw(st.lists(household(benefit, 30), min_size=1, max_size=5))
    assume(any(flat(BOOK.catalogue, row) for row in rows))  # a table without columns has no rows
    names, cells, count = cols.split(columns(flat(BOOK.catalogue, row) for row in rows))
    by_table = reader.read(BOOK.catalogue, headings.resolve(BOOK.catalogue, names), cells, count, DAY)
    assert count == len(rows)
    by_case = as_cases.read(BOOK.catalogue, [as_json(case) for case in rows], DAY)
    assert not by_table.faults
    assert not by_case.faults
    for row in range(count):
        assert by_table.case(row) == by_case.case(row)
        assert decided_roles(by_table, row) == [member["role"] for member in rows[row]["members"]]


def decided_roles(households, row):
    return [member["role"] for member in households.case(row)["members"]]


def test_every_example_is_decided_as_alone():
    examples = cases.examples(SHIPPED)
    rows = [{"id": case.name, "date": case.day, **flat(BOOK.catalogue, case.inputs)} for case in examples]
    for benefit in BENEFITS:
        ours = [position for position, case in enumerate(examples) if case.benefit == benefit]
        answer = decide_table(columns([rows[position] for position in ours]), benefit, today=TODAY)
        assert not answer.errors
        assert answer.table["id"].to_pylist() == [examples[position].name for position in ours]
        for row, position in enumerate(ours):
            case = examples[position]
            expected = decide(case.inputs, benefit, case.day, today=TODAY).compact().model_dump(mode="json")
            assert compact(BOOK, answer.table, row, benefit) == expected


def test_a_reform_is_named_in_every_row():
    pack = load_reform("assumptions_2026")
    case = cases.examples(SHIPPED)[1]
    answer = decide_table(
        columns([flat(BOOK.catalogue, case.inputs)]), case.benefit, case.day, reform=pack, today=TODAY
    )
    expected = decide(case.inputs, case.benefit, case.day, reform=pack, today=TODAY).compact().model_dump(mode="json")
    assert compact(BOOK, answer.table, 0, case.benefit) == expected
    assert answer.table["reform"].to_pylist() == ["assumptions_2026"]
    assert json.loads(answer.table.schema.metadata[b"cdmz_rules"])["reform"] == "assumptions_2026"


def test_arrow_numpy_and_lists_are_the_same_table():
    ours = {
        "monthly_rent": [1500.0, None, 900.5],
        "children": [0, 2, None],
        "applicant.provident_fund_contribution": ["employee", "none", None],
        "applicant.deposits_unbroken_months": [24, None, 70],
    }
    nothing = {float: np.nan, int: np.nan, str: ""}
    numpy = {
        name: np.array([nothing[type(cells[0])] if cell is None else cell for cell in cells])
        for name, cells in ours.items()
    }
    arrow = pa.table(ours)
    said = [
        read(other) for other in (ours, numpy, arrow, arrow.to_batches()[0], pa.concat_tables([arrow[:1], arrow[1:]]))
    ]
    assert said[1:] == said[:-1]
    assert said[0][1] == {"members": [{"role": "applicant", "provident_fund_contribution": "none"}], "children": 2}


def read(table):
    """The cases that a table holds."""
    names, cells, count = cols.split(table)
    read = reader.read(BOOK.catalogue, headings.resolve(BOOK.catalogue, names), cells, count, DAY)
    assert not read.faults
    return [read.case(row) for row in range(count)]

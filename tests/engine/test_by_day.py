"""What is taken from tables of the calendar is what is computed: many households at once are answered as the same a few at a time."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from generators import values
from generators.shipped import BOOK
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import flat

from cdmz_rules import decide_table, load_reform
from cdmz_rules.plan import day_tables as by_day

DAY = date(2026, 4, 1)
ROWS = 2 * by_day.FEW + 1


@st.composite
def tables(draw, benefit):
    """Couples who all made the same choices, of different ages and means."""
    random = np.random.default_rng(draw(st.integers(0, 2**31)))
    case, couple = {}, [{"role": "applicant"}, {"role": "spouse"}]
    for info in BOOK.benefit(benefit).inputs:
        each = 1 if info.kind in ("choice", "yes_no") else 12
        drawn = np.array(draw(st.lists(values.of(info, DAY), min_size=each, max_size=each)), object)
        for told in (
            [case]
            if info.entity == "household"
            else [one for one in couple if one["role"] in (info.roles or one["role"])]
        ):
            told[info.name] = drawn[random.integers(0, each, ROWS)].tolist()
    return {**flat({"members": couple, **case}), "spouse": [True] * ROWS}


@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
@settings(max_examples=2)
@given(data=st.data())
def test_many_at_once_are_answered_as_a_few_at_a_time(benefit, data):
    pack = load_reform("assumptions_2026")
    table = data.draw(tables(benefit))

    def answers(rows):
        return decide_table({name: each[rows] for name, each in table.items()}, benefit, DAY, reform=pack).table

    few = [answers(slice(first, first + by_day.FEW)) for first in range(0, ROWS, by_day.FEW)]
    assert answers(slice(ROWS)).equals(pa.concat_tables(few).combine_chunks())

"""The order of claims, found by sorting whole numbers, is the one that counting person by person gives."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmz_rules.settlement.order import by_rank, joined

DAYS = st.integers(0, 3).map(lambda day: np.datetime64("2025-12-30") + day)
PERSON = st.sampled_from(["", "A", "B", "张三", "李四", "510104198401010011", "51010419840101001X", "\U0010ffff" * 9])


def one_by_one(keys, days):
    """The rows of each rank, person by person."""
    groups = {}
    for row in sorted(range(len(days)), key=lambda row: (days[row], row)):
        groups.setdefault(tuple(key[row] for key in keys), []).append(row)
    return [
        {rows[rank] for rows in groups.values() if len(rows) > rank} for rank in range(max(map(len, groups.values())))
    ]


@given(st.lists(st.tuples(PERSON, st.integers(0, 2), DAYS), min_size=1, max_size=30))
def test_ranks_are_those_of_counting_person_by_person(rows):
    person, scheme, days = (np.array(column) for column in zip(*rows, strict=True))
    ranks = list(by_rank([person, scheme.astype(np.uint8)], days))
    assert [set(rank.tolist()) for rank in ranks] == one_by_one([person, scheme], days)
    for before, after in pairwise(ranks):
        front = before[: len(after)]
        assert (person[front] == person[after]).all()
        assert (scheme[front] == scheme[after]).all()


@pytest.mark.parametrize(
    "key",
    [
        np.array(["b" * 30, "a" * 30, "b" * 30, "é" + "b" * 29]),
        np.array([3, -(1 << 62), 3, 1 << 62]),
        np.array([3, 0, 3, 1 << 63], np.uint64),
        np.array([0.5, 0.25, 0.5, -1.0]),
        np.array(["x", "", "x", "xx"], object),
        np.array(["x", "", "x", "xx"], ">U3"),
        np.array(["2025-01-01", "1900-01-01", "2025-01-01", "0001-01-01"], "datetime64[D]"),
    ],
)
def test_keys_of_any_kind_are_told_apart(key):
    number = joined([key, np.zeros(4, bool), key])
    assert number[0] == number[2]
    assert len(set(number.tolist())) == 3


def test_no_claims_have_no_order():
    assert list(by_rank([np.zeros(0, str)], np.zeros(0, "datetime64[D]"))) == []

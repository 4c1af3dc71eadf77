"""`round_money` and comparisons of money, held to exact arithmetic."""

import operator
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cdmz_rules.model.conditions import compare
from cdmz_rules.model.money import in_units, round_money

UNITS = ("0.01", "0.1", "1", "10", "100", "1000", "10000")
DIRECTIONS = ("half_up", "down", "up")
FEN = st.integers(0, 10_000_000_000)
FACTORS = st.integers(0, 300_000).map(lambda tenth_thousandths: Fraction(tenth_thousandths, 10_000))
MOST = 100_000_000


def exactly(amount, unit, direction):
    """The rounded amount, in fractions."""
    count = amount / unit
    whole = {"down": floor(count), "up": ceil(count), "half_up": floor(count + Fraction(1, 2))}[direction]
    return whole * unit


def rounded(amount, unit, direction):
    return float(round_money(np.array([amount]), float(unit), direction)[0])


@given(FEN, st.sampled_from(UNITS), st.sampled_from(DIRECTIONS))
def test_an_amount_is_rounded_as_by_hand(fen, unit, direction):
    expected = exactly(Fraction(fen, 100), Fraction(unit), direction)
    assert rounded(fen / 100, unit, direction) == float(expected)


@given(FEN, FACTORS, st.sampled_from(UNITS), st.sampled_from(DIRECTIONS))
def test_a_product_of_decimals_is_rounded_as_by_hand(fen, factor, unit, direction):
    amount = Fraction(fen, 100) * factor
    assume(amount <= MOST)
    assert rounded((fen / 100) * float(factor), unit, direction) == float(exactly(amount, Fraction(unit), direction))


@given(FEN, FACTORS, FACTORS, st.sampled_from(UNITS[2:]), st.sampled_from(DIRECTIONS))
def test_a_product_of_three_decimals_is_rounded_as_by_hand(fen, one, other, unit, direction):
    amount = Fraction(fen, 100) * one * other
    assume(amount <= MOST)
    product = (fen / 100) * float(one) * float(other)
    assert rounded(product, unit, direction) == float(exactly(amount, Fraction(unit), direction))


@given(st.integers(0, 10**9), st.integers(1, 360))
def test_a_share_is_rounded_as_by_hand(yuan, parts):
    assume(yuan <= MOST)
    assert rounded(yuan / parts, "0.01", "half_up") == float(
        exactly(Fraction(yuan, parts), Fraction("0.01"), "half_up")
    )


@given(FEN)
def test_half_a_fen_goes_away_from_zero(fen):
    assume(fen < MOST)
    amount = (10 * fen + 5) / 1000
    assert rounded(amount, "0.01", "half_up") == (fen + 1) / 100
    assert rounded(-amount, "0.01", "half_up") == -(fen + 1) / 100


def test_half_a_fen_goes_up_for_every_small_amount_where_simpler_ways_fail():
    fen = np.arange(200_000)
    amounts, expected = (10 * fen + 5) / 1000, (fen + 1) / 100
    assert np.array_equal(round_money(amounts), expected)
    assert (np.round(amounts, 2) != expected).sum() > 50_000
    assert (np.floor(amounts * 100 + 0.5) / 100 != expected).sum() > 1_000


@pytest.mark.parametrize(
    ("amount", "unit", "direction", "expected"),
    [
        (90_000 * 0.7, 1000, "down", 63_000),
        (1_360_000.0000000002, 1000, "down", 1_360_000),
        (1_600_000 * (1 - 0.15), 1000, "down", 1_360_000),
        (62_999.99, 1000, "down", 62_000),
        (63_000.01, 1000, "up", 64_000),
        (0.285, 0.01, "half_up", 0.29),
        (1.005, 0.01, "half_up", 1.01),
        (2.675, 0.01, "half_up", 2.68),
        (0.0, 1000, "down", 0.0),
        (800_000, 1e15, "down", 0.0),
    ],
)
def test_amounts_that_binary_fractions_miss(amount, unit, direction, expected):
    assert rounded(amount, unit, direction) == expected


def test_every_row_has_its_own_unit():
    units = np.array([0.01, 1, 10, 1000])
    assert round_money(np.full(4, 1234.567), units, "down").tolist() == [1234.56, 1234, 1230, 1000]


@given(FEN, FEN, st.sampled_from(["<=", "<", ">=", ">"]))
def test_money_is_compared_by_whole_fen(value, line, sign):
    by_hand = {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt}[sign]
    for other in (line, value - 1, value, value + 1):
        assert compare(np.array([value / 100]), np.array([other / 100]), sign, "CNY")[0] == by_hand(value, other)


def test_an_income_equal_to_the_line_is_not_above_it_however_it_was_added_up():
    income = np.array([0.1 + 0.2, 1_200_000.01, 19.99 * 3])
    line = np.array([0.3, 1_200_000.01, 59.97])
    assert compare(income, line, "<=", "CNY").all()
    assert not compare(income, line, ">", "CNY").any()


@given(st.integers(0, 10**7))
def test_a_whole_number_of_units_is_counted_exactly(count):
    assert in_units(np.array([count / 100]), 2)[0] == count
    assert in_units(np.array([count / 10**6]), 6)[0] == count

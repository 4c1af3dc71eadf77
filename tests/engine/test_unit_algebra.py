"""Units as a group: product, quotient, text, twelve months to a year, and which numbers fit which unit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmz_rules.law.schema import UNITS
from cdmz_rules.plan.units import Unit, named
from cdmz_rules.plan.units.measure import TWELVE, Literal, product, quotient
from cdmz_rules.plan.units.unit import MONTH, NUMBER, YEAR, names

DIMENSIONS = ("CNY", "month", "year", "day", "m2", "star")
UNIT = st.dictionaries(st.sampled_from(DIMENSIONS), st.integers(-3, 3)).map(Unit.of)


@given(UNIT, UNIT, UNIT)
def test_units_are_a_group(one, other, third):
    assert one * other == other * one
    assert (one * other) * third == one * (other * third)
    assert one * NUMBER == one
    assert (one / other) * other == one
    assert one / one == NUMBER
    assert all((one * other).power(name) == one.power(name) + other.power(name) for name in DIMENSIONS)


@given(UNIT, UNIT)
def test_a_unit_reads_back_as_it_is_written(one, other):
    assert Unit.parse(str(one)) == one
    assert (str(one) == str(other)) == (one == other)
    assert (hash(one) == hash(other)) or one != other


@given(UNIT)
def test_twelve_turns_years_into_months_and_back(unit):
    times = product(TWELVE, unit)
    assert times in (unit, unit * MONTH / YEAR)
    assert times == product(unit, TWELVE) == quotient(TWELVE, NUMBER / unit)
    assert (times == unit) == (unit.power("year") <= 0 and unit.power("month") >= 0)
    over = quotient(unit, TWELVE)
    assert over in (unit, unit * YEAR / MONTH)
    assert (over == unit) == (unit.power("month") <= 0 and unit.power("year") >= 0)


@given(UNIT, st.sampled_from([0.0, np.inf, -np.inf, np.nan]))
def test_nothing_and_no_end_are_the_same_in_every_unit(unit, number):
    assert Literal(frozenset({number})).fits(unit)


@given(UNIT, st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: number not in (0, 0.5, 1, 12)))
def test_other_numbers_are_plain(unit, number):
    assert Literal(frozenset({number})).fits(unit) is (unit == NUMBER)


def test_a_yuan_more_and_a_day_of_the_calendar_are_not_written_as_one():
    one = Literal(frozenset({1.0}))
    assert {name for name in UNITS if not one.fits(named(name))} == {
        "date",
        *(name for name in UNITS if name.startswith("CNY")),
    }
    assert {str(named(name)) for name in UNITS if TWELVE.fits(named(name))} == {
        "number",
        "choice",
        "month",
        "month/year",
    }


def test_every_unit_of_the_register_measures_in_known_dimensions():
    dimensions = {dimension for name in UNITS for dimension, _ in named(name).powers}
    counted = {"CNY", "year", "month", "day", "m2", "stars", "points"}
    assert dimensions == counted | {"boolean", "choice", "places", "date"}
    assert set(names(NUMBER)) == {"ratio", "multiple", "months/month", "count", "number", "class_and_year"}
    with pytest.raises(KeyError):
        named("CNY/week")

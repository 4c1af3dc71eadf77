"""Counting months and years, held to a reference that walks the calendar."""

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmz_rules.model.dates import add_months, back, calendar_months_after, months_between, years_begun, years_between

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
NEAR = st.integers(-800, 4000)
ENDS = st.builds(
    lambda year, month: date(year, month, monthrange(year, month)[1]), st.integers(1950, 2080), st.integers(1, 12)
)


def array(day):
    return np.array([day], "datetime64[D]")


def later(day, months):
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def completed(start, end):
    """The greatest number of months after which the end has been reached."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    while later(start, months) > end:
        months -= 1
    return months


def begun(start, end):
    """The least number of years whose last anniversary has not yet passed."""
    years = 0
    while later(start, 12 * years) < end:
        years += 1
    return years


@given(DAYS | ENDS, NEAR)
def test_completed_months(start, days):
    end = start + timedelta(days)
    assert months_between(array(start), array(end))[0] == completed(start, end)


@given(ENDS, ENDS)
def test_completed_months_between_ends_of_months(start, end):
    assert months_between(array(start), array(end))[0] == completed(start, end)


@given(DAYS | ENDS, st.integers(0, 40_000))
def test_completed_years(start, days):
    end = start + timedelta(days)
    assert years_between(array(start), array(end))[0] == completed(start, end) // 12


@given(DAYS | ENDS, st.integers(0, 4000))
def test_years_begun(start, days):
    end = start + timedelta(days)
    assert years_begun(array(start), array(end))[0] == begun(start, end)


@given(DAYS | ENDS, st.integers(0, 12))
def test_years_begun_around_each_anniversary(start, years):
    day = later(start, 12 * years)
    assert years_begun(array(start), array(day))[0] == years
    assert years_begun(array(start), array(day + timedelta(1)))[0] == years + 1


@given(DAYS | ENDS, st.integers(-600, 900))
def test_months_added(start, months):
    assert add_months(array(start), np.array([float(months)]))[0] == np.datetime64(later(start, months))


@given(DAYS | ENDS, st.integers(0, 900))
def test_months_added_are_completed_on_that_day_and_not_a_day_before(start, months):
    then = later(start, months)
    assert months_between(array(start), array(then))[0] == months
    assert months_between(array(start), array(then - timedelta(1)))[0] == months - 1


@given(DAYS, DAYS)
def test_calendar_months_count_months_and_not_days(start, end):
    expected = (end.year - start.year) * 12 + end.month - start.month
    assert calendar_months_after(array(start), array(end))[0] == expected


@given(DAYS | ENDS, st.integers(0, 700))
def test_an_age_or_a_number_of_months_told_is_what_is_counted(day, months):
    start = back(day, months=months)
    assert months_between(array(start), array(day))[0] == months
    assert months_between(array(start), array(day + timedelta(1)))[0] >= months


@pytest.mark.parametrize(
    ("start", "end", "months", "years"),
    [
        ("2025-10-01", "2026-04-01", 6, 1),
        ("2025-10-02", "2026-04-01", 5, 1),
        ("2025-08-31", "2026-02-28", 6, 1),
        ("2025-08-31", "2026-02-27", 5, 1),
        ("2020-02-29", "2021-02-28", 12, 1),
        ("2020-02-29", "2025-02-28", 60, 5),
        ("2020-02-29", "2025-03-01", 60, 6),
        ("2024-02-29", "2028-02-29", 48, 4),
        ("2021-09-15", "2026-09-15", 60, 5),
        ("2021-09-15", "2026-09-16", 60, 6),
        ("2026-04-01", "2026-04-01", 0, 0),
    ],
)
def test_days_that_are_easily_miscounted(start, end, months, years):
    assert months_between(np.array([start], "datetime64[D]"), np.array([end], "datetime64[D]"))[0] == months
    assert years_begun(np.array([start], "datetime64[D]"), np.array([end], "datetime64[D]"))[0] == years

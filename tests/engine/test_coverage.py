"""What is known of the law: every item at every place has one state, and the totals are theirs."""

from collections import Counter
from datetime import date

import pytest
from generators.shipped import BOOK

from cdmz_rules.law.coverage import coverage

DAY = date(2026, 4, 1)


@pytest.fixture(scope="module", name="known")
def known_today():
    return coverage(BOOK.law, DAY)


def row(known, path):
    return next(row for row in known.rows if row.path == path)


def test_every_item_at_every_city_and_pool(known):
    assert [row.path for row in known.rows] == sorted(BOOK.law)
    assert set(known.places) == {name for name, place in BOOK.places.items() if place.level in ("city", "pool")}
    assert all(row.marks.keys() == set(known.places) for row in known.rows)


def test_a_known_value_an_unknown_and_an_inherited_one(known):
    maximum = row(known, "provident_fund.loan.maximum_single").marks
    assert (maximum["chengdu"].state, maximum["chengdu"].evidence, maximum["chengdu"].inherited) == (
        "known",
        "reported",
        False,
    )
    assert (maximum["deyang"].state, maximum["deyang"].evidence, maximum["deyang"].inherited) == (
        "unknown",
        None,
        False,
    )
    rate = row(known, "provident_fund.loan.rate.first_home.over_5_years").marks["deyang"]
    assert (rate.state, rate.level, rate.inherited) == ("known", "national", True)


def test_the_day_matters():
    path = "provident_fund.loan.maximum_single"
    assert row(coverage(BOOK.law, date(2022, 1, 1)), path).marks["chengdu"].state == "unknown"
    assert row(coverage(BOOK.law, date(2019, 1, 1)), path).marks["chengdu"].evidence == "recalled"


def test_a_derogation_that_is_over_is_not_in_force():
    later = row(coverage(BOOK.law, date(2027, 1, 1)), "provident_fund.loan.down_payment.new_commercial_home")
    assert later.marks["chengdu"].state == "not_in_force"


def test_totals_add_up(known):
    for place in known.places:
        totals = known.totals(place)
        assert totals["known"] + totals["unknown"] + totals["not_in_force"] == len(known.rows)
        assert sum(totals[grade] for grade in ("official", "reported", "recalled", "assumed")) == totals["known"]
        assert totals["assumed"] == 0
        states = Counter(row.marks[place].state for row in known.rows)
        assert all(totals[state] == number for state, number in states.items())
        assert totals["inherited"] == sum(row.marks[place].inherited for row in known.rows)
    assert known.totals("chengdu")["known"] > known.totals("deyang")["known"] > 0

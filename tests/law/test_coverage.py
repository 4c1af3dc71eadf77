"""What is known of the shipped law: some of its items, and that Chengdu is known better than Deyang."""

from datetime import date

from generators.shipped import BOOK

from cdmz_rules.law.coverage import coverage

DAY = date(2026, 4, 1)
MAXIMUM = "provident_fund.loan.maximum_single"


def marks(path, day=DAY):
    return next(row for row in coverage(BOOK.law, day).rows if row.path == path).marks


def known(mark):
    return mark.state, mark.evidence, mark.inherited


def test_every_item_at_every_city_and_pool():
    today = coverage(BOOK.law, DAY)
    assert [row.path for row in today.rows] == sorted(BOOK.law)
    assert set(today.places) == {name for name, place in BOOK.places.items() if place.level in ("city", "pool")}
    assert today.totals("chengdu")["known"] > today.totals("deyang")["known"] > 0
    assert {today.totals(place)["assumed"] for place in today.places} == {0}


def test_a_known_value_an_unknown_and_an_inherited_one():
    maximum = marks(MAXIMUM)
    assert known(maximum["chengdu"]) == ("known", "reported", False)
    assert known(maximum["deyang"]) == ("unknown", None, False)
    rate = marks("provident_fund.loan.rate.first_home.over_5_years")["deyang"]
    assert (rate.state, rate.level, rate.inherited) == ("known", "national", True)


def test_the_day_matters():
    assert marks(MAXIMUM, date(2022, 1, 1))["chengdu"].state == "unknown"
    assert marks(MAXIMUM, date(2019, 1, 1))["chengdu"].evidence == "recalled"


def test_a_derogation_that_is_over_is_not_in_force():
    derogation = "provident_fund.loan.down_payment.new_commercial_home"
    assert marks(derogation, date(2027, 1, 1))["chengdu"].state == "not_in_force"


def test_a_bound_that_no_text_gives_is_said_to_be_logical():
    unit = BOOK.law["provident_fund.loan.rounding_unit"]
    assert unit.bounds == (0.01, 10_000)
    assert unit.bounds_because.en.startswith("logical, from no text")
    reasons = [item.bounds_because for item in BOOK.law.values() if item.bounds_because]
    assert len(reasons) > 40
    assert all(why.zh != why.en for why in reasons)

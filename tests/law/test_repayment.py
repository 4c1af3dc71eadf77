"""What the notices of the People's Bank say of older loans, what is refused and where, and the mutants of what is read of the law."""

import datetime
import json
from dataclasses import replace
from functools import partial

import pytest
from generators import mutation
from generators.shipped import BOOK

from cdmz_rules import InputError
from cdmz_rules.repayment import read_request, repayment
from cdmz_rules.repayment.request import EXAMPLE

DAY = datetime.date
REPRICING = ["provident_fund.loan.repricing.kept_years", "provident_fund.loan.repricing.month"]
# A loan by the day it was granted, its months and its home; the rates of its payments, each from its day on. Sources: the report of
# 2022-10-10 on the cut of 2022-10-01, the notices of 2024-05-17 and 2025-05-07.
SAID = [
    (("2022-09-30", 24, "first"), [(DAY(2022, 9, 30), 0.0275), (DAY(2023, 1, 1), 0.026)]),
    (("2022-09-30", 13, "first"), [(DAY(2022, 9, 30), 0.0275), (DAY(2023, 1, 1), 0.026)]),
    (("2022-09-30", 12, "first"), [(DAY(2022, 9, 30), 0.0275)]),
    (("2024-05-17", 18, "first"), [(DAY(2024, 5, 17), 0.026), (DAY(2025, 1, 1), 0.0235)]),
    (("2024-05-18", 14, "second"), [(DAY(2024, 5, 18), 0.02775)]),
    (("2025-05-07", 20, "first"), [(DAY(2025, 5, 7), 0.0235), (DAY(2026, 1, 1), 0.021)]),
    (("2025-05-08", 360, "second"), [(DAY(2025, 5, 8), 0.03075)]),
    (
        ("2022-09-30", 61, "first"),
        [
            (DAY(2022, 9, 30), 0.0325),
            (DAY(2023, 1, 1), 0.031),
            (DAY(2025, 1, 1), 0.0285),
            (DAY(2026, 1, 1), 0.026),
        ],
    ),
]


def request(start, months, home="first", **more):
    fund = {"amount": 500_000, "months": months, "home": home}
    return {"start": start, "fund": fund, "date": "2026-11-30", **more}


def rates(asked, book=BOOK):
    return [(rate.start, rate.rate) for rate in repayment(read_request(request(*asked)), book).rates]


@pytest.mark.parametrize(("asked", "expected"), SAID)
def test_a_loan_bears_the_rates_that_the_notices_say(asked, expected):
    assert rates(asked) == expected


def notices_are_kept(book):
    try:
        return all(rates(asked, book) == expected for asked, expected in SAID)
    except InputError:
        return False


@pytest.mark.parametrize("path", REPRICING)
def test_of_what_is_said_of_older_loans_every_nudge_is_noticed(path):
    survivors = []
    for mutant in mutation.mutants_of(BOOK.law, path):
        law = BOOK.law.with_items({path: mutant.item}, "mutant")
        if notices_are_kept(replace(BOOK, base=law, law=law)):
            survivors.append(mutant.name)
    # It is looked up on the days of changes alone.
    assert survivors == [f"{path} national 2022-10-01 begun a day earlier"]


def test_what_nobody_knows_yet_is_projected_from_the_first_payment_that_another_rate_can_reach():
    life = partial(request, "2026-03-15")
    assert repayment(read_request(life(360)), BOOK).projected_from == DAY(2027, 1, 15)
    assert repayment(read_request(life(12)), BOOK).projected_from is None
    assert repayment(read_request(request("2026-12-01", 12)), BOOK).projected_from == DAY(2027, 1, 1)
    long = repayment(read_request(life(360)), BOOK)
    assert {row.projected for row in long.rows if row.date < DAY(2027, 1, 1)} == {False}
    assert {row.projected for row in long.rows if row.date >= DAY(2027, 1, 1)} == {True}


def test_the_year_of_a_conversion_ends_with_what_the_new_loan_is_owed():
    commercial = {"amount": 600_000, "months": 240, "rate": 0.042}
    asked = {"start": "2022-12-20", "commercial": commercial, "conversion": {"date": "2025-12-20"}}
    life = repayment(read_request(asked), BOOK)
    (taken,) = [row.converted for row in life.rows if row.converted]
    assert next(year.balance for year in life.years if year.year == 2025) == taken
    assert life.totals[0].loan == taken
    assert life.totals[-1].loan == 600_000
    assert life.totals[0].payments == 240 - 36


def early(**change):
    return {"date": "2025-03-01", "amount": 10_000, **change}


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"fund": {"amount": -1, "months": 360}}, "out_of_range", "fund.amount"),
        ({"fund": {"amount": 0, "months": 360}}, "out_of_range", "fund.amount"),
        ({"fund": {"amount": float("nan"), "months": 360}}, "not_finite", "fund.amount"),
        ({"fund": {"amount": "1e999", "months": 360}}, "not_finite", "fund.amount"),
        ({"fund": {"amount": 100_000_001, "months": 360}}, "out_of_range", "fund.amount"),
        ({"fund": {"amount": 1.005, "months": 360}}, "too_fine", "fund.amount"),
        ({"fund": {"amount": True, "months": 360}}, "wrong_type", "fund.amount"),
        ({"fund": {"amount": 100, "months": 1201}}, "out_of_range", "fund.months"),
        ({"fund": {"amount": 100, "months": 12.5}}, "wrong_type", "fund.months"),
        ({"fund": {"amount": 100, "months": 12, "home": "third"}}, "unknown_value", "fund.home"),
        ({"commercial": {"amount": 100, "months": 12, "rate": -0.01}}, "out_of_range", "commercial.rate"),
        ({"commercial": {"amount": 100, "months": 12, "rate": 3.95}}, "out_of_range", "commercial.rate"),
        ({"start": "2014-01-01"}, "rule_unknown", "start"),
        ({"start": "2101-01-01"}, "out_of_range", "start"),
        ({"start": "2024-02-30"}, "not_a_date", "start"),
        ({"date": "9999-12-31"}, "out_of_range", "date"),
        ({"fund": None}, "missing", "fund"),
        ({"prepayments": [early(date="2024-03-14")]}, "out_of_range", "prepayments[0].date"),
        ({"prepayments": [early(), early(date="2025-02-28")]}, "out_of_order", "prepayments[1].date"),
        ({"prepayments": [early(amount=-5)]}, "out_of_range", "prepayments[0].amount"),
        ({"prepayments": [early(part="commercial")]}, "missing", "prepayments[0].part"),
        ({"prepayments": [early()] * 61}, "too_many", "prepayments"),
        ({"conversion": {"date": "2026-01-01"}}, "missing", "commercial"),
        ({"property_city": "atlantis"}, "unknown_value", "property_city"),
        ({"reform": "x"}, "unknown_field", "reform"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(change, code, pointer):
    with pytest.raises(InputError) as refused:
        repayment(read_request({**request("2024-03-15", 360), **change}), BOOK)
    assert [(each.code, each.pointer) for each in refused.value.problems] == [(code, pointer)]


def test_more_than_is_owed_takes_what_is_left_and_says_so():
    life = repayment(read_request(request("2024-03-15", 360, prepayments=[early(amount=600_000), early()])), BOOK)
    assert [(remark.code, remark.pointer) for remark in life.remarks] == [
        ("counted_later", "prepayments[0]"),
        ("beyond_balance", "prepayments[0]"),
        ("nothing_left", "prepayments[1]"),
    ]
    assert (life.rows[-1].date, life.rows[-1].balance) == (DAY(2025, 3, 15), 0)


def test_a_request_is_frozen_and_its_example_is_one():
    asked = read_request(json.loads(json.dumps(EXAMPLE)))
    with pytest.raises(ValueError, match="frozen"):
        asked.start = DAY(2026, 1, 1)
    assert len(repayment(asked, BOOK).totals) == 3


@pytest.mark.parametrize("method", ["equal_instalments", "equal_principal"])
def test_a_shorter_term_ends_with_the_payment_that_repays_all(method):
    """Without interest 1,200 in twelve payments of 100: what is left after one of them and 300 more takes eight, and no empty ninth."""
    loan = {"amount": 1200, "months": 12, "rate": 0, "method": method}
    asked = {"start": "2026-01-10", "commercial": loan, "prepayments": [{"date": "2026-02-10", "amount": 300}]}
    rows = repayment(read_request(asked), BOOK).rows
    assert [row.payment for row in rows] == [100] * 9
    assert rows[-1].balance == 0

"""What cannot be, by the shipped law: refused in every door with both places, never decided."""

import json
from datetime import date
from pathlib import Path

import pytest

from cdmz_rules import InputError, decide, decide_table
from cdmz_rules.decisions.case_file import with_settings
from cdmz_rules.files import yaml as yamls

CASES = Path(__file__).parent.parent / "cases"
RENT, BILL = "provident_fund_rent_withdrawal", "medical_reimbursement"
PARTS = ("full_self_pay", "category_b_first_pay")
FORM = {
    "applicant.birth_date": "1984-01-01",
    "household.discharge_date": "2024-06-01",
    "household.total_cost": "2",
    "household.total_cost.scale": "wan",
    "household.full_self_pay": "19000",
    "household.category_b_first_pay": "5000",
    "date": "2024-06-01",
    "lang": "en",
}


def case(name):
    return yamls.read(CASES / f"{name}.yaml")


def found(problems):
    return [(each.code, each.pointer, each.others) for each in problems]


def refused(said, benefit, day=None):
    with pytest.raises(InputError) as caught:
        decide(said, benefit, day)
    return found(caught.value.problems)


def test_three_children_listed_and_none_counted():
    listed = ("members[1]", "members[2]", "members[3]")
    assert refused(case("three_children_none_counted"), RENT) == [
        ("contradiction", "children", listed),
        ("contradiction", "minor_children", listed),
    ]


def test_parts_of_a_bill_above_the_whole():
    said = {key: value for key, value in case("bill_parts_above_the_whole").items() if key not in ("title", "benefit")}
    assert refused(said, BILL) == [("contradiction", "total_cost", PARTS)]
    assert refused(with_settings({**said, "full_self_pay": 0}, ["full_self_pay=15000.01"]), BILL)
    assert decide({**said, "full_self_pay": 15_000}, BILL).outcome == "eligible"


@pytest.mark.parametrize(
    ("said", "person", "pointer", "other"),
    [
        ({"discharge_date": "2020-01-01"}, {"birth_date": "2021-01-01"}, "discharge_date", "members[0].birth_date"),
        (
            {},
            {"hukou_since": "1990-01-01", "birth_date": "1991-01-01"},
            "members[0].hukou_since",
            "members[0].birth_date",
        ),
        ({"bed_stay_from": "2026-03-02", "bed_stay_until": "2026-03-01"}, {}, "bed_stay_until", "bed_stay_from"),
        ({"grant_date": "2026-03-01", "contract_filing_date": "2026-03-02"}, {}, "grant_date", "contract_filing_date"),
        ({"children": 1, "minor_children": 2}, {}, "children", "minor_children"),
        ({"household_size": 4, "members_complete": True}, {}, "household_size", "members_complete"),
    ],
)
def test_what_else_cannot_be(said, person, pointer, other):
    whole = {"members": [{"role": "applicant", **person}], **said}
    assert refused(whole, BILL, "2026-06-01") == [("contradiction", pointer, (other,))]


def test_the_service_names_both_places_in_the_body(client):
    body = {"benefits": [BILL], "date": "2024-06-01", "case": case("bill_parts_above_the_whole")}
    body["case"] = {
        key: value
        for key, value in json.loads(json.dumps(body["case"], default=str)).items()
        if key not in ("date", "benefit")
    }
    for route in ("decisions", "interviews"):
        (error,) = client.post(f"/v1/{route}", json=body).json()["errors"]
        assert error["pointer"] == "case.total_cost"
        assert error["others"] == [f"case.{name}" for name in PARTS]


def test_a_form_shows_it_at_each_field_and_what_is_never_so_beside_them(client):
    page = client.post(f"/benefits/{BILL}", data=FORM).text
    message = "20,000 is less than"
    assert message in page.partition('data-problem="household.total_cost">')[2][:60]
    for name in PARTS:
        assert message in page.partition(f'data-problem="household.{name}">')[2][:120]
    assert "; not before &#34;Date of birth&#34;</span>" in page
    assert "not before" not in client.get("/benefits/elder_care_voucher").text


def test_rows_are_refused_one_by_one():
    table = {
        "applicant.birth_date": ["1984-01-01"] * 2,
        "discharge_date": ["2024-06-01", "2024-06-01"],
        "total_cost": [20_000, 20_000],
        "full_self_pay": [15_000, 19_000],
        "category_b_first_pay": [5_000, 5_000],
    }
    errors = decide_table(table, [BILL], date(2024, 6, 1)).errors
    assert [(each.row, *found([each.problem])[0]) for each in errors] == [(1, "contradiction", "total_cost", PARTS)]


def test_a_form_that_says_something_of_a_spouse_who_is_not_there_is_refused(client):
    sent = {"spouse.provident_fund_balance": "1000", "lang": "en"}
    for path in ("benefits", "compare", "what-if"):
        alone = client.post(f"/{path}/provident_fund_loan", data=sent).text
        assert "this is not ticked, but something is said of a spouse" in alone, path
    both = client.post("/benefits/provident_fund_loan", data={**sent, "has_spouse": "yes"}).text
    assert "this is not ticked" not in both


GROWN, SMALL, OPEN = (
    {"role": "child", "birth_date": "1990-01-01"},
    {"role": "child", "birth_date": "2015-01-01"},
    {"role": "child"},
)


def family(*listed, **counts):
    return {"members": [{"role": "applicant"}, *listed], **counts}


def test_children_who_are_grown_up_are_not_counted_as_minors():
    said = family(GROWN, GROWN, children=2, minor_children=2)
    listed = ("minor_children", "members[1]", "members[2]")
    assert refused(said, RENT, "2026-06-15") == [("contradiction", "children", listed)]
    table = {"child1.birth_date": ["1990-01-01"], "children": [1], "minor_children": [1]}
    (error,) = decide_table(table, [RENT], "2026-06-15").errors
    assert (error.problem.pointer, error.problem.others) == ("children", ("minor_children", "child1"))


@pytest.mark.parametrize(
    "said",
    [
        family(GROWN, GROWN, children=2, minor_children=0),
        family(GROWN, SMALL, children=2, minor_children=1),
        family(GROWN, OPEN, children=2, minor_children=1),
        family(GROWN, SMALL, children=4, minor_children=3),
        family(OPEN, OPEN, children=2, minor_children=2),
        {"members": [{"role": "applicant", "birth_date": "2001-01-01"}], "home_transferred_date": "1999-05-01"},
        {"members": [{"role": "applicant", "birth_date": "2001-01-01"}], "parents_joined_hukou_date": "1999-05-01"},
    ],
)
def test_what_families_are_like_is_no_contradiction(said):
    assert decide(said, "rent_subsidy", "2026-06-15")
    assert decide(said, RENT, "2026-06-15")


def test_consumables_are_a_part_of_the_first_payment_until_july_2026():
    said = {"claim_kind": "inpatient", "total_cost": 1000, "category_b_first_pay": 180, "consumables_cost": 900}
    assert decide(family(**said, discharge_date="2026-06-10"), BILL)
    assert refused(family(**{**said, "consumables_cost": 1001}, discharge_date="2026-06-10"), BILL) == [
        ("contradiction", "total_cost", ("consumables_cost",))
    ]

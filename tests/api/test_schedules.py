"""``POST /v1/schedules`` and the page of a loan's life: every payment, every mistake with its place, files that nothing computes."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from cdmz_rules.repayment.request import EXAMPLE

JSON = {"content-type": "application/json"}
FORM = {
    "start": "2024-03-15",
    "fund.amount": "80万",
    "fund.months": "360",
    "fund.home": "first",
    "fund.method": "equal_instalments",
    "prepayment0.then": "shorter_term",
    "prepayment1.date": "2026-03-15",
    "prepayment1.amount": "10万",
    "prepayment1.then": "shorter_term",
}


def post(client, body):
    return client.post("/v1/schedules", content=json.dumps(body), headers=JSON)


def test_the_example_of_the_description_is_answered(client):
    schema = client.get("/openapi.json").json()["components"]["schemas"]["RepaymentRequest"]
    (example,) = schema["examples"]
    answer = post(client, example)
    assert answer.status_code == 200
    life = answer.json()
    assert life["rows"][0] == {
        "date": "2024-04-15",
        "part": "fund",
        "month": 1,
        "rate": 0.031,
        "payment": 3416.13,
        "principal": 1349.46,
        "interest": 2066.67,
        "prepayment": 0.0,
        "converted": 0.0,
        "balance": 798_650.54,
        "projected": False,
    }
    assert [total["part"] for total in life["totals"]] == ["fund", "commercial", "all"]


def test_the_longest_loans_with_the_most_prepayments_are_answered(client):
    early = [{"date": f"{2025 + number}-01-01", "amount": 1000, "part": "commercial"} for number in range(60)]
    loans = {"fund": {"amount": "1亿", "months": 1200}, "commercial": {"amount": "1亿", "months": 1200, "rate": 1}}
    answer = post(client, {"start": "2024-03-15", **loans, "prepayments": early})
    assert answer.status_code == 200
    assert 1200 < len(answer.json()["rows"]) <= 2400


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"fund": {"amount": -1, "months": 360}}, "out_of_range", "fund.amount"),
        ({"fund": {"amount": "NaN", "months": 360}}, "wrong_type", "fund.amount"),
        ({"start": 5}, "not_a_date", "start"),
        ({"start": "2010-01-01"}, "rule_unknown", "start"),
        ({"prepayments": [{"date": "2020-01-01", "amount": 5}]}, "out_of_range", "prepayments[0].date"),
        ({"prepayments": {}}, "wrong_type", "prepayments"),
        ({"prepaid": []}, "unknown_field", "prepaid"),
    ],
)
def test_a_mistake_is_answered_with_its_place(client, change, code, pointer):
    answer = post(client, {**EXAMPLE, **change})
    assert answer.status_code == 422
    assert [(each["code"], each["pointer"]) for each in answer.json()["errors"]] == [(code, pointer)]


@pytest.mark.parametrize("body", ["NaN", '{"start": NaN}', "[]", '{"start": 1, "start": 2}', ""])
def test_what_is_no_request_is_refused(client, body):
    assert 400 <= client.post("/v1/schedules", content=body, headers=JSON).status_code < 500


def test_the_page_answers_a_form_and_leaves_out_empty_rows(client):
    page = client.post("/repayment", data={**FORM, "lang": "en"}).text
    assert "3,416.13 yuan" in page
    assert "93,906.79 yuan" in page
    assert 'name="prepayment2.date"' in page
    assert 'name="prepayment3.date"' not in page


def test_a_mistake_stands_at_its_field_whatever_rows_are_empty(client):
    page = client.post("/repayment", data={**FORM, "prepayment1.amount": "lots", "lang": "en"}).text
    assert 'href="#field-prepayment1.amount">Early repayment 2: Loan' in page
    assert page.count("lots is no number") == 2


def test_a_form_has_no_other_fields(client):
    assert client.post("/repayment", data={"start": "2024-01-01", "fund.price": "1"}).status_code == 422
    assert client.post("/repayment", data={"fund.home": "third"}).status_code == 422
    assert client.post("/repayment", data={"start": "9" * 300}).status_code == 422
    assert client.post("/repayment", content="{}", headers=JSON).status_code == 415


def test_what_is_typed_never_becomes_part_of_the_page(client):
    page = client.post("/repayment", data={**FORM, "fund.amount": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_the_files_hold_every_payment(client):
    rows = list(csv.reader(io.StringIO(client.post("/repayment.csv", data=FORM).content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["date", "part", "month"]
    assert len(rows) == 301
    assert rows[1][:5] == ["2024-04-15", "fund", "1", "0.031", "3416.13"]
    answer = client.post("/repayment.xlsx", data=FORM)
    assert answer.headers["content-disposition"] == 'attachment; filename="repayment.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 301
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"d", "s", "n", "b"}
    assert not any(str(cell.value).startswith("=") for row in sheet.iter_rows() for cell in row)


def test_a_file_of_a_loan_that_cannot_be_is_the_page_with_what_is_wrong(client):
    answer = client.post("/repayment.xlsx", data={**FORM, "start": ""})
    assert answer.headers["content-type"].startswith("text/html")
    assert 'href="#field-start"' in answer.text

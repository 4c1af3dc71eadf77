"""``POST /v1/decisions``: the answer, and each mistake in the one shape."""

import copy
import json

import pytest
from cdmz_rules.api.schema import EXAMPLE_CASE, EXAMPLE_REQUEST

from cdmz_rules import decide

SHAPE = {"code", "pointer", "message_zh", "message_en", "expected", "did_you_mean", "others"}


def ask(client, **changes):
    return client.post("/v1/decisions", json={**EXAMPLE_REQUEST, **changes})


def with_input(**changes):
    return {**EXAMPLE_CASE, **changes}


def with_member(**changes):
    return {**EXAMPLE_CASE, "members": [{**EXAMPLE_CASE["members"][0], **changes}]}


def test_compact_answer_is_that_of_python(client):
    answer = ask(client).json()["decisions"][0]
    assert answer == decide(EXAMPLE_CASE, "provident_fund_loan", "2026-04-01").compact().model_dump(mode="json")
    assert (answer["outcome"], answer["evidence"]) == ("eligible", "reported")
    loan = answer["amounts"][0]
    assert (loan["bound"], loan["lower"], loan["upper"]) == ("range", 790_000, 800_000)


def test_full_answer_is_that_of_python(client):
    answer = ask(client, detail="full").json()["decisions"][0]
    assert answer == decide(EXAMPLE_CASE, "provident_fund_loan", "2026-04-01").model_dump(mode="json")


def test_several_benefits_come_in_the_order_asked(client):
    asked = ["provident_fund_deposit", "provident_fund_loan", "provident_fund_rent_withdrawal"]
    answers = ask(client, benefits=asked).json()["decisions"]
    assert [answer["benefit"] for answer in answers] == asked


def test_an_assumption_pack_is_named_in_the_answer(client):
    answer = ask(client, reform="assumptions_2026").json()["decisions"][0]
    assert (answer["reform"], answer["evidence"]) == ("assumptions_2026", "assumed")
    assert answer["amounts"][0]["bound"] == "exact"


MISTAKES = {
    "age over 120": (with_member(age=212), "case.members[0].age", "out_of_range"),
    "negative money": (with_input(price=-1), "case.price", "out_of_range"),
    "an expression": (with_input(price="9**9**9"), "case.price", "wrong_type"),
    "a number with underscores as text": (with_input(price="900_000"), "case.price", "wrong_type"),
    "true as a number": (with_input(price=True), "case.price", "wrong_type"),
    "an unknown field": (with_input(prise=1), "case.prise", "unknown_field"),
    "an unknown city": (with_input(property_city="chengdoo"), "case.property_city", "unknown_value"),
    "an unknown role": (with_member(role="boss"), "case.members[0].role", "unknown_value"),
    "no calendar day": (with_member(retirement_date="2026-02-31"), "case.members[0].retirement_date", "not_a_date"),
    "a list": (with_input(price=[1]), "case.price", "wrong_type"),
    "no members": ({"price": 1}, "case.members", "missing"),
    "too many members": ({"members": [{"role": "other"}] * 21}, "case.members", "too_many"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_case_is_answered_with_its_place(client, name):
    case, pointer, code = MISTAKES[name]
    response = ask(client, case=case)
    assert response.status_code == 422
    problem = response.json()["errors"][0]
    assert set(problem) == SHAPE
    assert (problem["pointer"], problem["code"]) == (pointer, code)
    assert problem["message_zh"]
    assert problem["message_en"]


def test_the_nearest_name_is_offered(client):
    assert ask(client, case=with_input(prise=1)).json()["errors"][0]["did_you_mean"] == "price"
    assert ask(client, benefits=["provident_fund_lone"]).json()["errors"][0]["did_you_mean"] == "provident_fund_loan"


@pytest.mark.parametrize(
    ("constant", "code"), [("NaN", "not_finite"), ("Infinity", "not_finite"), ("-Infinity", "not_finite")]
)
def test_what_is_no_number_in_json_is_refused(client, constant, code):
    body = json.dumps(EXAMPLE_REQUEST).replace("1500000", constant)
    response = client.post("/v1/decisions", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["errors"][0]["code"]) == (422, code)


@pytest.mark.parametrize("day", ["2026-02-31", "1999-12-31", "yesterday", "2101-01-01", "", "2026-4-31"])
def test_a_day_that_cannot_be_decided_for_is_refused(client, day):
    response = ask(client, date=day)
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "date")


@pytest.mark.parametrize(
    ("changes", "pointer", "status"),
    [
        ({"benefits": []}, "benefits", 422),
        ({"benefits": ["provident_fund_loan"] * 2}, "benefits", 422),
        ({"benefits": ["nothing"]}, "benefit", 404),
        ({"reform": "nothing"}, "reform", 404),
        ({"reform": "../pyproject"}, "reform", 404),
        ({"detail": "all"}, "detail", 422),
        ({"more": 1}, "more", 422),
        ({"case": [1]}, "case", 422),
        ({"date": 20260401}, "date", 422),
    ],
)
def test_a_mistake_around_the_case_has_the_same_shape(client, changes, pointer, status):
    response = ask(client, **changes)
    assert response.status_code == status
    problem = response.json()["errors"][0]
    assert set(problem) == SHAPE
    assert problem["pointer"] == pointer


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"[]", 422),
        (b"\xff\xfe", 422),
        (b"[" * 50, 400),
        (b'{"a":' + b"9" * 10_000 + b"}", 422),
    ],
)
def test_a_body_that_cannot_be_read_has_the_same_shape(client, body, status):
    response = client.post("/v1/decisions", content=body, headers={"content-type": "application/json"})
    assert response.status_code == status
    assert set(response.json()["errors"][0]) == SHAPE


@pytest.mark.parametrize(
    "changes", [{}, {"detail": "full"}, {"benefits": ["nothing"]}, {"date": 1}, {"case": {"a": 1}}]
)
def test_a_content_type_with_its_charset_is_answered_the_same(client, changes):
    body = json.dumps({**EXAMPLE_REQUEST, **changes})
    kinds = "application/json", "application/json; charset=utf-8"
    answers = [client.post("/v1/decisions", content=body, headers={"content-type": kind}) for kind in kinds]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].json() == answers[1].json()


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client):
    response = client.post("/v1/decisions", content=b" " * 64_001, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["errors"][0]["code"]) == (413, "too_large")


@pytest.mark.parametrize("place", ["title", "home_kind"])
def test_half_of_a_surrogate_pair_is_refused_where_it_stands(client, place):
    body = json.dumps({**EXAMPLE_REQUEST, "case": with_input(**{place: "\ud800"})})
    response = client.post("/v1/decisions", content=body, headers={"content-type": "application/json"})
    (problem,) = response.json()["errors"]
    assert (response.status_code, problem["code"], problem["pointer"]) == (422, "not_text", f"case.{place}")


def test_a_whole_surrogate_pair_is_one_character(client):
    response = ask(client, case=with_input(home_kind="\U00020bb7"))
    assert response.json()["errors"][0]["message_en"] == "\U00020bb7 is not one of the choices"


def test_nothing_of_a_request_is_changed_by_deciding(client):
    case = copy.deepcopy(EXAMPLE_CASE)
    ask(client, case=case)
    assert case == EXAMPLE_CASE


@pytest.mark.parametrize("path", ["/v1/decision", "/nothing", "/v1/law/provident_fund.loan.maximum_singel"])
def test_an_address_that_does_not_exist_has_the_same_shape(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert set(response.json()["errors"][0]) == SHAPE
    assert response.json()["errors"][0]["did_you_mean"] or path == "/nothing"


@pytest.mark.parametrize("path", ["/v1/decisions", "/v1/interviews", "/v1/what-if", "/v1/compare"])
def test_the_day_stands_beside_the_case_and_is_refused_within_it(client, path):
    case = {"members": [{"role": "applicant"}], "date": "2020-01-01"}
    asked = {"benefit": "rent_subsidy", "when": {}} if path == "/v1/what-if" else {"benefit": "rent_subsidy"}
    asked = {"benefits": ["rent_subsidy"]} if path in ("/v1/decisions", "/v1/interviews") else asked
    answer = client.post(path, json={**asked, "case": case})
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["case.date"]

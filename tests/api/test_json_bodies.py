"""Bodies of JSON are read as they were written: nothing said twice, nothing misspelt, nothing taken for JSON that does not say so."""

import json
from pathlib import Path

import pytest
from cdmz_rules.api.schema import EXAMPLE_CASE, EXAMPLE_REQUEST

TWICE = Path(__file__).parents[1] / "cases" / "input" / "request_key_twice.json"
JSON = {"content-type": "application/json"}
BENEFIT = "provident_fund_loan"


def mistakes(response, status=422):
    assert response.status_code == status, response.text
    return [(each["code"], each["pointer"]) for each in response.json()["errors"]]


def test_a_key_given_twice_is_refused_with_its_place(client):
    response = client.post("/v1/decisions", content=TWICE.read_bytes(), headers=JSON)
    assert mistakes(response) == [("given_twice", "case.price")]


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ('{"case": {}, "case": {}}', ["case"]),
        ('{"a": [{"b": 1, "b": 1}, {"c": {"d": 1, "d": 2}, "c": 3}]}', ["a[0].b", "a[1].c.d", "a[1].c"]),
        (r'{"price": 1, "pr\u0069ce": 2}', ["price"]),
    ],
)
@pytest.mark.parametrize("path", ["/v1/decisions", "/v1/interviews", "/v1/what-if", "/v1/compare"])
def test_every_key_given_twice_is_named_by_every_route(client, path, written, places):
    response = client.post(path, content=written, headers=JSON)
    assert mistakes(response) == [("given_twice", place) for place in places]


def test_a_line_that_says_something_twice_is_wrong_and_stops_no_other(client):
    deposit = '"members": [{"role": "applicant", "monthly_wage": 8000}]'
    lines = [f"{{{deposit}}}", f'{{{deposit}, "children": 1, "children": 2}}', f"{{{deposit}}}"]
    response = client.post(
        "/v1/decisions/batch?benefit=provident_fund_deposit&date=2026-04-01",
        content="\n".join(lines),
        headers={"content-type": "application/x-ndjson"},
    )
    answers = [json.loads(line) for line in response.text.splitlines()]
    wrong = [[(each["code"], each["pointer"]) for each in answer.get("errors", ())] for answer in answers]
    assert wrong == [[], [("given_twice", "children")], []]


@pytest.mark.parametrize(
    ("headers", "code"), [({}, "missing"), ({"content-type": "text/plain"}, "unknown_format")], ids=["none", "other"]
)
@pytest.mark.parametrize("path", ["/v1/decisions", "/v1/interviews", "/v1/what-if", "/v1/medical/settlements"])
def test_a_body_that_does_not_say_that_it_is_json_is_refused(client, path, headers, code):
    response = client.post(path, content=json.dumps(EXAMPLE_REQUEST), headers=headers)
    assert mistakes(response, 415) == [(code, "content-type")]
    assert response.json()["errors"][0]["expected"] == "application/json"


@pytest.mark.parametrize(
    ("path", "body", "name", "near"),
    [
        ("/v1/decisions", {"benefits": [BENEFIT], "case": EXAMPLE_CASE, "detial": "full"}, "detial", "detail"),
        ("/v1/interviews", {"benefits": [BENEFIT], "case": EXAMPLE_CASE, "skiped": []}, "skiped", "skipped"),
        ("/v1/what-if", {"benefit": BENEFIT, "case": EXAMPLE_CASE, "wehn": {}}, "wehn", "when"),
        (
            "/v1/what-if",
            {"benefit": BENEFIT, "case": EXAMPLE_CASE, "sweep": {"input": "price", "lwo": 1}},
            "sweep.lwo",
            "low",
        ),
        ("/v1/compare", {"benefit": BENEFIT, "case": EXAMPLE_CASE, "citeis": []}, "citeis", "cities"),
    ],
)
def test_an_unknown_field_is_refused_with_the_nearest_name(client, path, body, name, near):
    response = client.post(path, json=body)
    assert mistakes(response) == [("unknown_field", name)]
    assert response.json()["errors"][0]["did_you_mean"] == near


def test_a_number_may_be_written_as_json_writes_it(client):
    body = json.dumps(EXAMPLE_REQUEST)
    assert '"price": 1500000,' in body
    answers = [
        client.post("/v1/decisions", content=body.replace("1500000", price), headers=JSON)
        for price in ("1500000", "1.5e+06", "15E5")
    ]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert len({answer.text for answer in answers}) == 1


def test_a_what_if_without_a_question_is_told_what_to_ask(client):
    response = client.post("/v1/what-if", json={"benefit": BENEFIT, "case": EXAMPLE_CASE})
    assert mistakes(response) == [("no_question", "")]
    assert response.json()["errors"][0]["expected"] == "scenarios, sweep, least_change, when"

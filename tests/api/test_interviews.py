"""Interviews over HTTP: the example of the guide, a household from a blank page to the end, mistakes with their place."""

import json
import re
from pathlib import Path

import pytest
from cdmz_rules.api.routes.interviews import INTERVIEW_EXAMPLE

BLANK = {"members": [{"role": "applicant"}]}
SUBSIDY = {"benefits": ["nursing_subsidy"], "date": "2026-04-01"}
TOLD = {"members[0].hukou_city": "chengdu", "members[0].disability_grade": "grade_1", "elder_nursing_subsidy_due": 50}


def post(client, **body):
    return client.post("/v1/interviews", json=body)


def test_the_guide_shows_the_example():
    guide = (Path(__file__).parents[2] / "docs" / "interview.md").read_text(encoding="utf-8")
    (body,) = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    assert json.loads(body) == INTERVIEW_EXAMPLE


def test_the_example_is_answered(client):
    said = post(client, **INTERVIEW_EXAMPLE).json()
    assert [answer["status"] for answer in said["answers"]] == ["open"]
    assert said["questions"]
    assert said["progress"]["answered"] == 2
    assert not {question["name"] for question in said["questions"]} & set(INTERVIEW_EXAMPLE["skipped"])
    assert set(INTERVIEW_EXAMPLE["skipped"]) == {each["name"] for each in said["left_open"]}


def test_a_household_answers_from_a_blank_page_until_its_answer_is_settled(client):
    case, told = {"members": [{"role": "applicant"}]}, dict(TOLD)
    said = post(client, case=case, **SUBSIDY).json()
    while said["questions"]:
        assert said["answers"][0]["status"] == "open"
        for question in said["questions"]:
            holder = case["members"][0] if question["name"].startswith("members[0].") else case
            holder[question["input"]] = told.pop(question["name"])
        said = post(client, case=case, **SUBSIDY).json()
    decided = client.post("/v1/decisions", json={"case": case, **SUBSIDY}).json()["decisions"][0]
    answer = said["answers"][0]
    assert (answer["status"], answer["outcome"]) == ("settled", decided["outcome"])
    assert answer["amount"]["value"] == decided["amounts"][0]["value"]
    assert said["certain"] == ["nursing_subsidy"]


def test_a_pack_and_several_benefits_may_be_asked_for(client):
    body = {"case": BLANK, "benefits": ["elder_care"], "date": "2026-04-01", "reform": "assumptions_2026"}
    said = post(client, **body).json()
    assert said["reform"] == "assumptions_2026"
    assert said["progress"]["benefits"] == len(said["answers"]) > 5
    assert len(said["questions"][0]["why"]) > 1


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"case": BLANK}, 422, "benefits"),
        ({"case": BLANK, "benefits": []}, 422, "benefits"),
        ({"case": BLANK, "benefits": ["rent_subsid"]}, 404, "benefit"),
        ({"case": BLANK, "benefits": ["rent_subsidy", "public_rental_housing"]}, 422, "benefits"),
        ({"case": {}, "benefits": ["rent_subsidy"]}, 422, "case.members"),
        ({"case": {**BLANK, "pricee": 1}, "benefits": ["rent_subsidy"]}, 422, "case.pricee"),
        ({"case": BLANK, "benefits": ["rent_subsidy"], "date": "2026-02-30"}, 422, "date"),
        ({"case": BLANK, "benefits": ["rent_subsidy"], "reform": "../x"}, 404, "reform"),
        ({"case": BLANK, "benefits": ["rent_subsidy"], "skipped": ["pricee"]}, 422, "skipped[0]"),
        ({"case": BLANK, "benefits": ["rent_subsidy"], "skipped": ["members[3].sex"]}, 422, "skipped[0]"),
        ({"case": BLANK, "benefits": ["rent_subsidy"], "skipped": [7]}, 422, "skipped[0]"),
        ({"case": BLANK, "benefits": ["rent_subsidy"], "skiped": []}, 422, "skiped"),
    ],
)
def test_a_mistake_says_where_it_is(client, body, status, pointer):
    answer = post(client, **body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)


def test_it_is_described(client):
    described = client.get("/openapi.json").json()
    route = described["paths"]["/v1/interviews"]["post"]
    assert route["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Interview")
    case = described["components"]["schemas"]["InterviewRequest"]["properties"]["case"]
    assert case == {"$ref": "#/components/schemas/Case"}


def test_on_a_page_what_somebody_does_not_know_is_not_what_its_control_held(client):
    place = "household.property_city"
    sent = {"lang": "en", "has_spouse": "no", "applicant.deposit_centre": "meishan", place: "meishan", "asked": place}
    page = client.post("/interviews/provident_fund_loan", data={**sent, "skip": place}).text
    assert f'name="unknown.{place}" value="yes"' in page
    assert f'name="{place}" value="meishan"' not in page

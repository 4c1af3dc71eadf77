"""What-if, comparison and the law matrix over HTTP: what is answered, and that mistakes say where they are."""

import copy

import pytest
from cdmz_rules.api.routes.what_if import COMPARE_EXAMPLE, WHAT_IF_EXAMPLE

from cdmz_rules.whatif import work

CASE = {"members": [{"role": "applicant", "birth_date": "1990-01-01"}]}


def test_the_example_is_answered(client):
    answer = client.post("/v1/what-if", json=WHAT_IF_EXAMPLE).json()
    assert answer["scenarios"] is None
    # A unit of rounding that no text gives is at most 10,000 yuan: from there on the loan has a least.
    assert [each["kind"] for each in answer["sweep"]["lines"][0]["breaks"]] == ["verdict", "certainty", "kink"]
    assert answer["least_change"]["goal"] == 900_000
    assert answer["when"]["first"] == "2026-04-01"


def test_scenarios_may_each_have_a_reform(client):
    packed = {"name": "packed", "reform": "assumptions_2026", "set": {"household_monthly_income": 3000}}
    body = {
        "benefit": "provident_fund_loan",
        "case": WHAT_IF_EXAMPLE["case"],
        "date": "2026-04-01",
        "scenarios": [packed],
    }
    answer = client.post("/v1/what-if", json=body).json()["scenarios"]
    assert answer["base"]["reform"] is None
    assert answer["scenarios"][0]["reform"] == "assumptions_2026"
    assert answer["scenarios"][0]["changes"][0]["before"] == 15_000


def test_the_cities_are_compared(client):
    boards = client.post("/v1/compare", json=COMPARE_EXAMPLE).json()["boards"]
    assert [(board["date"], board["reform"]) for board in boards] == [
        ("2026-04-01", None),
        ("2026-04-01", "assumptions_2026"),
        ("2027-01-01", None),
        ("2027-01-01", "assumptions_2026"),
    ]
    assert [answer["city"] for answer in boards[0]["answers"]] == ["chengdu", "deyang", "meishan", "ziyang"]


def test_a_reform_that_touches_one_city_says_which_it_leaves_alone(client):
    body = copy.deepcopy(COMPARE_EXAMPLE)
    body["dates"] = ["2026-04-01"]
    body["reform"] = {
        "name": "deyang_only",
        "title": {"zh": "仅德阳", "en": "Deyang only"},
        "mode": "replace",
        "rationale": {"zh": "试验", "en": "a trial"},
        "effective": "2026-01-01",
        "parameters": {"provident_fund.loan.maximum_single": [{"cities": ["deyang"], "value": 123_000}]},
    }
    answer = client.post("/v1/compare", json=body)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()["boards"][1]["unchanged"]) == {"chengdu", "meishan", "ziyang"}


@pytest.mark.parametrize(
    ("path", "body", "status", "pointer"),
    [
        ("what-if", {"benefit": "rent_subsidy", "case": CASE}, 422, ""),
        ("what-if", {"benefit": "rent_subsid", "case": CASE, "when": {}}, 404, "benefit"),
        ("what-if", {"benefit": "rent_subsidy", "case": {}, "when": {}}, 422, "case.members"),
        ("what-if", {"benefit": "rent_subsidy", "case": CASE, "when": {"years": 4000}}, 422, "when.years"),
        ("what-if", {"benefit": "rent_subsidy", "case": CASE, "when": {}, "reform": "../x"}, 404, "reform"),
        ("what-if", {"benefit": "rent_subsidy", "case": CASE, "sweep": {"input": "price"}}, 404, "sweep.input"),
        (
            "what-if",
            {"benefit": "rent_subsidy", "case": CASE, "sweep": {"input": "monthly_rent", "low": "x"}},
            422,
            "sweep.low",
        ),
        ("what-if", {"benefit": "rent_subsidy", "case": CASE, "least_change": {"goal": 0}}, 422, "least_change.goal"),
        ("what-if", {"benefit": "rent_subsidy", "case": CASE, "scenarios": []}, 422, "scenarios"),
        ("compare", {"benefit": "rent_subsidy", "case": CASE, "dates": ["2026-02-30"]}, 422, "dates[0]"),
        ("compare", {"benefit": "rent_subsidy", "case": CASE, "dates": ["2026-01-01"] * 13}, 422, "dates"),
        ("compare", {"benefit": "rent_subsidy", "case": CASE, "cities": ["mars"]}, 404, "cities[0]"),
    ],
)
def test_a_mistake_says_where(client, path, body, status, pointer):
    answer = client.post(f"/v1/{path}", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), answer.text


def test_the_matrix_comes_as_json_and_as_tables(client):
    found = client.get("/v1/law-matrix", params={"domain": "provident_fund.loan", "date": "2026-06-15"}).json()
    single = next(row for row in found["rows"] if row["path"] == "provident_fund.loan.maximum_single")
    assert {cell["place"]: cell["value"] for cell in single["cells"]}["chengdu"] == 800_000
    table = client.get("/v1/law-matrix", params={"domain": "provident_fund.loan", "format": "csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert client.get("/v1/law-matrix", params={"format": "xlsx", "domain": "provident_fund"}).content[:2] == b"PK"
    assert client.get("/v1/law-matrix", params={"domain": "x"}).status_code == 404


def test_where_the_rule_is_unknown_the_page_says_which_and_whom_to_ask(client):
    page = client.get(
        "/what-if/rent_subsidy", params={"example": "", "lang": "en"}, headers={"accept": "text/html"}
    ).text
    assert "Not known: Asset line" in page
    assert 'Ask: <span lang="zh-CN">成都市住房和城乡建设局</span>' in page


def test_a_page_says_that_not_everything_was_tried(client, monkeypatch):
    case = {
        "household.household_annual_income": "900000",
        "ask": "least",
        "lang": "en",
    }
    monkeypatch.setattr(work, "BUDGET", 0)
    page = client.post("/what-if/rent_subsidy", data=case).text
    assert "Not everything could be tried" in page
    assert "Nothing that the household can change" not in page


def test_pages_answer_without_scripts_and_name_mistakes(client):
    sent = {
        "household.household_annual_income": "50000",
        "ask": "sweep",
        "vary": "household.household_annual_income",
        "low": "9**9",
    }
    page = client.post("/what-if/rent_subsidy", data=sent)
    assert page.status_code == 200
    assert "9**9" in page.text
    assert client.get("/what-if/nothing", headers={"accept": "text/html"}).status_code == 404
    assert "29,999.99" not in page.text
    assert client.get("/law-matrix", params={"domain": "no", "date": "never"}).status_code == 200
    assert client.post("/what-if/rent_subsidy", data={"ask": "least", "goal": "much"}).status_code == 200

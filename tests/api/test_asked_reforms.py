"""A reform sent with a request: by name, as a body, several in order; and every hostile one refused with its place."""

import json
import time

import pytest
from cdmz_rules.api.schema import EXAMPLE_CASE, EXAMPLE_REQUEST
from generators.shipped import BOOK

from cdmz_rules import decide, load_reform
from cdmz_rules.decisions.replay import replay
from cdmz_rules.law.reform import compose

LOAN, MAXIMUM = "provident_fund_loan", "provident_fund.loan.maximum_single"
WORDS = {"zh": "方案", "en": "A reform"}
DAY = "2027-06-15"


def body(change=None, path=MAXIMUM, **more):
    changes = {"parameters": {path: {"cities": "all", "value": 700_000} if change is None else change}}
    return {"name": "mine", "title": WORDS, "rationale": WORDS, "effective": "2027-01-01", **changes, **more}


def ask(client, reform, **more):
    return client.post("/v1/decisions", json={**EXAMPLE_REQUEST, "date": DAY, "reform": reform, **more})


def answered(client, reform, **more):
    response = ask(client, reform, **more)
    assert response.status_code == 200, response.text
    return response.json()["decisions"][0]


def test_a_body_decides_and_its_receipt_replays(client):
    answer = answered(client, body(), detail="full")
    expected = decide(EXAMPLE_CASE, LOAN, DAY, reform=BOOK.reforms.from_body(body())).model_dump(mode="json")
    assert answer == expected
    assert answer["amounts"][0]["upper"] == 700_000
    assert (answer["evidence"], answer["reforms"][0]["values"]) == ("proposed", 1)
    assert answer["receipt"]["reform"]["parameters"][MAXIMUM] == [{"cities": "all", "value": 700_000}]
    assert replay(answer["receipt"]).same


@pytest.mark.parametrize(
    "asked",
    [
        ["assumptions_2026", body()],
        ["assumptions_2026", "median_provident_fund"],
        "assumptions_2026+median_provident_fund",
        ["assumptions_2026+median_provident_fund", body()],
        body(includes=["assumptions_2026"]),
    ],
)
def test_several_are_applied_in_order(client, asked):
    answer = answered(client, asked)
    parts = asked if isinstance(asked, list) else [asked]
    reform = compose([load_reform(part) if isinstance(part, str) else BOOK.reforms.from_body(part) for part in parts])
    assert answer == decide(EXAMPLE_CASE, LOAN, DAY, reform=reform, detail="compact").model_dump(mode="json")
    assert answer["amounts"][0]["value"] == (700_000 if isinstance(parts[-1], dict) else 550_000)


def test_a_household_it_leaves_alone_is_told_so(client):
    alone = body({"cities": ["deyang"], "value": 1})
    answer, today = answered(client, alone, detail="full"), answered(client, None, detail="full")
    assert answer["reforms"] == [{"name": "mine", "title": WORDS, "mode": "replace", "values": 0}]
    assert {**answer, "reform": None, "reform_title": None, "reforms": []} | {"receipt": None} == {
        **today,
        "receipt": None,
    }


def test_claims_and_batches_take_reforms_too(client):
    claim = {
        "person": "A",
        "birth_date": "1984-01-01",
        "insurance_scheme": "employee",
        "insurance_pool": "deyang",
        "employee_status": "active",
        "claim_kind": "inpatient",
        "hospital_level": "level_3",
        "treatment_city": "deyang",
        "discharge_date": "2027-06-01",
        "total_cost": 20_000,
        "full_self_pay": 1000,
        "category_b_first_pay": 500,
        "supplement_insured": False,
    }
    asked = {"claims": [claim], "date": DAY, "reform": ["assumptions_2026", "level_up_medical_insurance"]}
    settled = client.post("/v1/medical/settlements", json=asked).json()
    assert settled["reform"] == "assumptions_2026+level_up_medical_insurance"
    assert settled["claims"][0]["basic_fund_payment"] == 15_215
    lines = (json.dumps({**EXAMPLE_CASE, "id": 1}) + "\n").encode()
    for reform in (["assumptions_2026", "median_provident_fund"], ["assumptions_2026", json.dumps(body())]):
        response = client.post(
            "/v1/decisions/batch",
            params={"benefit": LOAN, "date": DAY, "reform": reform},
            content=lines,
            headers={"content-type": "application/x-ndjson"},
        )
        assert response.status_code == 200, response.text
        amount = json.loads(response.text.splitlines()[0])["decisions"][0]["amounts"][0]["value"]
        assert amount == (550_000 if reform[1].startswith("median") else 700_000)


CHANGE = "reform.parameters.provident_fund.loan.maximum_single"
HOSTILE = {
    "no such item": (
        body(path="provident_fund.loan.maximum_singel"),
        "reform.parameters.provident_fund.loan.maximum_singel",
    ),
    "a wrong type": (body({"cities": "all", "value": True}), CHANGE),
    "text for a number": (body({"cities": "all", "value": "70千"}), CHANGE),
    "a number beyond all floats": (body({"cities": "all", "value": int("9" * 4000)}), f"{CHANGE}.value"),
    "a unit beyond all floats": (
        body({"cities": "all", "rule": "median", "round_to": 10**400}),
        f"{CHANGE}.round_to",
    ),
    "a negative amount": (body({"cities": "all", "value": -1}), CHANGE),
    "a rate over one": (
        body({"cities": "all", "value": 1.5}, "provident_fund.loan.down_payment.first_home"),
        "reform.parameters.provident_fund.loan.down_payment.first_home",
    ),
    "a negative factor": (body({"cities": "all", "rule": {"scale_by": -2}, "round_to": 1}), f"{CHANGE}.rule.scale_by"),
    "no such place": (body({"cities": ["deyangg"], "value": 1}), f"{CHANGE}.cities[0]"),
    "no such rule": (body({"cities": "all", "rule": "finest"}), f"{CHANGE}.rule"),
    "a rule and a value": (body({"cities": "all", "rule": "best", "value": 1}), CHANGE),
    "no rounding unit": (body({"cities": "all", "rule": "median"}), CHANGE),
    "a copy of itself": (body({"cities": ["deyang"], "rule": {"copy_of": "deyang"}}), CHANGE),
    "a cycle of copies": (
        body(
            [
                {"cities": ["deyang"], "rule": {"copy_of": "meishan"}},
                {"cities": ["meishan"], "rule": {"copy_of": "ziyang"}},
                {"cities": ["ziyang"], "rule": {"copy_of": "deyang"}},
            ]
        ),
        f"{CHANGE}[0]",
    ),
    "one place twice": (
        body([{"cities": "all", "value": 1}, {"cities": ["deyang"], "value": 2}]),
        f"{CHANGE}[1]",
    ),
    "a day that is none": (body({"cities": "all", "value": 1, "from": "2027-02-30"}), f"{CHANGE}.from"),
    "a last day before the first": (
        body({"cities": "all", "value": 1, "from": "2027-02-01", "until": "2027-01-01"}),
        CHANGE,
    ),
    "no first day": ({key: value for key, value in body().items() if key != "effective"}, "reform"),
    "steps without end": (
        body({"cities": "all", "value": 1, "round_to": 1, "phase_in": {"until": "2029-01-01", "steps": 10**9}}),
        f"{CHANGE}.phase_in.steps",
    ),
    "a switch that is none": (body(switches={MAXIMUM: True}), f"reform.switches.{MAXIMUM}"),
    "best of what has no better": (
        body({"cities": "all", "rule": "best"}, "provident_fund.loan.balance_rule"),
        "reform.parameters.provident_fund.loan.balance_rule",
    ),
    "a mean of yes and no": (
        body({"cities": "all", "rule": "median", "round_to": 1}, "provident_fund.loan.balances_added"),
        "reform.parameters.provident_fund.loan.balances_added",
    ),
    "an unknown field": (body(formula="__import__('os')"), "reform.formula"),
    "a name with a path": ({**body(), "name": "../x"}, "reform.name"),
    "what is not shipped": (body(includes=["nothing"]), "reform.includes[0]"),
    "nothing": ({}, "reform.name"),
    "a record of steps": ({"steps": []}, "reform.name"),
    "a record of steps with a name": ({"name": "x", "title": WORDS, "rationale": WORDS, "steps": [body()]}, "reform"),
    "words that are none": (body(title={"zh": 1}), "reform.title.zh"),
    "a list of many": (["assumptions_2026"] * 17, "reform"),
    "a number": (5, "reform"),
    "two of one name": ([body(), body({"cities": "all", "value": 2})], "reform"),
    "the second of two": (
        ["assumptions_2026", body({"cities": "all", "value": -1})],
        CHANGE.replace("reform.", "reform[1]."),
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_reform_is_refused_with_its_place(client, name):
    reform, pointer = HOSTILE[name]
    response = ask(client, reform)
    assert response.status_code in (404, 422), response.text
    pointers = [problem["pointer"] for problem in response.json()["errors"]]
    assert any(one == pointer or one.startswith(f"{pointer}.") for one in pointers), pointers


def test_infinity_is_no_value(client):
    text = json.dumps({**EXAMPLE_REQUEST, "reform": body({"cities": "all", "value": float("inf")})})
    response = client.post("/v1/decisions", content=text, headers={"content-type": "application/json"})
    assert response.status_code == 422


def test_half_of_a_surrogate_pair_is_no_fault_of_the_service(client):
    odd = body(title={"zh": "\ud800", "en": "x"}, rationale={"zh": "\ud800", "en": "x"})
    text = json.dumps({**EXAMPLE_REQUEST, "date": DAY, "detail": "full", "reform": odd})
    response = client.post("/v1/decisions", content=text, headers={"content-type": "application/json"})
    assert response.status_code in (200, 422)


def test_what_is_too_large_or_too_deep_is_refused_at_once(client):
    start = time.process_time()
    many = body()
    many["parameters"] = {f"a{number}": {"cities": "all", "value": 1} for number in range(100_000)}
    assert ask(client, many).status_code == 413
    deep = {"cities": "all", "value": 1}
    for _ in range(50):
        deep = {"rule": deep}
    assert ask(client, body(deep)).status_code == 400
    assert time.process_time() - start < 5


def test_as_much_as_fits_into_a_request_is_answered_soon(client):
    paths = ["provident_fund.loan.maximum_single", "provident_fund.loan.maximum_dual"]
    step = {"phase_in": {"until": "2090-01-01", "steps": 30}, "round_to": 1}
    changes = [
        {"cities": ["deyang"], "value": 10_000 + day, "from": f"2027-01-{day:02}", "until": f"2027-01-{day:02}"}
        for day in range(2, 25)
    ]
    large = body()
    large["parameters"] = {
        **dict.fromkeys(paths, changes),
        **{
            item: {"cities": ["deyang", "meishan", "ziyang"], "rule": {"copy_of": "chengdu"}, **step}
            for item in load_reform("median_provident_fund").body.parameters
            if item not in paths
        },
    }
    start = time.process_time()
    assert ask(client, ["assumptions_2026", large]).status_code == 200
    unknown = body()
    unknown["parameters"] = {
        f"provident_fund.loan.item_{number}": {"cities": "all", "value": 1} for number in range(800)
    }
    response = ask(client, unknown)
    assert response.status_code == 422
    assert len(response.json()["errors"]) == 20
    assert time.process_time() - start < 8


def test_a_body_that_takes_more_steps_than_any_reform_needs_is_refused(client):
    step = {"phase_in": {"until": "2090-01-01", "steps": 60}, "round_to": 1}
    large = body()
    large["parameters"] = {
        item: {"cities": "all", "value": 1, **step} for item in load_reform("median_medical_insurance").body.parameters
    }
    response = ask(client, large)
    assert response.status_code == 422
    assert "more than 5000 values" in response.json()["errors"][0]["message_en"]

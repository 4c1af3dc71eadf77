"""``POST /v1/medical/settlements``: a year of claims, and each mistake in the one shape."""

import pytest
from cdmz_rules.api.routes.settlements import EXAMPLE_CLAIM, EXAMPLE_REQUEST, MOST_CLAIMS


def ask(client, **changes):
    return client.post("/v1/medical/settlements", json={**EXAMPLE_REQUEST, **changes})


def test_the_example_is_settled_in_order(client):
    answer = ask(client).json()
    assert [claim["basic_fund_payment"] for claim in answer["claims"]] == [200, 300]
    assert [claim["rank"] for claim in answer["claims"]] == [1, 2]
    assert answer["reform"] is None


def test_a_pack_fills_what_is_unknown_and_is_named(client):
    stay = {**EXAMPLE_CLAIM, "claim_kind": "inpatient", "supplement_insured": False}
    assert ask(client, claims=[stay]).json()["errors"][0]["code"] == "rule_unknown"
    answer = ask(client, claims=[stay], reform="assumptions_2026").json()
    assert answer["reform"] == "assumptions_2026"
    assert answer["claims"][0]["claim_deductible"] == 600


MISTAKES = {
    "none": ([], "claims", 422),
    "too many": ([EXAMPLE_CLAIM] * (MOST_CLAIMS + 1), "claims", 422),
    "a wrong level": ([{**EXAMPLE_CLAIM, "hospital_level": "top"}], "claims[0].hospital_level", 422),
    "an unknown column": ([{**EXAMPLE_CLAIM, "cost": 1}], "cost", 422),
    "a list for a cell": ([{**EXAMPLE_CLAIM, "total_cost": [1]}], "claims[0].total_cost", 422),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_answered_with_its_place(client, name):
    claims, pointer, status = MISTAKES[name]
    response = ask(client, claims=claims)
    assert response.status_code == status
    assert response.json()["errors"][0]["pointer"].startswith(pointer)


def test_an_identity_number_stands_in_place_of_a_date_of_birth(client):
    number = "510104194912310044"
    told = {key: value for key, value in EXAMPLE_CLAIM.items() if key != "birth_date"}
    answer = ask(client, claims=[{**told, "id_number": number}])
    assert answer.status_code == 200
    assert number not in answer.text
    wrong = ask(client, claims=[{**told, "id_number": f"{number[:-1]}1"}])
    assert [error["pointer"] for error in wrong.json()["errors"]] == ["claims[0].id_number"]
    assert number[:17] not in wrong.text


def test_of_one_person_with_two_dates_of_birth_both_claims_are_named(client):
    (error,) = ask(client, claims=[EXAMPLE_CLAIM, {**EXAMPLE_CLAIM, "birth_date": "1985-01-01"}]).json()["errors"]
    assert (error["pointer"], error["others"]) == ("claims[1].birth_date", ["claims[0].birth_date"])


def test_an_unknown_reform_is_not_found(client):
    assert ask(client, reform="nothing").status_code == 404

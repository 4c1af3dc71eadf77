"""An address that names what its route does not read is refused: whoever misspells a name would be answered something else."""

import pytest
from cdmz_rules.api import create_app

LAW = "provident_fund.loan.maximum_single"
ROUTES = [
    path.format(name="provident_fund_loan", path=LAW, reform="one_standard")
    for path, methods in create_app().openapi()["paths"].items()
    if "get" in methods
]


def mistakes(answer):
    assert answer.status_code == 422, answer.text
    return [(problem["code"], problem["pointer"], problem["did_you_mean"]) for problem in answer.json()["errors"]]


@pytest.mark.parametrize("path", ROUTES)
def test_every_route_names_what_it_does_not_read(client, path):
    assert client.get(path).status_code == 200
    assert mistakes(client.get(path, params={"nonsense": "1"})) == [("unknown_field", "query.nonsense", None)]


def test_a_misspelt_name_of_the_matrix_is_named_with_the_right_one(client):
    answer = client.get("/v1/law-matrix", params={"domian": "provident_fund", "plaec": "chengdu", "date": "2026-01-01"})
    assert mistakes(answer) == [("unknown_field", "query.domian", "domain"), ("unknown_field", "query.plaec", "place")]
    assert answer.json()["errors"][0]["message_zh"] == "没有名为“domian”的查询参数"
    assert answer.json()["errors"][0]["expected"] == "domain, date, place, known_on, reform, only, format, lang"


def test_what_is_sent_to_be_decided_has_no_unread_names_either(client):
    sent = {"benefits": ["provident_fund_loan"], "case": {"members": [{"role": "applicant"}]}, "date": "2026-04-01"}
    assert mistakes(client.post("/v1/decisions?detail=compact", json=sent)) == [("unknown_field", "query.detail", None)]

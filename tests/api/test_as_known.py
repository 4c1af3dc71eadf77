"""``known_on``: the law as it was known on an earlier day, over HTTP."""

import pytest
from cdmz_rules.api.schema import EXAMPLE_CASE
from generators.shipped import BOOK

FIRST = str(BOOK.base.past.first)
ITEM = "provident_fund.loan.maximum_single"
CASE = {"benefits": ["provident_fund_loan"], "date": "2026-04-01", "case": EXAMPLE_CASE}
BODIES = {
    "/v1/decisions": CASE,
    "/v1/interviews": CASE,
    "/v1/compare": {"benefit": "provident_fund_loan", "dates": ["2026-04-01"], "case": EXAMPLE_CASE},
}


def test_an_answer_and_its_receipt_say_the_day_only_where_it_was_given(client):
    (then,) = client.post("/v1/decisions", json={**CASE, "known_on": FIRST}).json()["decisions"]
    (now,) = client.post("/v1/decisions", json=CASE).json()["decisions"]
    assert (then["known_on"], then["receipt"]["known_on"]) == (FIRST, FIRST)
    assert "known_on" not in now
    assert "known_on" not in now["receipt"]
    (compact,) = client.post("/v1/decisions", json={**CASE, "known_on": FIRST, "detail": "compact"}).json()["decisions"]
    assert compact["known_on"] == FIRST
    boards = client.post("/v1/compare", json={**BODIES["/v1/compare"], "known_on": FIRST}).json()
    assert boards["known_on"] == FIRST


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("day", ["2026-01-01", "2090-01-01", "soon", 5])
def test_a_day_that_cannot_be_is_refused_in_a_body(client, path, day):
    answer = client.post(path, json={**BODIES[path], "known_on": day})
    assert answer.status_code == 422
    assert [problem["pointer"] for problem in answer.json()["errors"]] == ["known_on"]


@pytest.mark.parametrize("path", ["/v1/law", f"/v1/law/{ITEM}", "/v1/law-matrix"])
def test_the_law_is_read_as_known_then(client, path):
    assert client.get(path, params={"known_on": FIRST}).status_code == 200
    refused = client.get(path, params={"known_on": "2026-01-01"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "known_on")


def test_an_interview_goes_on_as_known_then(client):
    answer = client.post("/v1/interviews", json={**CASE, "known_on": FIRST})
    assert answer.status_code == 200

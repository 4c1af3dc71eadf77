"""Pages of listed websites may ask the interface, those of all may load the calculator, and nobody is let in by mistake."""

import pytest
from cdmz_rules.api import create_app
from cdmz_rules.api.settings import ALLOW_ORIGINS, Settings
from cdmz_rules.api.settings import origins as read
from fastapi.testclient import TestClient

from cdmz_rules.errors import InputError

CITY, OTHER = "https://www.deyang.example", "https://elsewhere.example"
ALLOWED = "access-control-allow-origin"
CALCULATOR = "/widget/cdmz-calculator.js"
ASKED = {"benefits": ["old_age_allowance"], "case": {"members": [{"role": "applicant"}]}, "date": "2026-04-01"}


@pytest.fixture(scope="module")
def listed():
    return TestClient(create_app(Settings(allow_origins=(CITY,))), raise_server_exceptions=False)


def preflight(client, origin, path="/v1/interviews", method="POST"):
    asks = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    return client.options(path, headers={"Origin": origin, **asks})


def test_a_listed_website_asks(listed):
    asks_first = preflight(listed, CITY)
    assert (asks_first.status_code, asks_first.headers[ALLOWED]) == (200, CITY)
    assert "POST" in asks_first.headers["access-control-allow-methods"]
    assert "content-type" in asks_first.headers["access-control-allow-headers"].lower()
    answer = listed.post("/v1/interviews", json=ASKED, headers={"Origin": CITY})
    assert (answer.status_code, answer.headers[ALLOWED]) == (200, CITY)
    assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize(
    "origin", [OTHER, f"{CITY}.evil.example", CITY.replace("https", "http"), f"{CITY}:444", "null"]
)
def test_another_website_is_told_nothing(listed, origin):
    assert ALLOWED not in preflight(listed, origin).headers
    assert ALLOWED not in listed.post("/v1/interviews", json=ASKED, headers={"Origin": origin}).headers


def test_mistakes_can_be_read_too(listed):
    refused = listed.post("/v1/interviews", json={}, headers={"Origin": CITY})
    assert (refused.status_code, refused.headers[ALLOWED]) == (422, CITY)
    too_large = listed.post("/v1/interviews", content=b" " * 100_000, headers={"Origin": CITY})
    assert (too_large.status_code, too_large.headers[ALLOWED]) == (413, CITY)


def test_by_default_no_website_may_ask(client):
    assert ALLOWED not in client.post("/v1/interviews", json=ASKED, headers={"Origin": CITY}).headers
    assert ALLOWED not in preflight(client, CITY).headers


@pytest.mark.parametrize("origin", [CITY, OTHER])
def test_any_website_may_load_the_calculator(listed, origin):
    loaded = listed.get(CALCULATOR, headers={"Origin": origin})
    assert (loaded.status_code, loaded.headers[ALLOWED]) == (200, "*")


@pytest.mark.parametrize(
    "path", ["/", "/interviews/provident_fund_loan", "/static/site.js", "/widgetry", "/openapi.json"]
)
def test_pages_are_for_no_other_website(listed, path):
    assert ALLOWED not in listed.get(path, headers={"Origin": CITY}).headers


@pytest.mark.parametrize("path", [CALCULATOR, "/v1/benefits"])
def test_nobody_is_asked_for_cookies(listed, path):
    assert "access-control-allow-credentials" not in listed.get(path, headers={"Origin": CITY}).headers


def test_the_environment_lists_websites(monkeypatch):
    monkeypatch.setenv(
        ALLOW_ORIGINS, " HTTPS://www.Deyang.example/, http://127.0.0.1:8080  http://[::1]:80 https://a.example:443"
    )
    assert Settings.of_environment().allow_origins == (
        CITY,
        "http://127.0.0.1:8080",
        "http://[::1]",
        "https://a.example",
    )


@pytest.mark.parametrize(
    "wrong",
    ["*", "null", "www.deyang.example", f"{CITY}/page", "ftp://a.example", f"{CITY}:port", "https://", "https://a b"],
)
def test_what_is_no_origin_is_refused(wrong):
    with pytest.raises(InputError) as refused:
        read([CITY, wrong])
    assert refused.value.problems[0].pointer == ALLOW_ORIGINS

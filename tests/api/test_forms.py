"""Forms and addresses of pages: what is misspelt, given twice or not called a form is refused, never passed over."""

import re

import pytest
from cdmz_rules.api.pages import submission

PAGES = ("/benefits/rent_subsidy", "/bundles/public_rental_housing", "/compare/rent_subsidy", "/what-if/rent_subsidy")
CLEARING = "/elder-care/clearing"
FORM = "application/x-www-form-urlencoded"
each_page = pytest.mark.parametrize("path", [*PAGES, CLEARING])


def mistakes(response, status=422):
    assert response.status_code == status, response.text[:500]
    return [(each["code"], each["pointer"], each["did_you_mean"]) for each in response.json()["errors"]]


@pytest.mark.parametrize("path", PAGES)
def test_a_field_that_a_form_does_not_have_is_refused_with_the_nearest(client, path):
    response = client.post(path, data={"household.monthly_rnet": "900", "date": "2026-06-15"})
    assert mistakes(response) == [("unknown_field", "household.monthly_rnet", "household.monthly_rent")]


def test_so_is_one_of_the_form_of_stays(client):
    assert mistakes(client.post(CLEARING, data={"mnoth": "2026-01"})) == [("unknown_field", "mnoth", "month")]
    packed = client.post(f"{CLEARING}.zip", data={"month": "2026-01"}, files={"flie": ("a.csv", b"x")})
    assert mistakes(packed) == [("unknown_field", "flie", "file")]


@each_page
def test_a_field_given_twice_is_refused(client, path):
    response = client.post(path, content="lang=en&lang=zh", headers={"content-type": FORM})
    assert mistakes(response) == [("given_twice", "lang", None)]


@each_page
@pytest.mark.parametrize("headers", [{}, {"content-type": "application/json"}], ids=["none", "other"])
def test_a_form_that_does_not_say_so_is_refused(client, path, headers):
    ((code, pointer, _),) = mistakes(client.post(path, content="lang=en", headers=headers), 415)
    assert (code, pointer) == ("unknown_format" if headers else "missing", "content-type")


def test_a_form_with_too_many_fields_is_refused(client):
    body = "&".join(f"a{number}=1" for number in range(submission.MAX_FIELDS + 1))
    response = client.post(PAGES[0], content=body, headers={"content-type": FORM})
    assert mistakes(response) == [("too_many", "", None)]


@pytest.mark.parametrize("path", ["/", "/docs", "/law-matrix", "/law-gaps", *PAGES, CLEARING])
def test_an_address_that_names_what_a_page_does_not_read_is_refused(client, path):
    assert mistakes(client.get(path, params={"lnag": "en"})) == [("unknown_field", "query.lnag", "lang")]


def test_a_browser_gets_a_page_that_says_so(client):
    answer = client.get("/law-matrix?domian=common&lang=en", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "there is no query parameter domian · did you mean domain" in answer.text


@pytest.mark.parametrize(
    ("path", "sent"), [("/v1/law-matrix", "date=2026-01-01&date=2026-02-01"), ("/", "lang=zh&lang=en")]
)
def test_a_name_of_an_address_given_twice_is_refused(client, path, sent):
    name = sent.partition("=")[0]
    assert mistakes(client.get(f"{path}?{sent}")) == [("given_twice", f"query.{name}", None)]


def test_what_a_route_reads_several_times_may_be_given_several_times(client):
    answer = client.get("/v1/law-matrix?place=chengdu&place=deyang&domain=common")
    assert list(answer.json()["places"]) == ["chengdu", "deyang"]


def test_a_reform_that_a_page_does_not_know_is_named(client):
    for answer in (
        client.get("/law-matrix?reform=one_standrad&domain=common&lang=en"),
        client.post("/compare/rent_subsidy", data={"reform": "one_standrad", "lang": "en"}),
    ):
        assert (answer.status_code, "did you mean one_standard" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("path", "field", "chosen", "near"),
    [
        *((path, "has_spouse", "on", None) for path in PAGES),
        (PAGES[0], "household.monthly_rent.scale", "wam", "wan"),
        (PAGES[3], "ask", "sweeep", "sweep"),
        (CLEARING, "regime", "folows", "follows"),
    ],
)
def test_what_a_control_does_not_offer_is_refused_and_not_taken_for_nothing(client, path, field, chosen, near):
    assert mistakes(client.post(path, data={field: chosen})) == [("unknown_value", field, near)]


@pytest.mark.parametrize("path", ["/", "/law-matrix", "/law-gaps", *PAGES, CLEARING])
def test_a_link_that_was_passed_on_in_wechat_opens(client, path):
    assert client.get(path, params={"from": "singlemessage", "isappinstalled": "0"}).status_code == 200


def test_a_text_longer_than_anybody_types_is_refused_and_not_cut(client):
    answer = client.post(PAGES[0], data={"household.monthly_rent": "1500" + " " * 200 + "000"})
    assert mistakes(answer) == [("too_long", "household.monthly_rent", None)]


@pytest.mark.parametrize("typed", ["1.5e2", "150元", "1e-1", "一百"])
def test_a_sum_in_ten_thousands_that_cannot_be_read_is_never_taken_for_yuan(client, typed):
    form = {"household.monthly_rent": typed, "household.monthly_rent.scale": "wan", "lang": "en"}
    answer = client.post(PAGES[0], data=form)
    assert answer.status_code == 200
    assert f"{typed}万 is no number" in answer.text


@pytest.mark.parametrize("typed", ["0.15人民币", "人民币0.15", "¥0.15", "0.15"])
def test_marks_of_the_currency_stand_beside_ten_thousands(client, typed):
    same = [
        client.post(
            PAGES[0], data={"household.monthly_rent": text, "household.monthly_rent.scale": scale, "lang": "en"}
        )
        for text, scale in ((typed, "wan"), ("1500", "yuan"))
    ]
    verdicts = [re.search(r'class="verdict.*?</section>', each.text, re.DOTALL)[0] for each in same]
    assert verdicts[0] == verdicts[1]

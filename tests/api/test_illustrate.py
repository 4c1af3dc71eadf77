"""``illustrate``: a trial figure under an assumption pack beside an answer, never in it; on pages folded, embedded only if asked for."""

from pathlib import Path

import pytest
from cdmz_rules.api.schema import EXAMPLE_REQUEST

from cdmz_rules.decisions.case_file import read_case

PACK = "assumptions_2026"
FILE = Path(__file__).parents[1] / "cases" / "resident_bill.yaml"
BILL = read_case(FILE)
CASE = {key: value for key, value in BILL.items() if key not in ("date", "benefit", "title")}
TYPED = {True: "yes", False: "no"}
TRIAL = "试算，并非政策"


def ask(client, **changes):
    request = {"benefits": [BILL["benefit"]], "case": CASE, "date": BILL["date"]}
    return client.post("/v1/decisions", json={**request, **changes})


@pytest.mark.parametrize("detail", ["full", "compact"])
def test_the_trial_figure_is_beside_the_answer(client, detail):
    (without,) = ask(client, detail=detail).json()["decisions"]
    (answer,) = ask(client, detail=detail, illustrate=PACK).json()["decisions"]
    trial = answer.pop("illustration")
    assert without.pop("illustration", None) is None
    assert answer == without
    assert (trial["reform"], trial["outcome"], trial["amounts"][0]["value"]) == (PACK, "eligible", 31_620)
    assert [(each["path"], each["placeholder"]) for each in trial["assumed"]] == [
        ("medical_insurance.inpatient.employee.annual_cap", True)
    ]


def test_under_the_pack_itself_there_is_nothing_to_try(client):
    (answer,) = ask(client, reform=PACK, illustrate=PACK).json()["decisions"]
    assert answer["illustration"] is None


@pytest.mark.parametrize(
    ("name", "status", "code", "near"),
    [
        ("level_up_provident_fund", 422, "unknown_value", None),
        ("assumptions_2025", 404, "not_found", PACK),
        ("../pyproject", 404, "not_found", None),
    ],
)
def test_only_a_pack_can_be_tried(client, name, status, code, near):
    response = ask(client, illustrate=name)
    problem = response.json()["errors"][0]
    assert (response.status_code, problem["pointer"], problem["code"]) == (status, "illustrate", code)
    assert problem["did_you_mean"] == near


@pytest.mark.parametrize("name", [5, "", [PACK], {"name": "x"}])
def test_it_is_a_name(client, name):
    response = client.post("/v1/decisions", json={**EXAMPLE_REQUEST, "illustrate": name})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "illustrate")


# Pages


def typed(value):
    return TYPED[value] if isinstance(value, bool) else str(value)


FORM = {
    "lang": "zh",
    "date": BILL["date"],
    **{f"household.{key}": typed(value) for key, value in CASE.items() if key != "members"},
    **{f"applicant.{key}": typed(value) for key, value in CASE["members"][0].items() if key != "role"},
}


def page(client, **form):
    answer = client.post(f"/benefits/{BILL['benefit']}", data={**FORM, **form}, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def test_the_page_folds_it_and_says_what_has_no_source(client):
    text = page(client)
    head, _, trial = text.partition('<details class="trial">')
    assert TRIAL in trial
    assert "没有任何依据" in trial
    assert "没有任何依据" not in head
    assert "个人负担：6,380 元" in head
    assert "请问：在成都市，职工医保的统筹基金一年最多报多少元？依据哪份文件？" in text
    assert "取决于" in head


def test_the_english_page_says_so_too(client):
    text = page(client, lang="en")
    assert "Trial figure, not policy" in text
    assert "no source at all" in text


def test_under_the_pack_the_page_offers_none(client):
    assert '<details class="trial">' not in page(client, pack="yes")


def test_a_page_within_another_shows_it_only_if_that_asks(client):
    path = f"/benefits/{BILL['benefit']}?example"
    framed = {"accept": "text/html", "sec-fetch-dest": "iframe"}
    hidden = client.get(path, headers=framed).text
    assert '<details class="trial">' not in hidden
    assert '<input type="hidden" name="framed" value="yes">' in hidden
    assert '<details class="trial">' not in page(client, framed="yes")
    assert 'name="framed"' not in client.get(f"{path}&illustrate", headers=framed).text
    assert 'name="framed"' not in client.get(path, headers={"accept": "text/html", "sec-fetch-dest": "document"}).text


def test_it_is_never_printed(client):
    style = client.get("/static/style.css").text
    printed = style[style.index("@media print") :]
    assert ".trial { display: none !important; }" in printed

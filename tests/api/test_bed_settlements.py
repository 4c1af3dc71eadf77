"""Bed subsidies settled over HTTP, and the page that does it: each mistake in the one shape, or on the page with its row."""

import io
import zipfile

import pytest
from cdmz_rules.api.pages import clearing
from cdmz_rules.api.routes.clearing import MOST_STAYS
from cdmz_rules.api.stay_examples import EXAMPLE_REQUEST, EXAMPLE_STAY
from generators.shipped import BOOK

PAGE = "/elder-care/clearing"
HEAD = ",".join(EXAMPLE_STAY)
LINE = ",".join(map(str, EXAMPLE_STAY.values()))
FORM = {"stays": f"{HEAD}\n{LINE}\n", "month": "2026-01", "pack": "yes", "lang": "en"}


def ask(client, **changes):
    return client.post("/v1/elder-care/settlements", json={**EXAMPLE_REQUEST, **changes})


def test_the_example_is_settled_and_balances(client):
    answer = ask(client).json()
    assert [row["city"] for row in answer["balance"]] == list(BOOK.places.cities)
    assert sum(row["balance"] for row in answer["balance"]) == 0
    total = sum(row["yuan"] for row in answer["matrix"])
    assert (
        total == sum(row["yuan"] for row in answer["institutions"]) == sum(row["yuan"] for row in answer["stays"]) > 0
    )
    assert answer["reform"] == "assumptions_2026"
    assert {row["month"] for row in answer["matrix"]} == {"2026-01", "2026-02", "2026-03"}


def test_without_a_pack_the_rule_is_named(client):
    response = ask(client, reform=None)
    assert response.status_code == 422
    assert response.json()["errors"][0]["code"] == "rule_unknown"


MISTAKES = {
    "none": ({"stays": []}, "stays"),
    "too many": ({"stays": [EXAMPLE_STAY] * (MOST_STAYS + 1)}, "stays"),
    "no month": ({"month": "2026"}, "month"),
    "too many months": ({"month": "2020-01"}, "until"),
    "not over": ({"date": "2026-03-30"}, "until"),
    "a wrong city": ({"stays": [EXAMPLE_STAY, {**EXAMPLE_STAY, "hukou_city": "paris"}]}, "stays[1].hukou_city"),
    "twice": ({"stays": [EXAMPLE_STAY, EXAMPLE_STAY]}, "stays[1]"),
    "an unknown column": ({"stays": [{**EXAMPLE_STAY, "beds": 1}]}, "beds"),
    "a list for a cell": ({"stays": [{**EXAMPLE_STAY, "elder": [1]}]}, "stays[0].elder"),
    "a number for a day": ({"stays": [{**EXAMPLE_STAY, "from": 1e300}]}, "stays[0].from"),
    "an unknown field": ({"months": 3}, "months"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_answered_with_its_place(client, name):
    changes, pointer = MISTAKES[name]
    response = ask(client, **changes)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"].startswith(pointer)


LAWS = {
    "today": ({}, "1,800.00", "Today&#39;s rules"),
    "at the home city's rate": ({"regime": "follows"}, "2,960.00", "Bed subsidies that follow the person"),
    "at the institution's": (
        {"regime": "follows", "rate": "host"},
        "3,240.00",
        "The rate of the institution&#39;s city",
    ),
    "at the lower": ({"regime": "follows", "rate": "lower"}, "2,700.00", "The lower of the two"),
    "today's pilot at the lower": ({"rate": "lower"}, "1,560.00", "The lower of the two"),
}


@pytest.mark.parametrize("name", LAWS)
def test_the_page_settles_by_the_rules_that_were_chosen_and_says_by_which(client, name):
    chosen, total, words = LAWS[name]
    sent = {"stays": clearing._example(), "month": "2026-01", "until": "2026-03", "pack": "yes", "lang": "en"}
    text = client.post(PAGE, data={**sent, **chosen}).text
    assert f"Total {total}" in text
    used = text.partition("Settled by: ")[2].partition("</p>")[0]
    assert words in used
    assert "Assumption pack 2026" in used
    assert ("as if in force since 2026-01" in used) == (name != "today")


def test_rules_of_no_such_name_are_refused(client):
    answer = client.post(PAGE, data={"regime": "<b>", "rate": "<b>"})
    assert answer.status_code == 422
    assert {each["pointer"] for each in answer.json()["errors"]} == {"regime", "rate"}


def test_a_body_of_a_reform_settles_as_a_name_does(client):
    words = {"zh": "就低", "en": "the lower"}
    lower = {"name": "lower", "title": words, "rationale": words, "effective": "2026-01-01"}
    lower["switches"] = {"elder_care.portability.rate_rule": "lower"}
    answer = ask(client, reform=["assumptions_2026", lower]).json()
    assert answer["reform"] == "assumptions_2026+lower"
    assert sum(row["yuan"] for row in answer["matrix"]) == 1560


def test_an_unknown_reform_is_not_found(client):
    assert ask(client, reform="nothing").status_code == 404


def test_a_file_counts_before_what_was_pasted(client):
    file = {"file": ("stays.csv", f"{HEAD}\n{LINE}\n".encode("utf-8-sig"), "text/csv")}
    text = client.post(PAGE, data={**FORM, "stays": "nonsense"}, files=file).text
    assert "Stays settled: 1" in text
    assert LINE in text
    assert "nonsense" not in text


def test_a_wrong_row_is_shown_and_the_others_settled(client):
    back = LINE.replace(EXAMPLE_STAY["to"], "2025-01-01").replace("A,", "<b>,", 1)
    text = client.post(PAGE, data={**FORM, "stays": f"{HEAD}\n{LINE}\n{back}"}).text
    assert '<th scope="row">3</th><td>to</td><td>it ends before it begins</td>' in text
    assert "refused 1" in text
    assert "<b>" not in text


def test_all_tables_can_be_taken_away(client):
    response = client.post(f"{PAGE}.zip", data=FORM)
    assert response.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    names = {"matrix", "net", "balance", "institutions", "stays", "refused"}
    assert set(archive.namelist()) == {f"{name}.csv" for name in names}
    assert archive.read("matrix.csv").decode("utf-8-sig").splitlines()[1].startswith('"2026-01","chengdu","deyang",1,')


HOSTILE = {
    "nothing": ({}, "this is no month"),
    "no table": ({"month": "2026-01"}, "there are no headings"),
    "no column of ours": ({**FORM, "stays": "a,b\n1,2"}, "there is no column"),
    "a row too long": ({**FORM, "stays": f"{HEAD}\n{LINE},1"}, f"this row has {len(EXAMPLE_STAY) + 1} cells"),
    "too many rows": (
        {**FORM, "stays": HEAD + ("\n" + "," * (len(EXAMPLE_STAY) - 1)) * (clearing.MOST_ROWS + 1)},
        "more than 20,000 rows",
    ),
    "a month to come": ({**FORM, "month": "2099-01"}, "not over"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.zip"])
def test_the_page_says_what_is_wrong(client, name, path):
    sent, words = HOSTILE[name]
    response = client.post(path, data={"lang": "en", **sent})
    if name == "a row too long" and path.endswith(".zip"):
        assert "refused.csv" in zipfile.ZipFile(io.BytesIO(response.content)).namelist()
        return
    assert response.status_code == 200
    assert words in response.text


def test_bytes_that_are_no_text_are_refused(client):
    file = {"file": ("stays.csv", f"{HEAD}\n".encode() + b"\xff\xfe\x00,", "text/csv")}
    response = client.post(PAGE, data=FORM, files=file)
    assert response.status_code == 200
    assert "no encoding that is read here" in response.text


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=b", b"--b\r\nno", 200),
        ("multipart/form-data; boundary=b", b"x" * (2 * 1024 * 1024 + 1), 413),
        ("application/x-www-form-urlencoded", b"stays=" + b"&stays=" * 20_000, 400),
        ("application/json", b"{}", 415),
    ],
)
def test_a_body_that_is_no_form_is_answered(client, kind, body, status):
    response = client.post(PAGE, content=body, headers={"content-type": kind})
    assert response.status_code == status

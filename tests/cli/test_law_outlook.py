"""How the law grows old, on the command line: what days bring, what nobody has verified, which pages changed."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from generators.shipped import BOOK
from terminal import CHENGDU, CHINESE, cdmz, said

from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.decide import decide
from cdmz_rules.reading import china

DOWN_PAYMENT = "provident_fund.loan.down_payment.new_commercial_home"
ASKED = ("law", "outlook", "--until", "2028-01-01")


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    """A folder of one case, so that nobody has to wait for all examples."""
    folder = tmp_path_factory.mktemp("cases")
    shutil.copy(CHENGDU, folder / "chengdu.yaml")
    return folder


def test_what_ends_is_said_with_its_day_place_benefits_and_households(cases):
    found = json.loads(cdmz(*ASKED, "--cases", cases, "--json").stdout)
    (entry,) = [each for each in found["coming"] if each["path"] == DOWN_PAYMENT and each["kind"] != "stale"]
    cell = BOOK.law[DOWN_PAYMENT].at("chengdu", date(2026, 12, 31))
    assert (entry["date"], entry["kind"], entry["place"], entry["value"]) == (
        "2027-01-01",
        "reverts",
        "chengdu",
        cell.value,
    )
    assert entry["benefits"] == ["provident_fund_loan"]
    answer = decide(read_case(Path(CHENGDU)), "provident_fund_loan", china.today())
    rests = any((each.path, each.start) == (DOWN_PAYMENT, cell.start) for each in answer.sources)
    assert entry["households"] == (["chengdu"] if rests else [])
    assert entry["title"] == BOOK.law.documents[cell.source].title
    text = said(*ASKED, "--cases", cases, "--where", "chengdu")
    assert all(words in text for words in ("2027-01-01", "恢复一般规定", DOWN_PAYMENT, "示例家庭"))


def test_a_calendar_is_in_chinese_whatever_is_spoken(cases, tmp_path):
    file = tmp_path / "law.ics"
    said(*ASKED, "--cases", cases, "--where", "chengdu", "--ics", file, "--lang", "en")
    text = file.read_bytes().decode().replace("\r\n ", "")
    summaries = [line for line in text.splitlines() if line.startswith("SUMMARY:")]
    assert summaries
    assert all(CHINESE.search(line) for line in summaries)
    identities = [line for line in text.splitlines() if line.startswith("UID:")]
    assert len(set(identities)) == len(identities) == len(summaries)
    said(*ASKED, "--cases", cases, "--where", "chengdu", "--ics", file)
    assert file.read_bytes().decode().replace("\r\n ", "") == text


def test_what_nobody_has_verified_is_listed_the_oldest_first_with_its_page():
    found = json.loads(cdmz("law", "stale", "--older-than", 90, "--json").stdout)
    days = [each["last_verified"] for each in found["values"]]
    assert days
    assert days == sorted(days)
    assert all((date.fromisoformat(found["today"]) - date.fromisoformat(day)).days > 90 for day in days)
    first = found["values"][0]
    text = said("law", "stale", "--older-than", 90)
    assert first["path"] in text
    assert first["title"] is None or first["title"][:10] in text
    assert "0 项" in said("law", "stale", "--older-than", 36_500)


@pytest.mark.parametrize("option", [("law", "stale", "--older-than", "-1"), ("law", "outlook", "--stale-after", "x")])
def test_a_number_of_days_that_cannot_be_is_refused(option):
    assert cdmz(*option).exit_code == 2


def report(file, *pages):
    entries = [
        {"href": href, "fetched_on": day, "status": status, "sha256": digest * 64 if digest else None}
        for href, day, status, digest in pages
    ]
    file.write_text(json.dumps(entries), encoding="utf-8")
    return file


def test_a_page_that_changed_names_the_values_that_rest_on_it(tmp_path):
    cell = BOOK.law["elder_care.childcare.per_year"].at("national", china.today())
    href = BOOK.law.documents[cell.source].href
    before = report(tmp_path / "before.json", (href, "2026-11-01", 200, "a"))
    now = report(
        tmp_path / "now.json", (href, "2026-11-30", 200, "b"), ("https://gone.example/", "2026-11-30", 404, "")
    )
    text = said("law", "links", now, "--against", before)
    assert all(
        words in text for words in ("有变动", "elder_care.childcare.per_year", "已失效", "https://gone.example/")
    )
    found = json.loads(cdmz("law", "links", now, "--against", before, "--json").stdout)
    assert [(page["kind"], page["known"]) for page in found["pages"]] == [("changed", True), ("vanished", False)]
    assert cell.path in {value["path"] for value in found["pages"][0]["values"]}
    assert "首次抓取 1" in said("law", "links", now)


def test_what_was_fetched_is_kept_in_the_overlay_for_the_next_time(tmp_path):
    first = report(tmp_path / "first.json", ("https://one.example/", "2026-11-01", 200, "a"))
    second = report(tmp_path / "second.json", ("https://one.example/", "2026-11-30", 200, "b"))
    refused = cdmz("law", "links", first, "--keep")
    assert (refused.exit_code, "--keep" in refused.output) == (2, True)
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    assert "首次抓取" in said("law", "links", first, "--keep", overlay=overlay)
    assert "有变动" in said("law", "links", second, "--keep", overlay=overlay)
    assert "无变动" in said("law", "links", second, overlay=overlay)


@pytest.mark.parametrize(
    ("text", "place"),
    [("", "r.json"), ("{", "r.json"), ('[{"href": 1}]', "[0].href"), ('[{"href": "a", "href": "b"}]', "href")],
)
def test_a_report_that_cannot_be_is_refused_with_its_place(tmp_path, text, place):
    file = tmp_path / "r.json"
    file.write_text(text, encoding="utf-8")
    result = cdmz("law", "links", file)
    assert result.exit_code == 2
    assert place in result.output
    assert "Traceback" not in result.output

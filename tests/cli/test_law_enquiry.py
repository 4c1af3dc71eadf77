"""The commands by which a bureau is asked: gaps, workbook, import, letter."""

import json
import re
from datetime import date

import pytest
import workbooks
from generators.shipped import BOOK
from terminal import LANGUAGES, cdmz, said

from cdmz_rules.enquiry import periods, worth_register

GAPS = periods.gaps(BOOK.law, periods.within(BOOK.places, "ziyang"))
# Invented for these tests: no text of Ziyang says so.
FICTION = {"title": "【虚构】测试用办法", "evidence": "转述", "first": date(2026, 1, 1), "checked": date(2026, 11, 20)}


@pytest.fixture(autouse=True)
def measured_already(monkeypatch):
    """What was measured last is taken as it is: to measure anew takes longer than all of these tests."""
    kept = worth_register.of(BOOK)
    monkeypatch.setattr(worth_register, "state", lambda _: kept.state)
    return kept


@pytest.fixture
def workbook(tmp_path):
    file = tmp_path / "ziyang.xlsx"
    assert str(len(GAPS)) in said("law", "workbook", "资阳市", "-o", file)
    return file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gaps_are_listed_with_whom_to_ask(lang):
    text = said("law", "gaps", "provident_fund.loan", "--where", "ziyang", "--lang", lang)
    assert "资阳市住房公积金管理中心" in text
    assert "provident_fund.loan." in text
    assert "provident_fund.rent" not in text


def test_gaps_by_worth_say_how_much_is_open(measured_already):
    data = json.loads(said("law", "gaps", "--by-worth", "--json", "--where", "ziyang"))
    assert data["totals"] == {"gaps": len(data["gaps"]), **measured_already.totals._asdict()}
    parts = [gap["worth"]["part"] for gap in data["gaps"]]
    assert parts == sorted(parts, reverse=True)
    assert {gap["place"] for gap in data["gaps"]} == {"ziyang"}
    assert all(gap["question"]["zh"] and gap["benefits"] for gap in data["gaps"])
    text = said("law", "gaps", "--by-worth", "--where", "ziyang", "--lang", "en")
    assert f"{measured_already.totals.answers} answers, {measured_already.totals.open} of them open" in text
    assert "each counts 1/n" in text


def test_what_changed_since_is_measured_anew(monkeypatch):
    monkeypatch.setattr(worth_register, "state", lambda _: "another")
    monkeypatch.setattr("cdmz_rules.decisions.households.households", lambda _: [])
    data = json.loads(said("law", "gaps", "--by-worth", "--json", "--where", "ziyang"))
    assert data["totals"]["answers"] == 0


def test_a_workbook_is_filled_in_tried_and_imported(workbook, tmp_path):
    folder, path = tmp_path / "overlay", GAPS[0].item.path
    number = next(gap.item for gap in GAPS if gap.item.kind == "number" and gap.item.bounds[1] is None)
    workbooks.fill(workbook, {number.path: {**FICTION, "value": 7, "by": "某甲"}}, "ziyang")
    trial = said("law", "import", workbook, "-o", folder, "--dry-run")
    assert "未知 → 7" in trial
    assert "未写入" in trial
    assert not folder.exists()
    result = cdmz("law", "import", workbook, "-o", folder, "--json")
    data = json.loads(result.stdout)
    assert (data["written"], data["values"], [change["path"] for change in data["changes"]]) == (True, 1, [number.path])
    assert "某甲" not in result.output
    assert path in BOOK.law
    assert "无需写入" in said("law", "import", workbook, "-o", folder)
    shown = said("law", "show", number.path, "--where", "ziyang", overlay=folder)
    assert FICTION["title"] in shown
    assert "某甲" not in shown


def test_a_wrong_cell_is_named_on_one_line(workbook, tmp_path):
    number = next(gap.item for gap in GAPS if gap.item.kind == "number")
    where = workbooks.fill(workbook, {number.path: {**FICTION, "value": "许多"}}, "ziyang")[number.path]
    result = cdmz("law", "import", workbook, "-o", tmp_path / "overlay")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert where in line
    assert "“许多”不是数字" in line
    assert not (tmp_path / "overlay").exists()


def test_a_letter_is_written_for_each_office(tmp_path):
    file = tmp_path / "letter.html"
    text = said("law", "letter", "ziyang", "-o", file, "--top", 5)
    offices = re.findall(r"(\S+)：\d+个问题", text)
    page = file.read_text(encoding="utf-8")
    assert len(offices) == page.count("<article>") > 0
    assert all(f"致：{office}" in page for office in offices)
    assert page.count("<li>") == 5
    assert "@page { size: A4" in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("law", "gaps", "--where", "mars"), "没有名为“mars”的地区"),
        (("law", "gaps", "provident_fnud"), "provident_fund"),
        (("law", "workbook", "ziyang", "-o", "ziyang.xls"), ".xlsx"),
        (("law", "workbook", "mars", "-o", "mars.xlsx"), "没有名为“mars”的地区"),
        (("law", "letter", "ziyang", "-o", "letter.docx"), ".html"),
        (("law", "letter", "ziyang", "-o", "letter.html", "--domain", "housing"), "没有名为“housing”的领域"),
        (("law", "import", "nowhere.xlsx", "-o", "overlay"), "没有这个文件"),
    ],
)
def test_a_mistake_is_one_line(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = cdmz(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []

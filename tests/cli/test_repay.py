"""``cdmz repay`` and ``cdmz decide --schedule``: a loan's payments on the screen, as data, in a file."""

import csv
import json

import pytest
from openpyxl import load_workbook
from terminal import CHENGDU, LANGUAGES, LOAN, REFUSED, ROOT, cdmz, said

LIFE = str(ROOT / "examples" / "repayment" / "loan_life.yaml")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_life_is_shown_by_years(lang):
    text = said("repay", LIFE, "--date", "2026-11-30", "--lang", lang)
    assert "93,906.79" in text
    assert "2027-01-15" in text
    assert " 2026 67,481.40 35,043.02 32,438.38 100,000.00 1,011,374.75 2027* " in text


def test_every_payment_is_listed_when_asked():
    text = said("repay", LIFE, "--months", "--date", "2026-11-30")
    assert "2024-04-15 公积金 3,416.13 2,066.67 0.00 798,650.54" in text
    assert "2049-03-15* 公积金" in text


def test_data_and_files_hold_the_same(tmp_path):
    data = json.loads(cdmz("repay", LIFE, "--json", "--date", "2026-11-30", "-o", tmp_path / "life.csv").stdout)
    with (tmp_path / "life.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["date"], row["part"], float(row["balance"])) for row in rows] == [
        (row["date"], row["part"], row["balance"]) for row in data["rows"]
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("start: 2024-03-15\nfund: {amount: -5, months: 12}", "fund.amount"),
        ("start: 2024-03-15\nfund: {amount: .nan, months: 12}", "fund.amount"),
        ("[1, 2]", ""),
        ("start: 2024-03-15\nfund: {amount: 5, months: 12}\nextra: 1", "extra"),
    ],
)
def test_a_mistake_in_the_file_is_named(text, place):
    result = cdmz("repay", "-", stdin=text)
    assert result.exit_code == 2
    assert place in result.stderr
    assert "Traceback" not in result.output


def test_a_file_of_another_kind_is_refused(tmp_path):
    for command in (("repay", LIFE), ("decide", LOAN, CHENGDU, "--schedule", "equal_principal")):
        result = cdmz(*command, "-o", tmp_path / "life.pdf")
        assert result.exit_code == 2
        assert ".csv, .xlsx" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_schedule_of_a_decided_loan_goes_with_data_and_into_a_file(tmp_path):
    arguments = ("decide", LOAN, CHENGDU, "--reform", "assumptions_2026", "--schedule", "equal_instalments")
    answer = json.loads(cdmz(*arguments, "--json", "-o", tmp_path / "schedule.xlsx").stdout)
    assert answer["schedule"]["exact"] is True
    payments = answer["schedule"]["payments"]
    assert len(payments) == 360
    sheet = load_workbook(tmp_path / "schedule.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("month", "payment", "principal", "interest", "balance")
    assert rows[1] == tuple(payments[0].values())
    assert len(rows) == 361


def test_without_a_loan_the_schedule_is_empty():
    answer = json.loads(cdmz("decide", LOAN, REFUSED, "--schedule", "equal_principal", "--json").stdout)
    assert answer["schedule"] == {"method": "equal_principal", "exact": False, "payments": []}

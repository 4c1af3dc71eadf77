"""What people wrote and other systems misread: read as they meant it, or refused with its place, at every door."""

import csv
import json
from datetime import date

import pytest
from cdmz_rules.api import create_app
from fastapi.testclient import TestClient
from generators.shipped import BOOK
from terminal import MAXIMUM, ROOT, cdmz, said

from cdmz_rules.files import yaml as yamls

CASES = ROOT / "tests" / "cases"
RENT = "provident_fund_rent_withdrawal"
OCTAL, BASE_60 = CASES / "rent_octal.yaml", CASES / "rent_base_60.yaml"
FIRST_HOME = "provident_fund.loan.down_payment.first_home"
NO_NUMBER = "monthly_rent：“1:30”不是数字"


def rent(*arguments):
    """What may be withdrawn for the rent of a case."""
    amount = json.loads(cdmz("decide", RENT, *arguments, "--json").stdout)["amounts"][0]
    return amount["lower"], amount["upper"]


def refused(*arguments):
    answer = cdmz(*arguments)
    assert answer.exit_code == 2, answer.output
    return answer.output


def table(file):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def page():
    return TestClient(create_app(), raise_server_exceptions=False)


def test_a_leading_zero_is_decimal_in_a_case_and_in_a_setting():
    assert rent(OCTAL) == (700, 700)
    assert rent(OCTAL, "--set", "monthly_rent=0800") == (800, 800)
    assert rent(OCTAL, "--set", "monthly_rent=1_800") == (1800, 1800)


def test_base_60_is_refused_with_its_place_in_a_case_and_in_a_setting():
    assert NO_NUMBER in refused("decide", RENT, BASE_60)
    assert NO_NUMBER in refused("decide", RENT, OCTAL, "--set", "monthly_rent=1:30")
    assert "monthly_rent：“0x1F”不是数字" in refused("decide", RENT, OCTAL, "--set", "monthly_rent=0x1F")


@pytest.mark.parametrize("written", ["0700", "700.00", "７００", "700元", "¥700", "0.07万"])
def test_a_rent_means_the_same_at_every_door(page, tmp_path, written):
    case = {**yamls.read(OCTAL), "monthly_rent": written}
    member = case["members"][0]
    heads = {"date": case["date"], **{f"applicant.{key}": member[key] for key in member if key != "role"}}
    row = heads | {key: case[key] for key in case if key not in ("date", "members")}
    assert rent(OCTAL, "--set", f"monthly_rent={written}") == (700, 700)
    assert _by_interface(page, case) == 700
    assert _by_lines(page, case) == 700
    assert _by_batch(tmp_path, row) == "700"
    form = page.post(f"/benefits/{RENT}", data={**_form(row), "date": str(case["date"]), "lang": "en"}).text
    assert "verdict eligible" in form
    assert "700 yuan" in form


def _by_interface(page, case):
    body = {key: value for key, value in case.items() if key != "date"}
    request = {"benefits": [RENT], "date": str(case["date"]), "case": body}
    return _decided(page.post("/v1/decisions", content=json.dumps(request, default=str), headers=JSON))


def _by_lines(page, case):
    line = json.dumps({**case, "id": "A"}, default=str)
    return _decided(page.post(f"/v1/decisions/batch?benefit={RENT}", content=line, headers=LINES))


JSON, LINES = {"content-type": "application/json"}, {"content-type": "application/x-ndjson"}


def _decided(response):
    assert response.status_code == 200, response.text
    (decision,) = response.json()["decisions"]
    return decision["amounts"][0]["value"]


def _by_batch(folder, row):
    with (folder / "households.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, row)
        writer.writeheader()
        writer.writerow(row)
    said("batch", RENT, folder / "households.csv", "-o", folder / "answers.csv")
    return table(folder / "answers.csv")[0][RENT]


def _form(row):
    return {key if "." in key else f"household.{key}": str(value) for key, value in row.items() if key != "date"}


@pytest.mark.parametrize("written", ["12,34", "1:30", "0x1F", "5,5", "inf", "1 800"])
def test_what_is_no_number_is_refused_at_every_door(page, tmp_path, written):
    case = {**yamls.read(OCTAL), "monthly_rent": written}
    member = case["members"][0]
    row = {"applicant.deposit_centre": member["deposit_centre"], "monthly_rent": written}
    assert f"monthly_rent：“{written}”不是数字" in refused("decide", RENT, OCTAL, "--set", f"monthly_rent={written}")
    body = {key: value for key, value in case.items() if key != "date"}
    request = json.dumps({"benefits": [RENT], "case": body}, default=str)
    answer = page.post("/v1/decisions", content=request, headers=JSON)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "case.monthly_rent")
    form = page.post(f"/benefits/{RENT}", data={**_form(row), "date": "2026-08-05", "lang": "en"}).text
    assert f"{written} is no number" in form
    with (tmp_path / "households.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([row, row.values()])
    assert cdmz("batch", RENT, tmp_path / "households.csv", "-o", tmp_path / "answers.csv").exit_code == 1
    (error,) = table(tmp_path / "answers.errors.csv")
    assert (error["行"], error["列"]) == ("2", "monthly_rent")


def test_misplaced_commas_are_refused_by_claims_as_by_a_batch():
    output = refused("settle-claims", CASES / "claims_misplaced_commas.csv", "--date", "2026-11-30")
    assert "claims_misplaced_commas.csv:2: total_cost：“12,34”不是数字" in output


def test_days_with_slashes_are_read_in_claims_as_in_a_batch(tmp_path):
    file = CASES / "claims_slash_days.csv"
    hyphens = file.read_text(encoding="utf-8").replace("1984/1/1", "1984-01-01").replace("2023/6/10", "2023-06-10")
    (tmp_path / "hyphens.csv").write_text(hyphens, encoding="utf-8")
    (slashed,), (settled,) = (_settled(each, tmp_path) for each in (file, tmp_path / "hyphens.csv"))
    assert {name for name in slashed if slashed[name] != settled[name]} == {"birth_date", "discharge_date"}


def _settled(file, folder):
    said("settle-claims", file, "--date", "2026-11-30", "-o", folder / "settled.csv")
    return table(folder / "settled.csv")


@pytest.mark.parametrize("name", ["minus_nan_alone", "minus_nan_with_neighbour"])
def test_a_cell_is_read_by_itself(tmp_path, name):
    answer = cdmz("batch", RENT, CASES / f"{name}.csv", "-o", tmp_path / "answers.csv")
    assert answer.exit_code == 1
    errors = [(row["行"], row["列"], row["问题"]) for row in table(tmp_path / "answers.errors.csv")]
    assert errors == [("2", "monthly_rent", "月租金：“-nan”不是数字")]
    assert table(tmp_path / "answers.csv")[0][f"{RENT}.outcome"] == ""


def test_a_number_that_lost_digits_is_no_id_and_is_not_repeated():
    answer = cdmz("settle-beds", CASES / "stays_long_ids_as_numbers.xlsx", "--month", "2026-01")
    assert answer.exit_code == 1
    for row in (2, 3):
        assert f"第 {row} 行 elder: 编号是数字，超过15位的部分已不能保证准确，请将此列设为文本格式" in answer.output
    assert "5101" not in answer.output


def test_a_figure_of_the_law_is_read_alike(tmp_path):
    place = ("--where", "deyang", "--from", "2026/1/1", "--source", "x", "--overlay", tmp_path)
    for written in ("0650000", "650_000", "65万", "650,000元", "￥65万元", "人民币650000", "6.5e5"):
        assert "650,000 元 2026-01-01 起" in said("law", "set", MAXIMUM, f"--value={written}", *place)
    assert "20%" in said("law", "set", FIRST_HOME, "--value=20%", *place)
    assert f"{FIRST_HOME}：“0.2元”不是数字" in refused("law", "set", FIRST_HOME, "--value=0.2元", *place)
    assert f"{MAXIMUM}：“1:30”不是数字" in refused("law", "set", MAXIMUM, "--value=1:30", *place)


REFORM = """
name: mine
title: {{zh: 方案, en: A reform}}
rationale: {{zh: 方案, en: A reform}}
effective: 2027-01-01
parameters:
  {path}: {{cities: all, value: {word}}}
"""


def reformed(word):
    """What a reform that says so makes of the figure."""
    law = BOOK.reforms.from_body(yamls.parse(REFORM.format(path=MAXIMUM, word=word))).apply(BOOK.law)
    return law[MAXIMUM].at("deyang", date(2027, 1, 1)).value


def test_a_figure_of_a_reform_is_decimal():
    assert reformed("0700000") == reformed("700_000") == reformed("7e5") == 700_000


@pytest.mark.parametrize("word", ["1:30", "0x1F", ".inf", "0700_000"])
def test_what_is_no_figure_is_refused_in_a_reform(tmp_path, word):
    file = tmp_path / "mine.yaml"
    file.write_text(REFORM.format(path=MAXIMUM, word=word), encoding="utf-8")
    assert f"mine.yaml:7：parameters.{MAXIMUM}.value：“{word}”不是数字" in refused(
        "decide", RENT, OCTAL, "--reform", file
    )

"""Looking the law up: an item, a folder, what is covered, and that what is shipped is sound."""

import json
import re

import pytest
from generators.shipped import BOOK
from terminal import LANGUAGES, MAXIMUM, ROOT, cdmz, said

from cdmz_rules.law import mentions


def test_the_maximum_stands_in_a_file_on_a_line_and_is_used_by_a_formula():
    result = cdmz("law", "show", MAXIMUM, "--lang", "en")
    assert "Highest loan, one contributor" in result.stdout
    assert "800,000 yuan  from 2026-03-25" in result.stdout
    assert "https://www.news.cn/local/20260324/" in result.stdout
    places = [
        (ROOT / file, int(line)) for file, line in re.findall(r"^   ([\w/]+\.(?:yaml|py)):(\d+)", result.stdout, re.M)
    ]
    written = [file.read_text(encoding="utf-8").splitlines()[line - 1] for file, line in places]
    assert MAXIMUM in written[0]
    assert "variables/" in result.stdout
    assert "provident_fund_loan_maximum" in result.stdout
    assert any(line.strip().startswith("2026-03-25:") for line in written)
    assert "no rule of this centre was found" in result.stdout
    assert "Ask: 德阳市住房公积金管理中心" in result.stdout


def test_history_and_places_can_be_narrowed():
    history = said("law", "show", MAXIMUM, "--where", "成都市")
    assert "400,000 元 2021-07-16（首见） 至 2021-10-07" in history
    assert "德阳" not in history
    day = said("law", "show", MAXIMUM, "--where", "chengdu", "--date", "2025-12-31")
    assert "600,000 元" in day
    assert "800,000" not in day
    inherited = said(
        "law", "show", "provident_fund.loan.rate.first_home.over_5_years", "--where", "deyang", "--lang", "en"
    )
    assert "rule of National" in inherited
    over = said("law", "show", "provident_fund.loan.down_payment.new_commercial_home", "--date", "2027-01-01")
    assert "未施行（规定执行至2026-12-31" in over


def test_why_nothing_can_lie_beyond_the_bounds_of_an_item_is_said():
    shown = said("law", "show", "provident_fund.loan.rounding_unit", "--lang", "en")
    assert "no rule beyond 0.01…10,000: logical, from no text" in shown
    assert "不会超出" in said("law", "show", "provident_fund.loan.rounding_unit")
    assert "no rule beyond" not in said("law", "show", MAXIMUM, "--lang", "en")


def test_a_folder_lists_its_items():
    text = said("law", "show", "provident_fund.loan", "--date", "2026-04-01")
    assert "maximum_single 单缴存人最高贷款额度 成都市 800,000 元" in text
    everything = said("law", "show", "--lang", "en")
    assert all(path.rpartition(".")[2] in everything for path in BOOK.law)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_coverage_counts_every_item(lang):
    result = cdmz("law", "coverage", "--date", "2026-04-01", "--lang", lang)
    assert str(len(BOOK.law)) in result.stdout
    data = json.loads(cdmz("law", "coverage", "--date", "2026-04-01", "--json").stdout)
    assert len(data["rows"]) == len(BOOK.law)
    assert re.search(rf"{data['totals']['deyang']['unknown']} +\d+%", result.stdout)


def test_every_path_that_a_formula_names_is_found_and_every_item_is_used():
    # The life of a loan reads these two; no formula does.
    elsewhere = ["provident_fund.loan.repricing.kept_years", "provident_fund.loan.repricing.month"]
    assert [path for path in BOOK.law if not mentions.of(path, BOOK.content.variables)] == elsewhere
    uses = mentions.of("provident_fund.loan.down_payment.new_commercial_home", BOOK.content.variables)
    assert [use.variable for use in uses] == ["provident_fund_down_payment_ratio"]
    assert "new_commercial_home" in uses[0].file.read_text(encoding="utf-8").splitlines()[uses[0].line - 1]


def test_the_law_that_is_shipped_is_sound():
    result = cdmz("law", "check")
    assert result.exit_code == 0, result.output
    assert "没有问题" in result.stdout

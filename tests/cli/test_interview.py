"""``cdmz interview`` as somebody at a terminal meets it: answers by number and by words, a step back, why, not known, a file."""

import importlib
import re

import pytest
import yaml
from terminal import LANGUAGES, cdmz, process, said

ASKED = ("interview", "nursing_subsidy", "--date", "2026-04-01")


@pytest.fixture
def seated(monkeypatch, tmp_path):
    """As if somebody sat at the terminal, in a folder of their own."""
    monkeypatch.setattr(importlib.import_module("cdmz_rules.cli.interview"), "on_a_terminal", lambda: True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(*lines):
    return "".join(f"{line}\n" for line in lines)


def test_a_household_answers_and_sees_its_answer_and_how_to_see_it_in_full(seated):
    text = said(*ASKED, "-o", "mine.yaml", stdin=typed("", "1", "成都", "一级残疾", "50"))
    assert "至多还有 3 问" in text
    assert "符合条件" in text
    assert "cdmz decide nursing_subsidy mine.yaml" in text
    case = yaml.safe_load((seated / "mine.yaml").read_text(encoding="utf-8"))
    assert case["members"][0]["hukou_city"] == "chengdu"
    assert case["date"] == "2026-04-01"
    again = said("decide", "nursing_subsidy", "mine.yaml", "--detail", "compact")
    assert "符合条件" in again


def test_a_step_back_takes_an_answer_back(seated):
    text = said(*ASKED, "-o", "mine.yaml", stdin=typed("", "1", "back", "2", "2", "0"))
    assert text.count("至多还有 3 问") == 2
    assert "deyang" in (seated / "mine.yaml").read_text(encoding="utf-8")


def test_even_the_last_answer_can_be_taken_back(seated):
    text = said(*ASKED, stdin=typed("", "1", "2", "50", "返回", "60", ""))
    assert len(re.findall("老年人护理补贴（无则填0）（0 至", text)) == 2
    assert list(seated.iterdir()) == []


def test_why_says_what_a_question_is_for_and_what_it_settles(seated):
    text = said(*ASKED, "--lang", "en", stdin=typed("", "why", "stop", ""))
    assert "whether you are entitled: Nursing subsidy" in text
    text = said(*ASKED, stdin=typed("", "为什么问", "结束", ""))
    assert "能不能办：护理补贴" in text


@pytest.mark.parametrize("unknown", ["", "?", "？"])
def test_what_is_not_known_is_skipped_and_named_at_the_end(seated, unknown):
    text = said(*ASKED, stdin=typed("", unknown, unknown, unknown, ""))
    assert "尚不知道、且仍可能改变结论的" in text
    assert "申请人：户籍所在城市" in text


def test_what_is_no_answer_is_asked_again(seated):
    text = said(*ASKED, stdin=typed("", "火星", "1", "2", "九十", "-5", "50", ""))
    assert "没有“火星”这一选项" in text
    assert "“九十”不是数字" in text
    assert "-5小于0" in text


def test_a_day_may_be_an_age_and_a_sum_may_be_counted_in_wan(seated):
    arguments = (
        "interview",
        "elder_care_voucher",
        "--date",
        "2026-04-01",
        "--set",
        "members[0].residence_city=chengdu",
    )
    said(*arguments, "-o", "mine.yaml", stdin=typed("70", *["1"] * 9))
    assert "age: 70" in (seated / "mine.yaml").read_text(encoding="utf-8")
    arguments = ("interview", "nursing_subsidy", "--set", "members[0].hukou_city=chengdu", "--set")
    said(*arguments, "members[0].disability_grade=grade_1", "-o", "sum.yaml", stdin=typed("0.5万"))
    assert "elder_nursing_subsidy_due: 5000" in (seated / "sum.yaml").read_text(encoding="utf-8")


def test_of_several_benefits_one_says_which_are_wanted_and_who_belongs_to_the_household(seated):
    text = said(
        "interview", "elder_care", "--lang", "en", "-o", "mine.yaml", stdin=typed("99", "2 2", "1 1", "1 2", "stop")
    )
    assert "a number from 1 to" in text
    assert "there can be only one spouse" in text
    members = yaml.safe_load((seated / "mine.yaml").read_text(encoding="utf-8"))["members"]
    assert [member["role"] for member in members] == ["applicant", "spouse", "child"]


def test_save_writes_what_is_there_so_far(seated):
    said(*ASKED, stdin=typed("", "1", "save", "stop", ""))
    assert "chengdu" in (seated / "answers.yaml").read_text(encoding="utf-8")


def test_a_case_that_was_begun_is_taken_up(seated):
    said(*ASKED, stdin=typed("", "1", "save", "stop", ""))
    text = said("interview", "nursing_subsidy", "answers.yaml", "-o", "more.yaml", stdin=typed("2", "50"))
    assert "至多还有 2 问" in text
    assert "2026-04-01" in (seated / "more.yaml").read_text(encoding="utf-8")


def test_an_identity_number_answers_for_birth_date_and_sex_and_is_not_kept(seated):
    number, wrong = "51010419491231004", "510104194912310041"
    asked = ("interview", "elder_care_voucher", "--date", "2026-04-01", "-o", "mine.yaml")
    text = said(*asked, stdin=typed("", "1", wrong, f"{number}4", "stop"))
    assert "周岁年龄、身份证号" in text
    assert "校验位不符" in text
    assert number not in text
    kept = (seated / "mine.yaml").read_text(encoding="utf-8")
    assert "1949-12-31" in kept
    assert "female" in kept
    assert number not in kept


def test_a_pack_is_announced_at_the_end_and_named_in_the_command(seated):
    text = said(*ASKED, "--reform", "assumptions_2026", "-o", "m.yaml", stdin=typed("", "1", "2", "50"))
    assert "cdmz decide nursing_subsidy m.yaml --reform assumptions_2026" in text


def test_a_benefit_that_does_not_exist_is_a_mistake(seated):
    result = cdmz("interview", "nursing_subsid")
    assert result.exit_code == 2
    assert "nursing_subsidy" in result.output


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_terminal_it_says_so(lang):
    result = process("interview", "nursing_subsidy", lang=lang)
    assert result.returncode == 2
    assert {"zh": "须在终端中进行", "en": "needs a terminal"}[lang] in result.stderr

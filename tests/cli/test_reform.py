"""``cdmz reform`` and ``cdmz law impact``: what a reform is, does, changes and leaves alone; whom another law concerns."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from generators.shipped import BOOK, PACKED
from terminal import CHENGDU, DEYANG, LANGUAGES, LOAN, MAXIMUM, cdmz, process, said

from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.impact import Household, impacts
from cdmz_rules.law import snapshot
from cdmz_rules.law.entry import set_value

MINE = """\
name: {name}
title: {{zh: 方案, en: Mine}}
rationale: {{zh: 试一试, en: To try it}}
effective: 2026-01-01
parameters:
  {path}: {change}
"""


@pytest.fixture
def write(tmp_path):
    def _write(name="mine", path=MAXIMUM, change="{cities: [deyang], value: 650_000}"):
        file = tmp_path / f"{name}.yaml"
        file.write_text(MINE.format(name=name, path=path, change=change), encoding="utf-8")
        return file

    return _write


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_shipped_reform_is_listed_and_shown(lang):
    text = said("reform", "list", "--lang", lang)
    assert all(name in text for name in BOOK.reforms.names)
    assert [one["name"] for one in json.loads(cdmz("reform", "list", "--json").stdout)] == BOOK.reforms.names
    shown = said("reform", "show", "one_standard", "--lang", lang)
    assert ("best of the cities" if lang == "en" else "各市中最有利") in shown
    assert "六(十五)" in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_diff_says_what_changes_for_whom_from_when_and_where_nothing_does(write, lang):
    text = said("reform", "diff", write(), "--lang", lang)
    words = (
        (
            "Deyang",
            "unknown → 650,000 yuan",
            "from 2026-01-01",
            "Provident fund home loan",
            "Left alone: Chengdu, Meishan, Ziyang",
        )
        if lang == "en"
        else ("德阳市", "未知 → 650,000", "2026-01-01 起", "住房公积金", "不受影响：成都市、眉山市、资阳市")
    )
    assert [word for word in words if word not in text] == []


def test_a_diff_as_data_and_after_a_pack():
    diff = json.loads(cdmz("reform", "diff", "level_up_provident_fund", "--after", "assumptions_2026", "--json").stdout)
    assert diff["left_alone"] == ["chengdu"]  # which is the best of the four wherever anything is known
    change = next(one for one in diff["changes"] if (one["path"], one["place"]) == (MAXIMUM, "deyang"))
    assert (change["before"]["value"], change["after"]["value"], change["from"]) == (600_000, 800_000, "2027-01-01")
    assert change["after"]["evidence"] == "proposed"
    assert LOAN in change["benefits"]
    assert not any(one["place"] == "chengdu" for one in diff["changes"] if one["path"] == MAXIMUM)


def test_a_diff_counts_what_a_pack_among_its_steps_fills_and_shows_it_when_asked():
    together = "assumptions_2026+level_up_provident_fund"
    text = said("reform", "diff", together, "--lang", "en")
    assert text.startswith(
        said("reform", "diff", "level_up_provident_fund", "--after", "assumptions_2026", "--lang", "en").rstrip()
    )
    assert "items that an assumption pack fills first" in text
    assert "unknown →" not in text
    assert "unknown → 600,000 yuan" in said("reform", "diff", together, "--with-pack", "--lang", "en")
    diff = json.loads(cdmz("reform", "diff", together, "--json").stdout)
    assert {one["after"]["evidence"] for one in diff["filled_by_packs"]} == {"assumed"}
    assert {one["before"]["state"] for one in diff["changes"]} == {"known"}


def test_a_diff_without_a_pack_says_so_and_how_to_see_it_with_one():
    alone = said("reform", "diff", "level_up_provident_fund", "--lang", "en")
    assert "Held against today's law, without an assumption pack" in alone
    asked = "reform diff level_up_provident_fund --after assumptions_2026"
    assert asked in " ".join(alone.split())
    packed = said(*asked.split(), "--lang", "en")
    assert "items change" in packed
    assert "without an assumption pack" not in packed
    assert "without an assumption pack" not in said("reform", "diff", "assumptions_2026", "--lang", "en")


def test_a_check_holds_what_is_expected_and_names_conflicts(write):
    assert "✔ median_provident_fund" in said("reform", "check", "median_provident_fund", "--lang", "en")
    one, two = write("one"), write("two", change="{cities: all, value: 1}")
    result = cdmz("reform", "check", one, two, "--lang", "en")
    assert result.exit_code == 1
    assert "one and two both set deyang from 2026-01-01; the later stands" in result.stdout
    expecting = one.read_text(encoding="utf-8") + (
        f"expected: [{{says: {{zh: 错, en: wrong}}, benefit: {LOAN}, date: 2026-06-01, case: {{members: [{{role: applicant}}]}},"
        " today: {outcome: eligible}, reformed: {outcome: rule_unknown}}]\n"
    )
    one.write_text(expecting, encoding="utf-8")
    result = cdmz("reform", "check", one, "--lang", "en")
    assert result.exit_code == 1
    assert "today: outcome should be eligible" in result.stdout


@pytest.mark.parametrize(
    ("change", "words", "zh"),
    [
        (
            "{cities: all, value: -5}",
            f"{MAXIMUM}.value: -5 is out of range — expected: ",
            f"{MAXIMUM}.value：-5超出范围——应为：",
        ),
        (
            f"{{cities: all, value: {'9' * 380}}}",
            f"{MAXIMUM}.value: 1e60... is too large",
            f"{MAXIMUM}.value：“1e60...”过大",
        ),
        ("{cities: all, value: 70千}", f"{MAXIMUM}.value: 70千 is no number", f"{MAXIMUM}.value：“70千”不是数字"),
        (
            "{cities: all, value: 1, until: 2025-01-01}",
            f"{MAXIMUM}: `until` 2025-01-01",
            f"{MAXIMUM}：截止日（`until`）2025-01-01早于第一天2026-01-01",
        ),
        (
            "{cities: [deyang], rule: {copy_of: deyang}}",
            "a cycle of copies: deyang → deyang",
            "循环引用：deyang → deyang",
        ),
        ("{cities: all, rule: median}", "states the unit to which it is rounded", "须写明取整单位"),
        ("{cities: all, rule: {scale_by: -1}, round_to: 1}", "greater than 0", "mine.yaml:6"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(write, change, words, zh):
    file = write(change=change)
    for lang, said_so in (("en", words), ("zh", zh)):
        result = cdmz("reform", "check", file, "--lang", lang)
        assert result.exit_code == 2
        assert said_so in result.output
        assert "mine.yaml:6" in result.output


def test_several_reforms_are_joined_by_plus(write):
    name = f"assumptions_2026+{write(change='{cities: all, rule: worst}')}"
    answer = json.loads(cdmz("decide", LOAN, CHENGDU, "--reform", name, "--date", "2026-06-01", "--json").stdout)
    assert (answer["reform"], answer["amounts"][0]["value"]) == ("assumptions_2026+mine", 400_000)
    text = said("decide", LOAN, CHENGDU, "--reform", name, "--date", "2026-06-01", "--lang", "en")
    assert "A PROPOSED REFORM, NOT THE LAW" in text
    assert "ASSUMPTION, NOT POLICY" in text
    assert "the strictest of Chengdu 800,000 yuan" in text


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    file = tmp_path_factory.mktemp("law") / "old.zip"
    snapshot.write(file, BOOK.law, BOOK.content, BOOK.formulas)
    return file


def test_whom_another_law_concerns_and_why(old, tmp_path):
    for case in (CHENGDU, DEYANG):
        shutil.copy(case, tmp_path)
    overlay = tmp_path / "overlay"
    set_value(
        BOOK.law,
        BOOK.content.registry,
        overlay,
        MAXIMUM,
        where="chengdu",
        start="2026-03-25",
        value=750_000,
        source="x",
    )
    (impact,) = json.loads(process("law", "impact", old, "--cases", tmp_path, "--json", overlay=overlay).stdout)
    assert impact["name"] == "ex01_chengdu_one_contributor"
    assert [one["amounts"][0]["upper"] for one in (impact["before"], impact["after"])] == [800_000, 750_000]
    reasons = [(one["path"], one["before"]["value"], one["after"]["value"]) for one in impact["reasons"]]
    assert reasons == [(MAXIMUM, 800_000, 750_000)]


def test_an_impact_needs_cases_that_say_what_they_ask_for(old, tmp_path):
    result = cdmz("law", "impact", old, "--cases", tmp_path, "--lang", "en")
    assert (result.exit_code, "1 to 1000 cases" in result.output) == (2, True)
    file = tmp_path / "a.yaml"
    file.write_text("members: [{role: applicant}]\n", encoding="utf-8")
    result = cdmz("law", "impact", old, "--cases", tmp_path, "--lang", "en")
    assert (result.exit_code, "does not say its benefit and date" in result.output) == (2, True)
    shutil.copy(CHENGDU, file)
    assert "no answer changes" in said("law", "impact", old, "--cases", tmp_path, "--lang", "en")


def test_a_value_that_becomes_known_is_a_reason():
    (impact,) = impacts(BOOK.law, PACKED.law, [household(DEYANG)])
    reasons = {reason.path: (reason.before, reason.after) for reason in impact.reasons}
    before, after = reasons[MAXIMUM]
    assert (before.state, after.state, after.value, after.evidence) == ("unknown", "known", 600_000, "assumed")


def household(file):
    case = read_case(Path(file))
    return Household("a", case["benefit"], date.fromisoformat(case["date"]), case)

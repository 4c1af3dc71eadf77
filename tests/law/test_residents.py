"""Four residents under today's law, much of which no text at hand gives: each gets a figure or a bound, on what it depends, whom to ask in
which words, and a trial figure beside it."""

from pathlib import Path

import pytest
from generators.shipped import BOOK
from terminal import said

from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.figure import Outcome
from cdmz_rules.decisions.illustration import decide_illustrated

CASES = Path(__file__).parents[1] / "cases"
PACK = "assumptions_2026"
RESIDENTS = ("loan", "bed", "bill", "flat")
FILES = {name: CASES / f"resident_{name}.yaml" for name in RESIDENTS}


def resident(name):
    raw = read_case(FILES[name])
    return decide_illustrated(raw, raw["benefit"], raw["date"], PACK, rulebook=BOOK)


def headline(name):
    return [line.sentence.zh for line in sentences.headline(resident(name)).lines]


@pytest.mark.parametrize("name", RESIDENTS)
def test_whom_to_ask_in_which_words(name):
    decision = resident(name)
    assert decision.missing_law
    for missing in decision.missing_law:
        assert missing.ask
        assert missing.question.zh.startswith("请问：")
        assert missing.place_label.zh in missing.question.zh
        assert missing.reason.zh


@pytest.mark.parametrize("name", RESIDENTS)
def test_the_trial_figure_stands_beside_the_answer_and_names_what_is_assumed(name):
    decision = resident(name)
    assert decision.reform is None
    assert decision.illustration.outcome is Outcome.ELIGIBLE
    assert decision.illustration.amounts[0].bound == "exact"
    assert any(assumed.placeholder for assumed in decision.illustration.assumed)
    assert "assumption_pack" not in {warning.code for warning in decision.warnings}
    assert all(source.origin == "law" for source in decision.sources)


def test_the_loan_is_at_most_so_much_if_chengdu_lends_to_contributors_of_chongqing():
    decision = resident("loan")
    assert decision.outcome is Outcome.RULE_UNKNOWN
    assert headline("loan") == ["最多 800,000 元，如成都市规定“重庆缴存人无附加条件”"]
    (entry,) = decision.depends_on
    assert [words.zh for words in sentences.readings(entry, "CNY")] == [
        "是：符合条件，790,000 至 800,000 元",
        "否：不符合条件",
    ]
    assert [words.en for words in sentences.readings(entry, "CNY")] == [
        "if yes: Entitled, 790,000 to 800,000 yuan",
        "if no: Not entitled",
    ]
    assert entry.question.zh == (
        "请问：公积金缴在重庆的人来成都市买房，不用再满足别的条件，就能在成都市申请公积金贷款吗？依据哪份文件？"
    )
    assert entry.ask == "成都住房公积金管理中心"
    rate, down_payment = (
        next(a for a in decision.amounts if a.id.endswith(tail)) for tail in ("_rate", "_down_payment")
    )
    assert (rate.value, down_payment.lower, down_payment.upper) == (0.026, 225_000, 300_000)
    assert decision.illustration.amounts[0].value == 800_000


def test_of_the_bed_no_upper_limit_is_known_and_nothing_that_tells_nothing_is_said():
    assert headline("bed") == ["上限未知"]
    assert {"elder_care.bed_operating.age_least", "elder_care.bed_operating.open_to.private"} <= {
        entry.name for entry in resident("bed").depends_on
    }
    age = next(each for each in resident("bed").depends_on if each.name.endswith("age_least"))
    assert [words.zh for words in sentences.readings(age, "CNY/month")] == [
        "如果规定对您最有利：上限未知",
        "如果规定对您最不利：不符合条件",
    ]
    assert resident("bed").illustration.amounts[0].value == 220


def test_the_bill_goes_by_a_cap_that_does_not_bear_and_the_cap_is_a_reading():
    assert headline("bill") == [
        "个人负担：6,380 元，只有“职工统筹基金年度最高支付限额”（规定未知）起作用时才会更多",
        "基本医疗保险报销：31,620 元，只有“职工统筹基金年度最高支付限额”（规定未知）起作用时才会更少",
    ]
    assert [entry.name for entry in resident("bill").depends_on] == ["medical_insurance.inpatient.employee.annual_cap"]


def test_the_flat_saves_at_most_so_much():
    assert headline("flat") == ["最多 405 元/月"]
    # Central Chengdu has no line of area: whoever owns no home in the zone passes.
    lines = {"public_rental_housing.access.asset_line"}
    told = {entry.name: sentences.readings(entry, "CNY/month") for entry in resident("flat").depends_on}
    assert lines <= told.keys()
    for line in lines:
        assert [words.zh for words in told[line]] == [
            "如果规定对您最有利：最多 405 元/月",
            "如果规定对您最不利：不符合条件",
        ]
    assert resident("flat").illustration.amounts[0].value == 405


@pytest.mark.parametrize(
    ("name", "figure"),
    [("loan", "最多 800,000 元（80 万元）"), ("bed", "上限未知"), ("bill", "6,380 元"), ("flat", "最多 405 元/月")],
)
def test_the_command_line_says_it_in_chinese(name, figure):
    benefit = read_case(FILES[name])["benefit"]
    text = said("decide", benefit, FILES[name], "--illustrate", PACK)
    head, _, rest = text.partition("为什么")
    assert figure in head
    assert "请问：" in rest
    assert "试算" not in head
    assert "没有任何依据" in rest[rest.index("试算，并非政策") :]
    assert "试算，并非政策" not in said("decide", benefit, FILES[name])

"""The command line as a resident and a caseworker meet it: answers, lists, templates, receipts."""

import json
import re
from pathlib import Path

import pytest
import yaml
from generators.shipped import BOOK, PACK
from terminal import CHENGDU, DEYANG, LANGUAGES, LOAN, REFUSED, ROOT, cdmz, said

from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.decide import decide


def test_an_answer_comes_first_with_its_bound_and_the_limit_that_binds():
    text = said("decide", LOAN, CHENGDU)
    for words in (
        "符合条件",
        "790,000 至 800,000 元（79–80 万元）",
        "起作用的限额：最高额度（含上浮）",
        "贷款额度取整单位（规定未知）",
        "2.6%",
        "3,202.72 元/月",
        "400,000 至 410,000 元",
    ):
        assert words in text
    assert text.index("符合条件") < text.index("为什么") < text.index("金额怎样得出") < text.index("依据；其中最弱的为")
    assert "若不受“最高额度（含上浮）”限制，下一项限额是“按账户余额可贷额度”" in text
    assert "并非政策" not in text


def test_sources_name_document_number_address_and_evidence():
    text = said("decide", LOAN, CHENGDU, "--lang", "en")
    assert "成公积金〔2026〕12号" in text
    assert "https://www.news.cn/local/20260324/6b336c1049ad405b9c1c6acb5f77283f/c.html" in text
    assert re.search(r"\[\d+\] Highest loan, one contributor: 800,000 yuan Chengdu · from 2026-03-25 · reported", text)


def test_references_lead_to_the_sources_they_name():
    text = said("decide", LOAN, CHENGDU)
    number = re.search(r"连续足额缴存月数：24 个月（要求 ≥ 6 个月） \[(\d+)\]", text).group(1)
    assert f"[{number}] 职工连续足额缴存月数：6 个月" in text


@pytest.mark.parametrize(("lang", "banner"), [("zh", "假设，并非政策"), ("en", "ASSUMPTION, NOT POLICY")])
def test_an_assumption_pack_cannot_be_overlooked(lang, banner):
    for detail in ("full", "compact"):
        text = said("decide", LOAN, CHENGDU, "--reform", "assumptions_2026", "--detail", detail, "--lang", lang)
        assert banner in text
        assert "800,000" in text
    full = said("decide", LOAN, CHENGDU, "--reform", "assumptions_2026", "--lang", lang)
    assert full.index(banner) < full.index("800,000")
    assert {"zh": "占位数，没有任何部门作过这样的规定", "en": "placeholder that no office has set"}[lang] in full


def test_unknown_law_gives_what_is_certain_and_whom_to_ask():
    text = said("decide", LOAN, DEYANG)
    head = text[: text.index("为什么")]
    assert "规定未知，无法判断" in head
    assert "最多 620,000 元（62 万元）" in head
    assert "2.1% 至 2.6%" in head
    assert "请咨询：德阳市住房公积金管理中心" in head
    assert "12329" in head
    assert "单缴存人最高贷款额度（未找到该中心的规定）" in text
    assert "请问：在德阳市，家里只有一个人缴公积金，买房最多能贷多少元？依据哪份文件？" in text
    assert "--illustrate assumptions_2026" in text
    assert "并非政策" in said("decide", LOAN, DEYANG, "--reform", "assumptions_2026")


def test_a_refusal_names_the_gap_the_text_and_the_paper():
    text = said("decide", LOAN, REFUSED)
    assert "✘ 不符合条件" in text
    assert "连续足额缴存月数：4 个月（要求 ≥ 6 个月） 差 2 个月" in text
    assert "证明材料：住房公积金缴存明细" in text
    assert "依据：《成都市“高效办成一件事”直播" in text
    assert "连续足额缴存月数：差 2 个月" in text[text.index("怎样可以改变") :]
    assert "2 months short" in said("decide", LOAN, REFUSED, "--lang", "en")


def test_a_missing_income_gives_a_range_and_is_asked_for():
    text = said("decide", LOAN, CHENGDU, "--set", "household_monthly_income=")
    assert "信息不足，尚不能确定" in text
    assert "最多 800,000 元（80 万元）" in text
    assert "--set household_monthly_income=…" in text
    settings = ("--set", "household_monthly_income=", "--set", "household_monthly_income=15000")
    assert "790,000 至 800,000 元" in said("decide", LOAN, CHENGDU, *settings)


def test_nearly_nothing_told_asks_and_promises_nothing():
    text = said("decide", LOAN, "-", stdin="members: [{role: applicant}]\n")
    assert "信息不足，尚不能确定" in text
    assert "还需要告知" in text
    assert "--set members[0].provident_fund_contribution=none|employee|flexible" in text
    assert "万元" not in text


def test_what_the_office_judges_is_shown_as_far_as_it_is_certain():
    text = said("decide", LOAN, CHENGDU, "--set", "credit_doubtful=true")
    assert "需由经办机构判断" in text
    assert "由经办机构审定" in text
    assert "最多 800,000 元" in text[: text.index("为什么")]


def test_compact_is_a_few_lines():
    result = cdmz("decide", LOAN, CHENGDU, "--detail", "compact")
    assert len(result.stdout.splitlines()) <= 6
    assert "790,000 至 800,000 元（79–80 万元）" in result.stdout


def test_json_is_the_decision_and_nothing_else():
    decision = decide(read_case(Path(CHENGDU)), LOAN)
    result = cdmz("decide", LOAN, CHENGDU, "--json")
    assert json.loads(result.stdout) == decision.model_dump(mode="json")
    assert result.stderr == ""
    brief = cdmz("decide", LOAN, CHENGDU, "--json", "--detail", "compact")
    assert json.loads(brief.stdout) == decision.compact().model_dump(mode="json")
    pack = cdmz("decide", LOAN, CHENGDU, "--json", "--reform", "assumptions_2026", "--date", "2026-03-24")
    expected = decide(read_case(Path(CHENGDU)), LOAN, "2026-03-24", reform=PACK)
    assert json.loads(pack.stdout) == expected.model_dump(mode="json")
    assert expected.amount.value == 600_000


def test_a_reform_can_be_a_file(tmp_path):
    file = tmp_path / "mine.yaml"
    text = (ROOT / "reforms" / "assumptions_2026.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("assumptions_2026", "mine", 1), encoding="utf-8")
    result = cdmz("decide", LOAN, CHENGDU, "--json", "--reform", file)
    assert json.loads(result.stdout)["reform"] == "mine"


# The schedule


@pytest.mark.parametrize("method", ["equal_instalments", "equal_principal"])
def test_the_schedule_adds_up_to_the_loan(method):
    text = said("decide", LOAN, CHENGDU, "--reform", "assumptions_2026", "--schedule", method)
    interest = {"equal_instalments": "352,978.04", "equal_principal": "312,866.98"}[method]
    table = text[text.index("还款计划") :]
    assert re.search(rf"合计 [\d,.]+ 800,000\.00 {re.escape(interest)}", table)
    assert " 30 " in table
    assert " 31 " not in table
    assert "尚不确定" not in table


def test_every_month_is_listed_when_asked():
    result = cdmz("decide", LOAN, CHENGDU, "--schedule", "equal_instalments", "--months")
    rows = re.findall(r"^ +(\d+) +([\d,.]+) +[\d,.]+ +[\d,.]+ +[\d,.]+ *$", result.stdout, re.MULTILINE)
    assert [int(month) for month, _ in rows] == list(range(1, 361))
    assert {payment for _, payment in rows[:-1]} == {"3,202.72"}
    assert "尚不确定，按最高计" in result.stdout


@pytest.mark.parametrize("case", [REFUSED, DEYANG])
def test_without_a_loan_there_is_no_schedule(case):
    assert "没有可列还款计划的贷款" in said("decide", LOAN, case, "--schedule", "equal_principal")


# Benefits, inputs, templates


@pytest.mark.sampled(1)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_benefits_and_inputs_are_listed(lang):
    text = said("benefits", "--lang", lang)
    for name, info in BOOK.benefits.items():
        assert name in text
        assert getattr(info.label, lang)[:10] in text
        inputs = said("inputs", name, "--lang", lang)
        assert all(each.name in inputs for each in BOOK.benefit(name).inputs)
    assert [info["id"] for info in json.loads(cdmz("benefits", "--json").stdout)] == list(BOOK.benefits)
    numbers = {"zh": "id_number（身份证号）", "en": "id_number (Identity number)"}
    assert said("inputs", LOAN, "--lang", lang).count(numbers[lang]) == 2
    listed = json.loads(cdmz("inputs", LOAN, "--json").stdout)
    assert listed == [info.model_dump(mode="json") for info in BOOK.benefit(LOAN).inputs]


@pytest.mark.sampled(8)
@pytest.mark.parametrize("benefit", list(BOOK.benefits))
def test_a_template_is_a_case_in_which_nothing_is_told(benefit, tmp_path):
    file = tmp_path / "case.yaml"
    templates = []
    for lang in LANGUAGES:
        file.write_text(cdmz("inputs", benefit, "--template", "--lang", lang).stdout, encoding="utf-8")
        templates.append(yaml.safe_load(file.read_text(encoding="utf-8")))
    data = templates[0]
    assert data == templates[1]
    asked = {info.name for info in BOOK.benefit(benefit).inputs if info.presumed is None}
    given = {key for key in data if key not in ("benefit", "members")} | {
        key for key in data["members"][0] if key != "role"
    }
    assert given == asked
    empty = decide(read_case(file), benefit, detail="compact")
    nothing = decide({"members": [{"role": "applicant"}]}, benefit, detail="compact")
    assert (empty.outcome, empty.amounts) == (nothing.outcome, nothing.amounts)


def test_a_template_is_decided_as_it_is_printed(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(cdmz("inputs", LOAN, "--template").stdout, encoding="utf-8")
    assert "信息不足，尚不能确定" in said("decide", LOAN, file)


def test_what_a_template_switches_off_is_valid_when_it_is_switched_on(tmp_path):
    text = cdmz("inputs", LOAN, "--template").stdout
    switched_on = re.sub(r"^( *)# (?=(- role|  \w+:$|\w+: (?!cdmz)))", r"\1", text, flags=re.MULTILINE)
    data = yaml.safe_load(switched_on)
    inputs = BOOK.benefit(LOAN).inputs
    presumed = {info.name for info in inputs if info.presumed is not None and info.entity == "household"}
    assert presumed <= data.keys()
    assert [member["role"] for member in data["members"]] == ["applicant", "spouse"]
    file = tmp_path / "case.yaml"
    file.write_text(switched_on, encoding="utf-8")
    assert cdmz("decide", LOAN, file).exit_code == 0


# Receipts


def test_a_receipt_replays_and_says_what_differs(tmp_path):
    file = tmp_path / "receipt.json"
    assert f"已写入：{file}" in said("decide", LOAN, CHENGDU, "--receipt", file).replace(" ", "")
    assert [path.name for path in tmp_path.iterdir()] == ["receipt.json"]
    assert "✔ 答复相同" in said("replay", file)
    assert json.loads(cdmz("replay", file, "--json").stdout)["same"] is True
    receipt = json.loads(file.read_text(encoding="utf-8"))
    receipt["result"]["outcome"], receipt["law"] = "not_eligible", "0" * 64
    file.write_text(json.dumps(receipt), encoding="utf-8")
    differs = cdmz("replay", file, "--lang", "en")
    assert differs.exit_code == 1
    assert "Another answer" in differs.stdout
    assert "not_eligible → eligible" in differs.stdout
    assert "000000000000" in differs.stdout


def test_a_decision_as_json_holds_its_receipt():
    decision = cdmz("decide", LOAN, CHENGDU, "--json").stdout
    assert cdmz("replay", "-", stdin=decision).exit_code == 0


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda receipt: receipt.pop("law"),
        lambda receipt: receipt.update(result={}),
        lambda receipt: receipt.update(result=[]),
        lambda receipt: receipt["result"].update(amounts={LOAN: 5}),
        lambda receipt: receipt.update(reform={"name": "x"}),
        lambda receipt: receipt.update(situation=[]),
        lambda receipt: receipt.update(benefit="provident_fund_lone"),
        lambda receipt: receipt.update(date="2026-02-31"),
    ],
)
def test_a_spoilt_receipt_is_a_mistake(tmp_path, spoil):
    file = tmp_path / "receipt.json"
    said("decide", LOAN, CHENGDU, "--receipt", file)
    receipt = json.loads(file.read_text(encoding="utf-8"))
    spoil(receipt)
    file.write_text(json.dumps(receipt), encoding="utf-8")
    result = cdmz("replay", file)
    assert result.exit_code == 2, result.output
    assert result.stderr.startswith("错误：")


def test_a_year_of_claims_is_settled_and_written(tmp_path):
    file = tmp_path / "settled.csv"
    result = cdmz("settle-claims", ROOT / "examples" / "claims.csv", "--date", "2023-12-31", "-o", file)
    assert "850.00" in result.stdout
    rows = [line.split(",") for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row[rows[0].index("basic_fund_payment")] for row in rows[1:]] == ["300.00", "200.00", "350.00"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("benefit", "case", "changes"),
    [
        (LOAN, DEYANG, ()),
        (LOAN, CHENGDU, ()),
        (LOAN, CHENGDU, ("--set", "home_kind=")),
        (LOAN, CHENGDU, ("--set", "credit_doubtful=true")),
        ("public_rental_flat", ROOT / "examples" / "public_flat_migrant_worker.yaml", ()),
        ("bed_operating_subsidy", ROOT / "examples" / "bed_subsidy_in_deyang.yaml", ()),
        ("medical_reimbursement", ROOT / "examples" / "medical_stay_in_chengdu.yaml", ()),
    ],
)
def test_whatever_the_outcome_the_bounds_of_the_data_are_shown(benefit, case, changes):
    found = json.loads(said("decide", benefit, case, *changes, "--json"))["amounts"][0]
    compact, full = (said("decide", benefit, case, *changes, "--detail", detail) for detail in ("compact", "full"))
    ends = [end for end in (found["upper"], found["lower"]) if end]
    for text in (compact, full[: full.index("为什么")]):
        assert all(f"{end:,.2f}".removesuffix(".00") in text for end in ends)


def test_that_an_amount_is_at_least_nothing_is_not_said():
    text = said("decide", "bed_operating_subsidy", ROOT / "examples" / "bed_subsidy_in_deyang.yaml")
    assert "至少 0" not in text
    assert "上限未知" in text

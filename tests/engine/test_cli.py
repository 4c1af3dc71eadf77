"""The command line: what it says to a resident, a caseworker and a bureau, in both languages, and how it answers mistakes."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from cdmz_rules import catalogue_words
from cdmz_rules import law as laws
from cdmz_rules.cli import language, law_audit, law_uses, law_words
from cdmz_rules.cli.app import app
from cdmz_rules.decisions import catalogue
from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.situation import read_case
from cdmz_rules.law import reform

ROOT = Path(__file__).resolve().parents[2]
CHENGDU = str(ROOT / "examples" / "ex01_chengdu_one_contributor.yaml")
DEYANG = str(ROOT / "examples" / "deyang_household.yaml")
REFUSED = str(ROOT / "examples" / "refused_four_of_six_months.yaml")
LOAN = "provident_fund_loan"
MAXIMUM = "provident_fund.loan.maximum_single"
COMMANDS = (
    "",
    "decide",
    "benefits",
    "inputs",
    "replay",
    "law",
    "law show",
    "law coverage",
    "law check",
    "law set",
    "law snapshot",
)
LANGUAGES = ("zh", "en")

CHINESE = re.compile("[\u4e00-\u9fff]")


def cdmz(*arguments, stdin=None):
    """Run the command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def said(*arguments, stdin=None):
    """What a command that works prints, with the line breaks of the terminal taken out."""
    result = cdmz(*arguments, stdin=stdin)
    assert result.exit_code == 0, result.output
    assert "Traceback" not in result.output
    return re.sub(r"\s+", " ", result.stdout)


def process(*arguments, overlay=None, lang="zh"):
    """Run the command in a process of its own, where the environment counts."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CDMZ_LANG": lang}
    environment.pop("CDMZ_LAW_OVERLAY", None)
    environment |= {"CDMZ_LAW_OVERLAY": str(overlay)} if overlay else {}
    command = [sys.executable, "-m", "cdmz_rules.cli", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


# Decisions


def test_an_answer_comes_first_with_its_bound_and_the_limit_that_binds():
    text = said("decide", LOAN, CHENGDU)
    for words in (
        "符合条件",
        "最多 800,000 元（80 万元）",
        "起作用的限额：最高额度（含上浮）",
        "贷款额度取整单位（规定未知）",
        "2.6%",
        "3,202.72 元/月",
        "400,000 至 1,200,000 元",
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


def test_unknown_law_gives_no_figure_but_whom_to_ask():
    text = said("decide", LOAN, DEYANG)
    head = text[: text.index("为什么")]
    assert "无法判断：规定本身未知" in head
    assert "金额未知" in head
    assert "请咨询：德阳市住房公积金管理中心" in head
    assert "万元" not in text
    assert "单缴存人最高贷款额度（未找到该中心的规定）" in text
    assert "--reform assumptions_2026" in text
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
    assert "尚不能判断：信息不足" in text
    assert "0 至 800,000 元（0–80 万元）" in text
    assert "--set household_monthly_income=…" in text
    told = said(
        "decide", LOAN, CHENGDU, "--set", "household_monthly_income=", "--set", "household_monthly_income=15000"
    )
    assert "最多 800,000 元" in told


def test_nearly_nothing_told_asks_and_promises_nothing():
    text = said("decide", LOAN, "-", stdin="members: [{role: applicant}]\n")
    assert "尚不能判断：信息不足" in text
    assert "还需要告知" in text
    assert "--set members[0].provident_fund_contribution=none|employee|flexible" in text
    assert "万元" not in text


def test_what_the_office_judges_has_no_amount():
    text = said("decide", LOAN, CHENGDU, "--set", "credit_doubtful=true")
    assert "须由经办机构审核" in text
    assert "由经办机构审定" in text
    assert "月还款额" not in text[: text.index("为什么")]


def test_compact_is_a_few_lines():
    result = cdmz("decide", LOAN, CHENGDU, "--detail", "compact")
    assert len(result.stdout.splitlines()) <= 6
    assert "最多 800,000 元（80 万元）" in result.stdout


def test_json_is_the_decision_and_nothing_else():
    decision = decide(read_case(Path(CHENGDU)), LOAN)
    result = cdmz("decide", LOAN, CHENGDU, "--json")
    assert json.loads(result.stdout) == decision.model_dump(mode="json")
    assert result.stderr == ""
    brief = cdmz("decide", LOAN, CHENGDU, "--json", "--detail", "compact")
    assert json.loads(brief.stdout) == decision.compact()
    pack = cdmz("decide", LOAN, CHENGDU, "--json", "--reform", "assumptions_2026", "--date", "2026-03-24")
    expected = decide(read_case(Path(CHENGDU)), LOAN, "2026-03-24", reform=reform.load("assumptions_2026"))
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
def test_the_schedule_adds_up_to_what_is_reported(method):
    text = said("decide", LOAN, CHENGDU, "--reform", "assumptions_2026", "--schedule", method)
    interest = {"equal_instalments": "352,978.37", "equal_principal": "312,866.67"}[method]
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_benefits_and_inputs_are_listed(lang):
    text = said("benefits", "--lang", lang)
    for name, info in catalogue.benefits().items():
        assert name in text
        assert getattr(info.label, lang)[:10] in text
        inputs = said("inputs", name, "--lang", lang)
        assert all(one.name in inputs for one in catalogue.inputs(name))
    assert [info["id"] for info in json.loads(cdmz("benefits", "--json").stdout)] == list(catalogue.benefits())
    listed = json.loads(cdmz("inputs", LOAN, "--json").stdout)
    assert listed == [one.model_dump(mode="json") for one in catalogue.inputs(LOAN)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("benefit", list(catalogue.benefits()))
def test_a_template_is_a_case_in_which_nothing_is_told(benefit, lang, tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(cdmz("inputs", benefit, "--template", "--lang", lang).stdout, encoding="utf-8")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    asked = {one.name for one in catalogue.inputs(benefit) if one.presumed is None}
    given = {key for key in data if key not in ("benefit", "members")} | {
        key for key in data["members"][0] if key != "role"
    }
    assert given == asked
    empty = json.loads(cdmz("decide", benefit, file, "--json").stdout)
    nothing = json.loads(cdmz("decide", benefit, "-", "--json", stdin="members: [{role: applicant}]").stdout)
    assert empty["outcome"] == nothing["outcome"]
    assert empty["amounts"] == nothing["amounts"]


def test_what_a_template_switches_off_is_valid_when_it_is_switched_on(tmp_path):
    text = cdmz("inputs", LOAN, "--template").stdout
    switched_on = re.sub(r"^( *)# (?=(- role|  \w+:$|\w+: (?!cdmz)))", r"\1", text, flags=re.MULTILINE)
    data = yaml.safe_load(switched_on)
    presumed = {one.name for one in catalogue.inputs(LOAN) if one.presumed is not None and one.entity == "household"}
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


# The law


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
    assert "400,000 元 2017-04-01（首见） 至 2021-10-07" in history
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


def test_a_folder_lists_its_items():
    text = said("law", "show", "provident_fund.loan", "--date", "2026-04-01")
    assert "maximum_single 单缴存人最高贷款额度 成都市 800,000 元" in text
    everything = said("law", "show", "--lang", "en")
    assert all(path.rpartition(".")[2] in everything for path in laws.current())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_coverage_counts_every_item(lang):
    result = cdmz("law", "coverage", "--date", "2026-04-01", "--lang", lang)
    assert str(len(laws.current())) in result.stdout
    data = json.loads(cdmz("law", "coverage", "--date", "2026-04-01", "--json").stdout)
    assert len(data["rows"]) == len(laws.current())
    assert re.search(rf"{data['totals']['deyang']['unknown']} +\d+%", result.stdout)


def test_every_path_that_a_formula_names_is_found_and_every_item_is_used():
    assert [path for path in laws.current() if not law_uses.of(path)] == []
    uses = law_uses.of("provident_fund.loan.down_payment.new_commercial_home")
    assert [use.variable for use in uses] == ["provident_fund_down_payment_ratio"]
    assert "new_commercial_home" in uses[0].file.read_text(encoding="utf-8").splitlines()[uses[0].line - 1]


def test_the_law_that_is_shipped_is_sound():
    result = cdmz("law", "check")
    assert result.exit_code == 0, result.output
    assert "没有问题" in result.stdout


@pytest.fixture
def copy(tmp_path):
    """A copy of the parameter files that can be spoilt."""
    for file in (ROOT / "parameters").rglob("*.yaml"):
        target = tmp_path / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    return tmp_path / "parameters"


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("favours: higher", "favors: higher", "favours：缺少此项", "favours: Field required"),
        ("favours: higher", "favours: hihger", "应为", "Input should be"),
        ("value: 800_000", "value: 80万", "'80万' 不是数字", "'80万' is no number"),
        ("value: 800_000", "value: -5", "-5 超出该项的范围", "-5 lies outside the item's bounds"),
        (
            "source: cd-news-20260324",
            "source: cd-news-20260342",
            "是否指 cd-news-20260324",
            "did you mean cd-news-20260324",
        ),
        ("2026-03-25:", "2026-02-31:", "chengdu.values.2026-02-31", "chengdu.values.2026-02-31"),
        ("2026-03-25:", "2025-03-25:", "日期没有按先后排列", "the dates do not ascend"),
        ("deyang:", "deyangg:", "deyangg", "deyangg"),
        ("evidence: reported", "evidence: assumed", "evidence", "evidence"),
        (
            "unit: CNY",
            "unit: CNY\n  governed_by: somebodys_place",
            "没有名为 somebodys_place 的变量",
            "no variable somebodys_place",
        ),
        ("unit: CNY", "unit: CNY\n unit: CNY", "YAML", "maximum_single.yaml:"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_line(copy, old, new, zh, en):
    file = copy / "provident_fund" / "loan" / "maximum_single.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    for lang, words in (("zh", zh), ("en", en)):
        result = cdmz("law", "check", copy, "--lang", lang)
        assert result.exit_code == 1, result.output
        assert words in result.stdout
        line = int(re.search(r"maximum_single\.yaml:(\d+)", result.stdout).group(1))
        assert 1 <= line <= len(file.read_text(encoding="utf-8").splitlines())


def test_a_city_that_nothing_is_said_of_is_a_mistake(copy):
    file = copy / "provident_fund" / "loan" / "maximum_single.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("deyang:")] + text[text.index("meishan:") :], encoding="utf-8")
    result = cdmz("law", "check", copy)
    assert result.exit_code == 1
    assert "deyang：没有说明自 0001-01-01 起的规定" in result.stdout


def test_an_item_that_formulas_look_for_in_vain_and_one_that_none_looks_for(copy):
    folder = copy / "provident_fund" / "loan"
    (folder / "maximum_single.yaml").rename(folder / "maximum_for_one.yaml")
    found = law_audit.audit(copy)
    assert [(problem.file.name, problem.message) for problem in found.problems] == [
        ("amount.py", f"the law has no item {MAXIMUM}")
    ]
    assert found.unused == ["provident_fund.loan.maximum_for_one"]


def test_a_look_up_without_a_place_is_a_mistake(copy):
    index = copy / "provident_fund" / "deposit" / "index.yaml"
    text = index.read_text(encoding="utf-8")
    index.write_text(re.sub(r"^ *governed_by:.*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    messages = {problem.message for problem in law_audit.audit(copy).problems}
    assert messages == {"nothing says whose rule applies"}


def test_a_reform_that_names_what_is_not_there_is_a_mistake(copy):
    top = copy.parent
    (top / "variables").mkdir()
    (top / "reforms").mkdir()
    text = (ROOT / "reforms" / "assumptions_2026.yaml").read_text(encoding="utf-8")
    (top / "reforms" / "mine.yaml").write_text(text.replace(f"{MAXIMUM}:", f"{MAXIMUM}s:"), encoding="utf-8")
    result = cdmz("law", "check", top, "--lang", "en")
    assert result.exit_code == 1
    assert re.search(rf"mine\.yaml:\d+: the law has no item {MAXIMUM}s — did you mean {MAXIMUM}\?", result.stdout)


@pytest.mark.parametrize("message", [template for template in law_words.MESSAGES if "{" not in template])
def test_what_a_check_says_is_said_in_chinese_too(message):
    language.choose("zh")
    assert CHINESE.search(law_words.in_words(message))
    assert law_words.in_words(f"chengdu 2026-01-01: {message}").startswith("chengdu 2026-01-01：")
    language.choose("en")
    assert law_words.in_words(message) == message


# A bureau's own figures


def figure(folder, *more, where="deyang", start="2026-01-01", value="650000"):
    place = ("--where", where, "--from", start, f"--value={value}")
    return ("law", "set", MAXIMUM, *place, "--source", "德公积金〔2026〕1号", "--overlay", folder, *more)


def test_a_figure_is_written_shown_and_used(tmp_path):
    folder = tmp_path / "deyang"
    text = said(*figure(folder, "--evidence", "official"))
    assert "德阳市 · 单缴存人最高贷款额度：650,000 元 2026-01-01 起" in text
    assert f"export CDMZ_LAW_OVERLAY={folder}" in text
    assert cdmz("law", "check", folder).exit_code == 0
    shown = process("law", "show", MAXIMUM, "--where", "deyang", overlay=folder)
    assert "650,000 元" in shown.stdout
    assert "官方文件" in shown.stdout
    assert "德公积金〔2026〕1号" in shown.stdout
    assert f"{folder}/parameters/provident_fund/loan/maximum_single.yaml:3" in shown.stdout
    decided = process("decide", LOAN, DEYANG, overlay=folder)
    assert "650,000 元" in decided.stdout
    assert "部分数值由主管部门自行录入" in decided.stdout
    assert "无法判断" not in decided.stdout
    again = process(*figure(folder)[:-2], overlay=folder)
    assert "此后的判断即采用此值" in again.stdout


def test_a_figure_that_ends_says_what_then(tmp_path):
    said(*figure(tmp_path, "--until", "2026-12-31", "--on-expiry", "unknown"))
    shown = process("law", "show", MAXIMUM, "--where", "deyang", "--date", "2027-01-01", overlay=tmp_path, lang="en")
    assert "in force until 2026-12-31; no text is known for the time after" in shown.stdout


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"where": "mars"}, "没有名为“mars”的地区"),
        ({"start": "2026-02-31"}, "“2026-02-31”不是有效日期"),
        ({"value": "65万"}, "不是数字"),
        ({"value": "-1"}, "超出范围"),
        ({"value": ".nan"}, "不是有限的数字"),
        ({"value": "true"}, "不是数字"),
        ({"value": "[a"}, "值无法识别"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_and_nothing_is_written(tmp_path, change, words):
    folder = tmp_path / "new"
    result = cdmz(*figure(folder, **change))
    assert result.exit_code == 2
    assert words in result.stderr
    assert not folder.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--until", "2026-12-31"), "--on-expiry"),
        (("--on-expiry", "ends"), "--on-expiry"),
        (("--until", "2025-12-31", "--on-expiry", "ends"), "2025-12-31早于2026-01-01"),
        (("--evidence", "assumed"), "official, reported, recalled"),
    ],
)
def test_options_of_a_figure_that_do_not_go_together(tmp_path, more, words):
    result = cdmz(*figure(tmp_path / "new", *more))
    assert result.exit_code == 2
    assert words in result.stderr


def test_without_a_folder_one_is_told_how_to_name_it():
    result = process(*figure("")[:-2], lang="en")
    assert result.returncode == 2
    assert "set CDMZ_LAW_OVERLAY" in result.stderr or "export CDMZ_LAW_OVERLAY" in result.stderr


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("jurisdictions.yaml", "leshan: {level: city, zh: 乐山市}", "jurisdictions.yaml:1：leshan.en：缺少此项"),
        ("jurisdictions.yaml", "leshan: {level: city, zh: 乐山市, en: Leshan, parent: sichuann}", "是否指 sichuan"),
        ("jurisdictions.yaml", "leshan: {level: city, zh: 乐山市, en: Leshan, kode: 1}", "是否指 code"),
        ("jurisdictions.yaml", "[leshan]", "登记簿应为键值对"),
        ("jurisdictions.yaml", "leshan: {level", "jurisdictions.yaml:"),
        ("sources.yaml", "a: {titel: x, title: y, read_as: press}", "sources.yaml:1：a.titel：不应有此项"),
        ("sources.yaml", "[a]", "sources.yaml:1"),
        ("parameters/provident_fund/x.yaml", "deyang: 1", "x.yaml:1"),
    ],
)
def test_a_wrong_overlay_is_named_by_decisions_and_by_the_check(tmp_path, name, text, words):
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    decided = process("decide", LOAN, CHENGDU, overlay=tmp_path)
    assert decided.returncode == 2, decided.stdout
    assert words in decided.stderr
    assert "Traceback" not in decided.stderr
    checked = process("law", "check", overlay=tmp_path)
    assert checked.returncode == 1, checked.stderr
    assert words in checked.stdout


def test_a_further_city_is_no_mistake_and_its_silence_is_unknown(tmp_path):
    place = "leshan: {level: city, parent: sichuan, code: 511100, zh: 乐山市, en: Leshan, offices: {}}\n"
    (tmp_path / "jurisdictions.yaml").write_text(place, encoding="utf-8")
    checked = process("law", "check", overlay=tmp_path)
    assert checked.returncode == 0, checked.stdout
    shown = process("law", "show", MAXIMUM, "--where", "leshan", overlay=tmp_path)
    assert "未知（没有收录该地的规定）" in shown.stdout


def test_an_overlay_folder_that_is_not_there(tmp_path):
    result = process("decide", LOAN, CHENGDU, overlay=tmp_path / "nowhere")
    assert result.returncode == 2
    assert "叠加层文件夹不存在" in result.stderr


# Mistakes

MISTAKES = [
    (("decide", "provident_fund_lone", CHENGDU), "是否指“provident_fund_loan”", 'did you mean "provident_fund_loan"'),
    (("inputs", "provident_fund_lone"), "是否指“provident_fund_loan”", 'did you mean "provident_fund_loan"'),
    (("decide", LOAN, "nowhere.yaml"), "nowhere.yaml：没有这个文件或文件夹", "nowhere.yaml: No such file"),
    (("decide", LOAN, str(ROOT)), "这是文件夹，不是文件", "Is a directory"),
    (("decide", LOAN, "/dev/zero"), "/dev/zero:1：文件超过 2000000 字节", "larger than 2000000 bytes"),
    (
        ("decide", LOAN, CHENGDU, "--date", "2026-02-31"),
        "date：“2026-02-31”不是有效日期",
        "2026-02-31 is no calendar day",
    ),
    (("decide", LOAN, CHENGDU, "--set", "price=.nan"), "price：不是有限的数字", "not a finite number"),
    (("decide", LOAN, CHENGDU, "--set", "price=NaN"), "price：“NaN”不是数字", "NaN is no number"),
    (("decide", LOAN, CHENGDU, "--set", "price=-1"), "price：-1小于0", "price: -1 is below 0"),
    (("decide", LOAN, CHENGDU, "--set", "price=9**9**9"), "price：“9**9**9”不是数字", "9**9**9 is no number"),
    (("decide", LOAN, CHENGDU, "--set", "members[0].age=212"), "members[0].age：212超过120", "212 is over 120"),
    (("decide", LOAN, CHENGDU, "--set", "members[9].age=12"), "没有这名成员", "no such member"),
    (("decide", LOAN, CHENGDU, "--set", "prise=5"), "是否指“price”", 'did you mean "price"'),
    (("decide", LOAN, CHENGDU, "--set", "price"), "应写成 名称=值", "write name=value"),
    (("decide", LOAN, CHENGDU, "--set", "property_city=mars"), "property_city：没有“mars”", "mars is not one of"),
    (("decide", LOAN, CHENGDU, "--reform", "nosuch"), "assumptions_2026", "assumptions_2026"),
    (("decide", LOAN, CHENGDU, "--reform", CHENGDU), "ex01_chengdu_one_contributor.yaml:", "Field required"),
    (("decide", LOAN, CHENGDU, "--detail", "long"), "--detail 的值无效，应为 compact, full", "it takes compact, full"),
    (
        ("decide", LOAN, CHENGDU, "--schedule", "monthly"),
        "equal_instalments, equal_principal",
        "equal_instalments, equal_principal",
    ),
    (("decide", LOAN, CHENGDU, "--months"), "--months：须与 --schedule 同用", "this goes with --schedule"),
    (
        ("decide", LOAN, CHENGDU, "--json", "--schedule", "equal_principal"),
        "不能与 --json 同用",
        "does not go with --json",
    ),
    (("decide", LOAN, CHENGDU, "--receipt", str(ROOT)), "这是文件夹，不是文件", "Is a directory"),
    (("decide", LOAN, CHENGDU, "--jsn"), "没有选项 --jsn，是否指“--json”", "there is no option --jsn"),
    (("decide", LOAN, CHENGDU, "--date"), "--date 后面缺少值", "--date needs a value"),
    (("decide", LOAN), "缺少 CASE（用法见 cdmz decide --help）", "CASE is missing (see cdmz decide --help)"),
    (("decide", LOAN, CHENGDU, "more"), "多余的参数：more", "more is one argument too many"),
    (("decyde",), "没有命令“decyde”，是否指“decide”", 'there is no command "decyde"'),
    (("law", "shwo"), "是否指“show”", 'did you mean "show"'),
    (("law", "show", "provident_fund.lone"), "是否指“provident_fund.loan”", 'did you mean "provident_fund.loan"'),
    (("law", "show", MAXIMUM, "--where", "mars"), "--where：没有名为“mars”的地区", 'there is no place "mars"'),
    (("law", "show", "--date", "today"), "--date：“today”不是有效日期", "today is no calendar day"),
    (("law", "coverage", "--date", "2026-13-01"), "--date：“2026-13-01”不是有效日期", "2026-13-01 is no calendar day"),
    (("replay", CHENGDU), "这不是决定回执", "this is no receipt"),
    (("law", "set", MAXIMUM), "缺少 --where", "--where is missing"),
    (("law", "snapshot", str(ROOT)), "这是文件夹，不是文件", "Is a directory"),
]


@pytest.mark.parametrize(("arguments", "zh", "en"), MISTAKES)
def test_a_mistake_is_one_line_with_its_place_and_how_to_mend_it(arguments, zh, en):
    for lang, words in (("zh", zh), ("en", en)):
        result = cdmz("--lang", lang, *arguments)
        assert result.exit_code == 2, result.output
        assert words in result.stderr
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        assert all(line.startswith({"zh": "错误：", "en": "error: "}[lang]) for line in result.stderr.splitlines())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: b: c", "-:1：YAML 语法错误"),
        ("price: 1\nprice: 2", "-:2：键“price”出现了两次"),
        ("a: &x 1\nb: *x", "-:2：此处不用 YAML 别名"),
        ("\tmembers: 1", "制表符请改为空格"),
        ("- 1", "案例应为键值对"),
        ("a: !!python/object/apply:os.getcwd []", "不能使用 YAML 标签"),
        ("", "案例应为键值对"),
        ("members: 5", "缺少家庭成员"),
        ("x: [" * 5000, "YAML 语法错误"),
        ("members: [{role: applicant, sex: \x1b[31mred}]", "-:1"),
        (b"\xb3\xc9\xb6\xbc".decode("latin-1"), "案例应为键值对"),
    ],
)
def test_a_bad_case_is_named_with_its_line(text, words):
    result = cdmz("decide", LOAN, "-", stdin=text)
    assert result.exit_code == 2, result.output
    assert words in result.stderr
    assert "\x1b" not in result.stderr


def test_a_case_in_another_encoding_says_how_to_save_it(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_bytes("title: 成都\n".encode("gbk"))
    result = cdmz("decide", LOAN, file)
    assert result.exit_code == 2
    assert "case.yaml:1：文件不是 UTF-8 文本——请另存为 UTF-8 编码" in result.stderr


def test_the_language_comes_from_the_option_then_the_environment_then_chinese(monkeypatch):
    monkeypatch.delenv("CDMZ_LANG", raising=False)
    assert "List the benefits" not in cdmz("--help").stdout
    monkeypatch.setenv("CDMZ_LANG", "en")
    assert "List the benefits" in cdmz("--help").stdout
    assert "列出全部事项" in cdmz("--help", "--lang", "zh").stdout
    monkeypatch.setenv("CDMZ_LANG", "fr")
    result = cdmz("benefits")
    assert result.exit_code == 2
    assert "--lang (CDMZ_LANG) 的值无效，应为 zh, en" in result.stderr


# Help, version, start


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_whole_and_in_the_language_chosen(command):
    chinese, english = (cdmz(*command.split(), "--lang", lang, "--help") for lang in LANGUAGES)
    assert chinese.exit_code == english.exit_code == 0
    assert "用法：cdmz" in chinese.stdout
    assert "Usage: cdmz" in english.stdout
    assert not CHINESE.search(english.stdout)
    for result in (chinese, english):
        assert "…" not in result.stdout
    shown = re.sub(r"\s+", " ", chinese.stdout)
    for phrase in ("Print ", "Show ", "The ", "[default", "[required", "Options", "Commands"):
        assert phrase not in shown


def test_the_version_is_printed():
    from cdmz_rules import __version__

    assert cdmz("--version").stdout == f"cdmz {__version__}\n"


def test_help_does_not_load_the_engine():
    program = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from cdmz_rules.cli.app import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "heavy = {'numpy', 'openfisca_core', 'pydantic'} & sys.modules.keys()\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


@pytest.mark.parametrize("module", ["cdmz_rules", "cdmz_rules.cli"])
def test_it_runs_as_a_module(module):
    command = [sys.executable, "-m", module, "--version"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.startswith(
        "cdmz "
    )


def test_a_shell_can_complete_benefits_and_paths():
    for words, count, expected in (
        ("cdmz decide provident_fund_l", 2, LOAN),
        (f"cdmz law show {MAXIMUM[:-3]}", 3, MAXIMUM),
    ):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        environment |= {"_CDMZ_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count)}
        command = [sys.executable, "-m", "cdmz_rules.cli"]
        assert (
            expected
            in subprocess.run(command, check=False, capture_output=True, text=True, env=environment).stdout.split()
        )


# Words


def phrases():
    """Every phrase that code marks for translation: the English, or of counted phrases both forms."""
    found = set()
    for file in (ROOT / "cdmz_rules").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "N_", "counted")
            ):
                wanted = node.args[: 2 if node.func.id == "counted" else 1]
                if all(isinstance(part, ast.Constant) for part in wanted):
                    found.add(tuple(part.value for part in wanted))
    return found


def entries(lang):
    """Every phrase of a catalogue, with what it says."""
    found = {}
    for message in catalogue_words.catalogue(lang):
        if message.id:
            key = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            found[key] = message.string
    return found


def test_every_phrase_has_a_chinese_entry_and_every_entry_a_phrase():
    chinese = entries("zh")
    assert phrases() - chinese.keys() == set()
    assert chinese.keys() - phrases() == set()
    assert [key for key, text in chinese.items() if not all([text] if isinstance(text, str) else text)] == []
    assert entries("en").keys() <= phrases()


def test_a_translation_keeps_its_placeholders():
    for key, text in entries("zh").items():
        for written in [text] if isinstance(text, str) else text:
            assert set(re.findall(r"(?<!\{)\{(\w*)\}", written)) == set(re.findall(r"(?<!\{)\{(\w*)\}", key[-1])), key


def test_counted_phrases_have_two_forms_in_english_and_one_in_chinese():
    language.choose("en")
    assert language.counted("{number} problem", "{number} problems", 1) == "1 problem"
    assert language.counted("{number} problem", "{number} problems", 2) == "2 problems"
    language.choose("zh")
    assert language.counted("{number} problem", "{number} problems", 1) == "1 处问题"
    assert language.counted("{number} problem", "{number} problems", 2) == "2 处问题"

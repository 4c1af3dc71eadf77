"""What the command line answers to mistakes, and its help and words in both languages."""

import os
import re
import runpy
import subprocess
import sys

import pytest
from terminal import CHENGDU, CHINESE, COMMANDS, LANGUAGES, LOAN, MAXIMUM, ROOT, cdmz
from typer.testing import CliRunner

from cdmz_rules.cli.app import app

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
    (("decide", LOAN, CHENGDU, "--set", "price=.nan"), "price：“.nan”不是数字", ".nan is no number"),
    (("decide", LOAN, CHENGDU, "--set", "price=1:30"), "price：“1:30”不是数字", "1:30 is no number"),
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
    (("decide", LOAN, CHENGDU, "-o", "x.csv"), "--output：须与 --schedule 同用", "this goes with --schedule"),
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


@pytest.mark.sampled(8)
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
        ("a: b: c", "-:1：YAML 写法有误：此处不应有冒号"),
        ("price: 1\nprice: 2", "-:2：键“price”出现了两次"),
        ("a: &x 1\nb: *x", "-:2：此处不用 YAML 别名"),
        ("\tmembers: 1", "-:1：YAML 写法有误：此处有制表符，缩进请用空格"),
        ('a: 1\nb: "x\nc: 2\n', "-:2：YAML 写法有误：从此行开始的引号没有闭合"),
        ("a: [1, 2\nb: 3\n", "-:1：YAML 写法有误：从此行开始的括号没有闭合，或缺少逗号"),
        ("a: {b: 1\nc: 2\n", "-:1：YAML 写法有误：从此行开始的括号没有闭合，或缺少逗号"),
        ("a:\n    b: 1\n  c: 2\n", "-:3：YAML 写法有误：缩进有误"),
        ("a:\n  - 1\n - 2\n", "-:3：YAML 写法有误：缩进有误"),
        ("a: 1\n  b: 2\n", "-:2：YAML 写法有误：此处不应有冒号，请检查缩进"),
        ("a: 1\nfoo\n", "-:2：YAML 写法有误：键后缺少冒号"),
        ("a: @b", "-:1：YAML 写法有误：以此字符开头的文字须加引号"),
        ("a: 1\nb: \x01\n", "-:2：YAML 写法有误\n"),
        ("a: &\n", "-:1：YAML 写法有误\n"),
        ("yes: 1\nyes: 2", "-:2：键“yes”出现了两次"),
        ("members: [{role: applicant}]\nyes: 1", "yes：没有名为“yes”的输入项"),
        ("members: [{role: applicant}]\nnull: 1", "null：没有名为“null”的输入项"),
        ("members: [{role: applicant}]\nprice: =", "price：“=”不是数字"),
        ("- 1", "案例应为键值对"),
        ("a: !!python/object/apply:os.getcwd []", "不能使用 YAML 标签"),
        ("", "案例应为键值对"),
        ("members: 5", "缺少家庭成员"),
        ("x: [" * 5000, "YAML 写法有误"),
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
    file.write_bytes("title: 成都\n".encode("utf-16-le"))
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
        assert "…" not in re.sub(r"=\w+,?…", "", result.stdout), "more than `what-if scenarios` says itself"
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
def test_it_runs_as_a_module(module, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["cdmz", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(module, run_name="__main__", alter_sys=False)
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("cdmz ")


@pytest.mark.parametrize(
    ("words", "position", "expected"),
    [("cdmz decide provident_fund_l", 2, LOAN), (f"cdmz law show {MAXIMUM[:-3]}", 3, MAXIMUM)],
)
def test_a_shell_can_complete_benefits_and_paths(words, position, expected):
    asked = {"_CDMZ_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(position)}
    assert expected in CliRunner().invoke(app, prog_name="cdmz", env=asked).stdout.split()

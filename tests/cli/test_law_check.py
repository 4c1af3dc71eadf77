"""Checking files of the law: every mistake with its file and line, in both languages."""

import re
import shutil
from dataclasses import replace

import pytest
from generators.shipped import BOOK
from generators.toy import FOLDER
from terminal import CHINESE, MAXIMUM, ROOT, cdmz

from cdmz_rules.cli import language, law_audit, law_words
from cdmz_rules.files.paths import REGISTRY
from cdmz_rules.rulebook import register_check
from cdmz_rules.rulebook.registry import Registry

MOOT = "moot:\n  - {{where: {{home_city: {}}}, inputs: [{}]}}\n"


@pytest.fixture
def toy_copy(tmp_path):
    """A copy of the toy law that can be spoilt."""
    for part in ("parameters", "variables", "reforms", "registry"):
        shutil.copytree(FOLDER / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def copy(tmp_path):
    """A copy of the shipped parameters that can be spoilt."""
    shutil.copytree(ROOT / "parameters", tmp_path / "parameters")
    return tmp_path / "parameters"


ENTRY = "{value: 1, metadata: {evidence: official, source: rules, last_verified: 2026-06-30}}"


@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("favours: higher", "favors: higher", "favours：缺少此项", "favours: Field required"),
        ("favours: higher", "favours: hihger", "应为", "Input should be"),
        ("value: 200_000", "value: 20万", "“20万”不是数字", "20万 is no number"),
        (
            "value: 200_000",
            f"value: {'9' * 380}",
            "upper 2026-01-01：“1e60...”过大",
            "upper 2026-01-01: 1e60... is too large",
        ),
        ("value: 200_000", "value: -5", "-5 超出该项的范围", "-5 lies outside the item's bounds"),
        ("source: rules", "source: rulse", "是否指 rules", "did you mean rules"),
        ("2026-01-01:", "2026-02-31:", "upper.values.2026-02-31", "upper.values.2026-02-31"),
        (
            "    2026-01-01:",
            f"    2027-01-01: {ENTRY}\n    2026-01-01:",
            "日期没有按先后排列",
            "the dates do not ascend",
        ),
        ("upper:", "upperr:", "upperr", "upperr"),
        ("evidence: official", "evidence: assumed", "evidence", "evidence"),
        (
            "unit: CNY",
            "unit: CNY, governed_by: somebodys_place",
            "没有名为 somebodys_place 的变量",
            "no variable somebodys_place",
        ),
        ("unit: CNY", "unit: CNY, unit: CNY", "键“unit”出现了两次", "most.yaml:2"),
        ("upper:", "upper: a: b", "此处不应有冒号", "a colon stands where none may"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_line(toy_copy, old, new, zh, en):
    spoil(toy_copy / "parameters" / "orchard" / "most.yaml", old, new)
    for lang, words in (("zh", zh), ("en", en)):
        result = cdmz("law", "check", toy_copy, "--lang", lang)
        assert result.exit_code == 1, result.output
        assert words in result.stdout
        assert 1 <= int(re.search(r"most\.yaml:(\d+)", result.stdout).group(1)) <= 8


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("name", "old", "new", "line", "zh", "en"),
    [
        ("bundles", "[heating_grant,", "[heating_gran,", 1, "是否指 heating_grant", "did you mean heating_grant?"),
        (
            "bundles",
            "domain: welfare",
            "domain: wellfare",
            1,
            "没有名为 wellfare 的领域",
            "there is no domain wellfare",
        ),
        ("bundles", "domain:", "domian:", 1, "是否指 `domain`", "did you mean `domain`?"),
        (
            "interactions",
            "[heating_grant, orchard_loan]",
            "[heating_grant, loan]",
            5,
            "事项",
            "there is no benefit loan",
        ),
        (
            "interactions",
            "beside_heating",
            "beside_heat",
            3,
            "是否指 welfare.meals",
            "did you mean welfare.meals.beside",
        ),
        (
            "interactions",
            "place: home_city",
            "place: home_citty",
            4,
            "是否指 home_city",
            "there is no input home_citty",
        ),
        ("what_if", "joined_date", "joined_dat", 1, "是否指 joined_date", "did you mean joined_date?"),
        ("what_if", "inputs: [member_months]", "inputs: member_months", 4, "应为", "Input should be a valid list\n"),
        ("what_if", "member_months", "member_month", 4, "是否指 member_months", "did you mean member_months?"),
        ("what_if", "[member_months]", "[savings]", 4, "savings", "no input counts months or years savings"),
        ("what_if", "fixed:", "fixd:", 1, "是否指 `fixed`", "did you mean `fixed`?"),
        ("interview", "joined_date", "joined_dat", 2, "joined_dat", "did you mean joined_date?"),
        ("interview", "[birth_date, joined_date]", "[birth_date, birth_date]", 2, "另一组", "in a group already"),
        ("interview", "[birth_date, joined_date]", "[birth_date]", 2, "应", "should have at least 2 items"),
        (
            "interview",
            "together:",
            f"{MOOT.format('upperr', 'savings')}together:",
            2,
            "是否指 upper",
            "cannot have the value upperr",
        ),
        (
            "interview",
            "together:",
            f"{MOOT.format('upper', 'saving')}together:",
            2,
            "是否指 savings",
            "no input saving —",
        ),
        ("interview", "together:", "togethr:", 1, "是否指 `together`", "did you mean `together`?"),
        ("population", "lower:", "lowwer:", 3, "地区", "is no place"),
        (
            "population",
            "source: census}\nlower",
            "source: censsus}\nlower",
            2,
            "是否指 census",
            "there is no document cens",
        ),
        ("bundles", "winter: {", "winter: }", 1, "bundles.yaml:1：", "bundles.yaml:1: "),
        ("interactions", "item: ", "item: a: ", 3, "此处不应有冒号", "a colon stands where none may"),
        ("what_if", "fixed: [", "fixed: ]", 1, "what_if.yaml:1：", "what_if.yaml:1: "),
        ("population", "upper:", "upper: a: b", 1, "此处不应有冒号", "a colon stands where none may"),
    ],
)
def test_a_mistake_in_a_register_is_named_with_its_line(toy_copy, name, old, new, line, zh, en):
    spoil(toy_copy / "registry" / f"{name}.yaml", old, new)
    for lang, words in (("zh", zh), ("en", en)):
        result = cdmz("law", "check", toy_copy, "--lang", lang)
        assert result.exit_code == 1, result.output
        assert words in result.stdout
        assert {int(found) for found in re.findall(rf"{name}\.yaml:(\d+)", result.stdout)} == {line}


def test_mistakes_of_every_kind_of_file_are_named_together(toy_copy):
    spoil(toy_copy / "registry" / "bundles.yaml", "domain:", "domian:")
    spoil(toy_copy / "parameters" / "orchard" / "most.yaml", "source: rules", "source: rulse")
    spoil(toy_copy / "variables" / "orchard" / "loan.py", "from cdmz_rules.model import", "from cdmz_rules.law import")
    files = {problem.file.name for problem in law_audit.audit(toy_copy).problems}
    assert files == {"bundles.yaml", "most.yaml", "loan.py"}


def test_a_wrong_name_in_the_registers_that_are_shipped_is_a_mistake(tmp_path):
    shutil.copytree(REGISTRY, tmp_path / "registry")
    spoil(tmp_path / "registry" / "what_if.yaml", "- birth_date", "- birthdate")
    spoil(tmp_path / "registry" / "interactions.yaml", "beside_fund_withdrawal", "beside_fund_withdrawals")
    spoil(tmp_path / "registry" / "offices.yaml", "online_application", "online_applications")
    spoil(tmp_path / "registry" / "synonyms.yaml", "缴存比例", "缴存比列")
    spoil(tmp_path / "registry" / "not_covered.yaml", "domain: elder_care", "domain: elders")
    book = replace(BOOK, registry=Registry(tmp_path / "registry"))
    assert {(problem.file.name, problem.message) for problem in register_check.names(book)} == {
        ("what_if.yaml", "there is no input birthdate"),
        ("not_covered.yaml", "no place has an office of the domain elders"),
        ("synonyms.yaml", "no label of the law says 缴存比列"),
        ("interactions.yaml", "the law has no item public_rental_housing.rent_subsidy.beside_fund_withdrawals"),
        ("offices.yaml", "the law has no item public_rental_housing.cross_city.online_applications"),
    }


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("from cdmz_rules.law.law import Law", "法规文件中不应有 from cdmz_rules.law.law", "does not belong into"),
        ("from .loan import price", "法规文件只从 cdmz_rules.model 导入", "imports only from cdmz_rules.model"),
        ("from numpy import *", "import *", "from numpy import *"),
        ("from numpy import", "Python 语法错误", "this is not Python"),
    ],
)
def test_a_rule_file_that_imports_what_it_may_not_is_named_before_it_is_run(toy_copy, line, zh, en):
    file = toy_copy / "variables" / "common" / "household.py"
    file.write_text(f"{line}\nraise SystemExit(9)\n", encoding="utf-8")
    for lang, words in (("zh", zh), ("en", en)):
        result = cdmz("law", "check", toy_copy, "--lang", lang)
        assert result.exit_code == 1, result.output
        assert "household.py:1" in result.stdout
        assert words in result.stdout


def test_rule_files_may_import_what_is_not_ours(toy_copy):
    file = toy_copy / "variables" / "common" / "household.py"
    file.write_text(f"import datetime\nimport math\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    assert law_audit.audit(toy_copy).problems == []


@pytest.mark.parametrize("parts", [(), ("variables",), ("registry",), ("variables", "registry"), ("parameters",)])
def test_a_folder_without_parameters_is_a_mistake(tmp_path, parts):
    for part in parts:
        (tmp_path / part).mkdir()
    for lang, words in (("zh", "文件夹中没有参数文件"), ("en", "the folder holds no parameters")):
        result = cdmz("law", "check", tmp_path, "--lang", lang)
        assert result.exit_code == 1, result.output
        assert words in result.stdout


@pytest.mark.parametrize(
    ("absent", "named"),
    [
        (["registry"], "registry/jurisdictions.yaml"),
        (["registry/jurisdictions.yaml", "registry/sources.yaml"], "registry/jurisdictions.yaml"),
        (["registry/sources.yaml"], "registry/sources.yaml"),
        (["registry/population.yaml"], "registry/population.yaml"),
    ],
)
def test_a_law_without_a_register_that_it_needs_is_one_mistake(toy_copy, absent, named):
    for part in absent:
        path = toy_copy / part
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for lang, words in (("zh", "：缺少此文件——"), ("en", ": the file is missing — ")):
        result = cdmz("law", "check", toy_copy, "--lang", lang)
        assert result.exit_code == 1, result.output
        assert f"{named}{words}" in result.stdout
        assert len(result.stdout.splitlines()) == 2


def test_registers_that_no_law_needs_may_be_left_out(toy_copy):
    for name in ("bundles", "interactions", "what_if"):
        (toy_copy / "registry" / f"{name}.yaml").unlink()
    assert law_audit.audit(toy_copy).problems == []


@pytest.mark.parametrize("part", ["variables", "reforms"])
def test_a_law_without_a_folder_of_its_own_is_no_failure_of_the_check(toy_copy, part):
    shutil.rmtree(toy_copy / part)
    result = cdmz("law", "check", toy_copy)
    assert result.exit_code == 1, result.output
    assert part in result.stdout


def test_a_folder_that_is_not_there_has_no_line(tmp_path):
    result = cdmz("law", "check", tmp_path / "nowhere", "--lang", "en")
    assert result.exit_code == 1
    assert "nowhere: there is no such folder" in result.stdout


def test_units_of_a_law_are_the_engines_own(toy_copy):
    file = toy_copy / "registry" / "units.yaml"
    shutil.copy(REGISTRY / "units.yaml", file)
    for lang, words in (("zh", "此文件不会被读取——应删除此文件"), ("en", "this file is not read — remove it")):
        result = cdmz("law", "check", toy_copy, "--lang", lang)
        assert result.exit_code == 1, result.output
        assert words in result.stdout
    # A snapshot that was unpacked says what units meant when it was made.
    (toy_copy / "manifest.json").touch()
    assert law_audit.audit(toy_copy).problems == []


def test_a_mistake_in_parameters_alone_is_named_with_its_line(copy):
    spoil(copy / "provident_fund" / "loan" / "maximum_single.yaml", "cd-news-20260324", "cd-news-20260342")
    result = cdmz("law", "check", copy)
    assert result.exit_code == 1, result.output
    assert re.search(r"maximum_single\.yaml:\d+：.*是否指 cd-news-20260324", result.stdout)


def test_a_city_that_nothing_is_said_of_is_a_mistake(toy_copy):
    spoil(toy_copy / "parameters" / "orchard" / "most.yaml", "valley:", "boatmen:")
    result = cdmz("law", "check", toy_copy)
    assert result.exit_code == 1
    assert "lower：没有说明自 0001-01-01 起的规定" in result.stdout


def test_an_item_that_formulas_look_for_in_vain_and_one_that_none_looks_for(toy_copy):
    folder = toy_copy / "parameters" / "orchard"
    (folder / "most.yaml").rename(folder / "greatest.yaml")
    audit = law_audit.audit(toy_copy)
    assert [(problem.file.name, problem.message) for problem in audit.problems] == [
        ("loan.py", "the law has no item orchard.most")
    ]
    assert audit.unused == ["orchard.greatest", "welfare.meals.beside_heating"]


def test_a_look_up_without_a_place_is_a_mistake(toy_copy):
    spoil(toy_copy / "parameters" / "orchard" / "index.yaml", ", governed_by: orchard_city", "")
    messages = {problem.message for problem in law_audit.audit(toy_copy).problems}
    assert messages == {"nothing says whose rule applies"}


def test_a_reform_that_names_what_is_not_there_is_a_mistake(toy_copy):
    spoil(toy_copy / "reforms" / "level_up.yaml", "orchard.multiple:", "orchard.multiples:")
    result = cdmz("law", "check", toy_copy, "--lang", "en")
    assert result.exit_code == 1
    hint = "the law has no item orchard.multiples — did you mean orchard.multiple?"
    assert re.search(rf"level_up\.yaml:\d+: parameters\.\S+: {re.escape(hint)}", result.stdout)


def test_a_reform_of_a_checkout_that_names_what_is_not_there_is_a_mistake(copy):
    checkout = copy.parent
    (checkout / "variables").mkdir()
    (checkout / "reforms").mkdir()
    text = (ROOT / "reforms" / "assumptions_2026.yaml").read_text(encoding="utf-8")
    (checkout / "reforms" / "mine.yaml").write_text(text.replace(f"{MAXIMUM}:", f"{MAXIMUM}s:"), encoding="utf-8")
    result = cdmz("law", "check", checkout, "--lang", "en")
    assert result.exit_code == 1
    assert re.search(
        rf"mine\.yaml:\d+: parameters\.\S+: the law has no item {MAXIMUM}s — did you mean {MAXIMUM}\?", result.stdout
    )


@pytest.mark.parametrize("message", [template for template in law_words.MESSAGES if "{" not in template])
def test_what_a_check_says_is_said_in_chinese_too(message):
    language.choose("zh")
    assert CHINESE.search(law_words.in_words(message))
    assert law_words.in_words(f"chengdu 2026-01-01: {message}").startswith("chengdu 2026-01-01：")
    language.choose("en")
    assert law_words.in_words(message) == message

"""How to reach an office: a register that a law may have, to which a bureau adds its own telephone."""

import shutil

import pytest
from generators.shipped import BOOK
from generators.toy import FOLDER
from terminal import cdmz

from cdmz_rules import Rulebook, decide
from cdmz_rules.cli import law_audit
from cdmz_rules.decisions import contacts
from cdmz_rules.errors import LawFileError

OFFICE = "下城果园局"
REGISTER = """\
hotlines:
  orchard: {value: '555', evidence: recalled, source: rules}
offices:
  下城果园局:
    href: {value: 'https://orchard.example/', evidence: official, source: act}
    hours: {value: {zh: 工作日九点至五点, en: 'nine to five on working days'}, evidence: reported, source: rules}
"""
OWN = "offices: {下城果园局: {telephone: {value: 555-0101, evidence: official, source: act}}}\n"


@pytest.fixture
def toy(tmp_path):
    """A copy of the toy law with a register of offices."""
    for part in ("parameters", "variables", "reforms", "registry"):
        shutil.copytree(FOLDER / part, tmp_path / "law" / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "law" / "registry" / "offices.yaml").write_text(REGISTER, encoding="utf-8")
    return tmp_path / "law"


def asked(rulebook):
    """What an answer says of the office that is asked for a rule of the lower city."""
    case = {"members": [{"role": "applicant", "home_city": "lower"}]}
    missing = decide(case, "orchard_loan", "2026-02-01", rulebook=rulebook).missing_law
    return next(each.contact for each in missing if each.ask == OFFICE)


def test_a_law_without_the_register_names_the_office_alone():
    assert asked(Rulebook.load(FOLDER)) is None


def test_an_office_without_a_number_of_its_own_has_that_of_its_domain(toy):
    found = asked(Rulebook.load(toy))
    assert (found.telephone, found.hotline, found.href) == ("555", True, "https://orchard.example/")
    assert (found.hours.zh, found.hours.en, found.address) == (
        "工作日九点至五点",
        "nine to five on working days",
        None,
    )
    assert found.evidence == {"telephone": "recalled", "href": "official", "hours": "reported"}


def test_a_bureau_writes_its_own_number_and_leaves_the_rest(toy, tmp_path):
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (overlay / "offices.yaml").write_text(OWN, encoding="utf-8")
    found = asked(Rulebook.load(toy, overlay))
    assert (found.telephone, found.hotline, found.evidence["telephone"]) == ("555-0101", False, "official")
    assert found.href == "https://orchard.example/"
    (overlay / "offices.yaml").write_text(OWN.replace("555-0101", "ask at the desk"), encoding="utf-8")
    with pytest.raises(LawFileError, match="telephone"):
        Rulebook.load(toy, overlay)


def test_an_office_asked_about_another_domain_keeps_the_number_of_its_own():
    bureau = "德阳市医疗保障局"
    assert BOOK.contact(bureau, "elder_care").telephone == "12393"
    ministry = "住房和城乡建设部"
    assert BOOK.contact(ministry, "provident_fund").telephone == "12329"
    assert BOOK.contact(ministry, "public_rental_housing").telephone == "12345"


def test_of_whom_nothing_is_known_nothing_is_said():
    assert BOOK.contact("中国人民银行", "provident_fund") is None
    assert BOOK.contact(None, "provident_fund") is None
    assert contacts.line(BOOK, "中国人民银行", "provident_fund").en == "中国人民银行"


def test_every_office_of_a_place_has_a_number_to_call():
    for place in BOOK.places.values():
        for domain, office in place.offices.items():
            assert BOOK.contact(office, domain).telephone, office


def test_the_number_is_said_with_how_well_it_is_known(toy):
    words = list(contacts.said(asked(Rulebook.load(toy))))
    assert [each.zh for each in words] == [
        "电话 555（此类事项的服务热线，凭记忆）",
        "办公时间 工作日九点至五点（转载报道）",
        "网页 https://orchard.example/（官方文件）",
    ]
    assert words[0].en == "telephone 555 (the short number for such matters, recalled)"


def test_the_register_as_it_stands_is_sound(toy):
    assert law_audit.audit(toy).problems == []


@pytest.mark.parametrize(
    ("old", "new", "line", "zh", "en"),
    [
        ("orchard:", "orchards:", 2, "没有地区设有该领域的办理机构：orchards", "no place has an office of the domain"),
        ("下城果园局", "下城果果局", 4, "没有地区或数值提到这个办理机构：下城果果局", "nothing names the office"),
        ("reported, source: rules", "reported, source: rulse", 6, "登记簿中没有文件 rulse", "there is no document"),
        ("recalled, source: rules", "official, source: notice", 2, "未读到官方文本", "not read in its official text"),
        ("'555'", "ring twice", 2, "hotlines.orchard.value", "hotlines.orchard.value"),
        ("https://orchard", "javascript:orchard", 5, "offices.下城果园局.href.value", "should match pattern"),
        ("hours:", "open:", 6, "offices.下城果园局.open", "offices.下城果园局.open"),
    ],
)
def test_a_mistake_in_the_register_is_named_with_its_line(toy, old, new, line, zh, en):
    file = toy / "registry" / "offices.yaml"
    file.write_text(REGISTER.replace(old, new, 1), encoding="utf-8")
    for lang, words in (("zh", zh), ("en", en)):
        result = cdmz("law", "check", toy, "--lang", lang)
        assert result.exit_code == 1, result.output
        assert f"offices.yaml:{line}" in result.stdout
        assert words in result.stdout


def test_an_overlays_offices_are_checked_too(tmp_path):
    file = tmp_path / "offices.yaml"
    own = "{value: 0838-1234567, evidence: reported, source: zy-base-2026}"
    file.write_text(f"offices: {{德阳市医疗保障局: {{telephone: {own}}}}}\n", encoding="utf-8")
    assert law_audit.audit(tmp_path).problems == []
    file.write_text(f"offices: {{德阳市医保局: {{telephone: {own}}}}}\n", encoding="utf-8")
    (problem,) = law_audit.audit(tmp_path).problems
    assert (problem.file, problem.message) == (file, "nothing names the office 德阳市医保局")

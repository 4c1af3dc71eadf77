"""The first page and its search: everyday words, initials of pinyin, English; a toy law without events has a page too."""

import re
from pathlib import Path

import pytest
from cdmz_rules.api import create_app
from cdmz_rules.api.pages import search, terms
from fastapi.testclient import TestClient

from cdmz_rules import Rulebook

BOOK = Rulebook.shipped()


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("公积金贷款", "provident_fund_loan"),
        ("gjjdk", "provident_fund_loan"),
        ("廉租房", "public_rental_flat"),
        ("起付线", "medical_reimbursement"),
        ("ＱＦＸ", "medical_reimbursement"),
        ("长护险怎么申请", "long_term_care_insurance"),
        ("rent subsidy", "rent_subsidy"),
        ("买房", "buying_a_home"),
        ("低保", "public_rental_flat"),
        ("二手房", "buying_a_home"),
        ("80岁", "old_age_allowance"),
        ("护工", "parent_in_need_of_care"),
        ("买药", "hospital_bill"),
        ("社保", "changing_job_or_city"),
    ],
)
def test_everyday_words_find_what_they_mean(sought, first):
    assert search.find(BOOK, sought)[0].href == f"/interviews/{first}"


@pytest.mark.parametrize("sought", ["养老金", "退休金怎么领", "失业", "失业金"])
def test_what_no_rule_is_about_finds_whom_to_ask_and_nothing_else(client, sought):
    assert search.find(BOOK, sought) == []
    text = client.get("/search", params={"q": sought, "lang": "en"}).text
    assert "there are no rules about it here." in text
    assert 'href="tel:12333"' in text
    assert "Nothing is called so" not in text


def test_of_what_is_near_both_is_said(client):
    text = client.get("/search", params={"q": "低保", "lang": "en"}).text
    assert 'href="tel:12345"' in text
    assert "/interviews/rent_subsidy" in text
    assert search.not_covered(BOOK, "养老") == []


def test_one_word_may_mean_several():
    assert {each.href.rpartition("/")[2] for each in search.find(BOOK, "失能")} >= {
        "elder_care_voucher",
        "long_term_care_insurance",
    }


@pytest.mark.parametrize("sought", ["", "   ", "zzzz", "<script>", "%", "𠮷" * 40])
def test_what_nobody_calls_anything_finds_nothing(sought, client):
    assert search.find(BOOK, sought) == []
    answer = client.get("/search", params={"q": sought})
    assert answer.status_code == 200
    assert "<script>" not in answer.text.replace('<script src="', "")


def test_a_search_is_bounded(client):
    assert client.get("/search", params={"q": "公" * 41}).status_code == 422


def test_every_benefit_and_event_can_be_found_by_its_name():
    for name, info in BOOK.benefits.items():
        assert f"/interviews/{name}" in [each.href for each in search.find(BOOK, info.label.zh)]
    for name, event in BOOK.registry.events.items():
        assert search.find(BOOK, event["zh"])[0].href == f"/interviews/{name}"


def test_every_event_has_an_icon_and_every_input_a_question():
    icons = Path(search.__file__).parent / "templates" / "_icons.html"
    drawn = set(re.findall(r'name == "(\w+)"', icons.read_text(encoding="utf-8")))
    assert {event["icon"] for event in BOOK.registry.events.values()} <= drawn
    asked = {info.name for benefit in BOOK.benefits for info in BOOK.benefit(benefit).inputs}
    assert asked == set(BOOK.registry.questions)
    for words in BOOK.registry.questions.values():
        assert words.zh.rstrip("）").endswith("？")
        assert words.en.rstrip(")").endswith("?")


def test_every_term_stands_in_what_is_asked_and_means_something_in_both_languages():
    infos = [info for benefit in BOOK.benefits for info in BOOK.benefit(benefit).inputs]
    asked = [each for info in infos for each in (BOOK.registry.questions[info.name], info.label, info.about) if each]
    for lang in ("zh", "en"):
        parts = [part for words in asked for part in terms.parts(BOOK.registry, getattr(words, lang), lang, [])]
        assert {part.name for part in parts if not isinstance(part, str)} == set(BOOK.registry.terms)
        assert all(getattr(term.plain, lang) for term in BOOK.registry.terms.values())


def test_the_longest_term_counts_and_only_where_it_stands_first():
    met = []
    found = [
        each
        for each in terms.parts(BOOK.registry, "居民医保的起付标准，居民医保", "zh", met)
        if not isinstance(each, str)
    ]
    assert [each.text for each in found] == ["居民医保", "起付标准"]
    assert not any(not isinstance(each, str) for each in terms.parts(BOOK.registry, "起付线", "zh", met))
    assert list(terms.parts(BOOK.registry, "undeductibles", "en", [])) == ["undeductibles"]


@pytest.mark.parametrize(
    "path", ["/", "/benefits", "/search?q=heating", "/interviews/heating_grant", "/interviews/welfare"]
)
def test_another_law_has_these_pages_too(path):
    toy = Rulebook.load(Path(__file__).parents[1] / "toy_law")
    with TestClient(create_app(rulebook=toy)) as client:
        assert client.get(path).status_code == 200

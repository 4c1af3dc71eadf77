"""Reports of fetched pages: what became of each, and hostile ones refused with the place of what is wrong."""

from datetime import date

import pytest

from cdmz_rules import InputError
from cdmz_rules.law import links

DAY = "2026-11-30"


SITE = "https://bureau.example/"
TODAY = date(2026, 11, 30)


def page(name, status=200, digest="a", day=DAY):
    sha256 = digest * 64 if status == 200 else None
    return {"href": name if ":" in name else SITE + name, "fetched_on": day, "status": status, "sha256": sha256}


def pages(*raw):
    return links.pages(list(raw), "report.json", TODAY)


def by_address(*raw):
    return {each.href: each for each in pages(*raw)}


@pytest.mark.parametrize(
    ("now", "before", "kind"),
    [
        (page("a"), page("a"), "same"),
        (page("a"), page("a", digest="b"), "changed"),
        (page("a"), None, "first"),
        (page("a", 404), page("a"), "vanished"),
        (page("a", 410), None, "vanished"),
        (page("a", 503), page("a"), "not_fetched"),
        (page("a", 301), page("a"), "not_fetched"),
    ],
)
def test_a_page_is_held_against_what_was_fetched_before(now, before, kind):
    (found,) = links.compared(pages(now), by_address(before) if before else {})
    assert found.kind == kind


def test_what_is_most_pressing_comes_first():
    now = pages(page("a"), page("b"), page("c", 404), page("d", digest="b"))
    before = by_address(page("a"), page("d"))
    assert [(link.page.href.removeprefix(SITE), link.kind) for link in links.compared(now, before)] == [
        ("d", "changed"),
        ("c", "vanished"),
        ("b", "first"),
        ("a", "same"),
    ]


def test_what_is_kept_is_the_page_that_was_last_sent():
    before = by_address(page("a"), page("b"))
    kept = links.kept(before, pages(page("a", 404), page("b", digest="b"), page("c")))
    assert {href.removeprefix(SITE): each.sha256[0] for href, each in kept.items()} == {"a": "a", "b": "b", "c": "a"}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"href": "a"}, "report.json"),
        ([1], "report.json[0]"),
        ([page("a") | {"more": 1}], "report.json[0].more"),
        ([page("a") | {"status": 2000}], "report.json[0].status"),
        ([page("a") | {"status": True}], "report.json[0].status"),
        ([page("a") | {"sha256": "A" * 64}], "report.json[0].sha256"),
        ([page("a") | {"sha256": None}], "report.json[0]"),
        ([page("a") | {"fetched_on": "2026-02-31"}], "report.json[0].fetched_on"),
        ([page("a" * 2001)], "report.json[0].href"),
        ([page("javascript:alert(1)")], "report.json[0].href"),
        ([page("file:///etc/passwd")], "report.json[0].href"),
        ([page("a", day="2026-12-01")], "report.json[0].fetched_on"),
        ([page("a"), page("b"), page("a")], "report.json[0].href"),
        ([page(str(number)) for number in range(links.MAX_PAGES + 1)], "report.json"),
    ],
)
def test_a_report_that_cannot_be_is_refused_with_the_place(data, place):
    with pytest.raises(InputError) as raised:
        links.pages(data, "report.json", TODAY)
    assert raised.value.problems[0].pointer == place


def test_of_many_mistakes_so_many_are_named():
    with pytest.raises(InputError) as raised:
        links.pages([{}] * links.MAX_PAGES, "report.json", TODAY)
    assert len(raised.value.problems) == links.MAX_PROBLEMS

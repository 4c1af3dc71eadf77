"""A resident reads an answer: what would help comes by itself, what is owed is no gain, benefits are summed, one page is printed."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe

from cdmz_rules.decisions.case_file import read_case

TESTS = Path(__file__).parents[1]
EXAMPLES = TESTS.parent / "examples"
TYPED = {True: "yes", False: "no"}
A_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
A4_WIDTH = 794
"""Of the paper, in CSS pixels."""


def link(file, lang="zh"):
    """The page of a case, with the form filled by its link."""
    raw = read_case(file)
    member = raw["members"][0]
    told = {f"household.{key}": each for key, each in raw.items() if key not in ("members", "benefit", "date", "title")}
    told |= {f"applicant.{key}": each for key, each in member.items() if key != "role"}
    if told.pop("applicant.deposits_unbroken_months", None):
        told["applicant.deposits_unbroken_since"] = "2024-05-30"
    texts = {key: TYPED[each] if isinstance(each, bool) else str(each) for key, each in told.items()}
    return f"/benefits/{raw['benefit']}?lang={lang}#{urlencode({'date': raw['date'], **texts})}"


def violations(page):
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_what_would_help_comes_by_itself_and_without_scripts_by_a_button(open_page):
    file = EXAMPLES / "refused_four_of_six_months.yaml"
    page = open_page(link(file).replace("2024-05-30", "2026-01-12"), width=390)
    page.locator(".help .ways li").first.wait_for()
    assert "2026-07-12 起" in page.locator(".help").inner_text()
    assert page.locator(".verdict .amount").inner_text() == "差 2 个月"
    assert page.locator(".limits").count() == 0
    assert violations(page) == []
    page.locator(".help .way button").click()
    page.locator(".least").wait_for()
    assert page.url.partition("?")[0].endswith("/what-if/provident_fund_loan")


def test_without_scripts_a_button_asks_for_what_would_help(open_page):
    page = open_page("/benefits/talent_apartment?example", scripts=False)
    page.locator('[name="household.homes_in_employer_city"]').fill("1")
    page.locator("form .submit [type=submit]").click()
    page.locator(".verdict.not_eligible").wait_for()
    page.locator("answer-ahead button").click()
    assert page.locator(".least").count() == 1


def test_where_nothing_is_looked_ahead_the_way_to_ask_stays_and_nothing_jumps(open_page):
    page = open_page("/benefits/talent_apartment?example")
    page.route("**/prospects", lambda route: route.fulfill(body="\n"))
    with page.expect_response("**/prospects"):
        page.reload()
    page.locator("answer-ahead:not([aria-busy]) button").wait_for()
    until = page.locator("answer-ahead")
    before = until.bounding_box()["height"]
    until.evaluate("part => { part.innerHTML = '<section class=\"help\"><h3>x</h3><p>x</p></section>'; }")
    assert abs(until.bounding_box()["height"] - before) <= 12


def test_a_loan_goes_along_to_the_page_of_its_whole_life(open_page):
    page = open_page(link(EXAMPLES / "ex10_chengdu_income_binds.yaml"))
    page.locator(".loan-years button[form=life]").click()
    page.wait_for_url("**/repayment")
    sent = {name: page.locator(f'[name="{name}"]').input_value() for name in ("start", "fund.amount", "fund.months")}
    assert sent == {"start": "2026-04-01", "fund.amount": "211136.78", "fund.months": "120"}
    assert page.locator("#result table").count()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_contribution_is_shown_as_owed(open_page, lang):
    page = open_page(link(EXAMPLES / "resident_contribution_of_a_student.yaml", lang), width=390)
    verdict = page.locator(".verdict.owes")
    verdict.wait_for()
    assert {"zh": "要缴", "en": "has to be paid"}[lang] in verdict.locator(".word").inner_text()
    assert page.locator(".verdict.eligible").count() == 0
    good = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--good').trim()")
    painted = verdict.locator(".word").evaluate("element => getComputedStyle(element).color")
    assert painted != "rgb({}, {}, {})".format(*bytes.fromhex(good[1:]))
    assert violations(page) == []


def test_several_benefits_are_grouped_and_summed(open_page):
    page = open_page("/bundles/elders?example&lang=en", width=390)
    assert page.locator(".group.gets .member").count() == 4
    assert page.locator(".group.may_get .member").count() == 1
    assert "1,437" in page.locator(".sum.received .amount").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []


def test_an_answer_with_everything_open_is_accessible(open_page):
    page = open_page(link(EXAMPLES / "ex10_chengdu_income_binds.yaml"), width=390)
    page.locator(".loan-years svg").first.wait_for()
    page.evaluate("document.querySelectorAll('#result details').forEach(each => { each.open = true; })")
    assert page.locator(".bars .binds").count() == 1
    assert page.locator(".loan-years table tbody tr").count() == 20
    assert page.locator("a.tel[href='tel:12329']").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == []


@pytest.mark.parametrize(("name", "lang"), [("loan", "en"), ("bill", "zh"), ("flat", "zh")])
def test_an_answer_is_printed_on_one_page_with_nothing_cut(open_page, name, lang):
    page = open_page(link(TESTS / f"cases/resident_{name}.yaml", lang), width=390)
    page.locator(".verdict").wait_for()
    printed = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    assert len(A_PAGE.findall(printed)) == 1
    page.set_viewport_size({"width": A4_WIDTH, "height": 1123})
    page.emulate_media(media="print")
    beyond = "[...document.querySelectorAll('#result *')].filter(each => each.getBoundingClientRect().right > innerWidth + 1).length"
    assert page.evaluate(beyond) == 0
    assert page.locator(".given dd").first.is_visible()
    assert not page.locator(".sources li").first.is_visible()
    assert page.locator(".trial").count() == 1
    assert not page.locator(".trial").is_visible()


def test_what_was_told_is_in_words(open_page):
    page = open_page(link(TESTS / "cases/resident_loan.yaml"))
    page.locator(".given summary").click()
    told = dict(
        zip(page.locator(".given dt").all_inner_texts(), page.locator(".given dd").all_inner_texts(), strict=True)
    )
    assert told["是否为现房"] == "否"
    assert told["子女数"] == "1"

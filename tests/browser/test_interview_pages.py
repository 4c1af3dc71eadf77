"""Residents are interviewed on a phone, with and without scripts, to the answer that the form gives for the same household."""

import re

import pytest
from answering import answer, asked, talk
from axe_playwright_python.sync_playwright import Axe

from cdmz_rules import decide

A_GLANCE = 1_100
"""What is pressed before, in milliseconds, was meant for the question before."""
LOAN = {
    "applicant.deposit_centre": "chengdu",
    "has_spouse": "no",
    "household.property_city": "chengdu",
    "applicant.provident_fund_contribution": "employee",
    "applicant.sex": "male",
    "applicant.birth_date": "1990-05-05",
    "household.home_kind": "new_commercial",
    "household.completed_home": "no",
    "household.price": "180万",
    "applicant.deposits_unbroken_since": "2018-03-01",
    "applicant.provident_fund_balance": "６万",
    "household.household_monthly_income": "20000",
    "household.term_months": "360",
    "household.children": "0",
    "household.homes_owned": "0",
    "household.provident_fund_loans_taken": "0",
    "household.outstanding_provident_fund_loan": "no",
}


@pytest.mark.parametrize(("lang", "scripts"), [("zh", True), ("en", False)], ids=["zh-scripts", "en-no-scripts"])
def test_a_buyer_is_asked_what_matters_and_reads_what_the_engine_says(open_page, lang, scripts):
    page = open_page(f"/interviews/provident_fund_loan?lang={lang}", width=390, scripts=scripts)
    talk(page, LOAN, scripts)
    person = {
        "role": "applicant",
        "deposit_centre": "chengdu",
        "provident_fund_contribution": "employee",
        "sex": "male",
        "birth_date": "1990-05-05",
        "deposits_unbroken_since": "2018-03-01",
        "provident_fund_balance": 60_000,
    }
    home = {
        "property_city": "chengdu",
        "home_kind": "new_commercial",
        "completed_home": False,
        "price": 1_800_000,
        "household_monthly_income": 20_000,
        "term_months": 360,
        "children": 0,
        "homes_owned": 0,
        "provident_fund_loans_taken": 0,
        "outstanding_provident_fund_loan": False,
    }
    day = page.locator("[name=date]").first.input_value()
    upper = decide({"members": [person], **home}, "provident_fund_loan", day).amount.upper
    figure = page.locator(".verdict .amount").inner_text().replace(",", "")
    most = float(re.findall(r"[\d.]+", figure)[-1])
    assert most * (10_000 if lang == "zh" else 1) == upper
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if scripts:
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []


def test_a_link_resumes_and_an_answer_can_be_changed(open_page):
    page = open_page("/interviews/provident_fund_loan", width=390)
    for _ in range(4):
        answer(page, LOAN, scripts=True)
    asked = page.locator(".question").first.get_attribute("id")
    link = page.evaluate("location.href")
    assert "property_city=chengdu" in link.partition("#")[2]
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.goto(link)
    page.locator(f'[id="{asked}"]').wait_for()
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(f'[id="{asked}"]').is_visible()  # a link within the page forgets nothing
    page.locator(".answers-so-far summary").click()
    page.locator('.answers-so-far [value="household.property_city"]').click()
    page.locator('[id="field-household.property_city"]').wait_for()
    answer(page, {"household.property_city": "deyang"}, scripts=True)
    page.locator(".answers-so-far summary").click()
    assert "德阳市" in page.locator(".answers-so-far").inner_text()
    page.go_back()
    page.locator('[id="field-household.property_city"]').wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_what_is_known_goes_along_to_what_else_has_happened(open_page, scripts):
    page = open_page("/interviews/provident_fund_loan", width=390, scripts=scripts)
    answer(page, LOAN, scripts)
    answer(page, LOAN, scripts)
    so_far(page)
    page.locator('[formaction="/interviews/buying_a_home"]').click()
    page.locator("h1").filter(has_text="买房").wait_for()
    page.locator(".answers-so-far summary").click()
    assert "成都市" in page.locator(".answers-so-far").inner_text()
    assert "applicant.deposit_centre" not in asked(page)


def so_far(page):
    """The answer as it stands, asked for in the middle."""
    page.locator('[name="show"]').click()
    page.locator("#result .verdict").first.wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_answer_so_far_is_there_at_any_time_and_questions_go_on(open_page, scripts):
    page = open_page("/interviews/provident_fund_loan", width=390, scripts=scripts)
    answer(page, LOAN, scripts)
    answer(page, LOAN, scripts)
    before = asked(page)
    so_far(page)
    assert page.locator(".question").count() == 0
    page.locator(".unfinished .primary").click()
    page.locator(".question").first.wait_for()
    assert asked(page) == before


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_enter_goes_on_days_are_read_as_written_and_the_language_keeps_the_answers(open_page, scripts):
    page = open_page("/interviews/provident_fund_loan", width=390, scripts=scripts)
    answer(page, LOAN, scripts)
    page.locator(".answers-so-far summary").click()
    page.locator('[name="change"][value="date"]').click()
    day = page.locator('[id="field-date"] [name="date"]')
    day.fill("2026年3月1日")
    day.press("Enter")
    page.locator('[name="has_spouse"]').first.wait_for(state="attached")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.locator('button[name="lang"][value="en"]').first.click()
    page.locator("html[lang=en] .answers-so-far summary").click()
    assert "2026-03-01" in page.locator(".answers-so-far").inner_text()


def test_a_term_explains_itself_on_touch_without_scripts(open_page):
    page = open_page("/interviews/renting", width=390, scripts=False)
    meaning = page.locator(".meaning").first
    assert not meaning.is_visible()
    page.locator(".term").first.click()
    assert meaning.is_visible()
    assert "户口本" in meaning.inner_text()


def test_a_day_is_picked_from_the_calendar(open_page):
    page = open_page("/interviews/provident_fund_loan#change=applicant.birth_date&has_spouse=no", width=390)
    page.locator("[data-pick]").fill("1990-05-05")
    assert page.locator('[name="applicant.birth_date"]').input_value() == "1990-05-05"


def test_what_is_pressed_for_the_question_before_is_not_taken_for_the_next(open_page):
    page = open_page("/interviews/provident_fund_loan", width=390)
    first = asked(page)
    posts = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    page.evaluate(
        "() => { const go = () => document.querySelector('.ask .primary').click();"
        "document.querySelector('.option input').checked = true; go(); go(); }"
    )
    page.wait_for_function("key => !document.getElementById(`field-${key}`)", arg=first[0])
    second = asked(page)
    page.locator(".primary").click()
    assert asked(page) == second
    page.locator(".option").first.dblclick()
    page.wait_for_function("key => !document.getElementById(`field-${key}`)", arg=second[0])
    assert asked(page)
    assert page.locator(".wrongs").count() == 0
    assert len(posts) == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_of_cities_stay_whole_in_large_type(open_page, lang):
    page = open_page(f"/interviews/provident_fund_loan?lang={lang}", width=390)
    page.locator("[data-large]").click()
    names = page.locator(".on-map .option span")
    assert names.count() == 4
    lines = "each => each.getClientRects().length"
    assert {each.evaluate(lines) for each in names.all()} == {1}
    inside = "each => { const [a, b] = [each.getBoundingClientRect(), each.parentElement.getBoundingClientRect()];"
    assert all(each.evaluate(f"{inside} return a.left >= b.left && a.right <= b.right; }}") for each in names.all())


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_nothing_said_is_asked_again_and_a_mistake_says_what_it_is(open_page, scripts):
    page = open_page("/interviews/provident_fund_loan", width=390, scripts=scripts)
    answer(page, LOAN, scripts)
    page.wait_for_timeout(A_GLANCE if scripts else 0)
    page.locator(".primary").click()
    page.locator(".wrongs").wait_for()
    price = page.locator('[id="field-household.price"]')
    while not price.count():
        answer(page, LOAN, scripts)
    page.locator('[id="field-household.price"] input').fill("9**9")
    page.locator(".primary").click()
    page.locator('[id="field-household.price"].wrong').wait_for()
    assert "9**9" in page.locator('[id="field-household.price"] .problem').inner_text()

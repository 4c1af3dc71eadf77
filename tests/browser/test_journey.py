"""A newcomer works out a loan: fills the form, makes a mistake, leaves something out, reads the answer, switches language, prints."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from form import put

LOAN = {
    "applicant.provident_fund_contribution": "employee",
    "applicant.provident_fund_balance": "4",
    "applicant.provident_fund_balance.scale": "wan",
    "applicant.deposits_unbroken_since": "2024-04-01",
    "applicant.deposit_centre": "chengdu",
    "applicant.birth_date": "1992-05-01",
    "applicant.sex": "female",
    "applicant.work_category": "cadre",
    "household.property_city": "chengdu",
    "household.home_kind": "new_commercial",
    "household.completed_home": "no",
    "household.children": "0",
    "household.minor_children": "0",
    "household.price": "150",
    "household.price.scale": "wan",
    "household.term_months": "360",
    "household.homes_owned": "0",
    "household.provident_fund_loans_taken": "0",
    "household.outstanding_provident_fund_loan": "no",
    "date": "2026-04-01",
}
WORDS = {
    "zh": {
        "undetermined": "信息不足",
        "eligible": "符合条件",
        "amount": "79 至 80 万元",
        "mend": "请先改正",
        "income": "家庭月收入",
    },
    "en": {
        "undetermined": "Not certain yet",
        "eligible": "Entitled",
        "amount": "790,000 to 800,000 yuan",
        "mend": "Please mend",
        "income": "Monthly income of the household",
    },
}


def field(page, name):
    return page.locator(f'[name="{name}"]')


def work_out(page):
    """With scripts the answer follows by itself; without them the button asks for it."""
    if not page.scripts:
        page.locator("form .submit [type=submit]").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_journey(open_page, lang, scripts):
    words = WORDS[lang]
    page = open_page(f"/benefits?lang={lang}", scripts=scripts)
    page.scripts = scripts
    page.locator('a[href^="/benefits/provident_fund_loan"]').click()
    for name, value in LOAN.items():
        put(page, name, value)

    put(page, "household.price", "9**9**9")
    work_out(page)
    page.locator(".wrongs").filter(has_text=words["mend"]).wait_for()
    page.locator('[data-problem="household.price"]').filter(has_text="9**9**9").wait_for()

    put(page, "household.price", "150")
    work_out(page)
    page.locator(".verdict.undetermined").filter(has_text=words["undetermined"]).wait_for()
    assert words["income"] in page.locator(".next").inner_text()

    put(page, "household.household_monthly_income", "15,000")
    work_out(page)
    page.locator(".verdict.eligible").filter(has_text=words["eligible"]).wait_for()
    assert words["amount"] in page.locator(".amount").inner_text()
    assert page.locator(".bars .binds").count() == 1
    assert page.locator(".sources a[href^='https://']").count() > 3

    other = "en" if lang == "zh" else "zh"
    page.locator(f'button[name=lang][value="{other}"].link').click()
    page.locator(".verdict.eligible").filter(has_text=WORDS[other]["eligible"]).wait_for()
    assert field(page, "household.household_monthly_income").input_value() == "15,000"
    assert WORDS[other]["amount"] in page.locator(".amount").inner_text()

    page.emulate_media(media="print")
    assert not page.locator("form#case").is_visible()
    assert page.locator(".verdict").is_visible()


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    "benefit",
    [
        "medical_reimbursement",
        "medical_coverage",
        "maternity_allowance",
        "resident_medical_contribution",
        "provident_fund_conversion",
        "provident_fund_deposit",
        "provident_fund_purchase_withdrawal",
        "provident_fund_rent_withdrawal",
        "public_rental_flat",
        "rent_subsidy",
        "affordable_rental",
        "talent_apartment",
        "bed_operating_subsidy",
        "bed_construction_grant",
        "chain_award",
        "elder_care_voucher",
        "long_term_care_insurance",
        "long_term_care_contribution",
        "nursing_subsidy",
        "old_age_allowance",
        "resident_long_term_care_contribution",
        "childcare_subsidy",
    ],
)
def test_every_benefit_has_its_page(open_page, benefit):
    page = open_page(f"/benefits/{benefit}?example", width=360)
    assert page.locator(".verdict").is_visible()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_enter_works_the_answer_out_in_the_language_of_the_page(open_page):
    page = open_page("/benefits/provident_fund_loan?lang=en", scripts=False)
    field(page, "household.price").fill("100")
    field(page, "household.price").press("Enter")
    page.locator(".verdict").wait_for()
    assert page.locator("h1").inner_text() == "Provident fund home loan"


def test_assumptions_are_unmistakable(open_page):
    page = open_page("/benefits/provident_fund_loan?example", scripts=True)
    assert page.locator(".banner").count() == 0
    page.locator("[name=pack]").check()
    page.locator(".banner").filter(has_text="并非政策").wait_for()


def test_a_spouse_counts_once_ticked(open_page):
    page = open_page("/benefits/provident_fund_loan?example", scripts=True)
    page.locator("[name=has_spouse]").check()
    page.locator(".spouse").wait_for(state="visible")
    field(page, "spouse.provident_fund_contribution").select_option("employee")
    field(page, "spouse.provident_fund_balance").fill("40000")
    page.locator(".bars li").first.filter(has_text="120 万元").wait_for()

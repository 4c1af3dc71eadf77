"""Somebody works out a loan to its last payment: fills the form, repays early, mends a mistake, takes the table away."""

import pytest
from axe_playwright_python.sync_playwright import Axe


def field(page, name):
    return page.locator(f'[name="{name}"]')


def put(page, values):
    for name, value in values.items():
        field(page, name).fill(value)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_loan_is_followed_to_its_end(open_page, scripts):
    page = open_page("/?lang=zh", width=390, scripts=scripts)
    page.locator('a[href^="/repayment"]').click()
    put(page, {"start": "2024-03-15", "fund.amount": "八十万", "fund.months": "360"})
    work_out = page.get_by_role("button", name="计算", exact=True)
    work_out.click()
    page.locator('[id="field-fund.amount"] .problem').wait_for()
    assert "不是数字" in page.locator(".wrongs").inner_text()

    put(page, {"fund.amount": "80万", "prepayment0.date": "2026-03-15", "prepayment0.amount": "10万"})
    work_out.click()
    page.locator(".amount").filter(has_text="3,416.13").wait_for()
    assert "93,906.79" in page.locator(".verdict").inner_text()
    assert page.locator(".owed path.fund").count() == 1
    assert page.locator(".owed path.commercial").count() == 0
    assert page.locator(".life").first.locator("tbody tr").count() == 2049 - 2024 + 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_download() as download:
        page.get_by_role("button", name="电子表格").click()
    assert download.value.suggested_filename == "repayment.xlsx"

    page.get_by_role("button", name="English").click()
    page.locator(".amount").filter(has_text="3,416.13 yuan").wait_for()
    assert field(page, "fund.amount").input_value() == "80万"


@pytest.mark.parametrize(("lang", "width"), [("zh", 390), ("en", 1280)])
@pytest.mark.parametrize("query", ["", "example&"])
def test_the_page_is_accessible_and_fits_a_phone(open_page, query, lang, width):
    page = open_page(f"/repayment?{query}lang={lang}", width=width)
    assert page.locator(".owed svg").count() == bool(query)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

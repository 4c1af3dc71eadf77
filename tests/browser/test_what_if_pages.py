"""A refused family learns on a page what would help; what is drawn is told in a table too."""

from axe_playwright_python.sync_playwright import Axe
from form import SUBSIDY, put


def test_what_would_help_without_scripts(open_page):
    page = open_page("/what-if/rent_subsidy?lang=zh", width=360, scripts=False)
    for name, value in {**SUBSIDY, "household.household_annual_income": "6", "household.own_floor_area": "0"}.items():
        put(page, name, value)
    page.locator("[name=pack]").check()
    page.locator(".submit [type=submit]").click()
    assert "84,000 元/年 → 84,000.01 元/年" in page.locator(".breaks").inner_text()
    assert page.locator("svg path").count() == page.locator(".sweep tbody tr").count() > 1
    put(page, "household.household_annual_income", "9.05")
    put(page, "household.own_floor_area", "54")
    page.locator("[name=ask][value=least]").check()
    page.locator(".submit [type=submit]").click()
    told = page.locator(".least ol > li").first.inner_text()
    assert "减少 6,500 元/年" in told
    assert "家庭自有住房建筑面积合计" in told
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_page_that_updates_itself_is_accessible(open_page):
    page = open_page("/what-if/provident_fund_rent_withdrawal?example&lang=en")
    page.locator("[name=pack]").check()
    page.locator("#result:not([aria-busy]) .banner").wait_for()
    assert page.locator(".breaks li").count() > 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.locator("[name=ask][value=when]").check()
    page.get_by_text("The law as known is taken to go on.").wait_for()

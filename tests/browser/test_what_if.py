"""A refused family learns on a page what would help; what is drawn is told in a table too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_housing import SUBSIDY, put


@pytest.mark.parametrize(("width", "scripts"), [(360, False), (1280, True)])
def test_what_if(open_page, width, scripts):
    page = open_page("/what-if/rent_subsidy?lang=zh", width=width, scripts=scripts)
    for name, value in {**SUBSIDY, "household.household_annual_income": "6", "household.own_floor_area": "0"}.items():
        put(page, name, value)
    page.locator("[name=pack]").check()
    if not scripts:
        page.locator(".submit [type=submit]").click()
    page.locator(".breaks li").first.wait_for()
    assert "84,000 元/年 → 84,000.01 元/年" in page.locator(".breaks").inner_text()
    assert page.locator("svg path").count() == page.locator(".sweep tbody tr").count() > 1
    put(page, "household.household_annual_income", "9.05")
    put(page, "household.own_floor_area", "54")
    page.locator("[name=ask][value=least]").check()
    if not scripts:
        page.locator(".submit [type=submit]").click()
    page.locator(".least ol > li").first.wait_for()
    told = page.locator(".least ol > li").first.inner_text()
    assert "减少 6,500 元/年" in told
    assert "家庭自有住房建筑面积合计" in told
    if scripts:
        assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_law_side_by_side_is_accessible(open_page):
    page = open_page("/law-matrix?domain=public_rental_housing&lang=zh", width=360)
    assert page.locator(".matrix tbody tr").count() > 50
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

"""A family looks at all housing benefits at once, at one of them in the four cities, and learns why it is refused."""

import pytest
from form import SUBSIDY, put


def send(page):
    """With scripts the answer follows by itself; without them the button asks for it."""
    if not page.scripts:
        page.locator(".submit [type=submit]").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_refused_family_sees_what_fails_by_how_much_and_which_paper_counts(open_page, scripts):
    page = open_page("/benefits?lang=zh", width=360, scripts=scripts)
    page.scripts = scripts
    page.locator('a[href^="/benefits/rent_subsidy"]').click()
    for name, value in SUBSIDY.items():
        put(page, name, value)
    page.locator("[name=pack]").check()
    send(page)
    page.locator(".verdict.not_eligible").wait_for()
    failed = page.locator(".clauses .fails").all_inner_texts()
    assert len(failed) == 2
    assert "超出 6,500 元/年" in failed[0]
    assert "收入证明" in failed[0]
    assert "超出 2 平方米" in failed[1]
    assert "住房情况查询证明" in failed[1]
    assert "德阳市住房和城乡建设局" in page.locator(".applying .office").inner_text()

    page.locator("form#case").get_by_role("button", name="四市并排比较").click()
    page.locator(".gaps").first.wait_for()
    assert page.locator(".answers > li").count() == 4
    assert page.locator(".answers .not_eligible").count() >= 3
    put(page, "other_date", "2027-01-01")
    send(page)
    page.locator(".boards").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_all_housing_benefits_at_once(open_page, scripts):
    page = open_page("/benefits?lang=zh", scripts=scripts)
    page.scripts = scripts
    page.locator('a[href^="/bundles/public_rental_housing"]').click()
    page.get_by_role("link", name="填入示例").click()
    assert page.locator(".member").count() == 4
    assert page.locator(".interactions .unknown").count() > 3
    put(page, "household.household_annual_income", "99999999")
    page.locator("[name=pack]").check()
    send(page)
    page.locator(".neither .member").first.wait_for()
    page.locator(".member", has_text="公租房租赁补贴").get_by_role("button", name="看完整答复").click()
    page.locator(".verdict.not_eligible").wait_for()
    assert page.locator("h1").inner_text() == "公租房租赁补贴"
    assert page.locator('[name="household.household_annual_income"]').input_value() == "99999999"

"""A newcomer works a medical bill out, sees it layer by layer, and the same bill elsewhere."""

import pytest

VISIT = {
    "applicant.insurance_scheme": "employee",
    "applicant.insurance_pool": "chengdu",
    "applicant.employee_status": "active",
    "applicant.birth_date": "1984-01-01",
    "household.claim_kind": "outpatient",
    "household.hospital_level": "level_3",
    "household.treatment_city": "chengdu",
    "household.discharge_date": "2024-06-01",
    "household.total_cost": "600",
    "household.full_self_pay": "0",
    "household.category_b_first_pay": "0",
    "household.outpatient_deductible_met_before": "0",
    "date": "2024-06-01",
}
STAY = VISIT | {
    "household.claim_kind": "inpatient",
    "household.total_cost": "2",
    "household.total_cost.scale": "wan",
    "household.full_self_pay": "1000",
    "household.category_b_first_pay": "500",
    "household.admissions_before": "0",
    "household.supplement_insured": "yes",
}


def fill(page, values):
    for name, value in values.items():
        control = page.locator(f'[name="{name}"]')
        control.wait_for(state="attached")
        if page.locator(f'select[name="{name}"]').count():
            control.select_option(value)
        else:
            control.fill(value)


def work_out(page, scripts):
    if not scripts:
        page.locator("form .submit [type=submit]").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_visit_and_then_a_stay(open_page, scripts):
    page = open_page("/benefits", width=360, scripts=scripts)
    page.locator('a[href^="/benefits/medical_reimbursement"]').click()
    fill(page, VISIT)
    work_out(page, scripts)
    page.locator(".verdict.eligible .amount").filter(has_text="200 元").wait_for()
    assert page.locator(".bill .parts li").count() == 3
    assert "600" in page.locator(".bill .parts .whole").inner_text()
    assert "400" in page.locator(".bill .parts .rest").inner_text()
    page.locator(".bill .beside summary").click()
    assert "规定未知" in page.locator("[aria-labelledby=bill-cities]").inner_text()

    fill(page, STAY)
    page.locator("[name=pack]").check()
    work_out(page, scripts)
    page.locator(".verdict.eligible .amount").filter(has_text="15,045").wait_for()
    page.locator(".banner").filter(has_text="并非政策").wait_for()
    assert page.locator(".bill .parts li").count() == 4
    page.locator(".bill .beside summary").click()
    assert page.locator("[aria-labelledby=bill-cities] li").count() == 4
    assert "规定未知" not in page.locator("[aria-labelledby=bill-cities]").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_was_filled_in_before_the_script_came_is_answered(open_page):
    held = []
    page = open_page("/", width=360)
    page.route("**/live.*.js", lambda route: held.append(route))
    page.goto("/benefits/medical_reimbursement", wait_until="commit")
    fill(page, VISIT)
    page.wait_for_timeout(500)
    assert not page.locator(".verdict.eligible").count()
    held.pop().continue_()
    page.locator(".verdict.eligible .amount").filter(has_text="200 元").wait_for()

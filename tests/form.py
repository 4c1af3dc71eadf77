"""The forms of the pages, as a person fills them in."""

SUBSIDY = {
    "applicant.residence_city": "deyang",
    "applicant.hukou_city": "deyang",
    "applicant.hukou_since": "1985-03-03",
    "applicant.labour_contract_months": "24",
    "household.housing_applicant_type": "local",
    "household.household_size": "3",
    "household.household_annual_income": "9.05",
    "household.household_annual_income.scale": "wan",
    "household.household_assets": "120000",
    "household.receives_minimum_allowance": "no",
    "household.own_floor_area": "54",
    "household.tenancy": "registered",
    "household.monthly_rent": "1200",
    "date": "2026-06-15",
}


def put(page, name, value):
    """Answer a question of a form as a person does: choose, or type."""
    control = page.locator(f'[name="{name}"]')
    if page.locator(f'select[name="{name}"]').count():
        control.select_option(value)
    else:
        control.fill(value)

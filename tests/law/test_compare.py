"""One household in the four cities by the shipped law: what moves along, and where two answers cannot be compared."""

from datetime import date

import pytest
from generators import cases
from generators.shipped import BOOK, PACK, SHIPPED

from cdmz_rules import decide
from cdmz_rules.decisions.compare import compare, moved
from cdmz_rules.decisions.decision import Outcome

TODAY = date(2026, 11, 23)
CASES = {case.name: case for case in cases.examples(SHIPPED)}


def compared(name, pack=False, **changes):
    case = CASES[name]
    reform = PACK if pack else None
    return compare(case.inputs | changes, case.benefit, case.day, reform=reform, today=TODAY)


@pytest.mark.parametrize("name", ["rent_subsidy_family", "public_flat_migrant_worker", "ex01_chengdu_one_contributor"])
@pytest.mark.parametrize("pack", [False, True])
def test_each_column_is_the_answer_of_a_household_that_is_there(name, pack):
    case, comparison = CASES[name], compared(name, pack)
    assert [column.city for column in comparison.columns] == list(BOOK.places.agreed_cities)
    for column in comparison.columns:
        there = (
            case.inputs
            if column.city == comparison.home
            else moved(BOOK.catalogue, case.inputs, comparison.home, column.city)
        )
        reform = PACK if pack else None
        assert column.decision == decide(there, case.benefit, case.day, reform=reform, today=TODAY)
        assert column.decision.place == column.city


def test_local_hukou_stays_local_and_hukou_elsewhere_stays_there():
    applicant = moved(BOOK.catalogue, CASES["rent_subsidy_family"].inputs, "chengdu", "ziyang")["members"][0]
    assert (applicant["residence_city"], applicant["hukou_city"]) == ("ziyang", "ziyang")
    worker = moved(BOOK.catalogue, CASES["public_flat_migrant_worker"].inputs, "chengdu", "ziyang")
    assert (worker["members"][0]["residence_city"], worker["members"][0]["hukou_city"]) == ("ziyang", "elsewhere")
    assert "residence_zone" not in worker


def why(comparison, *cities):
    """Why these cities cannot be compared: two with each other, or one with any."""
    gap = next((gap for gap in comparison.gaps if {each.en for each in gap.cities} == set(cities)), None)
    return [reason.en for reason in gap.reasons] if gap else []


def test_what_is_not_known_cannot_be_compared_with_any():
    comparison = compared("affordable_rental_young")
    assert why(comparison, "Deyang")[0].startswith("its rule is not known, such as: ")
    assert why(comparison, "Chengdu") == []
    assert [len(gap.cities) for gap in comparison.gaps] == [1, 1, 1]


def test_a_rule_of_another_kind_is_named():
    comparison = compared("rent_subsidy_family", pack=True)
    assert why(comparison, "Chengdu", "Deyang") == [
        "How the low-income tier is drawn differs: by an amount; by a share of the income line"
    ]
    assert why(comparison, "Deyang", "Meishan") == []


def test_what_the_office_judges_and_what_nobody_told_cannot_be_compared():
    doubtful = compared("ex01_chengdu_one_contributor", pack=True, credit_doubtful=True)
    assert why(doubtful, "Deyang") == ["the office judges"]
    unsaid = compared("rent_subsidy_family", pack=True, household_annual_income=None)
    assert why(unsaid, "Chengdu") == ["it is not certain yet"]


def test_a_refusal_compares_with_anything_certain():
    comparison = compared("rent_subsidy_family", pack=True, household_annual_income=90_000)
    outcomes = {column.city: column.decision.outcome for column in comparison.columns}
    assert outcomes["chengdu"] is Outcome.ELIGIBLE
    assert outcomes["meishan"] is Outcome.NOT_ELIGIBLE
    assert why(comparison, "Chengdu", "Meishan") == []


def test_bounds_that_overlap_and_assumptions_beside_sourced_figures_are_named():
    comparison = compared("tenant_with_registered_lease")
    assert "overlap" in why(comparison, "Deyang", "Meishan")[0]


def test_a_household_that_is_nowhere_is_not_compared():
    case = CASES["rent_subsidy_family"]
    members = [{key: value for key, value in case.inputs["members"][0].items() if key != "residence_city"}]
    comparison = compare(case.inputs | {"members": members}, case.benefit, case.day, today=TODAY)
    assert (comparison.home, comparison.columns, comparison.gaps) == ("unknown", [], [])


ELDER = {"birth_date": "1945-05-01", "hukou_city": "chengdu", "residence_city": "chengdu", "assessment_city": "chengdu"}
ELDER |= {"ability_level": "severe", "permanent_resident": True, "insurance_pool": "chengdu"}
ELDER |= {"long_term_care_years": 3, "within_medical_benefits": True, "care_dependency": "severe_2"}
HOUSEHOLD = {"institution_city": "chengdu", "institution_owner": "private", "institution_filed": True, "new_beds": 60}
HOUSEHOLD |= {"bed_project": "other", "bed_stay_from": "2026-01-01", "care_setting": "home", "care_bill": 1600}
HOUSEHOLD |= {"infant_hukou_city": "chengdu", "infant_birth_date": "2025-03-10"}
MOVES = {
    "bed_operating_subsidy": {"institution_city", "hukou_city", "assessment_city"},
    "elder_care_voucher": {"residence_city"},
    "bed_construction_grant": {"institution_city"},
    "long_term_care_insurance": {"insurance_pool", "residence_city"},
    "childcare_subsidy": {"infant_hukou_city"},
}


@pytest.mark.parametrize("benefit", MOVES)
def test_what_names_the_city_moves_along_and_what_matters_of_it_is_told(benefit):
    case = {"members": [{"role": "applicant", **ELDER}], **HOUSEHOLD}
    comparison = compare(case, benefit, date(2026, 10, 31), reform=PACK, today=TODAY)
    assert {label.en for label in comparison.moved} == {BOOK.catalogue.inputs[name].label.en for name in MOVES[benefit]}
    assert [column.decision.place for column in comparison.columns] == list(BOOK.places.agreed_cities)
    assert {column.decision.outcome for column in comparison.columns} <= {Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE}


def test_an_institution_in_another_city_stays_where_it_is():
    case = {"members": [{"role": "applicant", **ELDER}], **HOUSEHOLD, "institution_city": "deyang"}
    there = moved(BOOK.catalogue, case, "chengdu", "ziyang")
    assert (there["members"][0]["hukou_city"], there["institution_city"]) == ("ziyang", "deyang")

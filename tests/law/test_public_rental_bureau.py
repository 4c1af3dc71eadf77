"""The structure is complete: a bureau that fills in what an answer asks it for gets an answer, without a line of code.

The figures are invented for these tests; those that are no figure (kinds of rules, yes or no) are the simplest.
"""

import copy
from dataclasses import replace
from datetime import date

import pytest
from generators import cases
from generators.shipped import BOOK, SHIPPED

from cdmz_rules import decide
from cdmz_rules.decisions.compare import moved
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.law.entry import set_value
from cdmz_rules.law.law import read

TODAY = date(2026, 11, 23)
SOURCE = "住房保障标准（测试）"
CASES = {case.name: case for case in cases.examples(SHIPPED)}
FIGURES = {
    "public_rental_housing.access.income_basis": "household",
    "public_rental_housing.access.income_line": 80_000,
    "public_rental_housing.access.income_line_per_head": 30_000,
    "public_rental_housing.access.asset_line": 200_000,
    "public_rental_housing.access.area_per_head_below": 15,
    "public_rental_housing.access.hukou_years": 3,
    "public_rental_housing.access.home_test": "area",
    "public_rental_housing.access.single": 20,
    "public_rental_housing.non_local.all_permanent_residents": False,
    "public_rental_housing.non_local.residence_permit_required": True,
    "public_rental_housing.non_local.contract_required": True,
    "public_rental_housing.non_local.insurance_months": 12,
    "public_rental_housing.tiers.low_income_rule": "share_of_line",
    "public_rental_housing.tiers.low_income_below": 40_000,
    "public_rental_housing.tiers.low_income_share": 0.6,
    "public_rental_housing.flat.rent_share": 0.5,
    "public_rental_housing.flat.allocation_class": 2,
    "public_rental_housing.flat.families_first": False,
    "public_rental_housing.rent_subsidy.rate": 12,
    "public_rental_housing.rent_subsidy.area": 40,
    "public_rental_housing.rent_subsidy.tier_ratio": 0.8,
    "public_rental_housing.rent_subsidy.capped_at_rent": False,
    "public_rental_housing.rent_subsidy.lease_registration_required": True,
    "public_rental_housing.affordable_rental.no_home_scope": "city",
    "public_rental_housing.affordable_rental.rent_share_most": 0.85,
    "public_rental_housing.affordable_rental.rent_rise_most": 0.03,
    "public_rental_housing.affordable_rental.lease_years_least": 1,
    "public_rental_housing.affordable_rental.lease_years_most": 3,
    "public_rental_housing.talent_apartment.admitted": True,
    "public_rental_housing.talent_apartment.same_employer_required": True,
    "public_rental_housing.talent_apartment.no_home_scope": "city",
    "public_rental_housing.talent_apartment.rent_share": 0.75,
    "public_rental_housing.talent_apartment.purchase_after_years": 5,
}
AMOUNTS = {
    "rent_subsidy_family": 384.00,  # 12 yuan × 40 m² × 0.8
    "public_flat_migrant_worker": 675.00,  # half of 45 m² × 30 yuan
    "public_flat_single": 300.00,  # half of 40 m² × 15 yuan
    "affordable_rental_young": 216.00,  # 15% of 1,440
    "talent_apartment": 525.00,  # a quarter of 60 m² × 35 yuan
}


def there(name, place):
    """An example as if it were in another city; nobody owns a home where the employer is."""
    inputs = copy.deepcopy(CASES[name].inputs)
    applicant = inputs["members"][0]
    home = applicant.get("residence_city") or applicant["employer_city"]
    inputs = moved(BOOK.catalogue, inputs, home, place)
    return replace(CASES[name], inputs=inputs | ({"homes_in_employer_city": 0} if "employer_city" in applicant else {}))


def figure(path):
    return next(value for key, value in FIGURES.items() if path.startswith(key))


def filled_in(case, place, folder, **more):
    """The answer once the bureau has filled in, round by round, whatever the answer before asked it for."""
    values, law = dict(more), BOOK.law
    for path, value in values.items():
        set_value(
            BOOK.law,
            BOOK.content.registry,
            folder,
            path,
            where=place,
            start="2020-01-01",
            value=value,
            source=SOURCE,
            today=TODAY,
        )
    for _ in range(12):
        law = read(replace(BOOK.content, overlay=folder))[1] if values else law
        decision = decide(case.inputs, case.benefit, case.day, law=law, today=TODAY)
        asked = {missing.name for missing in decision.missing_law}
        asked |= {missing.name for amount in decision.amounts for missing in amount.because if missing.kind == "law"}
        new = sorted(asked - values.keys())
        if not new:
            return decision
        for path in new:
            values[path] = figure(path)
            facts = {"where": place, "start": "2020-01-01", "source": SOURCE, "today": TODAY}
            set_value(BOOK.law, BOOK.content.registry, folder, path, value=values[path], **facts)
    raise AssertionError(f"still asked for {new}")


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("name", "place"),
    [*((name, "deyang") for name in AMOUNTS), ("rent_subsidy_family", "meishan"), ("rent_subsidy_family", "ziyang")],
)
def test_a_bureau_that_fills_in_what_is_asked_gets_an_exact_answer(name, place, tmp_path):
    case = there(name, place)
    decision = filled_in(case, place, tmp_path)
    assert decision.outcome is Outcome.ELIGIBLE
    assert (decision.amount.bound, decision.amount.value) == ("exact", AMOUNTS[name])
    assert decision.evidence != "assumed"
    assert {source.place for source in decision.sources if source.origin == "overlay"} == {place}


def test_a_switch_of_the_law_covers_every_permanent_resident(tmp_path):
    case = there("public_flat_migrant_worker", "deyang")
    case.inputs["members"][0] |= {"local_insurance_months": 0, "labour_contract_months": 0}
    refused = filled_in(case, "deyang", tmp_path / "today")
    assert refused.outcome is Outcome.NOT_ELIGIBLE
    failed = [clause.id for clause in refused.conditions if clause.status == "fails"]
    assert set(failed) == {"public_rental_contract", "public_rental_insurance"}
    switch = {"public_rental_housing.non_local.all_permanent_residents": True}
    assert filled_in(case, "deyang", tmp_path / "plan", **switch).outcome is Outcome.ELIGIBLE
    case.inputs["housing_applicant_type"] = "local"
    assert filled_in(case, "deyang", tmp_path / "as_local", **switch).outcome is Outcome.ELIGIBLE

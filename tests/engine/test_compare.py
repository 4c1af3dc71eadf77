"""One household in several cities, on the toy law: what moves along, and where two answers cannot be compared."""

from datetime import date

import pytest
from generators import cases
from generators.toy import BOOK, PACK, PACKED, TOY

from cdmz_rules import decide
from cdmz_rules.decisions.compare import Column, compare, moved, reasons
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.i18n.text import text

TODAY = date(2026, 11, 23)
CASES = {case.name: case for case in cases.examples(TOY)}
HARBOUR, MEALS, LOAN = CASES["heating_grant"], CASES["child_meal"], CASES["orchard_loan"]


def compared(case, pack=False, day=None, **changes):
    reform = PACK if pack else None
    inputs = case.inputs | changes
    return compare(inputs, case.benefit, day or case.day, reform=reform, rulebook=BOOK, today=TODAY)


def answer(case, day):
    return decide(case.inputs, case.benefit, day, rulebook=BOOK, today=TODAY)


def gaps(comparison):
    """The cities that cannot be compared, and the first reason why."""
    return [([city.en for city in gap.cities], gap.reasons[0].en) for gap in comparison.gaps]


def with_income(income):
    return [{**HARBOUR.inputs["members"][0], "monthly_income": income}]


@pytest.mark.parametrize("case", [HARBOUR, MEALS], ids=lambda case: case.name)
@pytest.mark.parametrize("pack", [False, True])
def test_each_column_is_the_answer_of_a_household_that_is_there(case, pack):
    comparison, book = compared(case, pack), PACKED if pack else BOOK
    assert [column.city for column in comparison.columns] == list(BOOK.places.agreed_cities) == ["upper", "lower"]
    assert [label.en for label in comparison.moved] == ["City of the home"]
    for column in comparison.columns:
        there = moved(BOOK.catalogue, case.inputs, comparison.home, column.city)
        inputs = case.inputs if column.city == comparison.home else there
        assert column.decision == decide(inputs, case.benefit, case.day, rulebook=book, today=TODAY)


def test_only_the_cities_asked_for_are_compared():
    comparison = compare(HARBOUR.inputs, HARBOUR.benefit, HARBOUR.day, cities=["upper"], rulebook=BOOK, today=TODAY)
    assert [column.city for column in comparison.columns] == ["upper"]


def test_a_part_of_a_city_is_left_behind_and_what_is_elsewhere_stays_there():
    upper = moved(BOOK.catalogue, HARBOUR.inputs, "lower", "upper")
    assert "home_zone" not in upper
    assert upper["members"] == [{"role": "applicant", "home_city": "upper", "monthly_income": 4000}]
    orchard = {"orchard_city": "upper", "members": [{"role": "applicant", "guild": "upper", "home_city": "abroad"}]}
    there = moved(BOOK.catalogue, orchard, "upper", "lower")
    assert there["orchard_city"] == "lower"
    assert there["members"] == [{"role": "applicant", "guild": "lower", "home_city": "abroad"}]
    boatman = orchard | {"members": [{"role": "applicant", "guild": "boatmen"}]}
    assert moved(BOOK.catalogue, boatman, "upper", "lower")["members"] == boatman["members"]


def test_what_is_not_known_cannot_be_compared_with_any():
    comparison = compared(MEALS, day=date(2025, 6, 1))
    assert gaps(comparison) == [(["Lower"], "its rule is not known, such as: Meals are offered")]


def test_a_rule_of_another_kind_is_named():
    """Until 2025 only one's own savings counted in Upper."""
    days = (date(2025, 10, 15), date(2026, 10, 15))
    columns = [Column("upper", text(BOOK.places["upper"].words), answer(LOAN, day)) for day in days]
    assert [column.decision.outcome for column in columns] == [Outcome.ELIGIBLE] * 2
    assert [reason.en for reason in reasons(*columns)] == [
        "Whose savings count differs: the applicant's; those of both spouses"
    ]


def test_what_nobody_told_cannot_be_compared():
    comparison = compared(HARBOUR, stove_inspected=None)
    assert gaps(comparison) == [(["Upper"], "it is not certain yet"), (["Lower"], "it is not certain yet")]


def test_a_refusal_compares_with_anything_certain():
    comparison = compared(HARBOUR, members=with_income(6000))
    outcomes = [column.decision.outcome for column in comparison.columns]
    assert outcomes == [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE]
    assert gaps(comparison) == []


def test_bounds_that_overlap_are_named():
    bounds = "amounts are known by bounds only, and these overlap"
    assert gaps(compared(MEALS)) == gaps(compared(HARBOUR, heating_bill=None)) == [(["Upper", "Lower"], bounds)]


def test_assumptions_beside_sourced_figures_are_named():
    assert gaps(compared(MEALS, pack=True)) == [
        (["Upper", "Lower"], "figures of Lower are assumptions, the other's are not")
    ]


def test_a_household_that_is_nowhere_is_not_compared():
    comparison = compared(HARBOUR, members=[{"role": "applicant", "monthly_income": 4000}], home_zone=None)
    assert (comparison.home, comparison.columns, comparison.gaps) == ("unknown", [], [])


def test_who_is_of_a_pool_is_compared_from_the_city_beside_which_it_works():
    members = [{**LOAN.inputs["members"][0], "guild": "boatmen"}, *LOAN.inputs["members"][1:]]
    comparison = compared(LOAN, members=members)
    assert comparison.home == BOOK.places["boatmen"].beside == "upper"
    assert comparison.columns[0].decision.place == "boatmen"
    there = {**LOAN.inputs, "orchard_city": "lower", "members": [{**members[0], "guild": "lower"}, *members[1:]]}
    assert comparison.columns[1].decision == decide(there, LOAN.benefit, LOAN.day, rulebook=BOOK, today=TODAY)


def test_where_a_province_decides_the_city_is_the_one_that_the_household_names():
    alone = [{**LOAN.inputs["members"][0], "guild": "lower"}]
    comparison = compared(LOAN, members=alone, orchard_city="lower")
    assert {column.decision.place for column in comparison.columns} == {"valley"}
    assert comparison.home == "lower"
    assert compared(LOAN, members=alone, orchard_city="upper").columns == [], "two cities are named"
    abroad = [{**LOAN.inputs["members"][0], "home_city": "abroad"}]
    assert compared(HARBOUR, members=abroad).columns == []

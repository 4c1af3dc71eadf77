"""What if, on households of which somebody worked out the right answer by hand."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from generators.shipped import BOOK, PACK

from cdmz_rules import decide
from cdmz_rules.cli import whatif_view
from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.compare import compare
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.whatif.first_day import when
from cdmz_rules.whatif.least_change import least_change
from cdmz_rules.whatif.question import question
from cdmz_rules.whatif.sweep import Axis, sweep

CASES = Path(__file__).parents[1] / "cases"
DAY = date(2026, 11, 30)


def case(name, **changes):
    return read_case(CASES / f"{name}.yaml") | changes


def asked(name, benefit, day=DAY, pack=True, **changes):
    return question(case(name, **changes), benefit, day, reform=PACK if pack else None, today=DAY)


def test_a_jump_is_the_difference_of_the_amounts_that_are_shown():
    line = sweep(asked("rent_subsidy_jump", "public_rental_flat"), Axis("household_annual_income", 0, 120_000)).lines[0]
    jumps = [each for each in line.breaks if each.jump is not None]
    assert (1131.56, 484.95, -646.61) in [(each.before.value, each.after.value, each.jump) for each in jumps]
    assert all(each.jump == round(each.after.value - each.before.value, 2) for each in jumps)


def test_one_standard_is_one_where_a_line_is_in_force_in_one_city_alone():
    """Points are asked for in Chengdu alone: by the best of the four nobody asks for them."""
    book = BOOK.under("assumptions_2026+level_up_public_rental_housing")
    columns = compare(case("flat_no_points"), "public_rental_flat", date(2027, 6, 15), rulebook=book).columns
    assert [column.city for column in columns] == list(BOOK.places.agreed_cities)
    assert {(column.decision.outcome, column.decision.amount.value) for column in columns} == {(Outcome.ELIGIBLE, 405)}


def test_a_grant_of_one_city_alone_is_everybodys_by_the_best():
    """An award of which the others know nothing is theirs too; where it stands, its evidence stays."""
    law, day = BOOK.under("assumptions_2026+level_up_elder_care").law, date(2027, 6, 15)
    cells = [law["elder_care.chain_award.per_institution"].at(city, day) for city in BOOK.places.agreed_cities]
    assert {cell.value for cell in cells} == {150_000}
    assert [cell.evidence for cell in cells] == ["official", "proposed", "proposed", "proposed"]


@pytest.mark.parametrize("city", BOOK.places.agreed_cities)
def test_who_pays_into_a_pool_beside_a_city_is_compared_from_that_city(city):
    applicant = {**case("loan_base")["members"][0], "deposit_centre": "sichuan_provincial"}
    household = case("loan_base", members=[applicant])
    comparison = compare(household, "provident_fund_loan", date(2026, 4, 1), reform=PACK, today=DAY)
    column = next(each for each in comparison.columns if each.city == city)
    there = (
        household
        if city == "chengdu"
        else case("loan_base", property_city=city, members=[{**applicant, "deposit_centre": city}])
    )
    assert comparison.home == "chengdu"
    assert column.decision == decide(there, "provident_fund_loan", date(2026, 4, 1), reform=PACK, today=DAY)
    assert column.decision.place == ("sichuan_provincial" if city == "chengdu" else city)


def test_the_day_after_an_anniversary_is_looked_at_too():
    """The lease ends on 2027-05-21, three months before which the office decides: from the day after the 21st of February on."""
    household = case("flat_lease_ends")
    forecast = when(asked("flat_lease_ends", "public_rental_flat", date(2027, 1, 15)))
    assert (forecast.first, forecast.stops) == (date(2027, 1, 15), date(2027, 2, 22))
    days = [forecast.stops - timedelta(days=1), forecast.stops]
    outcomes = [decide(household, "public_rental_flat", day, reform=PACK).outcome for day in days]
    assert outcomes == [Outcome.ELIGIBLE, Outcome.NEEDS_A_PERSON]


def test_months_of_insurance_grow_while_one_goes_on_paying():
    """Six months are asked for and none are paid: enough on the day on which the sixth is full, if one goes on paying."""
    household = case("flat_trade_staff")
    applicant = {**household["members"][0], "housing_trade": "sanitation"}
    forecast = when(asked("flat_trade_staff", "public_rental_flat", members=[applicant]))
    assert forecast.first == date(2027, 5, 30)
    assert [each.zh for each in forecast.provided] == ["如继续缴纳"]
    for day, months in ((forecast.first - timedelta(days=1), 5), (forecast.first, 6)):
        members = [{**applicant, "local_insurance_months": months}]
        decision = decide(household | {"members": members}, "public_rental_flat", day, reform=PACK)
        assert decision.outcome is (Outcome.ELIGIBLE if months == 6 else Outcome.NOT_ELIGIBLE)
    lines = "\n".join(str(part) for part in whatif_view.when(forecast))
    assert "如继续缴纳" in lines or "if you go on paying" in lines


def test_every_count_of_months_or_years_grows_or_is_named_as_staying():
    """Who adds an input that counts months has to say which: registered as growing, fixed, or one of these, which no time changes."""
    registry, stays = (
        BOOK.registry,
        {
            "broken_years": "years that were broken before",
            "flat_arrears_months": "grows only while nothing is paid",
            "flat_vacant_months": "grows only while nobody lives there",
            "insurance_break_months": "the break was before enrolment",
            "labour_contract_months": "a term",
            "lease_months_wanted": "a term",
            "repaired_years": "paid after all",
            "term_months": "a term",
            "zero_claim_years": "grows only while nothing is claimed",
        },
    )
    counted = {name for name, info in BOOK.catalogue.inputs.items() if info.unit in ("months", "years")}
    grows = set(registry.grows)
    assert counted == grows | stays.keys() | (counted & registry.fixed)
    assert not grows & stays.keys()


def shifts_of(least):
    """Of each proposal, what changes and how."""
    return [{shift.name: shift.after for shift in change.shifts} for change in least.changes]


def test_a_part_of_a_proposal_asks_for_no_more_than_the_others_leave():
    """With four people the income line is another: 76,000 are enough, not the 38,000 of one person."""
    least = least_change(asked("rent_subsidy_meishan_single", "rent_subsidy"))
    four = next(shifts for shifts in shifts_of(least) if shifts.get("household_size") == 4)
    assert four == {"household_size": 4, "household_annual_income": 76_000}
    alone = shifts_of(least)[0]
    assert alone == {"household_annual_income": 38_000, "own_floor_area": 16.99}


def test_no_part_of_a_proposal_is_needless():
    """Whoever is newly employed needs no months of insurance."""
    least = least_change(asked("flat_trade_staff", "public_rental_flat", own_floor_area=20))
    months = "members[0].local_insurance_months"
    newly = [shifts for shifts in shifts_of(least) if shifts.get("housing_applicant_type") == "new_employed"]
    assert newly
    assert not [
        shifts for shifts in newly if months in shifts or "members[0].housing_trade" in shifts or "date" in shifts
    ]
    first = least.changes[0]
    assert shifts_of(least)[0] == {"own_floor_area": 15.99, "housing_applicant_type": "new_employed"}
    assert [sorted(cause.id for cause in shift.clauses) for shift in first.shifts] == [
        ["public_rental_area"],
        ["public_rental_insurance", "public_rental_trade"],
    ]


def test_waiting_for_months_to_grow_says_what_has_to_go_on():
    least = least_change(asked("flat_trade_staff", "public_rental_flat", own_floor_area=10))
    wait = next(shift for change in least.changes for shift in change.shifts if shift.kind == "date")
    assert wait.after == date(2027, 5, 30)
    assert wait.words.zh.endswith("，如继续缴纳")

"""Sweeps of the shipped law: every cliff and kink where it truly lies, held against running the formulas on every value there is."""

import pytest
from generators import cases, sweeps
from generators.shipped import BOOK, PACK, SHIPPED

from cdmz_rules import decide
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.whatif.question import question
from cdmz_rules.whatif.sweep import Axis, sweep

CASES = {case.name: case for case in cases.examples(SHIPPED)}


def asked(name, pack=True, **changes):
    case = CASES[name]
    return question(case.inputs | changes, case.benefit, case.day, reform=PACK if pack else None)


def family(city, size):
    case = CASES["rent_subsidy_family"]
    applicant = {**case.inputs["members"][0], "residence_city": city, "hukou_city": city}
    inputs = {key: value for key, value in case.inputs.items() if key != "residence_zone" or city == "chengdu"}
    return {**inputs, "members": [applicant, *case.inputs["members"][1:size]], "household_size": size}


@pytest.mark.parametrize("city", BOOK.places.agreed_cities)
@pytest.mark.parametrize("size", [1, 4])
def test_income_cliffs_of_the_rent_subsidy_are_found_to_the_fen(city, size):
    """By brute force: every hundred yuan of the whole range, and every fen around each cliff; between cliffs the amount never moves."""
    asking = question(family(city, size), "rent_subsidy", CASES["rent_subsidy_family"].day, reform=PACK)
    assert sweeps.check_cliffs(asking, "household_annual_income", 0, 200_000, stride=10_000) >= 2


@pytest.mark.parametrize(
    ("name", "input_", "low", "high"),
    [
        ("ex10_chengdu_income_binds", "household_monthly_income", 0, 40_000),
        ("ex04_chengdu_two_children", "price", 100_000, 3_000_000),
        ("ex01_chengdu_one_contributor", "members[0].provident_fund_balance", 0, 300_000),
        ("ex01_chengdu_one_contributor", "term_months", 1, 400),
        ("medical_stay_in_chengdu", "total_cost", 1_500, 900_000),
        ("deposit_at_the_upper_limit", "members[0].monthly_wage", 0, 60_000),
        ("tenant_with_registered_lease", "monthly_rent", 0, 9_000),
        ("refused_four_of_six_months", "members[0].deposits_unbroken_since", "2020-01-01", "2026-05-20"),
        ("resident_contribution_of_a_student", "coverage_date", "2019-01-01", "2027-12-31"),
    ],
)
def test_between_breaks_answers_are_what_the_stretches_say(name, input_, low, high):
    asking = asked(name)
    rounding = 1_000 if asking.rules.id == "provident_fund_loan" else 0.01
    sweeps.check_stretches(asking, input_, low, high, rounding)


def test_kinks_have_their_marginal_rates_before_rounding():
    line = sweep(asked("tenant_with_registered_lease"), Axis("monthly_rent", 0, 9_000)).lines[0]
    kink = next(each for each in line.breaks if each.kind == "kink")
    assert (kink.rate_before, kink.rate_after) == (1.0, 0.0)
    assert kink.before.at == kink.after.value
    line = sweep(asked("ex01_chengdu_one_contributor"), Axis("household_monthly_income", 1, 20_000)).lines[0]
    assert [each.kind for each in line.breaks] == ["kink"], "rounding to whole thousands is no cliff"
    assert 124 < line.breaks[0].rate_before < 126
    assert [cause.id for cause in line.breaks[0].because] == ["provident_fund_loan_least_limit"]


def test_a_clause_is_named_with_its_line():
    line = sweep(asked("rent_subsidy_family"), Axis("household_annual_income", 0, 200_000)).lines[0]
    cause = line.breaks[-1].because[0]
    assert (cause.id, cause.path) == (
        "public_rental_income_within_line",
        "public_rental_housing.access.income_line.{household_band}",
    )
    assert line.breaks[-1].failed == ["public_rental_income_within_line"]


def test_two_inputs_are_one_line_for_each_value_of_the_second():
    swept = sweep(
        asked("rent_subsidy_family"), Axis("household_annual_income", 0, 200_000), Axis("household_size", 3, 6, 4)
    )
    assert [line.at for line in swept.lines] == [3, 4, 5, 6]
    for line in swept.lines:
        alone = sweep(
            asked("rent_subsidy_family", household_size=int(line.at)), Axis("household_annual_income", 0, 200_000)
        )
        assert line.breaks == alone.lines[0].breaks


def test_unknown_law_leaves_bounds_and_no_rate():
    question = asked("rent_subsidy_family", pack=False)
    swept = sweep(question, Axis("household_annual_income", 0, 100_000))
    points = [point for line in swept.lines for point in line.points]
    assert {point.outcome for point in points} == {Outcome.RULE_UNKNOWN}
    assert {point.value for point in points} == {None}
    for point in points:
        case = {**question.raw, "household_annual_income": point.at}
        main = decide(case, question.rules.id, question.day, rulebook=question.rules.rulebook).amounts[0]
        assert (point.lower, point.upper) == (main.lower, main.upper)
    assert {piece.rate for line in swept.lines for piece in line.pieces} == {None}


def test_where_a_known_clause_refuses_the_sweep_says_so_though_others_are_unknown():
    name = "affordable_rental_young"
    case = CASES[name]
    line = sweep(asked(name, pack=False), Axis("members[0].birth_date", "1970-01-01", "2010-01-01")).lines[0]
    for each in line.breaks:
        for point in (each.before, each.after):
            members = [{**case.inputs["members"][0], "birth_date": point.at}]
            inputs = {**case.inputs, "members": members}
            assert decide(inputs, case.benefit, case.day).outcome is point.outcome


def test_every_input_registered_as_fixed_exists():
    assert BOOK.registry.fixed <= BOOK.catalogue.inputs.keys()

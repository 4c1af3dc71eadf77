"""Sweeps: every cliff and kink where it truly lies, held against running the formulas on every value there is."""

from bisect import bisect_right

import numpy as np
import pytest
from generators import cases
from generators.shipped import BOOK, PACK, SHIPPED

from cdmz_rules import decide
from cdmz_rules.decisions import blocks
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.errors import InputError
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.probe import Variant, variants_of
from cdmz_rules.whatif.question import question
from cdmz_rules.whatif.sweep import MAX_LINES, Axis, sweep

CASES = {case.name: case for case in cases.examples(SHIPPED)}
CITIES = ("chengdu", "deyang", "meishan", "ziyang")


def asked(name, pack=True, **changes):
    case = CASES[name]
    return question(case.inputs | changes, case.benefit, case.day, reform=PACK if pack else None)


def places(line):
    return [(each.kind, each.before.at, each.after.at) for each in line.breaks]


def family(city, size):
    case = CASES["rent_subsidy_family"]
    applicant = {**case.inputs["members"][0], "residence_city": city, "hukou_city": city}
    inputs = {key: value for key, value in case.inputs.items() if key != "residence_zone" or city == "chengdu"}
    return {**inputs, "members": [applicant, *case.inputs["members"][1:]], "household_size": size}


def amounts(question_, lever, steps):
    """The outcome and amount at each step, as a table of households is decided: no lines, no slopes."""
    rules, variants = question_.rules, [Variant({lever.asked: step / lever.per_unit}) for step in steps]
    found = np.zeros(len(steps))
    rows = variants_of(rules.catalogue, question_.case, question_.day, variants)
    for part, answered in blocks.decide(rules, rows):
        found[part] = np.nan_to_num(answered.amounts[rules.id].lower)
    return found


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("size", [1, 4])
def test_income_cliffs_of_the_rent_subsidy_are_found_to_the_fen(city, size):
    """By brute force: every hundred yuan of the whole range, and every fen around each cliff; between cliffs the amount never moves."""
    case = CASES["rent_subsidy_family"]
    asking = question(family(city, size), "rent_subsidy", case.day, reform=PACK)
    line = sweep(asking, Axis("household_annual_income", 0, 200_000)).lines[0]
    lever = levers.of(BOOK.catalogue, "household_annual_income", None, asking.case)
    cliffs = [each for each in line.breaks if each.kind == "cliff"]
    assert line.settled
    assert len(cliffs) >= 2
    fens = [lever.step(each.after.at) for each in cliffs]
    near = [fen + off for fen in fens for off in range(-300, 300)]
    steps = sorted({*range(0, 20_000_001, 10_000), *near})
    found = amounts(asking, lever, steps)
    changes = [steps[at + 1] for at in np.flatnonzero(np.diff(found))]
    assert changes == fens
    assert [each.before.value for each in cliffs] == [found[steps.index(fen) - 1] for fen in fens]
    assert [each.after.value for each in cliffs] == [found[steps.index(fen)] for fen in fens]


@pytest.mark.parametrize(
    ("name", "input_", "low", "high"),
    [
        ("ex10_chengdu_income_binds", "household_monthly_income", 0, 40_000),
        ("ex04_chengdu_two_children", "price", 100_000, 3_000_000),
        ("ex01_chengdu_one_contributor", "members[0].provident_fund_balance", 0, 300_000),
        ("ex01_chengdu_one_contributor", "term_months", 1, 400),
        ("medical_stay_in_chengdu", "total_cost", 0, 900_000),
        ("deposit_at_the_upper_limit", "members[0].monthly_wage", 0, 60_000),
        ("tenant_with_registered_lease", "monthly_rent", 0, 9_000),
        ("refused_four_of_six_months", "members[0].deposits_unbroken_since", "2020-01-01", "2026-05-20"),
        ("resident_contribution_of_a_student", "coverage_date", "2019-01-01", "2027-12-31"),
    ],
)
def test_between_breaks_answers_are_what_the_stretches_say(name, input_, low, high):
    asking = asked(name)
    line = sweep(asking, Axis(input_, low, high)).lines[0]
    lever = levers.find(asking.rules, input_, asking.case, "")
    firsts = [lever.step(piece.first.at) for piece in line.pieces]
    last = lever.step(line.pieces[-1].last.at)
    steps = np.random.default_rng(1).integers(firsts[0], last, 200).tolist()
    answers = asking.probe.answers([Variant({lever.asked: lever.value(step)}) for step in steps])
    rounding = 1_000 if asking.rules.id == "provident_fund_loan" else 0.01
    assert line.settled
    for step, answer in zip(steps, answers, strict=True):
        piece = line.pieces[bisect_right(firsts, step) - 1]
        assert (answer.outcome, list(answer.failed)) == (piece.first.outcome, piece.failed)
        if answer.value is None:
            assert (answer.lower, answer.upper) == (piece.first.lower, piece.first.upper)
        elif not piece.curved:
            first, final = lever.step(piece.first.at), lever.step(piece.last.at)
            share = (step - first) / (final - first) if final > first else 0
            expected = piece.first.value + share * (piece.last.value - piece.first.value)
            assert abs(answer.value - expected) <= rounding + 0.011


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
    found = sweep(
        asked("rent_subsidy_family"), Axis("household_annual_income", 0, 200_000), Axis("household_size", 1, 4, 4)
    )
    assert [line.at for line in found.lines] == [1, 2, 3, 4]
    for line in found.lines:
        alone = sweep(
            asked("rent_subsidy_family", household_size=int(line.at)), Axis("household_annual_income", 0, 200_000)
        )
        assert line.breaks == alone.lines[0].breaks


def test_unknown_law_gives_no_figure_anywhere():
    found = sweep(asked("rent_subsidy_family", pack=False), Axis("household_annual_income", 0, 200_000))
    points = [point for line in found.lines for point in line.points]
    assert {point.outcome for point in points} == {Outcome.RULE_UNKNOWN}
    assert {(point.value, point.lower, point.upper) for point in points} == {(None, None, None)}
    assert {piece.rate for line in found.lines for piece in line.pieces} == {None}


def test_where_a_known_clause_refuses_the_sweep_says_so_though_others_are_unknown():
    name = "affordable_rental_young"
    case = CASES[name]
    line = sweep(asked(name, pack=False), Axis("members[0].birth_date", "1970-01-01", "2010-01-01")).lines[0]
    for each in line.breaks:
        for point in (each.before, each.after):
            members = [{**case.inputs["members"][0], "birth_date": point.at}]
            inputs = {**case.inputs, "members": members}
            assert decide(inputs, case.benefit, case.day).outcome is point.outcome


@pytest.mark.parametrize(
    ("axis", "by", "pointer"),
    [
        (Axis("household_annual_incom"), None, "sweep.input"),
        (Axis("tenancy"), None, "sweep.input"),
        (Axis("members[7].labour_contract_months"), None, "sweep.input"),
        (Axis("household_annual_income", 10, 5), None, "sweep.high"),
        (Axis("household_annual_income", 0, 0.001), None, "sweep.high"),
        (Axis("household_annual_income"), Axis("household_annual_income"), "sweep.by.input"),
        (Axis("household_annual_income"), Axis("household_size", count=MAX_LINES + 1), "sweep.by.count"),
    ],
)
def test_what_cannot_be_swept_is_refused_with_its_place(axis, by, pointer):
    with pytest.raises(InputError) as refused:
        sweep(asked("rent_subsidy_family"), axis, by)
    assert refused.value.problems[0].pointer == pointer


def test_every_input_registered_as_fixed_exists():
    assert BOOK.registry.fixed <= BOOK.catalogue.inputs.keys()

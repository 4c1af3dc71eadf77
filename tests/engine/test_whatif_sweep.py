"""Sweeps, on the toy law: every cliff and kink where it truly lies, held against running the formulas on the values there are."""

from datetime import date
from functools import partial

import pytest
from generators import cases, sweeps
from generators.toy import BOOK, TOY

from cdmz_rules import decide
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.errors import InputError
from cdmz_rules.whatif.question import question
from cdmz_rules.whatif.sweep import MAX_LINES, Axis, sweep

CASES = {case.name: case for case in cases.examples(TOY)}
HEATING, MEALS, LOAN = CASES["heating_grant"], CASES["child_meal"], CASES["orchard_loan"]
WINTER = date(2026, 12, 1)
LOWER_CHILD = [{"role": "applicant", "home_city": "lower"}, MEALS.inputs["members"][1]]
UNKNOWN_THEN = date(2025, 6, 1)
"""Whether Lower offered meals on that day no text says."""


def asked(case, day=None, **changes):
    return question(case.inputs | changes, case.benefit, day or case.day, rulebook=BOOK)


def lower_meals():
    return asked(MEALS, UNKNOWN_THEN, members=LOWER_CHILD, home_zone="hills")


def of_guild(guild, **more):
    return [{**LOAN.inputs["members"][0], "guild": guild, **more}]


def living(place, size):
    """A question about a family so large with a home there, each with the same income."""
    city = BOOK.places.city_of(place)
    applicant = {"role": "applicant", "home_city": city, "monthly_income": 1000}
    others = [{"role": "other", "monthly_income": 1000}] * (size - 1)
    zone = {"home_zone": place if place != city else None}
    return asked(HEATING, WINTER, members=[applicant, *others], heating_bill=4000, **zone)


@pytest.mark.parametrize("place", ["upper", "harbour", "hills"])
@pytest.mark.parametrize("size", [1, 4])
def test_income_cliffs_are_found_to_the_fen(place, size):
    """By brute force: every yuan of the whole range, and every fen around each cliff."""
    assert sweeps.check_cliffs(living(place, size), "members[0].monthly_income", 0, 10_000, stride=100) == 1


@pytest.mark.parametrize(
    ("ask", "name", "low", "high", "cliffs"),
    [
        (partial(asked, MEALS), "members[1].birth_date", "2010-01-01", "2020-12-31", 1),
        (partial(asked, MEALS, UNKNOWN_THEN), "members[1].birth_date", "2008-01-01", "2025-06-01", 0),
        (
            partial(asked, MEALS, members=MEALS.inputs["members"][:2]),
            "members[1].birth_date",
            "2010-01-01",
            "2020-12-31",
            1,
        ),
        (partial(asked, LOAN), "members[0].joined_date", "2020-01-01", "2026-10-15", 1),
        (partial(asked, LOAN, members=of_guild("boatmen")), "members[0].joined_date", "2020-01-01", "2026-10-15", 1),
        (partial(asked, LOAN), "member_months", 0, 1000, 1),
        (partial(asked, HEATING), "contract_filing_date", "2020-01-01", "2026-10-15", 1),
        (partial(asked, HEATING, fuel="wood"), "contract_filing_date", "2020-01-01", "2026-10-15", 1),
    ],
)
def test_every_day_and_month_is_tried(ask, name, low, high, cliffs):
    assert sweeps.check_cliffs(ask(), name, low, high, stride=1) == cliffs


@pytest.mark.parametrize(
    ("ask", "name", "low", "high", "stretches"),
    [
        (partial(asked, HEATING), "heating_bill", 0, 4000, 2),
        (partial(asked, HEATING, fuel="wood", contract_filing_date="2025-10-01"), "heating_bill", 0, 4000, 2),
        (partial(asked, HEATING), "contract_filing_date", "2020-01-01", "2026-10-15", 2),
        (partial(asked, LOAN), "members[0].savings", 0, 30_000, 2),
        (partial(asked, LOAN), "members[1].savings", 0, 30_000, 3),
        (partial(asked, LOAN), "term_months", 1, 120, 1),
        (partial(asked, MEALS), "members[1].birth_date", "2010-01-01", "2020-12-31", 2),
        (lower_meals, "members[1].birth_date", "2010-01-01", "2025-01-01", 2),
    ],
)
def test_between_breaks_answers_are_what_the_stretches_say(ask, name, low, high, stretches):
    asking = ask()
    rounding = 100 if asking.rules.id == LOAN.benefit else 0.01
    assert sweeps.check_stretches(asking, name, low, high, rounding) == stretches


def test_kinks_have_their_marginal_rates_before_rounding():
    (kink,) = sweep(asked(HEATING), Axis("heating_bill", 0, 4000)).lines[0].breaks
    assert (kink.kind, kink.before.at, kink.rate_before, kink.rate_after) == ("kink", 2500, 0.6, 0)
    (kink,) = sweep(asked(LOAN), Axis("members[0].savings", 0, 30_000)).lines[0].breaks
    assert kink.kind == "kink", "rounding to whole hundreds is no cliff"
    assert (kink.rate_before, kink.rate_after) == (pytest.approx(12), 0)
    assert [cause.id for cause in kink.because] == ["orchard_loan"]


def test_a_limit_that_binds_is_named():
    (kink,) = sweep(asked(HEATING), Axis("heating_bill", 0, 4000)).lines[0].breaks
    assert [cause.id for cause in kink.because] == ["heating_least"]


def test_a_clause_is_named_with_its_line():
    (cliff,) = sweep(asked(HEATING), Axis("members[0].monthly_income", 0, 10_000)).lines[0].breaks
    assert [(cause.id, cause.path) for cause in cliff.because] == [("heating_income", "welfare.heating.income_most")]
    assert cliff.failed == ["heating_income"]


def test_two_inputs_are_one_line_for_each_value_of_the_second():
    income = Axis("members[0].monthly_income", 4000, 9000)
    lines = sweep(asked(HEATING), income, Axis("heating_bill", 0, 4000, 3)).lines
    assert [line.at for line in lines] == [0, 2000, 4000]
    for line in lines:
        alone = sweep(asked(HEATING, heating_bill=line.at), income)
        assert line.breaks == alone.lines[0].breaks


def test_unknown_law_leaves_bounds_and_no_rate():
    question = lower_meals()
    lines = sweep(question, Axis("members[1].birth_date", "2014-01-01", "2024-01-01")).lines
    points = [point for line in lines for point in line.points]
    assert {point.outcome for point in points} == {Outcome.RULE_UNKNOWN}
    main = decide(question.raw, question.rules.id, question.day, rulebook=BOOK).amounts[0]
    assert {(point.value, point.lower, point.upper) for point in points} == {(None, main.lower, main.upper)}
    assert {piece.rate for line in lines for piece in line.pieces} == {None}


def test_where_a_known_clause_refuses_the_sweep_says_so_though_others_are_unknown():
    """Whether Lower lends to members of Upper's guild nobody knows; that it lends to no newcomer is certain."""
    newcomer = asked(LOAN, orchard_city="lower", members=of_guild("upper"))
    line = sweep(newcomer, Axis("member_months", 0, 40)).lines[0]
    (verdict,) = line.breaks
    assert [(each.at, each.outcome) for each in (verdict.before, verdict.after)] == [
        (11, Outcome.NOT_ELIGIBLE),
        (12, Outcome.RULE_UNKNOWN),
    ]
    for point in (verdict.before, verdict.after):
        case = {**newcomer.raw, "member_months": point.at}
        assert decide(case, LOAN.benefit, LOAN.day, rulebook=BOOK).outcome is point.outcome


@pytest.mark.parametrize(
    ("axis", "by", "pointer"),
    [
        (Axis("heating_bil"), None, "sweep.input"),
        (Axis("savings"), None, "sweep.input"),
        (Axis("fuel"), None, "sweep.input"),
        (Axis("members[7].monthly_income"), None, "sweep.input"),
        (Axis("heating_bill", 10, 5), None, "sweep.high"),
        (Axis("heating_bill", 0, 0.001), None, "sweep.high"),
        (Axis("heating_bill"), Axis("heating_bill"), "sweep.by.input"),
        (Axis("heating_bill"), Axis("members[0].monthly_income", count=MAX_LINES + 1), "sweep.by.count"),
    ],
)
def test_what_cannot_be_swept_is_refused_with_its_place(axis, by, pointer):
    with pytest.raises(InputError) as refusal:
        sweep(asked(HEATING), axis, by)
    assert refusal.value.problems[0].pointer == pointer


def test_every_input_registered_as_fixed_exists():
    assert BOOK.registry.fixed <= BOOK.catalogue.inputs.keys()

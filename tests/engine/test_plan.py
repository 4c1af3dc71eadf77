"""Plans: what they refuse, what they share, and that each way to run one gives the same."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from generators import cases
from generators.toy import BOOK, PACKED, TOY
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from sampling import dear

from cdmz_rules import decide
from cdmz_rules.decisions import plan_check
from cdmz_rules.decisions.calculate import calculate
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.errors import InputError, InputMissing, LawUnknown
from cdmz_rules.model import DateInput, Fact, Household, MoneyInput, Person, YesNoInput
from cdmz_rules.model.dates import add_months, months_between
from cdmz_rules.plan import FormulaError, Frame, plan_for
from cdmz_rules.plan import plan as plans
from cdmz_rules.plan.calendar import FEW as FEW_DATES
from cdmz_rules.plan.calendar import first_day, month_of
from cdmz_rules.plan.day_tables import FEW as FEW_DAYS
from cdmz_rules.plan.day_tables import DayTables
from cdmz_rules.plan.where import FEW, where

DAY = date(2026, 10, 15)
LAW, PACKED_LAW = BOOK.law, PACKED.law


def rules(*variables):
    """A system of a few variables."""
    found = TaxBenefitSystem([Person, Household])
    for variable in variables:
        found.add_variable(variable)
    return found


def formula(body):
    """A variable of the household with that formula, which may read its income."""

    class result(Fact):
        label = "结果 | result"
        formula = body

    return rules(income, has_home, result)


class income(MoneyInput):
    label = "收入 | income"


class has_home(YesNoInput):
    label = "有房 | has a home"


def branches_on_a_truth(household, period):
    return 1.0 if household("has_home", period) else 0.0


def stacks(household, period):
    return np.array([household("income", period), household("income", period)]).sum(axis=0)


def indexes_a_table(household, period):
    return np.array([1.0, 2.0])[household("has_home", period)]


def picks_rows(household, period):
    return household("income", period)[0]


def reads_the_period(household, period):
    return household("income", period) * int(str(period.start)[:4])


def reads_nothing_known(household, period):
    return household("no_such_variable", period)


def defines_itself(household, period):
    return household("result", period)


def uses_what_is_not_traced(household, period):
    return np.sort(household("income", period))


@pytest.mark.parametrize(
    "body",
    [
        branches_on_a_truth,
        stacks,
        indexes_a_table,
        picks_rows,
        reads_the_period,
        reads_nothing_known,
        defines_itself,
        uses_what_is_not_traced,
    ],
)
def test_a_formula_that_cannot_be_planned_is_named_with_file_and_line(body):
    with pytest.raises(FormulaError) as caught:
        plan_for(formula(body), LAW, DAY, ["applicant"], ["result"])
    problem = caught.value.problems[0]
    assert problem.file.name == "test_plan.py"
    assert problem.line == body.__code__.co_firstlineno


def test_a_question_to_all_rows_is_a_branch_and_a_misspelt_variable_is_named_with_the_nearest():
    def asks_all_rows(household, period):
        return 1.0 if household("has_home", period).any() else 0.0

    def misspells(household, period):
        return household("incom", period)

    for body, said in (
        (asks_all_rows, "must not branch on data"),
        (misspells, "no variable incom — did you mean income"),
    ):
        with pytest.raises(FormulaError, match=said):
            plan_for(formula(body), LAW, DAY, ["applicant"], ["result"])


def test_every_formula_can_be_planned():
    assert plan_check.problems(BOOK) == []


def test_a_law_and_its_reform_share_a_plan_and_differ_in_what_they_take():
    outputs = BOOK.benefit("orchard_loan").outputs
    one = plan_for(BOOK.system, LAW, DAY, ["applicant"], outputs)
    assert plan_for(BOOK.system, PACKED_LAW, DAY, ["applicant"], outputs) is one
    assert one.under(PACKED_LAW, DAY) is one.under(PACKED_LAW, DAY)
    assert one.under(PACKED_LAW, DAY) is not one.under(LAW, DAY)


def test_laws_of_other_shapes_share_the_code_of_the_same_steps_and_no_other():
    law, benefit = LAW, "orchard_loan"
    used, unused = "orchard.months_least", "welfare.heating.income_most"
    ways = {path: law.with_items({path: replace(law[path], comparison=">")}, "other") for path in (used, unused)}
    plans.clear()  # a plan kept from another test may hold code that has been forgotten since
    assert all(law[path].comparison in ("<=", ">=", "<") for path in ways)
    own, same, other = (
        plan_for(BOOK.system, one, DAY, ("applicant",), BOOK.benefit(benefit).outputs)
        for one in (law, ways[unused], ways[used])
    )
    for kind in ("bare", "noted", "full", "scalar", "whole"):
        assert getattr(own, kind) is getattr(same, kind), kind
        assert getattr(own, kind) is not getattr(other, kind), kind


def test_plans_are_kept_within_bounds(monkeypatch):
    monkeypatch.setattr(plans, "MAX_PLANS", 3)
    monkeypatch.setattr(plans, "MAX_TABLES", 2)
    for children in range(6):
        plan = plan_for(BOOK.system, PACKED_LAW, DAY, ["applicant", *["child"] * children], ["meal_children"])
    assert len(plans._plans) <= 3
    for month in range(1, 8):
        plan.under(PACKED_LAW, date(2026, month, 1))
    assert len(plan._tables) <= 2


def counts_in_years(household, period):
    years = household("bought", period).astype("datetime64[Y]")
    weeks = (household("bought", period) - np.datetime64("1970-01-01")).astype("timedelta64[W]")
    return years.astype(np.int64) + weeks.astype(np.float64)


class bought(DateInput):
    label = "购买日 | bought on"


def test_other_units_of_time_are_numpys_own_and_leave_the_single_run_aside():
    class result(Fact):
        label = "结果 | result"
        formula = counts_in_years

    plan = plan_for(rules(bought, result), LAW, DAY, ["applicant"], ["result"])
    days = np.array(["2026-03-01", "1969-12-31", "1990-06-30"], "M8[D]")
    frame = Frame(plan.asked, [days], [None], [np.ones(1, bool)], plan.under(LAW, DAY), np.array([DAY], "M8[D]"))
    plan.bare.run(frame)
    weeks = (days - np.datetime64("1970-01-01")).astype("m8[W]").astype(float)
    assert np.array_equal(frame.values["result"], days.astype("M8[Y]").astype(int) + weeks)
    assert plan.scalar is None


class again(DateInput):
    label = "再次购买日 | bought again on"


def counts_months(household, period):
    day, home = household("bought", period), household("has_home", period)
    later = add_months(day, np.where(home, 7.0, 0.0))
    wait = np.maximum(months_between(later, household("application_date", period)), 0.0)
    return np.where(household("again", period) > day, wait, -months_between(day, later))


def test_what_follows_from_a_day_is_the_same_by_table_as_row_by_row():
    class result(Fact):
        label = "结果 | result"
        formula = counts_months

    asked = rules(bought, again, has_home, type(BOOK.catalogue.variables["application_date"]), result)
    plan = plan_for(asked, LAW, DAY, ["applicant"], ["result"])
    tables = []

    def run(columns, law):
        given_columns = [columns[name] for name, _ in plan.asked]
        frame = Frame(plan.asked, given_columns, [None] * 3, [np.ones(1, bool)], law, np.array([DAY], "M8[D]"))
        plan.bare.run(frame)
        return frame.values["result"]

    @dear(25)
    @given(st.integers(0, 2**31))
    def same(seed):
        random, size = np.random.default_rng(seed), 3 * FEW_DAYS
        law = replace(plan.under(LAW, DAY), day_tables=DayTables())
        for _ in range(4):
            width = int(random.choice([5, 100, 40_000, 2_000_000], p=[0.5, 0.3, 0.1, 0.1]))
            first, second = (random.integers(20_500 - width, 20_600, size).astype("M8[D]") for _ in range(2))
            first[random.random(size) < random.choice([0, 0.2])] = np.datetime64("0001-01-01")
            first[random.random(size) < random.choice([0, 0.01], p=[0.8, 0.2])] = np.datetime64("NaT")
            columns = {"bought": first, "again": second, "has_home": random.random(size) < 0.5}
            parts = [
                {name: values[i : i + FEW_DAYS] for name, values in columns.items()} for i in range(0, size, FEW_DAYS)
            ]
            alone = np.concatenate([run(part, law) for part in parts])
            assert run(columns, law).tobytes() == alone.tobytes()
        tables.append(len(law.day_tables._tables))

    same()
    assert max(tables) == 2


SHAPES = st.lists(st.sampled_from(["one", "rows", "worlds", "rows and worlds"]), min_size=3, max_size=3)


@dear(120)
@given(st.integers(0, 2**31), st.sampled_from(["f8", "i8", "u1", "?", "M8[D]", "i4"]), st.booleans(), SHAPES)
def test_choosing_by_bits_is_np_where(seed, dtype, in_worlds, shapes):
    random = np.random.default_rng(seed)
    rows, worlds = int(random.integers(1, 3 * FEW)), 3 if in_worlds else 1
    sizes = {"one": (1, 1), "rows": (rows, 1), "worlds": (1, worlds), "rows and worlds": (rows, worlds)}

    def drawn(shape):
        size = sizes[shape] if in_worlds else sizes[shape][0]
        return random.integers(0, 2**63, size).view("f8" if dtype == "f8" else "i8").astype(dtype)

    with np.errstate(all="ignore"):
        one, other = drawn(shapes[1]), drawn(shapes[2])
        condition = random.random(drawn(shapes[0]).shape) < random.random()
    chosen, expected = where(condition, one, other), np.where(condition, one, other)
    assert chosen.dtype == expected.dtype
    assert np.broadcast_to(chosen, expected.shape).tobytes() == expected.tobytes()


@dear(30)
@given(st.integers(0, 2**31), st.sampled_from([1, FEW_DATES, 3 * FEW_DATES]))
def test_days_and_months_by_table_are_numpys(seed, size):
    random = np.random.default_rng(seed)
    wide = random.random() < 0.2
    days = random.integers(*((-1_500_000, 1_500_000) if wide else (-719_162, 60_000)), size).astype("M8[D]")
    assert np.array_equal(month_of(days), days.astype("M8[M]"))
    assert np.array_equal(first_day(days.astype("M8[M]")), days.astype("M8[M]").astype("M8[D]"))


def known(**changes):
    columns = {
        "orchard_city": codes("orchard_city", "upper", "lower", "lower"),
        "applicant.guild": codes("guild", "upper", "upper", "boatmen"),
        "applicant.joined_date": np.array(["2020-01-01", "2025-09-01", "2026-06-15"], "M8[D]"),
        "applicant.savings": np.array([8000.0, 15_000.0, 1000.0]),
        "term_months": np.array([60.0, 12.0, 360.0]),
        "debts_disputed": np.zeros(3, bool),
    }
    return {name: column for name, column in {**columns, **changes}.items() if column is not None}


def codes(name, *members):
    return np.array([BOOK.catalogue.codes(name)[member] for member in members], np.uint8)


def loans(columns, rulebook=PACKED):
    return calculate(columns, ["orchard_loan", "orchard_loan_eligible"], DAY, rulebook=rulebook)


def test_a_population_is_computed():
    amounts = loans(known())
    assert amounts["orchard_loan"].tolist() == [96_000.0, 120_000.0, 0.0]
    assert amounts["orchard_loan_eligible"].tolist() == [True, True, False]


def test_a_population_is_computed_in_blocks_of_any_size(monkeypatch):
    whole = loans(known())
    monkeypatch.setattr("cdmz_rules.decisions.calculate.BLOCK", 2)
    parts = loans(known())
    assert set(whole) == {"orchard_loan", "orchard_loan_eligible"}
    assert all(np.array_equal(whole[name], parts[name]) for name in whole)


def test_a_population_knows_what_it_is_not_told():
    with pytest.raises(InputMissing, match="savings"):
        loans(known(**{"applicant.savings": None}))
    with pytest.raises(LawUnknown):
        loans(known(), BOOK)
    with pytest.raises(InputError, match="no column"):
        loans(known(money=np.zeros(3)))
    with pytest.raises(InputError, match="no column"):
        loans(known(savings=np.zeros(3)))
    with pytest.raises(InputError, match="length"):
        loans(known(term_months=np.zeros(2)))


def test_members_who_are_not_there_count_for_nothing():
    spouse = {"spouse": np.array([True, False, True]), "spouse.savings": np.array([500.0, 500.0, 0.0])}
    table = known(orchard_city=codes("orchard_city", "upper", "upper", "upper"))
    result = calculate({**table, **spouse}, ["loan_by_savings", "loan_turn"], DAY, rulebook=BOOK)
    assert result["loan_by_savings"].tolist() == [102_000.0, 180_000.0, 12_000.0]
    assert result["loan_turn"].tolist() == [83.0, 14.0, 5.0]


def test_nobody_is_a_population_too():
    empty = {name: column[:0] for name, column in known().items()}
    assert {name: len(column) for name, column in loans(empty).items()} == {
        "orchard_loan": 0,
        "orchard_loan_eligible": 0,
    }


def test_an_office_that_judges_is_asked_by_the_single_run_too():
    case = cases.example(TOY, "orchard_loan")
    disputed = {**case.inputs, "debts_disputed": True}
    short = decide(disputed, case.benefit, case.day, rulebook=BOOK, detail="compact")
    assert short.outcome is Outcome.NEEDS_A_PERSON


@pytest.mark.parametrize(("line", "evidence"), [("official", "official"), ("reported", None)])
def test_a_refusal_rests_on_the_best_founded_clause_in_the_single_run_too(line, evidence):
    """A clause that rests on no figure is as good as an official one; the first of them in the benefit's order counts."""
    path = "welfare.heating.income_most"
    cells = {
        place: tuple(replace(cell, evidence=line) for cell in written)
        for place, written in BOOK.law[path].versions.items()
    }
    book = BOOK.with_law(BOOK.law.with_items({path: replace(BOOK.law[path], versions=cells)}, line))
    case = cases.example(TOY, "heating_grant")
    inputs = {**case.inputs, "stove_inspected": False}
    inputs["members"] = [{**inputs["members"][0], "monthly_income": 5000.01}]
    short = decide(inputs, case.benefit, DAY, rulebook=book, detail="compact", today=DAY)
    whole = decide(inputs, case.benefit, DAY, rulebook=book, today=DAY, executor=PlanExecutor())
    assert short.failed == ["heating_income", "heating_stove"]
    assert short.evidence == whole.evidence == evidence

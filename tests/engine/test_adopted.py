"""A law that knows nothing of this engine: OpenFisca's own example country is loaded, and benefits of it are decided."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.simulations import SimulationBuilder
from openfisca_country_template import CountryTaxBenefitSystem
from sampling import dear

from cdmz_rules import InputError, decide, decide_table
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.errors import NotPlanned
from cdmz_rules.model.variable import Facts
from cdmz_rules.rulebook.openfisca import adopt
from cdmz_rules.whatif.least_change import least_change
from cdmz_rules.whatif.question import question

DAY = date(2015, 6, 1)
SYSTEM = CountryTaxBenefitSystem()
INPUTS = {
    "rent": Facts(favours="higher", bounds=(0, 100_000)),
    "salary": Facts(favours="lower", bounds=(0, 1_000_000)),
}
BOOK = adopt(SYSTEM, ["housing_allowance", "parenting_allowance"], INPUTS)


def alone(**inputs):
    return {"members": [{"role": "adult"}], **inputs}


def test_what_is_known_is_exact_and_what_is_missing_is_bounded_and_asked():
    known = decide(alone(rent=1000), "housing_allowance", DAY, rulebook=BOOK)
    assert (known.outcome, known.amount.value) == (Outcome.ELIGIBLE, 250)
    missing = decide(alone(), "housing_allowance", DAY, rulebook=BOOK)
    assert (missing.amount.bound, missing.amount.lower, missing.amount.upper) == ("range", 0, 25_000)
    assert [question.name for question in missing.next_questions] == ["rent"]


def test_a_benefit_that_has_ended_is_refused():
    decision = decide(alone(rent=1000), "housing_allowance", date(2020, 6, 1), rulebook=BOOK)
    assert decision.outcome is Outcome.NOT_ELIGIBLE
    assert [clause.id for clause in decision.conditions if clause.status == "fails"] == ["housing_allowance_in_force"]


def test_what_needs_a_plan_says_so():
    asked = question(alone(rent=1000), "housing_allowance", DAY, rulebook=BOOK)
    assert asked.decision.amount.value == 250
    with pytest.raises(NotPlanned, match="tables and what-if"):
        least_change(asked, goal=1000)
    with pytest.raises(NotPlanned, match="tables and what-if"):
        decide_table({"rent": [1000.0]}, ["housing_allowance"], DAY, rulebook=BOOK)


def test_a_wrong_input_is_named_with_its_place_and_the_nearest_name():
    with pytest.raises(InputError) as raised:
        decide({"members": [{"role": "adult", "salry": 2}]}, "housing_allowance", DAY, rulebook=BOOK)
    problem = raised.value.problems[0]
    assert (problem.pointer, problem.did_you_mean) == ("members[0].salry", "salary")


@dear(20)
@given(st.floats(0, 3000).map(lambda wage: round(wage, 2)), st.dates(date(2008, 1, 1), date(2022, 1, 1)))
def test_amounts_are_those_that_openfisca_computes(salary, birth):
    day = date(2022, 6, 1)
    case = {"members": [{"role": "adult", "salary": salary, "birth": "1990-01-01"}, {"role": "child", "birth": birth}]}
    case["members"][1]["salary"] = 0
    persons = {
        "parent": {"salary": {"2022-06": salary}, "birth": {"ETERNITY": "1990-01-01"}},
        "baby": {"birth": {"ETERNITY": birth.isoformat()}},
    }
    situation = {"persons": persons, "households": {"home": {"adults": ["parent"], "children": ["baby"]}}}
    simulation = SimulationBuilder().build_from_entities(SYSTEM, situation)
    expected = float(simulation.calculate("parenting_allowance", "2022-06")[0])
    for detail in ("full", "compact"):
        decision = decide(case, "parenting_allowance", day, rulebook=BOOK, detail=detail, today=day)
        assert decision.amount.value == pytest.approx(expected)


def test_the_system_itself_stays_as_it_is():
    assert "housing_allowance_eligible" not in SYSTEM.variables
    assert not SYSTEM.variables["rent"].formulas

"""What a plan gives of the toy law is what openfisca-core's own simulation gives, bit for bit, in every world."""

from datetime import date

import pytest
from generators import households, runs
from generators.toy import BOOK, TOY
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

from cdmz_rules import decide
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.reference import ReferenceExecutor

DAY = date(2026, 10, 15)


@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_every_variable_is_the_same_in_every_world(benefit):
    @dear(40)
    @given(households.telling_some(BOOK.benefit(benefit)), st.sampled_from(list(TOY.books)))
    def same(household, which):
        case, day = household
        runs.check_plan(TOY.books[which].benefit(benefit), case, day)

    same()


@pytest.mark.parametrize("benefit", BOOK.benefits)
def test_a_single_run_gives_what_all_worlds_give(benefit):
    exact = []

    @dear(40)
    @given(households.telling_all(BOOK.benefit(benefit), DAY), st.sampled_from(list(TOY.books)))
    def same(case, which):
        exact.append(runs.check_single_run(TOY.books[which].benefit(benefit), case, DAY))

    same()
    assert any(exact)


@pytest.mark.parametrize("city", ["upper", "lower"])
def test_a_decision_does_not_depend_on_what_runs_it(city):
    case = {"members": [{"role": "applicant", "savings": 4000}], "orchard_city": city, "term_months": 60}
    answers = [
        said(decide(case, "orchard_loan", DAY, rulebook=BOOK, today=DAY, executor=executor))
        for executor in (PlanExecutor(), ReferenceExecutor())
    ]
    assert answers[0] == answers[1]


def said(decision):
    """What an answer says, whatever the order in which unknowns were come upon."""
    return (
        decision.outcome,
        [(a.id, a.bound, a.lower, a.upper, {each.name for each in a.because}) for a in decision.amounts],
        {c.id: (c.status, c.value, c.line, c.sentence.zh) for c in decision.conditions},
        {question.name for question in decision.next_questions},
    )

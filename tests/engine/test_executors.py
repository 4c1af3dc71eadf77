"""What a plan gives is what openfisca-core's own simulation gives, bit for bit, in every world."""

from datetime import date

import numpy as np
import pytest
from generators import values as random_values
from generators.shipped import BOOK, PACKED
from hypothesis import given, settings
from hypothesis import strategies as st

from cdmz_rules import decide
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.explore import explore
from cdmz_rules.decisions.reference import ReferenceExecutor
from cdmz_rules.decisions.situation import parse
from cdmz_rules.decisions.worlds import Worlds

CONSTANT = {"nationwide"}
"""What depends on nothing: a plan knows it without being asked."""


@st.composite
def households(draw, benefit):
    """A household that tells some of what it is asked, decided for on some day, with or without the pack."""
    day = draw(st.dates(date(2015, 1, 1), date(2028, 12, 31)))
    roles = ["applicant", *draw(st.lists(st.sampled_from(["child", "other"]), max_size=2))]
    roles.insert(draw(st.integers(0, len(roles))), "spouse")
    members = [{"role": role} for role in roles]
    case = {"members": members}
    for info in BOOK.benefit(benefit).inputs:
        targets = (
            [case]
            if info.entity == "household"
            else [m for m in members if info.roles is None or m["role"] in info.roles]
        )
        for target in targets:
            # Mostly told: with everything untold, worlds are many and all alike.
            if draw(st.integers(0, 24)) > 0:
                target[info.name] = draw(random_values.of(info, day))
    return case, day, draw(st.booleans())


@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_every_variable_is_the_same_in_every_world(benefit):
    outputs = BOOK.benefit(benefit).outputs

    @settings(max_examples=12)
    @given(households(benefit))
    def same(household):
        case, day, packed = household
        book = PACKED if packed else BOOK
        situation = parse(BOOK.catalogue, case, day)
        one = Cases.of_one(BOOK.catalogue, situation, day)
        planned = explore(book.benefit(benefit), situation, day, PlanExecutor())
        worlds = Worlds(book, day, situation.roles, planned.unknowns, planned.worlds.matrix)
        reference = ReferenceExecutor().run(book, one, worlds, outputs)
        assert set(planned.run.order) - CONSTANT <= set(reference.order)
        assert {use.grid.path for use in planned.run.uses} <= {use.grid.path for use in reference.uses}
        for name, ours in planned.run.values.items():
            theirs = np.asarray(reference.values[name])
            assert ours.dtype == theirs.dtype or {ours.dtype.kind, theirs.dtype.kind} <= set("iu"), name
            assert np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f"), name

    same()


def test_a_decision_does_not_depend_on_what_runs_it():
    case = {
        "members": [{"role": "applicant", "provident_fund_balance": 40_000}],
        "property_city": "chengdu",
        "price": 1_500_000,
    }
    day = date(2026, 4, 1)
    answers = [
        decide(case, "provident_fund_loan", day, today=day, executor=run)
        for run in (PlanExecutor(), ReferenceExecutor())
    ]
    assert _told(answers[0]) == _told(answers[1])


def _told(decision):
    """What an answer says, whatever the order in which unknowns were come upon."""
    return (
        decision.outcome,
        [(a.id, a.bound, a.lower, a.upper, {each.name for each in a.because}) for a in decision.amounts],
        {c.id: (c.status, c.value, c.line, c.sentence.zh) for c in decision.conditions},
        {question.name for question in decision.next_questions},
    )

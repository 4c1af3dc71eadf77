"""The order in which things are said, asked or listed changes no answer."""

from datetime import date

import numpy as np
import pytest
from generators import cases
from generators.shipped import BOOK, PACKED

from cdmz_rules import decide
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.situation import parse
from cdmz_rules.decisions.worlds import Worlds

TODAY = date(2026, 11, 23)
EXAMPLES = [pytest.param(case, id=case.name) for case in cases.examples()]


def backwards(inputs):
    """The same household, its keys and members in the opposite order."""
    turned = {key: inputs[key] for key in reversed(inputs)}
    members = [{key: member[key] for key in reversed(member)} for member in reversed(inputs["members"])]
    return {**turned, "members": members}


def told(decision):
    """What an answer says, without the order in which the household was told."""
    return decision.model_dump(exclude={"receipt", "next_questions", "amounts"}), [
        (amount.id, amount.bound, amount.lower, amount.upper) for amount in decision.amounts
    ]


@pytest.mark.parametrize("case", EXAMPLES)
def test_the_order_of_members_and_inputs_does_not_matter(case):
    law = PACKED.law
    forth = decide(case.inputs, case.benefit, case.day, law=law, today=TODAY)
    back = decide(backwards(case.inputs), case.benefit, case.day, law=law, today=TODAY)
    assert told(forth) == told(back)


@pytest.mark.parametrize("case", EXAMPLES)
def test_the_order_in_which_unknowns_turn_up_does_not_matter(case):
    inputs = {**case.inputs, "members": [{**member} for member in case.inputs["members"]]}
    optional = next(given for given in reversed(cases.given(case)) if given.info.presumed is None)
    less = cases.without(case, optional).inputs
    forth, back = (decide(each, case.benefit, case.day, today=TODAY) for each in (less, backwards(less)))
    assert inputs == case.inputs
    assert told(forth)[1] == told(back)[1]
    assert forth.outcome is back.outcome
    assert {question.input for question in forth.next_questions} == {question.input for question in back.next_questions}


@pytest.mark.parametrize("case", EXAMPLES)
def test_the_order_of_the_asked_outputs_does_not_matter(case):
    declared = BOOK.catalogue.facts(case.benefit)
    outputs = [case.benefit, declared.eligible, declared.payer, *declared.reports]
    situation = parse(BOOK.catalogue, case.inputs, case.day)
    one = Cases.of_one(BOOK.catalogue, situation, case.day)
    runs = [
        PlanExecutor().run(BOOK, one, Worlds(BOOK, case.day, situation.roles), order)
        for order in (outputs, outputs[::-1], sorted(outputs))
    ]
    for name in outputs:
        assert all(np.array_equal(run.values[name], runs[0].values[name], equal_nan=False) for run in runs)
        assert set(runs[0].values) == set(runs[1].values) == set(runs[2].values)

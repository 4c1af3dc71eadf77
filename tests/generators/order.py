"""The order in which things are said, asked or listed changes no answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from cdmz_rules import Decision, Rulebook, decide
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.situation import parse
from cdmz_rules.decisions.worlds import Worlds
from generators import cases
from generators.cases import Case

TODAY = date(2026, 11, 23)


def backwards(inputs: dict[str, Any]) -> dict[str, Any]:
    """The same household, its keys and members in the opposite order."""
    turned = {key: inputs[key] for key in reversed(inputs)}
    members = [{key: member[key] for key in reversed(member)} for member in reversed(inputs["members"])]
    return {**turned, "members": members}


def said(decision: Decision) -> tuple[Any, Any]:
    """What an answer says, without the order in which the household told it."""
    return decision.model_dump(exclude={"receipt", "next_questions", "amounts"}), [
        (amount.id, amount.bound, amount.lower, amount.upper) for amount in decision.amounts
    ]


def check_members_and_inputs(rulebook: Rulebook, case: Case) -> None:
    """The order of members and inputs does not matter."""
    forth, back = (
        decide(inputs, case.benefit, case.day, rulebook=rulebook, today=TODAY)
        for inputs in (case.inputs, backwards(case.inputs))
    )
    assert said(forth) == said(back)


def check_unknowns(rulebook: Rulebook, case: Case) -> None:
    """The order in which unknowns turn up does not matter."""
    before = {**case.inputs, "members": [{**member} for member in case.inputs["members"]]}
    optional = next(given for given in reversed(cases.given(rulebook, case)) if given.info.presumed is None)
    less = cases.without(case, optional).inputs
    forth, back = (
        decide(inputs, case.benefit, case.day, rulebook=rulebook, today=TODAY) for inputs in (less, backwards(less))
    )
    assert before == case.inputs
    assert said(forth)[1] == said(back)[1]
    assert forth.outcome is back.outcome
    assert {question.input for question in forth.next_questions} == {question.input for question in back.next_questions}


def check_outputs(rulebook: Rulebook, case: Case) -> None:
    """The order of the outputs that are asked for does not matter."""
    rules = rulebook.benefit(case.benefit)
    outputs = [case.benefit, rules.eligible, rules.payer, *rules.declared.reports]
    situation = parse(rulebook.catalogue, case.inputs, case.day)
    one = Cases.of_one(rulebook.catalogue, situation, case.day)
    runs = [
        PlanExecutor().run(rulebook, one, Worlds(rulebook, case.day, situation.roles), order)
        for order in (outputs, outputs[::-1], sorted(outputs))
    ]
    for name in outputs:
        assert all(np.array_equal(run.values[name], runs[0].values[name], equal_nan=False) for run in runs)
        assert set(runs[0].values) == set(runs[1].values) == set(runs[2].values)

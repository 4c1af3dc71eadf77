"""The compact answer for a household of which everything that matters is known: one call of a plan, no worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from cdmz_rules.decisions.decision import Compact, Outcome
from cdmz_rules.decisions.scalar_inputs import inputs_of
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.law.grid import EPOCH
from cdmz_rules.law.item import EVIDENCE
from cdmz_rules.plan import Plan
from cdmz_rules.plan.frame import Resolved
from cdmz_rules.plan.scalar import Open
from cdmz_rules.rulebook.rulebook import BenefitRules


@dataclass(frozen=True)
class _Question:
    """What an answer reads off the results of a plan.

    Attributes:
        strict: The places, among the results, of the clauses that must hold.
        discretion: Those of the clauses that the office judges.
        reports: Those of the amounts, with id and unit; the main amount first.
        behind: By clause, the look-ups on which it rests.
    """

    strict: Mapping[str, int]
    discretion: Mapping[str, int]
    reports: Sequence[tuple[int, str, str]]
    behind: Mapping[str, Sequence[int]]


def answer_at_once(rules: BenefitRules, case: Situation, day: date) -> Compact | None:
    """The answer, or None if something that matters is unknown, or needs more than plain arithmetic."""
    plan, question, resolved = _prepared(rules, case.roles, day)
    if plan.scalar is None:
        return None
    inputs = inputs_of(rules.catalogue, plan, case)
    try:
        results, grades = plan.scalar(inputs, day.toordinal() - EPOCH, resolved.rows, resolved.rows_by_day)
    except (Open, ArithmeticError, ValueError):
        return None
    return _answer(rules, day, question, results, grades)


@lru_cache(maxsize=32)
def _prepared(rules: BenefitRules, roles: tuple[str, ...], day: date) -> tuple[Plan, _Question, Resolved]:
    """What households of one make have in common who ask the same."""
    plan = rules.plan(day, roles)
    return plan, _question(rules, plan), plan.under(rules.law, day)


def _answer(rules: BenefitRules, day: date, question: _Question, results: list[Any], grades: list[int]) -> Compact:
    refused = not all(results[place] for place in question.strict.values())
    doubtful = not all(results[place] for place in question.discretion.values())
    outcome = Outcome.NOT_ELIGIBLE if refused else Outcome.NEEDS_A_PERSON if doubtful else Outcome.ELIGIBLE
    failed: list[str] = []
    if refused or doubtful:
        places = {**question.strict, **question.discretion}
        failed = [name for name in rules.clauses if not results[places[name]]]
    grade = _of_refusal(question, failed, grades) if refused else max(grades, default=0)
    amounts = [
        {"id": name, "unit": unit, "bound": "exact", "value": value, "lower": value, "upper": value}
        for place, name, unit in (question.reports[:1] if refused else question.reports)
        for value in [float(results[place])]
    ]
    # In one go: pydantic makes the parts of a whole in a third of the time that they take one by one.
    return Compact.model_validate(
        {
            "benefit": rules.id,
            "date": day,
            "outcome": outcome,
            "amounts": amounts,
            "evidence": EVIDENCE[grade - 1] if grade else None,
            "reform": rules.reform.name if rules.reform else None,
            "failed": failed,
        }
    )


def _of_refusal(question: _Question, failed: Sequence[str], grades: Sequence[int]) -> int:
    """The evidence of the failed clause that is best founded; one that rests on no figure is as good as an official one."""
    of_clauses = [max((grades[look] for look in question.behind[name]), default=0) for name in failed]
    return min(of_clauses, key=lambda grade: max(grade, 1))


def _question(rules: BenefitRules, plan: Plan) -> _Question:
    positions = {name: position for position, name in enumerate(plan.outputs)}
    return _Question(
        strict={name: positions[name] for name in rules.clauses if name not in rules.discretion},
        discretion={name: positions[name] for name in rules.clauses if name in rules.discretion},
        reports=[(positions[name], name, rules.catalogue.unit(name)) for name in rules.amounts],
        behind={name: _looks_behind(rules, plan, name) for name in rules.clauses},
    )


def _looks_behind(rules: BenefitRules, plan: Plan, clause: str) -> list[int]:
    behind = rules.catalogue.behind_clause(clause)
    return [number for number, look in enumerate(plan.looks) if look.variable in behind]

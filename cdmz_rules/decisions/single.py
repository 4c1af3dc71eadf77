"""The compact answer for a household of which everything that matters is known: one call of a plan, no worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from cdmz_rules.decisions import catalogue
from cdmz_rules.decisions.decision import Compact, Figure, Outcome
from cdmz_rules.decisions.explain import BEHIND_A_CLAUSE
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.law.grid import EPOCH
from cdmz_rules.law.item import EVIDENCE
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.model.variable import facts
from cdmz_rules.plan import Asked, Plan, plan_for
from cdmz_rules.plan.single import Open
from cdmz_rules.system import system


class _Reader(NamedTuple):
    """How an input is taken from a case: where it stands, as what number, and what holds if nobody gives it."""

    name: str
    place: int | None
    number: Callable[[Any], Any]
    otherwise: Any


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


def decide(benefit: str, case: Situation, day: date, law: Law, reform: Reform | None) -> Compact | None:
    """The answer, or None if something that matters is unknown, or needs more than plain arithmetic."""
    plan = plan_for(system(), law, day, case.roles, catalogue.outputs(benefit))
    if plan.single is None:
        return None
    question, inputs = _question(plan, benefit), inputs_of(plan, case)
    resolved = plan.under(law, day)
    try:
        results, grades = plan.single(inputs, day.toordinal() - EPOCH, resolved.rows, resolved.rows_by_day)
    except (Open, ArithmeticError, ValueError):
        return None
    return _answer(benefit, day, question, results, grades, reform)


def inputs_of(plan: Plan, case: Situation) -> list[Any]:
    """The inputs of a plan for a single household; None where one is missing."""
    found = []
    for name, place, number, otherwise in _readers(plan):
        value = (case.household if place is None else case.persons[place]).get(name)
        found.append(otherwise if value is None else number(value))
    return found


def _answer(
    benefit: str, day: date, question: _Question, results: list[Any], grades: list[int], reform: Reform | None
) -> Compact:
    refused = not all(results[place] for place in question.strict.values())
    doubtful = not all(results[place] for place in question.discretion.values())
    outcome = Outcome.NOT_ELIGIBLE if refused else Outcome.NEEDS_A_PERSON if doubtful else Outcome.ELIGIBLE
    failed: list[str] = []
    if refused or doubtful:
        places = {**question.strict, **question.discretion}
        failed = [name for name in catalogue.clauses(benefit) if not results[places[name]]]
    grade = _of_refusal(question, failed, grades) if refused else max(grades, default=0)
    amounts = [
        Figure(id=name, unit=unit, bound="exact", value=value, lower=value, upper=value)
        for place, name, unit in (question.reports[:1] if refused else question.reports)
        for value in [float(results[place])]
    ]
    return Compact(
        benefit=benefit,
        date=day,
        outcome=outcome,
        amounts=amounts,
        evidence=EVIDENCE[grade - 1] if grade else None,  # type: ignore[arg-type]
        reform=reform.name if reform else None,
        failed=failed,
    )


def _of_refusal(question: _Question, failed: Sequence[str], grades: Sequence[int]) -> int:
    """The evidence of the failed clause that is best founded; one that rests on no figure is as good as an official one."""
    of_clauses = [max((grades[look] for look in question.behind[name]), default=0) for name in failed]
    return min(of_clauses, key=lambda grade: max(grade, 1))


@lru_cache(maxsize=256)
def _question(plan: Plan, benefit: str) -> _Question:
    variables = system().variables
    places = {name: place for place, name in enumerate(plan.outputs)}
    clauses = catalogue.clauses(benefit)
    discretion = {name: places[name] for name in clauses if facts(variables[name]).discretion}
    return _Question(
        strict={name: places[name] for name in clauses if name not in discretion},
        discretion=discretion,
        reports=[(places[n], n, variables[n].unit) for n in (benefit, *facts(variables[benefit]).reports)],
        behind={name: _looks_behind(plan, name) for name in clauses},
    )


@lru_cache(maxsize=256)
def _readers(plan: Plan) -> list[_Reader]:
    return [_reader(asked, plan.roles) for asked in plan.asked]


def _looks_behind(plan: Plan, clause: str) -> list[int]:
    reached = set(catalogue.reached_through(clause, BEHIND_A_CLAUSE))
    return [number for number, look in enumerate(plan.looks) if look.variable in reached]


def _reader(asked: Asked, roles: Sequence[str]) -> _Reader:
    info = catalogue.all_inputs()[asked.name]
    number: Callable[[Any], Any] = _itself
    if info.kind == "choice":
        names = system().variables[asked.name].possible_values.__members__
        number = {name: code for code, name in enumerate(names)}.__getitem__
    elif info.kind == "date":
        number = _days
    otherwise = info.presumed
    if otherwise is None and asked.place is not None and info.roles is not None and not info.derived:
        otherwise = info.example if roles[asked.place] not in info.roles else None
    return _Reader(asked.name, asked.place, number, None if otherwise is None else number(otherwise))


def _itself(value: Any) -> Any:
    return value


def _days(day: date) -> int:
    return day.toordinal() - EPOCH

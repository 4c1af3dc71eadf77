"""A household of which everything that matters is known: one call of a plan on plain numbers, one world, a twentieth of the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.combinations import Combination
from cdmz_rules.decisions.decision import Compact, Outcome
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.law.grid import EPOCH, Grid
from cdmz_rules.law.item import EVIDENCE, Cell
from cdmz_rules.model.context import Use
from cdmz_rules.plan import Asked, LawTables, Plan
from cdmz_rules.plan.scalar import Open
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import BenefitRules

NOTHING_UNKNOWN = Combination.of(())


class _Values(Mapping[str, npt.NDArray[Any]]):
    """Plain values as one row in one world, made an array when somebody asks."""

    def __init__(self, values: Mapping[str, Any], dtypes: Mapping[str, np.dtype[Any]]) -> None:
        self._values, self._dtypes = values, dtypes
        self._made: dict[str, npt.NDArray[Any]] = {}

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = np.array([[self._values[name]]], self._dtypes[name])
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values


class _OneLookUp(Use):
    """A look-up of one household in one world."""

    @property
    def applied(self) -> list[Cell]:
        return [self.grid.cells[self.table.cell[self.at[0]]]]


def explore_at_once(rules: BenefitRules, case: Situation, day: date) -> Exploration | None:
    """What `explore` gives, in a twentieth of the time; None if something that matters is unknown."""
    plan = rules.plan(day, case.roles)
    if plan.whole is None:
        return None
    tables = plan.under(rules.law, day)
    inputs = inputs_of(rules.catalogue, plan, case)
    try:
        values, lookups = plan.whole(inputs, day.toordinal() - EPOCH, tables.rows, tables.rows_by_day)
    except (Open, ArithmeticError, ValueError):
        return None
    households = {name: value for (name, place), value in values.items() if place is None}
    computed = {name for name, _ in values}
    uses = [_use(plan, tables.grids, day, *look) for look in lookups]
    run = Run(_Values(households, rules.catalogue.dtypes), [name for name in plan.order if name in computed], uses)
    return Exploration(rules.catalogue, (), NOTHING_UNKNOWN, run)


def _use(plan: Plan, grids: Sequence[Grid], day: date, look: int, index: int, on: int | None) -> Use:
    grid = grids[look]
    table = grid.on(day if on is None else date.fromordinal(on + EPOCH))
    return _OneLookUp(plan.looks[look].variable, grid, table, np.array([index]), True)


@dataclass(frozen=True)
class _Question:
    """What an answer reads off the results of a plan.

    Attributes:
        strict: The places, among the results, of the clauses that must hold.
        discretion: Those of the clauses that the office judges.
        reports: Those of the amounts, with id and unit; the main amount first.
        behind: By clause, the look-ups on which it rests.
        deciding: The look-ups on which entitlement and the main amount rest.
    """

    strict: Mapping[str, int]
    discretion: Mapping[str, int]
    reports: Sequence[tuple[int, str, str]]
    behind: Mapping[str, Sequence[int]]
    deciding: Sequence[int]


def answer_at_once(rules: BenefitRules, case: Situation, day: date) -> Compact | None:
    """The answer, or None if something that matters is unknown, or needs more than plain arithmetic."""
    plan, question, tables = _prepared(rules, case.roles, day)
    if plan.scalar is None:
        return None
    inputs = inputs_of(rules.catalogue, plan, case)
    try:
        results, grades = plan.scalar(inputs, day.toordinal() - EPOCH, tables.rows, tables.rows_by_day)
    except (Open, ArithmeticError, ValueError):
        return None
    return _answer(rules, day, question, results, grades)


@lru_cache(maxsize=32)
def _prepared(rules: BenefitRules, roles: tuple[str, ...], day: date) -> tuple[Plan, _Question, LawTables]:
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
    grade = (
        _of_refusal(question, failed, grades)
        if refused
        else max((grades[look] for look in question.deciding), default=0)
    )
    amounts = [
        {"id": name, "unit": unit, "bound": "exact", "value": value, "lower": value, "upper": value}
        for place, name, unit in (question.reports[:1] if refused else question.reports)
        for value in [float(results[place])]
    ]
    if outcome is Outcome.NEEDS_A_PERSON and amounts[0]["value"]:
        amounts[0] |= {"bound": "range", "value": None, "lower": 0.0}  # the office may say no
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
        deciding=[number for number, look in enumerate(plan.looks) if look.variable in rules.decisive],
    )


def _looks_behind(rules: BenefitRules, plan: Plan, clause: str) -> list[int]:
    behind = rules.catalogue.dependencies.behind_clause(clause)
    return [number for number, look in enumerate(plan.looks) if look.variable in behind]


class _Readers(NamedTuple):
    """How the inputs of a plan are taken from a case.

    Attributes:
        otherwise: What holds of each if nobody gives it; None where it is missing then.
        household: By name, where an input of the household goes, and as what number; None for itself.
        persons: The same for each member.
    """

    otherwise: Sequence[Any]
    household: Mapping[str, tuple[int, Callable[[Any], Any] | None]]
    persons: Sequence[Mapping[str, tuple[int, Callable[[Any], Any] | None]]]


def inputs_of(catalogue: Catalogue, plan: Plan, case: Situation) -> list[Any]:
    """The inputs of a plan for a single household; None where one is missing."""
    readers = _readers(catalogue, plan)
    inputs = list(readers.otherwise)
    for known, given in zip((readers.household, *readers.persons), (case.household, *case.persons), strict=True):
        for name, value in given.items():
            if name in known and value is not None:
                position, number = known[name]
                inputs[position] = value if number is None else number(value)
    return inputs


@lru_cache(maxsize=256)
def _readers(catalogue: Catalogue, plan: Plan) -> _Readers:
    household: dict[str, tuple[int, Callable[[Any], Any] | None]] = {}
    persons: list[dict[str, tuple[int, Callable[[Any], Any] | None]]] = [{} for _ in plan.roles]
    for position, (name, place) in enumerate(plan.asked):
        (household if place is None else persons[place])[name] = position, _number(catalogue, name)
    return _Readers([_otherwise(catalogue, asked, plan.roles) for asked in plan.asked], household, persons)


def _number(catalogue: Catalogue, name: str) -> Callable[[Any], Any] | None:
    """What makes a number of an input as a case holds it; None if it is one."""
    info = catalogue.inputs[name]
    if info.kind == "choice":
        return catalogue.codes(name).__getitem__
    return _days if info.kind == "date" else None


def _otherwise(catalogue: Catalogue, asked: Asked, roles: Sequence[str]) -> Any:
    info, number = catalogue.inputs[asked.name], _number(catalogue, asked.name)
    otherwise = info.presumed
    if otherwise is None and asked.place is not None and info.roles is not None and not info.derived:
        otherwise = info.example if roles[asked.place] not in info.roles else None
    return otherwise if otherwise is None or number is None else number(otherwise)


def _days(day: date) -> int:
    return day.toordinal() - EPOCH

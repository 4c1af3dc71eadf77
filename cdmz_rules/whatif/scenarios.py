"""Named scenarios beside the answer as things stand: other inputs, another law, another day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cdmz_rules.decisions.decision import Day, Decision, Outcome
from cdmz_rules.decisions.explanation import Amount
from cdmz_rules.decisions.figure import Evidence, Scalar
from cdmz_rules.decisions.situation import OpenDay, check_day
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.law.reform import Reform
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook.infos import InputAlias
from cdmz_rules.whatif import changes, levers
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.possible import refuse_contradictions
from cdmz_rules.whatif.question import Question

MAX_SCENARIOS = 24


@dataclass(frozen=True)
class Scenario:
    """What is different.

    Attributes:
        name: What it is called.
        set: Inputs by name, as ``price`` or ``members[0].deposits_unbroken_months``; None takes one away.
        reform: Another law; by default that of the question.
        day: Another day; by default that of the question.
    """

    name: str
    set: Mapping[str, Any] = field(default_factory=dict)
    reform: Reform | None = None
    day: date | str | None = None


class Difference(Part):
    """An input that a scenario changes; a day that is given another way (an age) is shown that way before and after."""

    name: str
    label: Text
    unit: str
    before: Scalar
    after: Scalar


class Compared(Part):
    """A scenario's answer beside that as things stand.

    Attributes:
        difference: By how much the amount differs; None unless both are exact.
        fails: The clauses that fail in the scenario alone.
        mends: The clauses that fail as things stand alone.
        changes: The inputs that differ.
    """

    name: str
    date: Day
    reform: str | None
    reform_title: Text | None
    outcome: Outcome
    amount: Amount
    difference: float | None
    evidence: Evidence | None
    fails: list[Text]
    mends: list[Text]
    changes: list[Difference]


class Scenarios(Part):
    """Scenarios side by side; the first is the answer as things stand."""

    benefit: str
    label: Text
    unit: str
    base: Compared
    scenarios: list[Compared]


def scenarios(question: Question, named: Sequence[Scenario]) -> Scenarios:
    """The answer in each scenario, and what makes it differ.

    Raises:
        InputError: with every mistake and its place; if there is no scenario, too many, or two of one name.
    """
    _check(named)
    base, info = question.decision, question.rules.info
    answers = []
    for number, scenario in enumerate(named):
        question.work.check(f"scenarios[{number}]")
        other, inputs = _changed(question, scenario, f"scenarios[{number}]")
        answers.append(_compared(scenario.name, other.decision, base, _differences(question, other, inputs)))
    return Scenarios(
        benefit=info.id, label=info.label, unit=info.unit, base=_compared("", base, base, []), scenarios=answers
    )


def _check(named: Sequence[Scenario]) -> None:
    names = [scenario.name for scenario in named]
    if not 1 <= len(names) <= MAX_SCENARIOS:
        words = f"应有1至{MAX_SCENARIOS}个情形", f"name 1 to {MAX_SCENARIOS} scenarios"
        raise InputError([Problem("out_of_range", "scenarios", *words, f"1–{MAX_SCENARIOS}")])
    twice = next((number for number, name in enumerate(names) if name in names[:number]), None)
    if twice is not None:
        words = "情形重名", "two scenarios have one name"
        raise InputError([Problem("given_twice", f"scenarios[{twice}].name", *words)])


def _changed(question: Question, scenario: Scenario, pointer: str) -> tuple[Question, list[Asked]]:
    """The question of a scenario, and the inputs that it changes."""
    day = check_day(scenario.day, f"{pointer}.date") if scenario.day is not None else question.day
    settings = changes.read(question.rules.catalogue, scenario.set, question.case, day, f"{pointer}.set")
    places = dict(zip(settings, (f"{pointer}.set.{name[:80]}" for name in scenario.set), strict=True))
    refuse_contradictions(replace(question, day=day), settings, places)
    other = replace(question, day=day, case=changes.applied(question.case, settings))
    return other.under(scenario.reform), list(settings)


def _differences(question: Question, other: Question, inputs: Sequence[Asked]) -> list[Difference]:
    return [_difference(levers.of(question.rules.catalogue, *key, question.case), question, other) for key in inputs]


def _difference(lever: Lever, question: Question, other: Question) -> Difference:
    before, after = lever.value_in(question.case), lever.value_in(other.case)
    written = next((each.written for each in (after, before) if isinstance(each, OpenDay)), None)
    if written is None:
        return Difference(name=lever.name, label=lever.label, unit=lever.info.unit, before=before, after=after)
    catalogue, place = question.rules.catalogue, lever.asked.place
    alias = catalogue.aliases[written]
    return Difference(
        name=f"members[{place}].{written}",
        label=levers.of_member(catalogue, text(alias.words), place, question.case),
        unit=alias.unit,
        before=_counted(alias, before, question.day),
        after=_counted(alias, after, other.day),
    )


def _counted(alias: InputAlias, given: Any, day: date) -> float | None:
    """A day in the other way to give it: as told, or as it has grown by the day."""
    return given.number if isinstance(given, OpenDay) else None if given is None else alias.over(given, day)


def _compared(name: str, answer: Decision, base: Decision, differences: list[Difference]) -> Compared:
    now, before = (
        {clause.id: clause.label for clause in each.conditions if clause.status == "fails"} for each in (answer, base)
    )
    exact = answer.amount.value is not None and base.amount.value is not None
    return Compared(
        name=name,
        date=answer.date,
        reform=answer.reform,
        reform_title=answer.reform_title,
        outcome=answer.outcome,
        amount=answer.amount,
        difference=round((answer.amount.value or 0) - (base.amount.value or 0), 2) if exact else None,
        evidence=answer.evidence,
        fails=[label for key, label in now.items() if key not in before],
        mends=[label for key, label in before.items() if key not in now],
        changes=differences,
    )

"""Sweeps: a benefit over one input, or two, with every cliff and kink where it truly lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cdmz_rules.decisions.decision import Day
from cdmz_rules.decisions.explanation import Missing
from cdmz_rules.decisions.explanation import Question as Open
from cdmz_rules.decisions.figure import Scalar
from cdmz_rules.decisions.situation import OpenDay
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.plan import Asked
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.breaks import Swept, swept
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.lines import Line, settle
from cdmz_rules.whatif.possible import Reach, refuse_contradictions
from cdmz_rules.whatif.question import Question

MAX_LINES = 24


@dataclass(frozen=True)
class Axis:
    """An input and how far it is varied.

    Attributes:
        name: As one would write it: ``household_annual_income``, ``members[0].deposits_unbroken_since``.
        low: The first value; by default what makes sense around the case's own.
        high: The last value.
        count: As a second input: at so many values.
    """

    name: str
    low: Any = None
    high: Any = None
    count: int = 5


class Varied(Part):
    """An input that is varied, and from where to where; what is given of it, if it is given exactly."""

    name: str
    label: Text
    unit: str
    kind: str
    low: Scalar
    high: Scalar
    given: Scalar


@dataclass(frozen=True)
class Range:
    """An input, and the steps from which and to which it is varied."""

    lever: Lever
    low: int
    high: int


class Sweep(Part):
    """A benefit over one input, or over two: then one line for each value of the second.

    Attributes:
        missing_law: What no text gives as things stand, and whom to ask.
        next_questions: What nobody told and matters.
    """

    benefit: str
    label: Text
    unit: str
    date: Day
    reform: str | None
    reform_title: Text | None
    input: Varied
    by: Varied | None
    lines: list[Swept]
    missing_law: list[Missing]
    next_questions: list[Open]


def sweep(question: Question, axis: Axis, by: Axis | None = None) -> Sweep:
    """Vary an input, or two, and find every point at which the answer changes.

    Args:
        question: The household, the benefit, the day and the law.
        axis: The input that is followed from end to end.
        by: A second input, at some values.

    Raises:
        InputError: if an input does not matter, cannot be counted, or its ends are no values of it; or if so much is unknown that not
            even the ends could be looked at.
    """
    first = _range(axis, question, "sweep")
    second = _range(by, question, "sweep.by") if by is not None else None
    if second is not None and second.lever.asked == first.lever.asked:
        raise InputError([Problem("given_twice", "sweep.by.input", "两个输入项相同", "the two inputs are the same")])
    values = _values(second, by.count) if second is not None and by is not None else [{}]
    lines = [_line(first, others, question) for others in values]
    settle(question.probe, lines, question.work)
    for line in lines:
        if len(line.points) < 2:
            question.work.refuse(line.lever.name)
    rules, today, reform = question.rules, question.decision, question.rules.reform
    return Sweep(
        benefit=rules.id,
        label=rules.info.label,
        unit=rules.info.unit,
        date=question.day,
        reform=reform.name if reform else None,
        reform_title=text(reform.title) if reform else None,
        input=_varied(first, question),
        by=_varied(second, question) if second else None,
        lines=[swept(line, question.probe) for line in lines],
        missing_law=today.missing_law,
        next_questions=today.next_questions,
    )


def _range(axis: Axis, question: Question, where: str) -> Range:
    rules, case, day = question.rules, question.case, question.day
    lever = levers.find(rules, axis.name, case, f"{where}.input")
    low, most = levers.around(lever, case, day)
    if axis.low is not None:
        low = levers.read(rules.catalogue, lever, axis.low, f"{where}.low", day)
    high = max(most, low + 1)
    if axis.high is not None:
        high = levers.read(rules.catalogue, lever, axis.high, f"{where}.high", day)
    low, high = _possible(axis, question, where, lever, low, high)
    if low >= high:
        raise InputError(
            [Problem("out_of_range", f"{where}.high", "终点应大于起点", "the end must lie beyond the beginning")]
        )
    return Range(lever, low, high)


def _possible(axis: Axis, question: Question, where: str, lever: Lever, low: int, high: int) -> tuple[int, int]:
    """The ends, no further than what the case says allows, if nobody named them; ends that somebody named have to be possible."""
    reach = Reach(question, lever, {})
    for named, step, place in ((axis.low, low, "low"), (axis.high, high, "high")):
        if named is not None and low < high:
            refuse_contradictions(question, {lever.asked: lever.value(step)}, {lever.asked: f"{where}.{place}"})
    return reach.within(low, high) or (low, high)


def _line(span: Range, others: Mapping[Asked, Any], question: Question) -> Line:
    """The line beside a value of the second input, as far as both can be."""
    low, high = Reach(question, span.lever, others).within(span.low, span.high) or (span.low, span.high)
    refuse_contradictions(
        question, {**others, span.lever.asked: span.lever.value(low)}, dict.fromkeys(others, "sweep.by")
    )
    return Line(span.lever, low, high, others)


def _values(span: Range, count: int) -> list[dict[Asked, Any]]:
    """The second input's values: evenly from end to end, each once."""
    if not 2 <= count <= MAX_LINES:
        words = f"应为2至{MAX_LINES}", f"{count} is not within 2 and {MAX_LINES}"
        raise InputError([Problem("out_of_range", "sweep.by.count", *words, f"2–{MAX_LINES}")])
    steps = dict.fromkeys(span.low + (span.high - span.low) * number // (count - 1) for number in range(count))
    return [{span.lever.asked: span.lever.value(step)} for step in steps]


def _varied(span: Range, question: Question) -> Varied:
    lever, info = span.lever, span.lever.info
    given = lever.value_in(question.case)
    return Varied(
        name=lever.name,
        label=lever.label,
        unit=info.unit,
        kind=info.kind,
        low=lever.value(span.low),
        high=lever.value(span.high),
        given=None if isinstance(given, OpenDay) else given,
    )

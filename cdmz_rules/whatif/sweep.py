"""Sweeps: a benefit over one input, or two, with every cliff and kink where it truly lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from cdmz_rules.decisions.decision import Bound, Day, Missing, Outcome, Scalar
from cdmz_rules.decisions.decision import Question as Open
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.system import system
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.causes import Cause, cause
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.lines import Line, settle
from cdmz_rules.whatif.probe import Answer, Probe
from cdmz_rules.whatif.question import Question

MAX_LINES = 24
MAX_BREAKS = 300
PER_YEAR = {"CNY/month": 12, "CNY/year": 1}
NOTHING = 1e-6


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
    """An input that is varied, and from where to where."""

    name: str
    label: Text
    unit: str
    kind: str
    low: Scalar
    high: Scalar
    given: Scalar


class Point(Part):
    """An answer at one value of the input; what is not certain is None."""

    at: Scalar
    outcome: Outcome
    bound: Bound
    value: float | None
    lower: float | None
    upper: float | None


class Break(Part):
    """Where an answer changes from one value to the next that can be given.

    Attributes:
        kind: ``cliff`` (the amount jumps), ``kink`` (it goes on at another rate), ``verdict`` (another outcome, with no jump that is
            known) or ``certainty`` (as much is known no longer, or again).
        before: The last point before it.
        after: The first point after it; the next value, unless the sweep was cut short.
        jump: By how much the amount jumps; None where it is not exact on both sides.
        rate_before: Amount gained with one more unit of the input; see `Piece.rate`.
        failed: The clauses that fail after it and did not before.
        mended: The clauses that failed before it and do no longer.
    """

    kind: Literal["cliff", "kink", "verdict", "certainty"]
    before: Point
    after: Point
    jump: float | None
    rate_before: float | None
    rate_after: float | None
    failed: list[str]
    mended: list[str]
    because: list[Cause]


class Piece(Part):
    """A stretch without a break.

    Attributes:
        rate: The effective marginal rate: what one more yuan (or other unit) of the input brings, before the law's rounding; where both are
            paid by the month or year, in the same period. Negative where it costs. None where the amount is not known, and for days.
        curved: Whether it is not straight: the rate is that at its beginning.
    """

    first: Point
    last: Point
    failed: list[str]
    rate: float | None
    curved: bool


class Swept(Part):
    """One line: the second input's value, the points to plot, the stretches and what lies between them.

    Attributes:
        settled: Whether every break was found to the step; otherwise the line asks for more than is looked at in one question.
        left_off: How many breaks are not listed.
    """

    at: Scalar
    points: list[Point]
    pieces: list[Piece]
    breaks: list[Break]
    settled: bool
    left_off: int


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


def sweep(asked: Question, axis: Axis, by: Axis | None = None) -> Sweep:
    """Vary an input, or two, and find every point at which the answer changes.

    Args:
        asked: The household, the benefit, the day and the law.
        axis: The input that is followed from end to end.
        by: A second input, at some values.

    Raises:
        InputError: if an input does not matter, cannot be counted, or its ends are no values of it; or if so much is unknown that not
            even the ends could be looked at.
    """
    first, low, high = _range(axis, asked, "sweep")
    other = _range(by, asked, "sweep.by") if by is not None else None
    if other is not None and other[0].asked == first.asked:
        raise InputError([Problem("given_twice", "sweep.by.input", "两个输入项相同", "the two inputs are the same")])
    values = _values(other, by.count) if other is not None and by is not None else [None]
    lines = [
        Line(first, low, high, {other[0].asked: other[0].value(at)} if other and at is not None else {})
        for at in values
    ]
    settle(asked.probe, lines, asked.clock)
    for line in lines:
        if len(line.points) < 2:
            asked.clock.refuse(line.lever.name)
    info, reform = catalogue.benefit(asked.benefit), asked.reform
    return Sweep(
        benefit=info.id,
        label=info.label,
        unit=info.unit,
        date=asked.day,
        reform=reform.name if reform else None,
        reform_title=catalogue.text(reform.title) if reform else None,
        input=_varied(first, low, high, asked),
        by=_varied(*other, asked) if other else None,
        lines=[
            _swept(line, other[0].value(at) if other and at is not None else None, asked.probe)
            for line, at in zip(lines, values, strict=True)
        ],
        missing_law=asked.decision.missing_law,
        next_questions=asked.decision.next_questions,
    )


def _range(axis: Axis, asked: Question, where: str) -> tuple[Lever, int, int]:
    lever = levers.lever(axis.name, asked.case, asked.benefit, f"{where}.input")
    least, most = levers.around(lever, asked.case, asked.day)
    low = levers.read(lever, axis.low, f"{where}.low", asked.day) if axis.low is not None else least
    high = levers.read(lever, axis.high, f"{where}.high", asked.day) if axis.high is not None else max(most, low + 1)
    if low >= high:
        raise InputError(
            [Problem("out_of_range", f"{where}.high", "终点应大于起点", "the end must lie beyond the beginning")]
        )
    return lever, low, high


def _values(other: tuple[Lever, int, int], count: int) -> list[int | None]:
    """Evenly from end to end, each once."""
    if not 2 <= count <= MAX_LINES:
        words = f"应为2至{MAX_LINES}", f"{count} is not within 2 and {MAX_LINES}"
        raise InputError([Problem("out_of_range", "sweep.by.count", *words, f"2–{MAX_LINES}")])
    _, low, high = other
    return list(dict.fromkeys(low + (high - low) * number // (count - 1) for number in range(count)))


def _varied(lever: Lever, low: int, high: int, asked: Question) -> Varied:
    info = lever.info
    ends = lever.value(low), lever.value(high)
    given = lever.value_in(asked.case)
    return Varied(
        name=lever.name, label=lever.label, unit=info.unit, kind=info.kind, low=ends[0], high=ends[1], given=given
    )


def _swept(line: Line, at: Any, probe: Probe) -> Swept:
    steps = sorted(line.points)
    breaks: list[Break] = []
    pieces: list[Piece] = []
    first = steps[0]
    for left, right in pairwise(steps):
        kind = _kind(line, left, right, probe)
        if kind is not None:
            breaks.append(_break(kind, line, left, right, probe))
            pieces.append(_piece(line, first, left, probe))
            first = right
    pieces.append(_piece(line, first, steps[-1], probe))
    kept = {step for piece in pieces for step in (piece.first.at, piece.last.at)}
    curved = any(piece.curved for piece in pieces)
    points = [_point(line, step) for step in steps if curved or line.lever.value(step) in kept]
    return Swept(
        at=at,
        points=points,
        pieces=pieces,
        breaks=breaks[:MAX_BREAKS],
        settled=line.settled,
        left_off=max(len(breaks) - MAX_BREAKS, 0),
    )


def _kind(line: Line, left: int, right: int, probe: Probe) -> Literal["cliff", "kink", "verdict", "certainty"] | None:
    """What lies between two neighbouring points; None if the answer goes on as it was."""
    one, other = line.points[left], line.points[right]
    width = (right - left) / line.lever.per_unit
    jump = other.smooth - one.smooth
    steepest = max(abs(one.slope), abs(other.slope)) * width
    if jump == jump and abs(jump) > steepest * (1 + NOTHING) + NOTHING:
        return "cliff" if right - left == 1 or not (one.curved and other.curved) else None
    if (one.outcome, one.failed) != (other.outcome, other.failed):
        return "verdict"
    if one.bound != other.bound:
        return "certainty"
    bends = abs(one.slope - other.slope) > NOTHING * max(1.0, abs(one.slope))
    smooth = one.curved and other.curved and one.sides == other.sides
    return "kink" if bends and not smooth and jump == jump else None


def _point(line: Line, step: int) -> Point:
    answer = line.points[step]
    return Point(
        at=line.lever.value(step),
        outcome=answer.outcome,
        bound=answer.bound,
        value=answer.value,
        lower=answer.lower,
        upper=answer.upper,
    )


def _break(kind: Any, line: Line, left: int, right: int, probe: Probe) -> Break:
    one, other = line.points[left], line.points[right]
    exact = one.value is not None and other.value is not None
    return Break(
        kind=kind,
        before=_point(line, left),
        after=_point(line, right),
        jump=round(other.smooth - one.smooth, 2) if exact else None,
        rate_before=_rate(line, one, probe),
        rate_after=_rate(line, other, probe),
        failed=[name for name in other.failed if name not in one.failed],
        mended=[name for name in one.failed if name not in other.failed],
        because=[cause(name) for name in _causes(one, other, probe)],
    )


def _causes(one: Answer, other: Answer, probe: Probe) -> Sequence[str]:
    """The clauses that turn; else the steps and facts whose formulas take another way."""
    turned = [name for name in (*one.failed, *other.failed) if (name in one.failed) != (name in other.failed)]
    return turned or probe.switched(one, other)


def _piece(line: Line, first: int, last: int, probe: Probe) -> Piece:
    answer = line.points[first]
    return Piece(
        first=_point(line, first),
        last=_point(line, last),
        failed=list(answer.failed),
        rate=_rate(line, answer, probe),
        curved=answer.curved and last > first and abs(line.points[last].slope - answer.slope) > NOTHING,
    )


def _rate(line: Line, answer: Answer, probe: Probe) -> float | None:
    """The slope, of two yearly amounts where one is paid by the month."""
    if line.lever.info.kind == "date" or answer.smooth != answer.smooth:
        return None
    paid, per = PER_YEAR.get(system().variables[probe.benefit].unit), PER_YEAR.get(line.lever.info.unit)
    return answer.slope * (paid / per if paid and per else 1)

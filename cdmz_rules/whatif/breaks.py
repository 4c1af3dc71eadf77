"""One input followed from end to end, read off: the points to plot, the stretches, and what lies between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.figure import Bound, Scalar
from cdmz_rules.i18n.text import Part
from cdmz_rules.whatif.causes import Cause, cause
from cdmz_rules.whatif.lines import Line
from cdmz_rules.whatif.probe import Answer, Probe

MAX_BREAKS = 300
PER_YEAR = {"CNY/month": 12, "CNY/year": 1}
NOTHING = 1e-6

Kind = Literal["cliff", "kink", "verdict", "certainty"]


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
        jump: By how much the amount that is shown jumps; None where it is not exact on both sides.
        rate_before: Amount gained with one more unit of the input; see `Piece.rate`.
        failed: The clauses that fail after it and did not before.
        mended: The clauses that failed before it and do no longer.
    """

    kind: Kind
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


def swept(line: Line, probe: Probe) -> Swept:
    """A line that was followed, read off."""
    steps = sorted(line.points)
    breaks: list[Break] = []
    pieces: list[Piece] = []
    first = steps[0]
    for left, right in pairwise(steps):
        kind = _kind(line, left, right)
        if kind is not None:
            breaks.append(_break(kind, line, left, right, probe))
            pieces.append(_piece(line, first, left, probe))
            first = right
    pieces.append(_piece(line, first, steps[-1], probe))
    kept = {step for piece in pieces for step in (piece.first.at, piece.last.at)}
    curved = any(piece.curved for piece in pieces)
    points = [_point(line, step) for step in steps if curved or line.lever.value(step) in kept]
    return Swept(
        at=next(iter(line.others.values()), None),
        points=points,
        pieces=pieces,
        breaks=breaks[:MAX_BREAKS],
        settled=line.settled,
        left_off=max(len(breaks) - MAX_BREAKS, 0),
    )


def _kind(line: Line, left: int, right: int) -> Kind | None:
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


def _break(kind: Kind, line: Line, left: int, right: int, probe: Probe) -> Break:
    one, other = line.points[left], line.points[right]
    return Break(
        kind=kind,
        before=_point(line, left),
        after=_point(line, right),
        jump=_jump(one.value, other.value),
        rate_before=_rate(line, one, probe),
        rate_after=_rate(line, other, probe),
        failed=[name for name in other.failed if name not in one.failed],
        mended=[name for name in one.failed if name not in other.failed],
        because=[cause(probe.rules.catalogue, name) for name in _causes(one, other, probe)],
    )


def _jump(before: float | None, after: float | None) -> float | None:
    """The difference of the amounts that are shown, which are rounded as the law says; to the fen."""
    return None if before is None or after is None else round(after - before, 2)


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
    unit = probe.rules.catalogue.unit(probe.rules.id)
    paid, per = PER_YEAR.get(unit), PER_YEAR.get(line.lever.info.unit)
    return answer.slope * (paid / per if paid and per else 1)

"""What an answer comes to for each thing that something unknown can be: one box for each, all in one run of bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cdmz_rules.decisions.boxes import Boxes
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.figure import Outcome
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Ends, Knowledge
from cdmz_rules.decisions.unknowns import BOUNDLESS, Key, Unknown
from cdmz_rules.plan import Plan
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.rulebook.rulebook import BenefitRules

NOT_SETTLED = (Outcome.UNDETERMINED, Outcome.RULE_UNKNOWN)


@dataclass(frozen=True)
class Reading:
    """What an answer comes to if something unknown is so.

    Attributes:
        span: What it is then.
        outcome: About eligibility; that of the answer itself if it leaves that open.
        lower: The main amount is at least this; NaN if nothing is known.
        upper: It is at most this; NaN if nothing is known.
    """

    span: Span
    outcome: Outcome
    lower: float
    upper: float

    @property
    def settled(self) -> bool:
        """Whether one knows then whether one is entitled."""
        return self.outcome not in NOT_SETTLED


@dataclass(frozen=True)
class Split:
    """All readings of something unknown.

    Attributes:
        unknown: What is unknown.
        readings: What the answer comes to for each thing that it can be.
        gain: How much of the answer it settles, between 0 and 1: of the outcome, and of how far apart the bounds of the amount are.
    """

    unknown: Unknown
    readings: Sequence[Reading]
    gain: float


def splits(
    rules: BenefitRules,
    plan: Plan,
    cases: Cases,
    exploration: Exploration,
    outcome: Outcome,
    unknowns: Sequence[Unknown],
    settled: Mapping[Key, Span] | None = None,
) -> list[Split]:
    """What the answer about one household comes to for each thing that each of some unknowns can be.

    Args:
        rules: The benefit.
        plan: The formulas.
        cases: The household.
        exploration: What is certain of it.
        outcome: The outcome of the answer itself.
        unknowns: What is split, one at a time.
        settled: What else is taken to be known.
    """
    if not unknowns or exploration.bounds is None:
        return []
    pieces = {unknown.key: _pieces(unknown, cases.span_of(unknown)) for unknown in unknowns}
    boxes = Boxes.alone(pieces).known(settled or {})
    rows = replace(cases.take(np.zeros(boxes.count, np.intp)), situation=None)
    found = Knowledge(rules, plan, rows, boxes.spans).judged()
    whole = exploration.bounds[rules.id]
    readings = _readings(
        rules, found, (float(whole[0][0]), float(whole[1][0])), outcome, [p for each in pieces.values() for p in each]
    )
    split, first = [], 0
    for unknown in unknowns:
        mine = readings[first : first + len(pieces[unknown.key])]
        first += len(mine)
        split.append(Split(unknown, mine, _gain(mine, whole, outcome)))
    return split


def _pieces(unknown: Unknown, span: Span) -> list[Span]:
    """Its members or versions; of a figure that is said to have a direction, all but its best, and its best alone."""
    pieces = unknown.pieces(span)
    if len(pieces) == 1 and unknown.directed and span[1] is not None and len(span[0]) == 1:
        best, worst = (span[1], span[0]) if unknown.levels[0] > unknown.levels[-1] else span
        return [(best, best), (worst, worst)]
    return pieces


def _readings(
    rules: BenefitRules, found: dict[str, Ends], whole: tuple[float, float], otherwise: Outcome, spans: Sequence[Span]
) -> list[Reading]:
    refused, doubt, sure = found[rules.eligible][1] == 0, found[DOUBT][0] == 1, found[SURE][0] == 1
    low, high = np.maximum(found[rules.id][0], whole[0]), np.minimum(found[rules.id][1], whole[1])
    low = np.where((found[DOUBT][1] == 1) & ~sure, np.minimum(low, 0), low)
    low, high = (np.where(np.abs(end) < BOUNDLESS / 1e3, end, np.nan) for end in (low, high))
    readings = []
    for place, span in enumerate(spans):
        decided = [
            (Outcome.NOT_ELIGIBLE, refused[place]),
            (Outcome.NEEDS_A_PERSON, doubt[place]),
            (Outcome.ELIGIBLE, sure[place]),
        ]
        outcome = next((each for each, holds in decided if holds), otherwise)
        readings.append(Reading(span, outcome, float(low[place]), float(high[place])))
    return readings


def _gain(readings: Sequence[Reading], whole: Ends, outcome: Outcome) -> float:
    """Half for what it settles of the outcome, half for how much closer it brings the bounds, each on the average of its readings."""
    width = min(float(whole[1][0]), BOUNDLESS) - max(float(whole[0][0]), -BOUNDLESS)
    widths = [np.nan_to_num(each.upper, nan=BOUNDLESS) - np.nan_to_num(each.lower, nan=-BOUNDLESS) for each in readings]
    closer = 1 - min(float(np.mean(widths)) / width, 1.0) if width > 0 else 0.0
    settled = float(np.mean([each.settled for each in readings])) if outcome in NOT_SETTLED else 0.0
    return (settled + closer) / 2

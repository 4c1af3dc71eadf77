"""Following one input from end to end: every point at which an answer changes, to the smallest step in which the input is given.

From each point already known the formulas' slopes say where the next switch lies (`cdmz_rules.whatif.slopes`); those places are looked
at next, until none is left. Where two neighbours still lie on different sides of a switch, rounding or a curve is in between, and the
interval is parted until they stand one step apart. So a change is found because a clause has its line there, not because a sample fell
near it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.law.law import Law
from cdmz_rules.plan import Asked
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.probe import Answer, Probe, Variant
from cdmz_rules.whatif.work import Work

MAX_POINTS = 6000
"""So many points are looked at in all; what is not settled then is told as such."""
MAX_COUNTED = 1500
"""An input with no more values than this is looked at at each of them."""
SAMPLES = 24
PARTS = 12
"""Into so many parts an interval is cut at a time."""
MAX_ROUNDS = 40
CLOSE = 1e-7


@dataclass
class Line:
    """One input varied from end to end, others as given or changed.

    Attributes:
        lever: The input.
        low: The first step.
        high: The last step.
        others: What else differs from the case.
        stands: Between which steps lies what the case gives: the change is measured from there.
        goal: An amount that is looked for too.
        counted: It is looked at at every value, if it has no more than this.
        points: The answers, by step.
        settled: Whether every change was found to the step.
    """

    lever: Lever
    low: int
    high: int
    others: Mapping[Asked, Any] = field(default_factory=dict)
    stands: tuple[int, int] | None = None
    goal: float | None = None
    counted: int = MAX_COUNTED
    points: dict[int, Answer] = field(default_factory=dict)
    settled: bool = True

    def variant(self, step: int) -> Variant:
        """The household at a point of the line."""
        asked = self.lever.asked
        return Variant({**self.others, asked: self.lever.value(step)}, along=asked)

    def begin(self, law: Law) -> set[int]:
        """The points to start with: all, if they are few; else the ends, and some in between."""
        if self.high - self.low < self.counted:
            return set(range(self.low, self.high + 1))
        ends = {self.low, self.low + 1, self.high - 1, self.high}
        evenly = {self.low + (self.high - self.low) * part // SAMPLES for part in range(1, SAMPLES)}
        given = set(self.stands or ())
        return {step for step in ends | evenly | given | self._versions(law) if self.low <= step <= self.high}

    def _versions(self, law: Law) -> set[int]:
        """Of a day that selects versions of the law: where one begins."""
        if self.lever.info.dated is None:
            return set()
        first = [day.toordinal() for day in law.breakpoints(self.lever.info.dated)]
        return {step for day in first for step in (day - 1, day)}

    def ends_first(self, steps: set[int]) -> list[int]:
        """Points in the order in which they are looked at: if no work is left, the ends are known."""
        return sorted(steps, key=lambda step: (step not in (self.low, self.high), step))

    def away(self, step: int) -> int:
        """How far a step lies from what the case gives; below nothing, if it lies on the lower side."""
        first, last = self.stands or (0, 0)
        return min(step - first, 0) + max(step - last, 0)

    def open(self) -> set[int]:
        """The points to look at next; nothing if the line is settled."""
        steps = set(self._foretold())
        for left, right in pairwise(sorted(self.points)):
            if right - left > 1 and self._differ(left, right):
                parts = min(PARTS, right - left)
                steps |= {left + (right - left) * part // parts for part in range(1, parts)}
        return steps - self.points.keys()

    def _foretold(self) -> list[int]:
        """Where formulas switch next, as foretold by the points known; next to the place itself on either side."""
        places = set()
        for step, answer in self.points.items():
            for root in (*answer.roots, *self._to_the_goal(answer)):
                place = step + math.floor(root * self.lever.per_unit)
                places |= {place, place + 1}
        return [place for place in places if self.low <= place <= self.high]

    def _to_the_goal(self, answer: Answer) -> list[float]:
        """How far it is to the amount looked for, if the amount goes on as it does."""
        known = self.goal is not None and answer.slope != 0 and answer.smooth == answer.smooth
        return [(self.goal - answer.smooth) / answer.slope] if known and self.goal is not None else []

    def _differ(self, left: int, right: int) -> bool:
        """Whether something happens between two points: a switch, or the amount does not go on as it began."""
        one, other = self.points[left], self.points[right]
        return (
            one.verdict != other.verdict
            or one.sides != other.sides
            or self._reaches(one) != self._reaches(other)
            or not self._straight(one, other, (right - left) / self.lever.per_unit)
        )

    def _reaches(self, answer: Answer) -> bool:
        return reaches(answer.outcome, answer.lower, self.goal)

    def _straight(self, one: Answer, other: Answer, width: float) -> bool:
        """Whether the amount goes on from one point to another as it began; taken for granted of a curve and of what is not known."""
        if one.curved or other.curved or not (one.smooth == one.smooth and other.smooth == other.smooth):
            return True
        off = abs(other.smooth - one.smooth - one.slope * width)
        return off <= CLOSE * max(1.0, abs(one.smooth), abs(other.smooth), abs(one.slope) * width)


def reaches(outcome: Outcome, lower: float | None, goal: float | None) -> bool:
    """Whether a household is entitled for certain, and to so much; ``lower`` is the least that it gets."""
    if outcome is not Outcome.ELIGIBLE:
        return False
    return goal is None or (lower is not None and round(lower * 100) >= round(goal * 100))


def settle(probe: Probe, lines: Sequence[Line], work: Work, most: int = MAX_POINTS) -> None:
    """Look at points of all lines until each is settled, all lines in one run a round.

    Args:
        probe: The household, law and benefit.
        lines: The lines; they are filled, as far as there is work left.
        work: The work that is left.
        most: So many points are looked at in all.
    """
    left = most
    law = probe.rules.law
    ahead = [line.begin(law) for line in lines]
    for _ in range(MAX_ROUNDS):
        places = [(line, step) for line, steps in zip(lines, ahead, strict=True) for step in line.ends_first(steps)]
        left -= len(places)
        if not places or left < 0 or work.over:
            break
        for part in work.parts(places):
            answers = probe.answers([line.variant(step) for line, step in part])
            for (line, step), answer in zip(part, answers, strict=True):
                line.points[step] = answer
        ahead = [line.open() if line.points else line.begin(law) for line in lines]
    for line, steps in zip(lines, ahead, strict=True):
        line.settled = not steps

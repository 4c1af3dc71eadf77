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
from typing import Any

from cdmz_rules.plan import Asked
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.probe import Answer, Probe, Variant

MAX_POINTS = 6000
"""So many points are looked at in all; what is not settled then is told as such."""
MAX_COUNTED = 1500
"""An input with no more values than this is looked at at each of them."""
SAMPLES = 24
PARTS = 12
"""Into so many parts an interval is cut at a time."""
MAX_ROUNDS = 40


@dataclass
class Line:
    """One input varied from end to end, others as given or changed.

    Attributes:
        lever: The input.
        low: The first step.
        high: The last step.
        others: What else differs from the case.
        points: The answers, by step.
        settled: Whether every change was found to the step.
    """

    lever: Lever
    low: int
    high: int
    others: Mapping[Asked, Any] = field(default_factory=dict)
    points: dict[int, Answer] = field(default_factory=dict)
    settled: bool = True

    def variant(self, step: int) -> Variant:
        """The household at a point of the line."""
        asked = self.lever.asked
        return Variant({**self.others, asked: self.lever.value(step)}, along=asked)

    def begin(self) -> set[int]:
        """The points to start with: all, if they are few; else the ends, and some in between."""
        if self.high - self.low < MAX_COUNTED:
            return set(range(self.low, self.high + 1))
        ends = {self.low, self.low + 1, self.high - 1, self.high}
        evenly = {self.low + (self.high - self.low) * part // SAMPLES for part in range(1, SAMPLES)}
        return {step for step in ends | evenly if self.low <= step <= self.high}

    def open(self) -> set[int]:
        """The points to look at next; nothing if the line is settled."""
        known = sorted(self.points)
        wanted = set(self._foretold())
        for left, right in zip(known, known[1:], strict=False):
            if right - left > 1 and differ(self.points[left], self.points[right]):
                parts = min(PARTS, right - left)
                wanted |= {left + (right - left) * part // parts for part in range(1, parts)}
        return wanted - self.points.keys()

    def _foretold(self) -> list[int]:
        """Where formulas switch next, as foretold by the points known; next to the place itself on either side."""
        found = set()
        for step, answer in self.points.items():
            for root in answer.roots:
                place = step + math.floor(root * self.lever.per_unit)
                found |= {place, place + 1}
        return [place for place in found if self.low <= place <= self.high]


def differ(one: Answer, other: Answer) -> bool:
    """Whether something switches between two points."""
    return one.verdict != other.verdict or one.sides != other.sides


def settle(probe: Probe, lines: Sequence[Line]) -> None:
    """Look at points of all lines until each is settled, all lines in one run a round.

    Args:
        probe: The household, law and benefit.
        lines: The lines; they are filled.
    """
    wanted = [line.begin() for line in lines]
    left = MAX_POINTS
    for _ in range(MAX_ROUNDS):
        places = [(line, step) for line, steps in zip(lines, wanted, strict=True) for step in sorted(steps)]
        if not places:
            return
        if len(places) > left:
            break
        left -= len(places)
        answers = probe.answers([line.variant(step) for line, step in places])
        for (line, step), answer in zip(places, answers, strict=True):
            line.points[step] = answer
        wanted = [line.open() for line in lines]
    for line, steps in zip(lines, wanted, strict=True):
        line.settled = not steps

"""What a household could change to be entitled, or to get so much: some inputs, and perhaps the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdmz_rules.plan import Asked
from cdmz_rules.whatif import levers, shifts
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.probe import Answer
from cdmz_rules.whatif.question import Question


@dataclass(frozen=True)
class Proposal:
    """Changes made together.

    Attributes:
        changes: The inputs that differ.
        day: A later day decided for; None for the day asked about.
    """

    changes: Mapping[Asked, Any]
    day: date | None = None

    @property
    def parts(self) -> int:
        """How many things change."""
        return len(self.changes) + (self.day is not None)

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from others."""
        return tuple(sorted(self.changes.items(), key=lambda item: (item[0].name, item[0].place or 0))), self.day

    def without(self, part: Asked | None) -> Proposal:
        """The same but for one input, or but for the day (None)."""
        left = {asked: value for asked, value in self.changes.items() if asked != part}
        return Proposal(left, None if part is None else self.day)

    def size(self, question: Question) -> float:
        """How large it is in all; see `cdmz_rules.whatif.shifts`."""
        inputs = (
            shifts.size(lever.info, lever.value_in(question.case), value) for lever, value in self.levers(question)
        )
        return sum(inputs) + (shifts.days_size(question.day, self.day) if self.day is not None else 0)

    def levers(self, question: Question) -> list[tuple[Lever, Any]]:
        """The inputs that differ, with what they are then."""
        catalogue, case = question.rules.catalogue, question.case
        return [(levers.of(catalogue, *asked, case), value) for asked, value in self.changes.items()]


@dataclass(frozen=True)
class Aim:
    """What is looked for.

    Attributes:
        failing: The clauses that fail as things stand.
        goal: The amount looked for; entitlement alone if None.
    """

    failing: tuple[str, ...]
    goal: float | None

    def mended(self, answer: Answer) -> frozenset[str]:
        """The clauses that hold for certain then and fail now; none, if others fail that hold now."""
        if set(answer.failed) - set(self.failing):
            return frozenset()
        return frozenset(self.failing) - set(answer.failed) - set(answer.unsure)

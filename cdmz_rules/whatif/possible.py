"""How far an input can be varied before it contradicts what else is said of a household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cdmz_rules.errors import InputError
from cdmz_rules.plan import Asked
from cdmz_rules.whatif.changes import applied, contradictions
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.question import Question


def possible(question: Question, changes: Mapping[Asked, Any]) -> bool:
    """Whether changes leave nothing that cannot be."""
    return not contradictions(question.rules.catalogue, applied(question.case, changes), question.day)


def refuse_contradictions(question: Question, changes: Mapping[Asked, Any], places: Mapping[Asked, str]) -> None:
    """Refuse changes that contradict each other or what the case says.

    Args:
        question: The household and the day.
        changes: The changes.
        places: Where each of them stands in what was sent.

    Raises:
        InputError: with both places of every contradiction.
    """

    def called(key: tuple[str, int | None]) -> str:
        name, place = key
        return places.get(Asked(name, place), name if place is None else f"members[{place}].{name}")

    case = applied(question.case, changes)
    problems = contradictions(question.rules.catalogue, case, question.day, called)
    if problems:
        raise InputError(problems)


@dataclass(frozen=True)
class Reach:
    """The values of an input beside other changes.

    Attributes:
        question: The household and the day.
        lever: The input.
        others: What else is changed.
    """

    question: Question
    lever: Lever
    others: Mapping[Asked, Any]

    def fits(self, step: int) -> bool:
        """Whether a value, in steps, contradicts nothing."""
        return possible(self.question, {**self.others, self.lever.asked: self.lever.value(step)})

    def within(self, low: int, high: int) -> tuple[int, int] | None:
        """The least and the greatest step from one to another that contradict nothing; None if each does.

        Whatever excludes a value excludes all that lie beyond it, too.
        """
        given = self.lever.value_in(self.question.case)
        starts = [low, high] if given is None else [*self.lever.stands(self.question.case), low, high]
        start = next((step for step in starts if low <= step <= high and self.fits(step)), None)
        return None if start is None else (self._furthest(start, low), self._furthest(start, high))

    def _furthest(self, good: int, end: int) -> int:
        """The step furthest from one that fits that does so as well, in the direction of an end."""
        if self.fits(end):
            return end
        bad = end
        while abs(good - bad) > 1:
            middle = (good + bad) // 2
            if self.fits(middle):
                good = middle
            else:
                bad = middle
        return good

"""How much work a question may be: where much is unknown, many worlds are run, and somebody may ask for many answers at once.

Work is counted, never timed: the same question gets the same answer on a busy machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar

from cdmz_rules.decisions.decision import Decision
from cdmz_rules.errors import InputError, Problem

BUDGET = 300_000_000
"""So many steps of formulas are worked out for one question, each for one household in one world: some seconds."""
DECIDED, DECIDED_OPEN = 100_000, 6_000_000
"""What an answer with its reasons counts for, if all is known and if not."""
FIRST = 2
Item = TypeVar("Item")


def cost(decision: Decision) -> int:
    """What an answer with its reasons counts for."""
    return DECIDED_OPEN if decision.missing_law or decision.next_questions else DECIDED


@dataclass
class Work:
    """The work that is left for a question.

    Attributes:
        left: So many steps may still be worked out.
    """

    left: int = field(default_factory=lambda: BUDGET)

    @property
    def over(self) -> bool:
        """Whether there is none left."""
        return self.left <= 0

    def spend(self, steps: int) -> None:
        """Count work that was done."""
        self.left -= steps

    def check(self, pointer: str) -> None:
        """Refuse to go on if there is none left.

        Raises:
            InputError: then.
        """
        if self.over:
            self.refuse(pointer)

    def refuse(self, pointer: str) -> NoReturn:
        """Refuse to go on.

        Raises:
            InputError: always.
        """
        words = (
            "未知信息太多，一次问得太多：请少问几项，或先补充信息",
            "too much is unknown for so much at once: ask for less or tell more",
        )
        raise InputError([Problem("too_much", pointer, *words)])

    def parts(self, items: Sequence[Item]) -> Iterator[Sequence[Item]]:
        """Items in parts as large as the work that is left allows, by what those before counted for; ends when there is none left."""
        size, first = FIRST, 0
        while first < len(items) and not self.over:
            before = self.left
            yield items[first : first + size]
            first += size
            each = max(1, (before - self.left) // size)
            size = max(1, min(size * 8, self.left // each))

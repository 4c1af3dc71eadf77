"""How long a question may take: where much is unknown, many worlds are run, and somebody may ask for many answers at once."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar

from cdmz_rules.errors import InputError, Problem

SECONDS = 8.0
FIRST = 2
Item = TypeVar("Item")


@dataclass
class Clock:
    """The time that a question may take, from when it is asked.

    Attributes:
        seconds: So long.
    """

    seconds: float = field(default_factory=lambda: SECONDS)
    _began: float = field(default_factory=time.monotonic)

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() - self._began > self.seconds

    def check(self, pointer: str) -> None:
        """Refuse to go on if the time is over.

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
        """Items in parts as large as seems good for time to be kept; ends when it is over."""
        size, first = FIRST, 0
        while first < len(items) and not self.over:
            began = time.monotonic()
            yield items[first : first + size]
            first += size
            each = (time.monotonic() - began) / size
            size = max(1, min(size * 8, int(self.seconds / 4 / max(each, 1e-6))))

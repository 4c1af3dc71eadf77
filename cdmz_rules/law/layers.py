"""A reform in layers: the law, the law with the packs that come with it, and the law with its own changes on top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cdmz_rules.law.difference import Difference, differences, unchanged_cities
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform


@dataclass(frozen=True, eq=False)
class Layers:
    """What a reform does to a law, apart from what the assumption packs among its steps do.

    A pack alone is held against the law itself: then its changes are its own.

    Attributes:
        law: The law without it.
        reform: The reform, or several in order.
    """

    law: Law
    reform: Reform

    @cached_property
    def packed(self) -> Law:
        """The law with the packs among the steps, and nothing else."""
        return self.law if self._is_pack else self.reform.fill(self.law)

    @cached_property
    def reformed(self) -> Law:
        """The law with every step."""
        return self.reform.apply(self.law)

    @cached_property
    def own_paths(self) -> tuple[str, ...]:
        """The items that its own changes name."""
        return _paths(step for step in self.reform.steps if self._is_pack or step.mode == "replace")

    @cached_property
    def own(self) -> list[Difference]:
        """What its own changes make of the law with the packs."""
        return differences(self.packed, self.reformed, self.own_paths)

    @cached_property
    def of_packs(self) -> list[Difference]:
        """What the packs fill; nothing for a pack alone, or without one."""
        paths = _paths(step for step in self.reform.steps if not self._is_pack and step.mode == "fill_unknown")
        return differences(self.law, self.packed, paths)

    @cached_property
    def left_alone(self) -> list[str]:
        """The cities in which its own changes make no difference."""
        return unchanged_cities(self.own, self.law.places)

    @cached_property
    def first_day(self) -> date | None:
        """The first day on which its own changes make a difference; None if they make none."""
        return min((each.first for each in self.own), default=None)

    @cached_property
    def whole_day(self) -> date | None:
        """The first day on which all of it is in force, the last step of what is phased in included; None if nothing says a day."""
        own = [step.body for step in self.reform.steps if self._is_pack or step.mode == "replace"]
        days = [
            date.fromisoformat(change.phase_in.until) if change.phase_in else body.first_day(change)
            for body in own
            for _, _, change in body.changes()
        ]
        return max(days, default=None)

    @property
    def _is_pack(self) -> bool:
        return self.reform.mode == "fill_unknown"


def _paths(steps: Iterable[Reform]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for step in steps for _, path, _ in step.body.changes()))

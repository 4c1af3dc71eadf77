"""A run of formulas for households in many worlds: what it gives, and what an `Executor` is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.model.context import Use
from cdmz_rules.rulebook.rulebook import Rulebook

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Run:
    """What a run gave.

    Attributes:
        values: The household variables that were computed: one row a household, one column a world.
        order: Every variable computed, in the order in which they were finished.
        uses: Every look-up of the law; its arrays broadcast to rows and worlds.
    """

    values: Mapping[str, Array]
    order: Sequence[str]
    uses: Sequence[Use]

    def take(self, rows: npt.NDArray[np.intp]) -> Run:
        """Some of the rows."""
        count = len(next(iter(self.values.values())))
        if len(rows) == count:
            return self
        values = {name: self.values[name][rows] for name in self.values}
        return replace(self, values=values, uses=[use.take(rows) for use in self.uses])


class Executor(Protocol):
    """Computes variables for households in many worlds."""

    def run(self, rulebook: Rulebook, cases: Cases, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs in every world."""
        ...

"""Stays in institutions, one a row: who was where from when to when, with what the law asks of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.settlement.claims.order import joined

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

HOME = -1
"""The institution of an elder who lives at home."""
OPEN = np.datetime64("2199-12-31", "D")
"""The last day of a stay that goes on."""


@dataclass(frozen=True)
class Stays:
    """Stays, one a row.

    Attributes:
        elder: Whose each is, by number.
        institution: Where, by its place in ``institutions``; `HOME` at home.
        begins: The first day of each.
        ends: The last day, which belongs to the stay; `OPEN` if it goes on.
        facts: What formulas ask, as variables store it, by column (``applicant.birth_date``).
        institutions: What the sender calls each institution, sorted, so that nothing depends on the order of rows.
        places: The city of each institution, as a number of `places.NAMES`; 0 if rows contradict each other.
        rows: The number of each row in what was sent.
    """

    elder: Ints
    institution: Ints
    begins: Array
    ends: Array
    facts: Mapping[str, Array]
    institutions: Sequence[str]
    places: Ints
    rows: Ints

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.elder)

    def take(self, rows: Array) -> Stays:
        """Some of them, in this order."""
        picked = {name: getattr(self, name)[rows] for name in ("elder", "institution", "begins", "ends", "rows")}
        return replace(self, **picked, facts={name: array[rows] for name, array in self.facts.items()})

    @cached_property
    def order(self) -> Ints:
        """The rows by elder and first day; those that begin together by all they say, and only rows that say the same as they stand."""
        if not self.count:
            return np.zeros(0, np.int64)
        found = np.sort(joined([self.elder, self.begins, np.arange(self.count)], last=self.count)) % self.count
        elder, begins = self.elder[found], self.begins[found]
        like_next = (elder[1:] == elder[:-1]) & (begins[1:] == begins[:-1])
        tied = np.flatnonzero(np.r_[like_next, False] | np.r_[False, like_next])
        rows = found[tied]
        told = (self.elder, self.begins, self.ends, self.institution, *self.facts.values())
        found[tied] = rows[np.lexsort([rows, *(array[rows] for array in reversed(told))])]
        return found

"""Stays in institutions, one a row: who was where from when to when, with what the law asks of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cdmz_rules.settlement.order import Array, Ints, joined

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
        inputs: What formulas ask, by name, as variables store it.
        institutions: What the sender calls each institution, sorted, so that nothing depends on the order of rows.
        cities: The city of each institution, as a number of `Places.names`; 0 if rows contradict each other.
        rows: The number of each row in what was sent.
    """

    elder: Ints
    institution: Ints
    begins: Array
    ends: Array
    inputs: Mapping[str, Array]
    institutions: Sequence[str]
    cities: Ints
    rows: Ints

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.elder)

    def take(self, rows: Array) -> Stays:
        """Some of them, in this order."""
        picked = {name: getattr(self, name)[rows] for name in ("elder", "institution", "begins", "ends", "rows")}
        return replace(self, **picked, inputs={name: array[rows] for name, array in self.inputs.items()})

    @cached_property
    def order(self) -> Ints:
        """The rows by elder and first day; those that begin together by all they say, and only rows that say the same as they stand."""
        if not self.count:
            return np.zeros(0, np.int64)
        order = np.sort(joined([self.elder, self.begins, np.arange(self.count)], last=self.count)) % self.count
        elder, begins = self.elder[order], self.begins[order]
        like_next = (elder[1:] == elder[:-1]) & (begins[1:] == begins[:-1])
        tied = np.flatnonzero(np.r_[like_next, False] | np.r_[False, like_next])
        rows = order[tied]
        order[tied] = rows[np.lexsort([rows, *(array[rows] for array in reversed(self.fields))])]
        return order

    @property
    def fields(self) -> Sequence[Array]:
        """All that rows say."""
        return self.elder, self.begins, self.ends, self.institution, *self.inputs.values()

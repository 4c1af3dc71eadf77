"""Netting: what cities owe each other by month, what is left once debts are set off, and what each institution gets, in whole fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cdmz_rules.settlement.order import Array, Ints

FEN = 100


@dataclass(frozen=True)
class Institution:
    """What an institution gets.

    Attributes:
        name: What the sender calls it.
        city: Where it stands: the city that pays it; empty for one of which only rows without a subsidy tell.
        months: Months of elders that are paid.
        fen: How much.
    """

    name: str
    city: str
    months: int
    fen: int


@dataclass(frozen=True)
class Clearing:
    """The settlement of some months.

    The city whose subsidy it is owes it to the city of the institution, which pays the institution. On the diagonal stands what a city
    pays for its own: nobody owes that to anybody.

    Attributes:
        cities: The cities that settle with each other.
        months: The first day of each.
        owed: Fen by month, the city that owes and the city of the institution.
        paid_months: Months of elders that are paid, likewise.
        institutions: Those with a row, by name.
        stay_months: For each row that was sent, how many months of it are paid.
        stay_fen: For each row, how much.
    """

    cities: tuple[str, ...]
    months: Array
    owed: Ints
    paid_months: Ints
    institutions: Sequence[Institution]
    stay_months: Ints
    stay_fen: Ints

    @property
    def matrix(self) -> Ints:
        """Fen by the city that owes and the city of the institution, all months together."""
        return np.asarray(self.owed.sum(0))

    @property
    def between(self) -> Ints:
        """The matrix without what cities pay for their own."""
        return np.asarray(self.matrix * ~np.eye(len(self.cities), dtype=bool))

    @property
    def net(self) -> Ints:
        """What is left to pay of each pair once both debts are set off: one of the two pays the difference."""
        return np.asarray(np.maximum(self.between - self.between.T, 0))

    @property
    def positions(self) -> Ints:
        """What each city gets from the others on balance; below nothing, what it pays them. They add up to nothing."""
        return np.asarray(self.between.sum(0) - self.between.sum(1))

    @property
    def total(self) -> int:
        """All that institutions get."""
        return int(self.owed.sum())

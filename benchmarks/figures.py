"""The figures of the law on the day, taken from the law itself: no peer types one again."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from benchmarks.book import BOOK, PACKED
from benchmarks.names import DAY, LENDERS, numpy_day
from cdmz_rules.law.item import Item, State
from cdmz_rules.law.law import Law

Floats = npt.NDArray[np.float64]

FILED_FROM = np.datetime64("2025-01-01", "D")
"""No household of the population filed its contract before this day."""


class Unsuited(Exception):
    """The law on the day has a shape that a peer's hand-written rule does not provide for."""


class Figures:
    """The law with the assumption pack, resolved for the day.

    Attributes:
        law: That law.
    """

    def __init__(self, law: Law | None = None) -> None:
        self.law = law if law is not None else PACKED.law

    def by_place(self, path: str, otherwise: float | None = None) -> Floats:
        """An item by place number.

        Args:
            path: The item; its version is selected by an event that happens on the day decided for.
            otherwise: What stands where it is not in force; None if a lender must have it in force.

        Raises:
            Unsuited: if it is unknown of a lender.
        """
        item = self.law.item(path)
        return self._resolved(path, otherwise, item.table.interval(np.array([numpy_day()])))[:, 0]

    def national(self, path: str) -> float:
        """A figure that all lenders share.

        Raises:
            Unsuited: if they do not.
        """
        found = {float(value) for value in self.by_place(path)[lenders()]}
        if len(found) != 1:
            raise Unsuited(f"{path}: one figure for all places was expected on {DAY}, there are {sorted(found)}")
        return found.pop()

    def choice(self, path: str) -> npt.NDArray[np.str_]:
        """An item that is a choice: its name by place number."""
        names = list(self.law.item(path).choices)
        return np.array([names[int(code)] for code in self.by_place(path)])

    @cached_property
    def filing_starts(self) -> npt.NDArray[np.datetime64]:
        """First days of the versions that the filing of the contract selects, from `FILED_FROM` to the day decided for."""
        starts = [item.table.starts for path, item in self.law.items() if _by_filing(path, item)]
        days = np.unique(np.concatenate(starts))
        return np.concatenate([[FILED_FROM], days[(days > FILED_FROM) & (days <= numpy_day())]])

    def by_filing(self, path: str, otherwise: float) -> Floats:
        """An item selected by the filing of the contract: places × `filing_starts`."""
        return self._resolved(path, otherwise, self.law.item(path).table.interval(self.filing_starts))

    def _resolved(self, path: str, otherwise: float | None, interval: npt.NDArray[np.intp]) -> Floats:
        table = self.law.item(path).table
        cell = table.cell[:, interval]
        states = table.states[cell]
        bad = (State.UNKNOWN,) if otherwise is not None else (State.UNKNOWN, State.NOT_IN_FORCE)
        if np.isin(states[lenders()], bad).any():
            raise Unsuited(f"{path} is not known of every lender on {DAY}")
        numbers = np.array([one.number for one in table.cells])
        return np.where(states == State.KNOWN, numbers[cell], 0.0 if otherwise is None else otherwise)


def lenders() -> list[int]:
    """The numbers of `LENDERS`."""
    return [BOOK.places.index(name) for name in LENDERS]


def _by_filing(path: str, item: Item) -> bool:
    return path.startswith("provident_fund.loan.") and item.date_anchor == "contract_filing"


def lender() -> npt.NDArray[np.uint8]:
    """Whose loan rule applies: centre of deposit × city of the home. A pool lends in the city that it works beside."""
    centre, city = np.meshgrid(np.arange(len(BOOK.places.names)), np.arange(len(BOOK.places.names)), indexing="ij")
    return np.where(_serves(centre, city), centre, city).astype(np.uint8)


def at_home() -> npt.NDArray[np.bool_]:
    """Whether one deposits where the home is: centre of deposit × city of the home."""
    centre, city = np.meshgrid(np.arange(len(BOOK.places.names)), np.arange(len(BOOK.places.names)), indexing="ij")
    return np.asarray((centre == city) | _serves(centre, city))


def _serves(centre: npt.NDArray[np.intp], city: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    beside = BOOK.places.beside[centre]
    return np.asarray((beside != 0) & (beside == city))


def across_the_four() -> npt.NDArray[np.bool_]:
    """Whether one deposits in another of the four cities than where the home is: centre of deposit × city of the home."""
    inside = np.array(areas()) == "four_cities"
    return np.asarray(~at_home() & inside[:, None] & inside[lender()])


def areas() -> list[str]:
    """The area of deposit by place number: the key below ``crosscity.open_to``."""
    inside = {name for name, place in BOOK.places.items() if place.region == "four_cities"}
    return [
        "four_cities" if n in inside else "chongqing" if n == "chongqing" else "elsewhere" for n in BOOK.places.names
    ]

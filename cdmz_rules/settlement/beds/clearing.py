"""Clearing: month by month all beds at once, then sums by city and institution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules import places
from cdmz_rules.settlement.beds import columns
from cdmz_rules.settlement.beds.clearing import FEN, Clearing, Institution, cities
from cdmz_rules.settlement.beds.months import Beds, beds, occupied
from cdmz_rules.settlement.beds.stays import Array, Ints, Stays

Run = Callable[[dict[str, Array], list[str], date], dict[str, Array]]
"""Computes outputs for many elders of a month: inputs in wide form, one row each."""
Done = Callable[[int], None]
"""Is told how many months are settled."""


def clear(stays: Stays, months: Sequence[date], run: Run, count: int, done: Done = lambda _: None) -> Clearing:
    """Settle some months.

    Args:
        stays: Stays that do not contradict each other, with the rows that they had in what was sent.
        months: The first day of each month.
        run: What computes the subsidy.
        count: How many rows were sent.
        done: Told after each month.

    Raises:
        LawUnknown: if a rule that matters is not known.
    """
    found, size = beds(stays), len(cities())
    owed, paid_months = np.zeros((2, len(months), size, size), np.int64)
    by_institution = np.zeros((2, len(stays.institutions)), np.int64)
    by_row = np.zeros((2, count), np.int64)
    for number, month in enumerate(months):
        rows, fen, payer, host = _paid(found, month, run)
        pair = payer * size + host
        owed[number] = _sums(pair, size * size, fen).reshape(size, size)
        paid_months[number] = _sums(pair, size * size).reshape(size, size)
        houses = found.stays.institution[rows]
        by_institution += [_sums(houses, len(stays.institutions), how) for how in (None, fen)]
        # An elder has one row in a month: no row is named twice.
        sent = found.stays.rows[rows]
        by_row[0, sent] += 1
        by_row[1, sent] += fen
        done(number + 1)
    institutions = tuple(_institutions(stays, *by_institution))
    return Clearing(np.array(months, "datetime64[D]"), owed, paid_months, institutions, *by_row)


def _paid(found: Beds, month: date, run: Run) -> tuple[Ints, Ints, Ints, Ints]:
    """The beds of a month that are paid: their rows, fen, and the numbers of the city that owes and of the institution's."""
    rows, begins, ends = occupied(found, np.datetime64(month, "D"))
    if not len(rows):
        return rows, rows, rows, rows
    inputs = {name: array[rows] for name, array in found.stays.facts.items()}
    inputs |= columns.occupancy(begins, ends)
    came = run(inputs, [columns.BENEFIT, columns.payer()], columns.day_of(month))
    fen = np.rint(came[columns.BENEFIT] * FEN).astype(np.int64)
    payer, host = _city(came[columns.payer()]), _city(inputs[columns.PLACE])
    # What a city pays outside of the four is no matter of theirs.
    paid = np.flatnonzero((fen > 0) & (payer >= 0) & (host >= 0))
    return rows[paid], fen[paid], payer[paid], host[paid]


def _city(place: Array) -> Ints:
    """Places as numbers of `cities`."""
    number = np.full(len(places.NAMES), -1, np.int64)
    for position, name in enumerate(cities()):
        number[places.index(name)] = position
    return np.asarray(number[place])


def _sums(groups: Ints, count: int, fen: Any = None) -> Ints:
    """How many of each group there are, or how much; whole numbers up to 2**53 are exact in the floats that it adds up."""
    return np.rint(np.bincount(groups, fen, count)).astype(np.int64)


def _institutions(stays: Stays, months: Ints, fen: Ints) -> Iterator[Institution]:
    for name, place, paid, much in zip(stays.institutions, stays.places, months, fen, strict=True):
        yield Institution(name, places.NAMES[place] if place else "", int(paid), int(much))

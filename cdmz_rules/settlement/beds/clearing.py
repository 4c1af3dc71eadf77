"""Clearing: month by month all beds at once, then sums by city and institution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules.places import Places
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.settlement.beds.columns import FROM, PLACE, UNTIL
from cdmz_rules.settlement.beds.months import day_of
from cdmz_rules.settlement.beds.netting import FEN, Clearing, Institution
from cdmz_rules.settlement.beds.occupancy import Beds, beds, occupied
from cdmz_rules.settlement.beds.stays import Stays
from cdmz_rules.settlement.order import Array, Ints
from cdmz_rules.settlement.runs import run

Done = Callable[[int], None]
"""Is told how much is done."""


def clear(
    rules: BenefitRules, stays: Stays, months: Sequence[date], count: int, done: Done = lambda _: None
) -> Clearing:
    """Settle some months.

    Args:
        rules: Those of the subsidy.
        stays: Stays that do not contradict each other, with the rows that they had in what was sent.
        months: The first day of each month.
        count: How many rows were sent.
        done: Told after each month how many are settled.

    Raises:
        InputError: if a rule that matters is not known.
    """
    taken, cities = beds(stays), rules.places.cities
    size = len(cities)
    owed, paid_months = np.zeros((2, len(months), size, size), np.int64)
    by_institution = np.zeros((2, len(stays.institutions)), np.int64)
    by_row = np.zeros((2, count), np.int64)
    for number, month in enumerate(months):
        rows, fen, payer, host = _paid(rules, taken, month)
        pair = payer * size + host
        owed[number] = _sums(pair, size * size, fen).reshape(size, size)
        paid_months[number] = _sums(pair, size * size).reshape(size, size)
        houses = taken.stays.institution[rows]
        by_institution += [_sums(houses, len(stays.institutions), how) for how in (None, fen)]
        # An elder has one row in a month: no row is named twice.
        sent = taken.stays.rows[rows]
        by_row[0, sent] += 1
        by_row[1, sent] += fen
        done(number + 1)
    institutions = tuple(_institutions(rules.places, stays, *by_institution))
    return Clearing(cities, np.array(months, "datetime64[D]"), owed, paid_months, institutions, *by_row)


def _paid(rules: BenefitRules, taken: Beds, month: date) -> tuple[Ints, Ints, Ints, Ints]:
    """The beds of a month that are paid: their rows, fen, and the numbers of the city that owes and of the institution's."""
    rows, begins, ends = occupied(taken, np.datetime64(month, "D"))
    host = _city(rules.places, taken.stays.inputs[PLACE][rows])
    # What a city pays outside of the four is no matter of theirs: no rule of another place is asked, so none that is unknown blocks them.
    ours = np.flatnonzero(host >= 0)
    if not len(ours):
        return ours, ours, ours, ours
    rows, host = rows[ours], host[ours]
    inputs = {name: array[rows] for name, array in taken.stays.inputs.items()} | {FROM: begins[ours], UNTIL: ends[ours]}
    results = run(rules.rulebook, inputs, [rules.id, rules.payer], day_of(month))
    fen, payer = np.rint(results[rules.id] * FEN).astype(np.int64), _city(rules.places, results[rules.payer])
    paid = np.flatnonzero((fen > 0) & (payer >= 0))
    return rows[paid], fen[paid], payer[paid], host[paid]


def _city(places: Places, numbers: Array) -> Ints:
    """Places as numbers among the cities; -1 for what is none."""
    position = np.full(len(places.names), -1, np.int64)
    position[[places.index(name) for name in places.cities]] = np.arange(len(places.cities))
    return np.asarray(position[numbers])


def _sums(groups: Ints, count: int, fen: Any = None) -> Ints:
    """How many of each group there are, or how much; whole numbers up to 2**53 are exact in the floats that it adds up."""
    return np.rint(np.bincount(groups, fen, count)).astype(np.int64)


def _institutions(places: Places, stays: Stays, months: Ints, fen: Ints) -> Iterator[Institution]:
    for name, city, paid, much in zip(stays.institutions, stays.cities, months, fen, strict=True):
        yield Institution(name, places.names[city] if city else "", int(paid), int(much))

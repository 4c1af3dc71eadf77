"""Settling: rank the claims within each person and year, and run all claims of a rank at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.settle import columns
from cdmz_rules.settle.parse import year_of
from cdmz_rules.settle.table import Table

Array = npt.NDArray[Any]
Run = Callable[[dict[str, Array], list[str], date], dict[str, Array]]
"""Computes outputs for many claims: inputs in wide form (enumerations by number, days as datetime64[D]), one row a claim."""


def settle(table: Table, run: Run, day: date) -> dict[str, Array]:
    """Settle claims in order.

    Claims count by the day of discharge or visit; on one day in the order of the table. What is carried (stays, deductibles met, sums
    paid) is kept for one person in one natural year, one scheme and one pool, and begins at nothing again at the turn of the year. A table
    that starts within a year may name what was carried so far, on the first claim of the year and nowhere else.

    Args:
        table: The claims, in any order.
        run: What computes them.
        day: The day on which it is settled.

    Returns:
        For each claim, in the order of the table: its rank, the results and what it hands on.

    Raises:
        InputError: if a later claim names what it is handed.
    """
    group, rank = _ranked(table)
    state = _opening(table, group, rank)
    outputs = [*columns.RESULTS, *columns.CARRIED.values()]
    settled: dict[str, Array] = {}
    for rows in _by_rank(rank):
        given = {name: array[rows] for name, array in table.columns.items()}
        given |= {name: carried[group[rows]] for name, carried in state.items()}
        found = run(given, outputs, day)
        for before, after in columns.CARRIED.items():
            state[before][group[rows]] = found[after]
        for name in outputs:
            settled.setdefault(name, np.zeros(table.count, found[name].dtype))[rows] = found[name]
    return {"rank": rank + 1, **settled}


def _ranked(table: Table) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The number of each claim's person and year, and its place among the claims of it."""
    days = table.columns["discharge_date"]
    keys = [
        table.person,
        year_of(days),
        table.columns["applicant.insurance_scheme"],
        table.columns["applicant.insurance_pool"],
    ]
    group = _numbered(keys)
    order = np.lexsort((np.arange(table.count), days, group))
    first = np.r_[True, np.diff(group[order]) != 0] if table.count else np.zeros(0, bool)
    starts = np.flatnonzero(first)
    rank = np.empty(table.count, np.intp)
    rank[order] = np.arange(table.count) - np.repeat(starts, np.diff(np.r_[starts, table.count]))
    return group, rank


def _numbered(keys: Sequence[Array]) -> npt.NDArray[np.intp]:
    """A number for each combination of keys."""
    number = np.zeros(len(keys[0]), np.int64)
    for key in keys:
        different, position = np.unique(key, return_inverse=True)
        number = np.unique(number * (len(different) + 1) + position, return_inverse=True)[1].astype(np.int64)
    return number.astype(np.intp)


def _opening(table: Table, group: Array, rank: Array) -> dict[str, Array]:
    """What each person's year begins with."""
    groups = int(group.max(initial=-1)) + 1
    state: dict[str, Array] = {}
    for name in columns.CARRIED:
        told = table.columns[name]
        later = np.flatnonzero((rank > 0) & (told != 0))
        if len(later):
            words = "结转数只能写在当年第一条", "what is carried is named on the first claim of the year alone"
            raise InputError([Problem("carried_twice", table.place(int(later[0]), name), *words)])
        state[name] = np.zeros(groups)
        state[name][group[rank == 0]] = told[rank == 0]
    return state


def _by_rank(rank: Array) -> list[npt.NDArray[np.intp]]:
    order = np.argsort(rank, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(rank[order])) + 1) if len(rank) else []


def adds_up(settled: Mapping[str, Array], total: Array) -> npt.NDArray[np.bool_]:
    """Whether the layers and the patient's share come to the bill, to the fen."""
    parts = sum(np.rint(settled[name] * 100) for name in (*columns.LAYERS, "patient_pays"))
    return np.asarray(parts == np.rint(total * 100))

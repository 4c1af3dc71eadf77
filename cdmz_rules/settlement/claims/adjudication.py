"""Settling: rank the claims within each person and year, and run all claims of a rank at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.settlement.claims import columns
from cdmz_rules.settlement.claims.order import by_rank
from cdmz_rules.settlement.claims.parse import year_of
from cdmz_rules.settlement.claims.table import Table

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
    outputs = [*columns.RESULTS, *columns.CARRIED.values()]
    own = {name: array for name, array in table.columns.items() if name not in columns.CARRIED}
    settled: dict[str, Array] = {"rank": np.zeros(table.count, np.int64)}
    found: dict[str, Array] = {}
    for rank, rows in enumerate(by_rank(_keys(table), table.columns["discharge_date"]), 1):
        if rank == 1:
            _named_first(table, rows)
            carried = {name: table.columns[name][rows] for name in columns.CARRIED}
        else:
            carried = {name: found[after][: len(rows)] for name, after in columns.CARRIED.items()}
        found = run({name: array[rows] for name, array in own.items()} | carried, outputs, day)
        settled["rank"][rows] = rank
        for name in outputs:
            settled.setdefault(name, np.empty(table.count, found[name].dtype))[rows] = found[name]
    return settled


def _keys(table: Table) -> list[Array]:
    """What claims that hand on to each other have in common."""
    insured = (table.columns[f"applicant.{name}"] for name in ("insurance_scheme", "insurance_pool"))
    return [table.person, year_of(table.columns["discharge_date"]), *insured]


def _named_first(table: Table, first: Array) -> None:
    """Refuse a table in which another claim than the first of a year names what is carried."""
    later = np.ones(table.count, bool)
    later[first] = False
    for name in columns.CARRIED:
        wrong = np.flatnonzero(later & (table.columns[name] != 0))
        if len(wrong):
            words = "结转数只能写在当年第一条", "what is carried is named on the first claim of the year alone"
            raise InputError([Problem("carried_twice", table.place(int(wrong[0]), name), *words)])


def adds_up(settled: Mapping[str, Array], total: Array) -> npt.NDArray[np.bool_]:
    """Whether the layers and the patient's share come to the bill, to the fen."""
    parts = sum(np.rint(settled[name] * 100) for name in (*columns.LAYERS, "patient_pays"))
    return np.asarray(parts == np.rint(total * 100))

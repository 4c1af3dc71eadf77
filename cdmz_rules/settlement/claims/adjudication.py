"""Adjudicating claims: they are ranked within each person and year, and all claims of a rank are run at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading.doors import TABLE, Door
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.settlement import runs
from cdmz_rules.settlement.claims.columns import BENEFIT, CARRIED, LAYERS, RESULTS
from cdmz_rules.settlement.claims.table import ClaimTable, place_in_list, read
from cdmz_rules.settlement.order import Array, Bools, by_rank
from cdmz_rules.settlement.refusals import MOST_SHOWN, Place, Refusals, pointed
from cdmz_rules.settlement.runs import Run
from cdmz_rules.tables.cells import Fault


def settle_claims(
    rulebook: Rulebook,
    cells: Mapping[str, Sequence[Any]],
    day: date,
    place: Place = place_in_list,
    faults: Sequence[Fault] = (),
    door: Door = TABLE,
) -> dict[str, Array]:
    """Check and settle a table of claims.

    Args:
        rulebook: The law, with the packs and reforms that are wanted.
        cells: The columns by name.
        day: The day on which it is settled.
        place: How a mistake in a row and column is pointed at.
        faults: What is wrong with rows, known before.
        door: What may be written in the cells.

    Raises:
        InputError: with the row of every mistake; or naming the rule that nobody knows and whom to ask.
    """
    return adjudicate(rulebook, read(rulebook.benefit(BENEFIT), cells, day, place, faults, door), day)


def adjudicate(rulebook: Rulebook, table: ClaimTable, day: date, run: Run = runs.run) -> dict[str, Array]:
    """Settle claims in order.

    Claims count by the day of discharge or visit; on one day in the order of the table. What is carried (stays, deductibles met, sums
    paid) is kept for one person in one natural year, one scheme and one pool, and begins at nothing again at the turn of the year. A table
    that starts within a year may name what was carried so far, on the first claim of the year and nowhere else.

    Args:
        rulebook: The law.
        table: The claims, in any order.
        day: The day on which it is settled.
        run: What computes them.

    Returns:
        For each claim, in the order of the table: its rank, the results and what it hands on.

    Raises:
        InputError: if a later claim names what it is handed, or a rule that matters is not known.
    """
    outputs = [*RESULTS, *CARRIED.values()]
    claims = {name: array for name, array in table.inputs.items() if name not in CARRIED}
    settled: dict[str, Array] = {"rank": np.zeros(table.count, np.int64)}
    results: dict[str, Array] = {}
    for rank, rows in enumerate(by_rank(_keys(table), table.inputs["discharge_date"]), 1):
        if rank == 1:
            _named_first(table, rows)
            carried = {name: table.inputs[name][rows] for name in CARRIED}
        else:
            carried = {name: results[after][: len(rows)] for name, after in CARRIED.items()}
        results = run(rulebook, {name: array[rows] for name, array in claims.items()} | carried, outputs, day)
        settled["rank"][rows] = rank
        for name in outputs:
            settled.setdefault(name, np.empty(table.count, results[name].dtype))[rows] = results[name]
    return settled


def _keys(table: ClaimTable) -> list[Array]:
    """What claims that hand on to each other have in common."""
    years = table.inputs["discharge_date"].astype("datetime64[Y]").astype(np.int64)
    return [table.person, years, table.inputs["insurance_scheme"], table.inputs["insurance_pool"]]


def _named_first(table: ClaimTable, first: Array) -> None:
    """Refuse a table in which another claim than the first of a year names what is carried."""
    later = np.ones(table.count, bool)
    later[first] = False
    words = "结转数只能写在当年第一条", "what is carried is named on the first claim of the year alone"
    refusals = Refusals(table.count)
    for name in CARRIED:
        refusals.add(Problem("carried_twice", name, *words), later & (table.inputs[name] != 0))
    if refusals.count:
        raise InputError(pointed(islice(refusals, MOST_SHOWN), table.place))


def adds_up(settled: Mapping[str, Array], total: Array) -> Bools:
    """Whether the layers and the patient's share come to the bill, to the fen."""
    parts = sum(np.rint(settled[name] * 100) for name in (*LAYERS, "patient_pays"))
    return np.asarray(parts == np.rint(total * 100))

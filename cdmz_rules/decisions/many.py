"""Deciding many households: first all at once, then those to whom something is unknown, in their worlds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from cdmz_rules.decisions import catalogue
from cdmz_rules.decisions.cases import Cases, Column
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.explore import Exploration, Explorer, Rows
from cdmz_rules.decisions.rows import Answers, answers
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.law.law import Law
from cdmz_rules.plan import Asked, plan_for
from cdmz_rules.system import system

if TYPE_CHECKING:
    from cdmz_rules.tables.households import Households

BLOCK = 1 << 14
"""So many households are decided at once: what is computed on the way stays in the processor's cache."""


def of_table(table: Households) -> Cases:
    """The households of a table."""
    told = {Asked(name, None): Column(known.values, _unless_all(known.known)) for name, known in table.values.items()}
    for place, member in enumerate(table.members):
        for name, known in member.values.items():
            told[Asked(name, place)] = Column(known.values, _unless_all(known.known))
    roles = tuple(member.slot.role for member in table.members)
    there = tuple(_unless_all(member.exists) for member in table.members)
    days = table.days[:1] if table.count and (table.days == table.days[0]).all() else table.days
    return Cases(table.count, roles, there, told, days)


def _unless_all(mask: np.ndarray) -> np.ndarray | None:
    return None if mask.all() else mask


def decide(law: Law, cases: Cases, benefit: str) -> Iterator[tuple[Rows, Answers]]:
    """The answers about a block of households, some rows at a time; every household once."""
    runs, outputs = PlanExecutor(catalogue.beside(benefit)), catalogue.outputs(benefit)
    for rows in _by_formulas(law, cases, benefit):
        some = cases.take(rows)
        first = date.fromisoformat(str(some.days.min()))
        worlds = Worlds(law, first, some.roles)
        run = runs.run(law, some, worlds, outputs)
        open_rows = np.zeros(some.count, bool)
        for met in worlds.rows.values():
            open_rows |= met
        known = np.flatnonzero(~open_rows)
        if len(known):
            whole = run if len(known) == some.count else run.take(known)
            yield rows[known], answers(benefit, Exploration((), worlds.matrix, True, whole))
        for unknown in _by_day(some, np.flatnonzero(open_rows)):
            for found, exploration in Explorer(runs, law, _of_one_day(some, unknown), outputs).all():
                yield rows[unknown[found]], answers(benefit, exploration)


def _by_formulas(law: Law, cases: Cases, benefit: str) -> Iterator[Rows]:
    """The households for whom the same formulas are in force."""
    rest = np.arange(cases.count)
    days = np.broadcast_to(cases.days, (cases.count,))
    while len(rest):
        first = date.fromisoformat(str(days[rest].min()))
        plan = plan_for(system(), law, first, cases.roles, catalogue.outputs(benefit), catalogue.beside(benefit))
        until = plan.traced.until
        within = np.ones(len(rest), bool) if until is None else days[rest] < np.datetime64(until)
        yield rest[within]
        rest = rest[~within]


def _by_day(cases: Cases, rows: Rows) -> Iterator[Rows]:
    """The households decided for the same day: what can be unknown of the past depends on it."""
    days = np.broadcast_to(cases.days, (cases.count,))[rows]
    for day in np.unique(days):
        yield rows[days == day]


def _of_one_day(cases: Cases, rows: Rows) -> Cases:
    some = cases.take(rows)
    return replace(some, days=some.days[:1])

"""Deciding many households: first all at once, then those to whom something is unknown, in their worlds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases, Column
from cdmz_rules.decisions.combinations import Combination
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.explore import Exploration, Explorer, Rows
from cdmz_rules.decisions.interpret import Answers, answers
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.law.law import Law
from cdmz_rules.plan import Asked, plan_for
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.system import system

if TYPE_CHECKING:
    from cdmz_rules.tables.households import Households

BLOCK = 1 << 16
"""So many households are decided at once: a quarter more a second than by 16,384, and scratch stays within some tens of megabytes."""


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
    for rows in by_formulas(law, cases, benefit):
        some = cases.take(rows)
        worlds = Worlds(law, some.first_day, some.roles)
        run = runs.run(law, some, worlds, outputs)
        open_rows = np.logical_or.reduce([np.zeros(some.count, bool), *worlds.rows.values()])
        known, unknown = np.flatnonzero(~open_rows), np.flatnonzero(open_rows)
        if len(known):
            found = Exploration((), Combination(worlds.matrix, True), run.take(known))
            yield rows[known] if len(unknown) else rows, answers(benefit, found)
        for same_day in _by_day(some, unknown):
            for part, exploration in Explorer(runs, law, _of_one_day(some, same_day), outputs).all():
                yield rows[same_day[part]], answers(benefit, exploration)


def known(law: Law, cases: Cases, benefit: str) -> npt.NDArray[np.bool_]:
    """Of which households everything that matters is known."""
    runs, outputs = PlanExecutor(catalogue.beside(benefit)), catalogue.outputs(benefit)
    found = np.ones(cases.count, bool)
    for rows in by_formulas(law, cases, benefit):
        some = cases.take(rows)
        worlds = Worlds(law, some.first_day, some.roles)
        runs.run(law, some, worlds, outputs)
        found[rows] = ~np.logical_or.reduce([np.zeros(some.count, bool), *worlds.rows.values()])
    return found


def by_formulas(law: Law, cases: Cases, benefit: str) -> Iterator[Rows]:
    """The households by the formulas that are in force for them."""
    rest = np.arange(cases.count)
    days = cases.days
    while len(rest):
        first = date.fromisoformat(str(days.min()))
        plan = plan_for(system(), law, first, cases.roles, catalogue.outputs(benefit), catalogue.beside(benefit))
        until = plan.traced.until
        within = np.ones(1, bool) if until is None else days < np.datetime64(until)
        if within.all():
            yield rest
            return
        yield rest[within]
        rest, days = rest[~within], days[~within]


def _by_day(cases: Cases, rows: Rows) -> Iterator[Rows]:
    """The households decided for the same day: what can be unknown of the past depends on it."""
    days = np.broadcast_to(cases.days, (cases.count,))[rows]
    for day in np.unique(days):
        yield rows[days == day]


def _of_one_day(cases: Cases, rows: Rows) -> Cases:
    some = cases.take(rows)
    return replace(some, days=some.days[:1])

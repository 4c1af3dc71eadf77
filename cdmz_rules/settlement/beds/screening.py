"""Screening a table: which of its rows are stays that can be settled, and what is wrong with each of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa

from cdmz_rules.errors import Problem
from cdmz_rules.law.law import Law
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.settlement.beds.agreement import denies_on_a_day, two_values, two_values_on_a_day
from cdmz_rules.settlement.beds.columns import BIRTH, OF_INSTITUTION, PLACE
from cdmz_rules.settlement.beds.contradictions import contradictions
from cdmz_rules.settlement.beds.rows import EARLIEST, Rows, each
from cdmz_rules.settlement.beds.stays import HOME, OPEN, Stays
from cdmz_rules.settlement.beds.table import StayTable
from cdmz_rules.settlement.contradictions import Contradicting, partners
from cdmz_rules.settlement.order import Array, Bools, Ints
from cdmz_rules.settlement.refusals import NO_ROW, Refusals

TWO_BIRTHS = "同一老人的出生日期不一致", "one elder has two dates of birth"
TWO_DEATHS = "同一老人的死亡日期不一致", "one elder has two days of death"
TWO_PLACES = "同一机构的所在城市不一致", "one institution stands in two cities"


@dataclass(frozen=True)
class Screening:
    """What a table comes to.

    Attributes:
        stays: Those that can be settled; their rows are positions in the table.
        refusals: What is wrong with the other rows.
        at_home: How many rows tell of elders at home.
        vacant: How many rows tell of an institution in which nobody lives.
    """

    stays: Stays
    refusals: Refusals
    at_home: int
    vacant: int


def screen(catalogue: Catalogue, table: StayTable, day: date, law: Law) -> Screening:
    """Apply the rules of docs/bed-settlement.md to the rows of a table that is settled on a day by a law."""
    rows, refusals = Rows(catalogue, table), Refusals(table.count, table.faults)
    for problem, where in each(rows, refusals, day, law):
        refusals.add(problem, where & ~rows.totals if where.dtype == bool else where[~rows.totals[where]])
    deaths, twice = _deaths(rows, refusals.accepted)
    refusals.add(*twice)
    died = deaths[rows.elder]
    for key, days in (("from", rows.begins), ("to", rows.ends)):
        refusals.add(*_after_death(rows, key, refusals.accepted & (days > died), died))
    cities = _cities(rows, refusals.accepted)
    for refused in list(_lasting(rows, refusals.accepted)):
        refusals.add(*refused)
    stays = _stays(rows, refusals.accepted, died, cities)
    for problem, where, beside in contradictions(stays):
        refusals.add(problem, stays.rows[where], np.where(beside == NO_ROW, NO_ROW, stays.rows[beside]))
    for refused in list(_of_institutions(rows, refusals.accepted, died)):
        refusals.add(*refused)
    kept = np.flatnonzero(refusals.accepted[stays.rows])
    stays = stays if len(kept) == stays.count else stays.take(kept)
    at_home, vacant = np.count_nonzero(stays.institution == HOME), np.count_nonzero(rows.vacant & refusals.accepted)
    return Screening(stays, refusals, int(at_home), int(vacant))


def _deaths(rows: Rows, accepted: Bools) -> tuple[Array, Contradicting]:
    """The day of death of each elder, whichever row tells it, and the rows of elders who would have died twice."""
    dated = np.flatnonzero(accepted & ~np.isnat(rows.died))
    first = np.full(rows.elders, OPEN.astype(np.int64))
    last = np.zeros(rows.elders, np.int64) + EARLIEST.astype(np.int64)
    elder, days = rows.elder[dated], rows.died[dated].astype(np.int64)
    np.minimum.at(first, elder, days)
    np.maximum.at(last, elder, days)
    twice = np.flatnonzero((last > first)[rows.elder] & accepted)
    beside = partners(twice, dated, rows.elder, lambda row, near: rows.died[near] != rows.died[row])
    return first.astype("datetime64[D]"), (_contradiction("died_on", TWO_DEATHS), twice, beside)


def _after_death(rows: Rows, key: str, where: Bools, died: Array) -> Contradicting:
    """Rows with a day after the elder's death, and the row that tells of it."""
    late = np.flatnonzero(where)
    telling = np.flatnonzero(rows.died == died) if len(late) else late
    beside = partners(late, telling, rows.elder, lambda _, near: np.ones(len(near), bool))
    return Problem("after_death", key, "晚于该老人的死亡日期", "after the elder's death"), late, beside


def _lasting(rows: Rows, accepted: Bools) -> Iterator[Contradicting]:
    """Rows that contradict another one in what never changes, at home and of institutions without anybody too."""
    born, placed = accepted & ~rows.nameless & ~rows.blank(BIRTH), accepted & ~rows.home
    for name, told, group, words in (
        (BIRTH, born, rows.elder, TWO_BIRTHS),
        (PLACE, placed, rows.institution, TWO_PLACES),
    ):
        values = rows.values(name)
        differing = np.unique(group[told][two_values(group[told], values[told])])
        # Rows that say nothing of it take part as well: whose they are nobody knows.
        where = np.flatnonzero(np.isin(group, differing) & accepted)
        clash = partial(_otherwise, values, told)
        yield _contradiction(rows.called(name), words), where, partners(where, np.flatnonzero(told), group, clash)


def _otherwise(values: Array, told: Bools, row: int, near: Ints) -> Bools:
    """Which rows say otherwise than a row; any, if it says nothing."""
    return values[near] != values[row] if told[row] else np.ones(len(near), bool)


def _of_institutions(rows: Rows, accepted: Bools, died: Array) -> Iterator[Contradicting]:
    """Rows that say of an institution what another one denies for the same day; of one without anybody, for any day."""
    begins = np.where(rows.vacant, EARLIEST, rows.begins)
    ends = np.where(rows.vacant, OPEN, _ends(rows, died))
    for name in OF_INSTITUTION:
        told, values = np.flatnonzero(accepted & ~rows.home & ~rows.blank(name)), rows.values(name)
        where = told[two_values_on_a_day(rows.institution[told], begins[told], ends[told], values[told])]
        clash = partial(denies_on_a_day, begins, ends, values)
        words = "同一天同一机构，各行所填不同", "rows say different things of one institution on one day"
        yield _contradiction(name, words), where, partners(where, where, rows.institution, clash)


def _contradiction(key: str, words: tuple[str, str]) -> Problem:
    return Problem("contradiction", key, *words)


def _ends(rows: Rows, died: Array) -> Array:
    """The last day of each row: an open stay ends with the elder."""
    return np.where(np.isnat(rows.ends), died, rows.ends)


def _stays(rows: Rows, accepted: Bools, died: Array, cities: Ints) -> Stays:
    kept = np.flatnonzero(accepted & ~rows.vacant)
    there = np.flatnonzero(cities >= 0)
    number = np.full(len(rows.institutions), HOME)
    number[there] = np.arange(len(there))
    return Stays(
        elder=rows.elder[kept],
        institution=number[rows.institution[kept]],
        begins=rows.begins[kept],
        ends=_ends(rows, died)[kept],
        inputs={name: rows.values(name)[kept] for name in rows.columns.inputs},
        institutions=tuple(rows.institutions.take(pa.array(there)).to_pylist()),
        cities=cities[there],
        rows=kept,
    )


def _cities(rows: Rows, accepted: Bools) -> Ints:
    """The city of each institution as a number; 0 if rows contradict each other, -1 for what no row tells of."""
    telling = np.flatnonzero(accepted & ~rows.home)
    city, institution = rows.values(PLACE)[telling].astype(np.int64), rows.institution[telling]
    cities = np.full(len(rows.institutions), -1)
    cities[institution] = city
    cities[institution[city != cities[institution]]] = 0
    return cities

"""Screening a table: which of its rows are stays that can be settled, and what is wrong with each of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.decisions.contradictions import RowContradictions
from cdmz_rules.decisions.stated import Key, Said, StatedInRows
from cdmz_rules.errors import Problem
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.settlement.beds.agreement import two_values, two_values_on_a_day
from cdmz_rules.settlement.beds.columns import AT_HOME, BIRTH, FROM, NEEDED, OF_INSTITUTION, PLACE, stay_columns
from cdmz_rules.settlement.beds.contradictions import contradictions
from cdmz_rules.settlement.beds.stays import HOME, OPEN, Stays
from cdmz_rules.settlement.beds.table import StayTable
from cdmz_rules.settlement.order import Array, Bools, Ints
from cdmz_rules.settlement.refusals import Refusals

EARLIEST = np.datetime64("1900-01-01", "D")
NEVER = np.datetime64("NaT", "D")
TWO_BIRTHS = "同一老人的出生日期不一致", "one elder has two dates of birth"
DIED_UNBORN = Problem(
    "contradiction", "died_on", "死亡日期早于出生日期", "the elder dies before being born", others=(BIRTH,)
)
COLUMNS = {FROM: "from"}
"""What columns call inputs that come from the stays."""
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


def screen(catalogue: Catalogue, table: StayTable, day: date) -> Screening:
    """Apply the rules of docs/bed-settlement.md to the rows of a table that is settled on a day."""
    rows, refusals = _Rows(catalogue, table), Refusals(table.count, table.faults)
    for problem, where in _each(rows, refusals, day):
        refusals.add(problem, where)
    deaths, twice = _deaths(rows, refusals.accepted)
    refusals.add(
        _problem("died_on", "contradiction", "同一老人的死亡日期不一致", "one elder has two days of death"), twice
    )
    died, words = deaths[rows.elder], ("晚于该老人的死亡日期", "after the elder's death")
    refusals.add(_problem("from", "after_death", *words), refusals.accepted & (rows.begins > died))
    refusals.add(_problem("to", "after_death", *words), refusals.accepted & (rows.ends > died))
    cities = _cities(rows, refusals.accepted)
    for problem, where in list(_lasting(rows, refusals.accepted)):
        refusals.add(problem, where)
    stays = _stays(rows, refusals.accepted, died, cities)
    for problem, where in contradictions(stays):
        refusals.add(problem, stays.rows[where])
    for problem, where in list(_of_institutions(rows, refusals.accepted, died)):
        refusals.add(problem, where)
    kept = np.flatnonzero(refusals.accepted[stays.rows])
    stays = stays if len(kept) == stays.count else stays.take(kept)
    at_home, vacant = np.count_nonzero(stays.institution == HOME), np.count_nonzero(rows.vacant & refusals.accepted)
    return Screening(stays, refusals, int(at_home), int(vacant))


class _Rows:
    """The rows of a table, with elders and institutions by number."""

    def __init__(self, catalogue: Catalogue, table: StayTable) -> None:
        self.columns, self.table, self.count = stay_columns(catalogue), table, table.count
        self.elder, elders = _numbered(table.names["elder"])
        self.elders = len(elders)
        self.institution, self.institutions = _in_order(*_numbered(table.names["institution"]))
        self.nameless: Bools = _means(elders, {""})[self.elder]
        self.nowhere: Bools = _means(self.institutions, {""})[self.institution]
        self.home: Bools = _means(self.institutions, AT_HOME)[self.institution]
        never = np.full(self.count, NEVER)
        self.begins, self.ends = table.days["from"], table.days.get("to", never)
        self.died = table.days.get("died_on", never)
        days_blank = np.isnat(self.begins) & np.isnat(self.ends)
        self.vacant: Bools = self.nameless & days_blank & ~self.nowhere & ~self.home

    def blank(self, name: str) -> Bools:
        """Where an input is not known."""
        return ~self.table.inputs[name].known if name in self.table.inputs else np.ones(self.count, bool)

    def values(self, name: str) -> Array:
        """An input as its variable stores it."""
        return self.columns.values(name, self.table.inputs.get(name), self.count)

    def contradictions(self, today: np.datetime64) -> Iterator[tuple[Problem, Bools]]:
        """Rows that say what cannot be, of the stay and of the elder."""
        catalogue, inputs = self.columns.catalogue, self.table.inputs
        said: dict[Key, Said] = {
            (name, 0 if name in catalogue.personal else None): Said(known.values, known.known, known.until)
            for name, known in inputs.items()
        }
        said[FROM, None] = Said(self.begins, self.begins >= EARLIEST)
        stated = StatedInRows(catalogue, self.count, catalogue.roles[:1], (None,), said, np.array([today]))
        yield from RowContradictions(stated, lambda key: COLUMNS.get(key[0], key[0]), lambda _: "elder").alike()
        if BIRTH in inputs:
            born = np.where(inputs[BIRTH].known, inputs[BIRTH].values, NEVER)
            yield DIED_UNBORN, (self.died < born) & (self.died >= EARLIEST)


def _numbered(names: Any) -> tuple[Ints, Any]:
    """Names by number, and the different names."""
    coded = names.dictionary_encode()
    return coded.indices.to_numpy(zero_copy_only=False).astype(np.int64), coded.dictionary


def _in_order(numbers: Ints, names: Any) -> tuple[Ints, Any]:
    """The same with the names sorted, so that no number depends on the order of rows."""
    order = pc.array_sort_indices(names)
    place = np.empty(len(order), np.int64)
    place[order.to_numpy(zero_copy_only=False)] = np.arange(len(order))
    return place[numbers], names.take(order)


def _means(names: Any, words: Any) -> Bools:
    among = pc.is_in(pc.utf8_lower(names), value_set=pa.array(sorted(words), pa.string()))
    return np.asarray(among.to_numpy(zero_copy_only=False), bool)


def _each(rows: _Rows, unreadable: Refusals, day: date) -> Iterator[tuple[Problem, Bools]]:
    """What is wrong with a row by itself; a cell that cannot be read is not missing as well."""
    today, stay = np.datetime64(day, "D"), ~rows.vacant
    yield _missing("elder"), stay & rows.nameless & ~unreadable.at("elder")
    yield _missing("institution"), rows.nowhere & ~unreadable.at("institution")
    yield _missing("from"), stay & np.isnat(rows.begins) & ~unreadable.at("from")
    yield _problem("to", "backwards", "离开日期早于入住日期", "it ends before it begins"), rows.ends < rows.begins
    for key, days in (("from", rows.begins), ("to", rows.ends), ("died_on", rows.died)):
        words = f"晚于结算日{day}", f"after the day of settling, {day}"
        yield _problem(key, "in_the_future", *words), days > today
        yield _problem(key, "out_of_range", "日期过早", "so long ago nobody settles"), days < EARLIEST
    for name in filter(NEEDED.__contains__, rows.columns.inputs):
        needed = (stay & ~rows.home) | (rows.vacant if name == PLACE else False)
        yield _missing(name), needed & rows.blank(name) & ~unreadable.at(name)
    yield from rows.contradictions(today)


def _missing(key: str) -> Problem:
    return _problem(key, "missing", "缺少此项", "this is missing")


def _problem(key: str, code: str, zh: str, en: str) -> Problem:
    return Problem(code, key, zh, en)


def _deaths(rows: _Rows, accepted: Bools) -> tuple[Array, Bools]:
    """The day of death of each elder, whichever row tells it, and the rows of elders who would have died twice."""
    dated = np.flatnonzero(accepted & ~np.isnat(rows.died))
    first = np.full(rows.elders, OPEN.astype(np.int64))
    last = np.zeros(rows.elders, np.int64) + EARLIEST.astype(np.int64)
    elder, days = rows.elder[dated], rows.died[dated].astype(np.int64)
    np.minimum.at(first, elder, days)
    np.maximum.at(last, elder, days)
    return first.astype("datetime64[D]"), (last > first)[rows.elder] & accepted


def _lasting(rows: _Rows, accepted: Bools) -> Iterator[tuple[Problem, Bools]]:
    """Rows that contradict another one in what never changes, at home and of institutions without anybody too."""
    born, placed = accepted & ~rows.nameless & ~rows.blank(BIRTH), accepted & ~rows.home
    for name, told, group, words in (
        (BIRTH, born, rows.elder, TWO_BIRTHS),
        (PLACE, placed, rows.institution, TWO_PLACES),
    ):
        differing = np.unique(group[told][two_values(group[told], rows.values(name)[told])])
        # Rows that say nothing of it take part as well: whose they are nobody knows.
        yield _problem(name, "contradiction", *words), np.isin(group, differing) & accepted


def _of_institutions(rows: _Rows, accepted: Bools, died: Array) -> Iterator[tuple[Problem, Bools]]:
    """Rows that say of an institution what another one denies for the same day; of one without anybody, for any day."""
    begins = np.where(rows.vacant, EARLIEST, rows.begins)
    ends = np.where(rows.vacant, OPEN, _ends(rows, died))
    for name in OF_INSTITUTION:
        told = np.flatnonzero(accepted & ~rows.home & ~rows.blank(name))
        clash = two_values_on_a_day(rows.institution[told], begins[told], ends[told], rows.values(name)[told])
        words = "同一天同一机构，各行所填不同", "rows say different things of one institution on one day"
        where = np.zeros(rows.count, bool)
        where[told[clash]] = True
        yield _problem(name, "contradiction", *words), where


def _ends(rows: _Rows, died: Array) -> Array:
    """The last day of each row: an open stay ends with the elder."""
    return np.where(np.isnat(rows.ends), died, rows.ends)


def _stays(rows: _Rows, accepted: Bools, died: Array, cities: Ints) -> Stays:
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


def _cities(rows: _Rows, accepted: Bools) -> Ints:
    """The city of each institution as a number; 0 if rows contradict each other, -1 for what no row tells of."""
    telling = np.flatnonzero(accepted & ~rows.home)
    city, institution = rows.values(PLACE)[telling].astype(np.int64), rows.institution[telling]
    cities = np.full(len(rows.institutions), -1)
    cities[institution] = city
    cities[institution[city != cities[institution]]] = 0
    return cities

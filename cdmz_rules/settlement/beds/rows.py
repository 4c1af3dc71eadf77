"""The rows of a table of stays, and what is wrong with each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.decisions.contradictions import RowContradictions
from cdmz_rules.decisions.stated import Key, Said, StatedInRows
from cdmz_rules.errors import Problem
from cdmz_rules.law.law import Law
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.settlement import contradictions, identity
from cdmz_rules.settlement.beds.columns import AT_HOME, BIRTH, FROM, NEEDED, PLACE, stay_columns
from cdmz_rules.settlement.beds.notice import CENTRAL, rests_on_centre
from cdmz_rules.settlement.beds.table import StayTable
from cdmz_rules.settlement.order import Array, Bools, Ints
from cdmz_rules.settlement.refusals import Refusals

EARLIEST = np.datetime64("1900-01-01", "D")
NEVER = np.datetime64("NaT", "D")
BACKWARDS = Problem("backwards", "to", "离开日期早于入住日期", "it ends before it begins", others=("from",))
DIED_UNBORN = "死亡日期早于出生日期", "the elder dies before being born"
COLUMNS = {FROM: "from"}
"""What columns call inputs that come from the stays."""


class Rows:
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
        self.totals: Bools = np.zeros(self.count, bool) if table.totals is None else table.totals
        self.vacant: Bools = self.nameless & days_blank & ~self.nowhere & ~self.home & ~self.totals

    def blank(self, name: str) -> Bools:
        """Where an input is not known."""
        return ~self.table.inputs[name].known if name in self.table.inputs else np.ones(self.count, bool)

    def values(self, name: str) -> Array:
        """An input as its variable stores it."""
        return self.columns.values(name, self.table.inputs.get(name), self.count)

    def called(self, name: str) -> str:
        """The column that says an input."""
        return self.table.called.get(name, COLUMNS.get(name, name))

    def contradictions(self, today: np.datetime64) -> Iterator[tuple[Problem, Array]]:
        """Rows that say what cannot be, of the stay and of the elder."""
        catalogue, inputs = self.columns.catalogue, self.table.inputs
        said: dict[Key, Said] = {
            (name, 0 if name in catalogue.personal else None): Said(known.values, known.known, known.until)
            for name, known in inputs.items()
        }
        said[FROM, None] = Said(self.begins, self.begins >= EARLIEST)
        stated = StatedInRows(catalogue, self.count, catalogue.roles[:1], (None,), said, np.array([today]))
        every = RowContradictions(stated, lambda key: self.called(key[0]), lambda _: "elder")
        yield from contradictions.told(every, self.table.private)
        if BIRTH in inputs:
            born = np.where(inputs[BIRTH].known, inputs[BIRTH].values, NEVER)
            unborn = Problem("contradiction", "died_on", *DIED_UNBORN, others=(self.called(BIRTH),))
            yield unborn, (self.died < born) & (self.died >= EARLIEST)


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


def each(rows: Rows, unreadable: Refusals, day: date, law: Law) -> Iterator[tuple[Problem, Array]]:
    """What is wrong with a row by itself, and which rows; a cell that cannot be read is not missing as well."""
    today, stay = np.datetime64(day, "D"), ~rows.vacant
    yield _missing("elder"), stay & rows.nameless & ~unreadable.at("elder")
    yield _missing("institution"), rows.nowhere & ~unreadable.at("institution")
    yield _missing("from"), stay & np.isnat(rows.begins) & ~unreadable.at("from")
    yield BACKWARDS, rows.ends < rows.begins
    for key, days in (("from", rows.begins), ("to", rows.ends), ("died_on", rows.died)):
        words = f"晚于结算日{day}", f"after the day of settling, {day}"
        yield _problem(key, "in_the_future", *words), days > today
        yield _problem(key, "out_of_range", "日期过早", "so long ago nobody settles"), days < EARLIEST
    for name in filter(NEEDED.__contains__, rows.columns.inputs):
        needed = (stay & ~rows.home) | (rows.vacant if name == PLACE else False)
        if name in rows.columns.catalogue.identity.values():
            needed = needed & ~unreadable.at(identity.NAME)
        yield _missing(name), needed & rows.blank(name) & ~unreadable.at(name)
    told = (rows.values(name) for name in ("hukou_city", PLACE, "institution_in_pilot_area"))
    needed = stay & ~rows.home & rests_on_centre(law, day, *told)
    yield _missing(CENTRAL), needed & rows.blank(CENTRAL) & ~unreadable.at(CENTRAL)
    yield from rows.contradictions(today)


def _missing(key: str) -> Problem:
    return _problem(key, "missing", "缺少此项", "this is missing")


def _problem(key: str, code: str, zh: str, en: str) -> Problem:
    return Problem(code, key, zh, en)

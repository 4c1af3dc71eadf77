"""From what a table says to stays that can be settled: a rule for every row that is not plain, or a problem with the row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.decisions.cases import stored
from cdmz_rules.errors import Problem
from cdmz_rules.rulebook.system import system
from cdmz_rules.settlement.beds import columns
from cdmz_rules.settlement.beds.contradictions import contradictions
from cdmz_rules.settlement.beds.stays import HOME, OPEN, Array, Bools, Ints, Stays
from cdmz_rules.settlement.beds.told import Told
from cdmz_rules.settlement.beds.wrong import Wrong, flagged, grouped, without

EARLIEST = np.datetime64("1900-01-01", "D")
NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Gathered:
    """What a table comes to.

    Attributes:
        stays: Those that can be settled; their rows are positions in the table.
        wrong: What is wrong with the others, by position.
        refused: How many rows are wrong.
        at_home: How many rows tell of elders at home.
        vacant: How many rows tell of an institution in which nobody lives.
    """

    stays: Stays
    wrong: Wrong
    refused: int
    at_home: int
    vacant: int


def gather(told: Told, day: date) -> Gathered:
    """Apply the rules of docs/bed-settlement.md to the rows of a table that is settled on a day."""
    rows = _Rows(told)
    wrong = [*grouped(told.faults), *_each(rows, day)]
    deaths, twice = _deaths(rows, without(wrong, rows.count))
    wrong.append(twice)
    wrong += _after_death(rows, without(wrong, rows.count), deaths)
    whole = without(wrong, rows.count)
    stays = _stays(rows, whole, deaths)
    among = contradictions(stays)
    wrong += [(problem, stays.rows[positions]) for problem, positions in among]
    kept = np.flatnonzero(without(among, stays.count))
    stays = stays if len(kept) == stays.count else stays.take(kept)
    refused = rows.count - int(np.count_nonzero(without(wrong, rows.count)))
    at_home, vacant = np.count_nonzero(stays.institution == HOME), np.count_nonzero(rows.vacant & whole)
    return Gathered(stays, wrong, refused, int(at_home), int(vacant))


class _Rows:
    """The rows of a table, with elders and institutions by number."""

    def __init__(self, told: Told) -> None:
        self.told, self.count = told, told.count
        self.elder, elders = _numbered(told.names["elder"])
        self.elders = len(elders)
        self.institution, self.institutions = _in_order(*_numbered(told.names["institution"]))
        nobody, nowhere = _means(elders, {""}), _means(self.institutions, {""})
        home = _means(self.institutions, columns.AT_HOME)
        self.nowhere: Bools = nowhere[self.institution]
        self.home: Bools = home[self.institution]
        never = np.full(self.count, NEVER)
        self.begins, self.ends = told.days["from"], told.days.get("to", never)
        self.died = told.days.get("died_on", never)
        self.nobody: Bools = nobody[self.elder]
        days_blank = np.isnat(self.begins) & np.isnat(self.ends)
        self.vacant: Bools = self.nobody & days_blank & ~self.nowhere & ~self.home


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
    found = pc.is_in(pc.utf8_lower(names), value_set=pa.array(sorted(words), pa.string()))
    return np.asarray(found.to_numpy(zero_copy_only=False), bool)


def _each(rows: _Rows, day: date) -> Iterator[tuple[Problem, Ints]]:
    """What is wrong with a row by itself."""
    today = np.datetime64(day, "D")
    stay, wrote = ~rows.vacant, _wrote_wrongly(rows.told)
    yield _missing("elder", stay & rows.nobody)
    yield _missing("institution", rows.nowhere)
    yield _missing("from", stay & np.isnat(rows.begins) & ~wrote["from"])
    back = "离开日期早于入住日期", "it ends before it begins"
    yield _flag("to", "backwards", back, rows.ends < rows.begins)
    for key, days in (("from", rows.begins), ("to", rows.ends), ("died_on", rows.died)):
        yield _flag(key, "in_the_future", (f"晚于结算日{day}", f"after the day of settling, {day}"), days > today)
        yield _flag(key, "out_of_range", ("日期过早", "so long ago nobody settles"), days < EARLIEST)
    for name in columns.inputs():
        needed = stay & ~rows.home if name in columns.NEEDED else np.zeros(rows.count, bool)
        if name == columns.PLACE:
            needed = needed | rows.vacant
        yield _missing(name, needed & ~_known(rows.told, name) & ~wrote.get(name, np.zeros(1, bool)))


def _wrote_wrongly(told: Told) -> dict[str, Bools]:
    """By column the cells that say something that cannot be read: they are not missing as well."""
    found: dict[str, Bools] = {key: np.zeros(told.count, bool) for key in ("from", "to")}
    for row, problem in told.faults:
        found.setdefault(problem.pointer, np.zeros(told.count, bool))[row] = True
    return found


def _known(told: Told, name: str) -> Bools:
    return told.facts[name].known if name in told.facts else np.zeros(told.count, bool)


def _missing(key: str, where: Bools) -> tuple[Problem, Ints]:
    return _flag(key, "missing", ("缺少此项", "this is missing"), where)


def _flag(key: str, code: str, words: tuple[str, str], where: Bools) -> tuple[Problem, Ints]:
    return flagged(Problem(code, key, *words), where)


def _deaths(rows: _Rows, whole: Bools) -> tuple[Array, tuple[Problem, Ints]]:
    """The day of death of each elder, whichever row tells it, and the rows of elders who would have died twice."""
    told = np.flatnonzero(whole & ~np.isnat(rows.died))
    first = np.full(rows.elders, OPEN.astype(np.int64))
    last = np.zeros(rows.elders, np.int64) + EARLIEST.astype(np.int64)
    elder, days = rows.elder[told], rows.died[told].astype(np.int64)
    np.minimum.at(first, elder, days)
    np.maximum.at(last, elder, days)
    twice = (last > first)[rows.elder] & whole
    words = "同一老人的死亡日期不一致", "one elder has two days of death"
    return first.astype("datetime64[D]"), _flag("died_on", "contradiction", words, twice)


def _after_death(rows: _Rows, whole: Bools, deaths: Array) -> Iterator[tuple[Problem, Ints]]:
    died = deaths[rows.elder]
    words = "晚于该老人的死亡日期", "after the elder's death"
    begun_after = whole & (rows.begins > died)
    yield _flag("from", "after_death", words, begun_after)
    yield _flag("to", "after_death", words, whole & ~begun_after & (rows.ends > died))


def _stays(rows: _Rows, whole: Bools, deaths: Array) -> Stays:
    kept = np.flatnonzero(whole & ~rows.vacant)
    ends = np.where(np.isnat(rows.ends[kept]), deaths[rows.elder[kept]], rows.ends[kept])
    there = np.flatnonzero(_named(rows, whole))
    number = np.full(len(rows.institutions), HOME)
    number[there] = np.arange(len(there))
    facts = {columns.wide(name): _values(rows.told, name)[kept] for name in columns.inputs()}
    return Stays(
        elder=rows.elder[kept],
        institution=number[rows.institution[kept]],
        begins=rows.begins[kept],
        ends=ends,
        facts=facts,
        institutions=tuple(rows.institutions.take(pa.array(there)).to_pylist()),
        places=_places(rows, whole)[there],
        rows=kept,
    )


def _named(rows: _Rows, whole: Bools) -> Bools:
    """The institutions that some row tells of."""
    found = np.zeros(len(rows.institutions), bool)
    found[rows.institution[whole & ~rows.home]] = True
    return found


def _places(rows: _Rows, whole: Bools) -> Ints:
    """The city of each institution; 0 if rows contradict each other."""
    told = np.flatnonzero(whole & ~rows.home)
    city, institution = _values(rows.told, columns.PLACE)[told].astype(np.int64), rows.institution[told]
    found = np.zeros(len(rows.institutions), np.int64)
    found[institution] = city
    found[institution[city != found[institution]]] = 0
    return found


def _values(told: Told, name: str) -> Array:
    """An input as its variable stores it, with what is presumed where nothing is told."""
    variable, info = system().variables[name], columns.inputs()[name]
    blank = stored(variable, [info.presumed])
    if name not in told.facts:
        return np.repeat(blank, told.count)
    found = told.facts[name]
    values = found.values.astype(blank.dtype, copy=False)
    return values if found.known.all() else np.where(found.known, values, blank)

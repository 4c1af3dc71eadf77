"""Whether unknown law decides: it does where in none of some settings of the missing inputs one is entitled whatever the law says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import MAX_DISCOVERING, Combination
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.exploration import Bools, Rows
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Ends, Knowledge
from cdmz_rules.decisions.unknowns import Key, Matrix, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.plan.bounds.operations import Span

MAX_SETTINGS = 48
"""So many settings are looked at."""
MAX_STEPS = 4
"""So often settings next to the best so far are tried, while none is found in which one may be entitled."""

Levels = npt.NDArray[np.datetime64]


def law_decides(knowledge: Knowledge, bounds: Mapping[str, Ends], like: Rows | None) -> Bools:
    """Whether unknown law decides, household by household.

    Args:
        knowledge: What a run with nothing narrowed came upon.
        bounds: What is certain of the households.
        like: In which run of days that are alike each lies; None if they are not one household day after day.
    """
    open_rows = (bounds[knowledge.rules.eligible][1] == 1) & (bounds[SURE][0] == 0) & (bounds[DOUBT][0] == 0)
    decides = np.array(open_rows, bool)
    asked = np.flatnonzero(open_rows)
    if like is None:
        decides[asked] = _of_each(knowledge, asked)
    elif len(asked):
        decides[asked] = _along(knowledge, asked, like[asked])
    return decides


def _along(knowledge: Knowledge, rows: Rows, like: Rows) -> Bools:
    """The same day after day: both ends of days that are alike are looked at, and where these differ the days between."""
    begins = np.flatnonzero(np.diff(like, prepend=like[0] - 1))
    next_ones = np.unique([*begins, *(begins[1:] - 1), len(rows) - 1]).astype(np.intp)
    looked, decides = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    while len(next_ones):
        looked[next_ones], decides[next_ones] = True, _of_each(knowledge, rows[next_ones])
        places = np.flatnonzero(looked)
        one, other = places[:-1], places[1:]
        apart = (like[one] == like[other]) & (decides[one] != decides[other]) & (other - one > 1)
        next_ones = (one[apart] + other[apart]) // 2
    return np.asarray(decides[np.maximum.accumulate(np.where(looked, np.arange(len(rows)), 0))])


def _of_each(knowledge: Knowledge, rows: Rows) -> Bools:
    """Whether unknown law decides, for some households of whom something is open."""
    place = np.zeros(knowledge.cases.count, np.intp)
    place[rows] = np.arange(len(rows))
    decides = np.ones(len(rows), bool)
    for some, unknowns in knowledge.alike(rows):
        inputs = sorted((unknown for unknown in unknowns if not unknown.is_law), key=_order)
        for same, settings in _settings(knowledge, some, inputs) if inputs else ():
            decides[place[same]] = ~settings.entitle()
    return decides


def _order(unknown: Unknown) -> tuple[Any, ...]:
    """The same whatever other households came upon: choices first, as they are the first to be combined with all others."""
    _, name, member = unknown.key
    return not unknown.is_choice, name, -1 if member is None else member


@dataclass(frozen=True)
class _Settings:
    """Settings of the missing inputs of households who came upon the same.

    Attributes:
        knowledge: What told that.
        cases: The households.
        inputs: What is missing, with the levels at which it is tried.
        by_row: Of days whose levels differ from household to household, these: household by level.
    """

    knowledge: Knowledge
    cases: Cases
    inputs: Sequence[Unknown]
    by_row: Mapping[Key, Levels]

    def entitle(self) -> Bools:
        """Whether in one of them a household is entitled whatever the law says."""
        settings = self._hopeful()
        boxes = settings.shape[1]
        rows = np.repeat(np.arange(self.cases.count), boxes)
        narrowed = {
            unknown.key: self._at(unknown, rows, settings[:, :, position].reshape(-1))
            for position, unknown in enumerate(self.inputs)
        }
        some = Knowledge(self.knowledge.rules, self.knowledge.plan, self.cases.take(rows), narrowed)
        return np.asarray((some.judged()[SURE][0].reshape(-1, boxes) == 1).any(axis=1))

    def _at(self, unknown: Unknown, rows: Rows, levels: Rows) -> Span:
        """An unknown at one of its levels, row by row."""
        if unknown.key in self.by_row:
            value = self.by_row[unknown.key][rows, levels]
            return value, value
        value = unknown.stored(self.knowledge.rules.catalogue)[levels]
        return (np.left_shift(np.uint64(1), value.astype(np.uint64)), None) if unknown.is_choice else (value, value)

    def _hopeful(self) -> npt.NDArray[np.intp]:
        """Settings in which each household is entitled if the law is at its best: household, setting, input.

        Where none of the first ones is such, those next to the one with most conditions met are tried, and so on.
        """
        first = Combination.of(self.inputs, MAX_DISCOVERING)
        settings = np.zeros((self.cases.count, min(MAX_SETTINGS, len(first.matrix)), len(self.inputs)), np.intp)
        tried = [(np.arange(self.cases.count), first.matrix)]
        for _ in range(1 if first.screen is None else MAX_STEPS):
            tried = [more for rows, matrix in tried for more in self._next(rows, matrix, settings)]
        return settings

    def _next(self, rows: Rows, matrix: Matrix, settings: npt.NDArray[np.intp]) -> Iterator[tuple[Rows, Matrix]]:
        """Note the hopeful settings among some; which to try next, of the households that have none."""
        met = self._met(rows, matrix)
        entitled = met == len(self.knowledge.rules.clauses)
        hopeful = entitled.any(axis=1)
        for row in np.flatnonzero(hopeful):
            settings[rows[row]] = matrix[_spread(np.flatnonzero(entitled[row]), settings.shape[1])]
        nearest = met.argmax(axis=1)
        for world in np.unique(nearest[~hopeful]):
            yield rows[~hopeful & (nearest == world)], self._around(matrix[world])

    def _met(self, rows: Rows, matrix: Matrix) -> Rows:
        """How many conditions are met with the law at its best, by household and setting."""
        rules, cases = self.knowledge.rules, self.cases.take(rows)
        by_row = {key: levels[rows] for key, levels in self.by_row.items()}
        worlds = Worlds(
            rules.rulebook, cases.first_day, cases.roles, tuple(self.inputs), matrix, ranges=cases.ranges, by_row=by_row
        )
        ran = PlanExecutor(()).run(rules.rulebook, cases, worlds, rules.outputs)
        return np.asarray(np.sum([ran.values[name] for name in rules.clauses], axis=0, dtype=np.intp))

    def _around(self, setting: Matrix) -> Matrix:
        """A setting with each input at each of its levels, one input at a time."""
        sizes = [len(unknown.levels) for unknown in self.inputs]
        changed = np.repeat(setting[None, :], sum(sizes), axis=0)
        changed[np.arange(sum(sizes)), np.repeat(np.arange(len(sizes)), sizes)] = np.concatenate(
            [np.arange(size) for size in sizes]
        )
        return changed


def _spread(found: Rows, count: int) -> Rows:
    """So many of some places, from all over, as each city has its own law."""
    return found[np.linspace(0, len(found) - 1, count).astype(np.intp)]


def _settings(knowledge: Knowledge, rows: Rows, inputs: Sequence[Unknown]) -> Iterator[tuple[Rows, _Settings]]:
    """Settings of households who came upon the same, those together of whom each missing day is tried as often."""
    cases = knowledge.cases.take(rows)
    varied = [unknown for unknown in inputs if knowledge.cases.differs(unknown)]
    if not varied:
        yield rows, _Settings(knowledge, cases, inputs, {})
        return
    spans = [cases.span_of(unknown) for unknown in varied]
    columns = [cases.days, *(end for span in spans for end in span)]
    keys = np.stack([np.broadcast_to(each.astype("<i8"), (len(rows),)) for each in columns], axis=1)
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    tried = [[_as_of(knowledge, cases, unknown, row) for unknown in varied] for row in first.tolist()]
    counts = [tuple(len(unknown.levels) for unknown in each) for each in tried]
    for count in dict.fromkeys(counts):
        same = np.flatnonzero(np.array([each == count for each in counts])[which])
        own = {unknown.key: unknown for unknown in tried[counts.index(count)]}
        by_row = {
            unknown.key: np.array([tried[each][number].levels for each in which[same]], unknown.span[0].dtype)
            for number, unknown in enumerate(varied if len(same) > 1 else ())
        }
        tried_at = [own.get(unknown.key, unknown) for unknown in inputs]
        yield rows[same], _Settings(knowledge, cases.take(same), tried_at, by_row)


def _as_of(knowledge: Knowledge, cases: Cases, unknown: Unknown, row: int) -> Unknown:
    """Something missing as it is of one household alone."""
    alone = cases.take(np.array([row]))
    found = Worlds(knowledge.rules.rulebook, alone.first_day, alone.roles, ranges=alone.ranges)
    return found.unknown_input(*unknown.key[1:]) or unknown

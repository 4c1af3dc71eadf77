"""Narrowing what is certain of households: pins where the graph proves a direction, then splits, within a budget of boxes.

A box says of every unknown what it can be. What is certain of a household is what all boxes together leave possible.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.knowledge import Ends, Floats, Knowledge, results, run, span_of
from cdmz_rules.decisions.unknowns import BOUNDLESS, Key, Unknown
from cdmz_rules.plan import Plan
from cdmz_rules.plan.bounds.look_ups import members
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.plan.bounds.signs import Signs, signs
from cdmz_rules.rulebook.rulebook import BenefitRules

MAX_SPLIT = 48
"""So many boxes a household and result are split into."""
MAX_TRACKED = 64
"""Of so many unknowns it is proven which way results go with them."""
SURE, DOUBT = "entitled for sure", "for the office to judge"
"""What follows from the clauses together: that all of them hold, and that one fails that the office judges."""

Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


class Target(NamedTuple):
    """An end of a result that may lie closer: its least (0) or greatest (1)."""

    name: str
    end: int


@dataclass(frozen=True)
class Pinned:
    """For one target, what is known of unknowns without losing its end, and what is left to split."""

    target: Target
    narrowed: Mapping[Key, Span]
    left: Sequence[Unknown]


@dataclass
class Narrowing:
    """Households of which the same is unknown.

    Attributes:
        rules: What they ask for.
        plan: The formulas.
        cases: The households, decided for one day.
        unknowns: What a run with nothing narrowed came upon.
        bounds: What is certain of each result so far.
        depends: Of each result, the unknowns on which it can depend, as bits in the order of the unknowns tracked.
    """

    rules: BenefitRules
    plan: Plan
    cases: Cases
    unknowns: Sequence[Unknown]
    bounds: dict[str, Ends]
    depends: dict[str, Signs] = field(default_factory=dict)

    @property
    def tracked(self) -> Sequence[Unknown]:
        """The unknowns of which it is proven which way results go with them: inputs first, then law that is one of several readings."""
        return sorted(self.unknowns, key=lambda unknown: (unknown.is_law, unknown.directed))[:MAX_TRACKED]

    def of_boxes(self, rows: Rows, boxes: int, narrowed: Mapping[Key, Span]) -> dict[str, Ends]:
        """What is possible in boxes: for each of the rows, so many next to each other."""
        cases = self.cases if boxes == 1 and len(rows) == self.cases.count else self.cases.take(np.repeat(rows, boxes))
        return judged(self.rules, run(Knowledge(self.rules.rulebook, self.plan, cases, narrowed)), cases.count)

    def directions(self) -> None:
        """Prove which way results go with unknowns."""
        knowledge = Knowledge(self.rules.rulebook, self.plan, self.cases)
        frame, program = knowledge.frame(), self.plan.bounded
        with np.errstate(all="ignore"):
            program.run_all(frame)
        bit = {unknown.key: np.uint64(1) << np.uint64(n) for n, unknown in enumerate(self.tracked)}
        inputs = {
            number: np.array([bit[key]])
            for number, asked in enumerate(self.plan.asked)
            if (key := ("input", asked.name, asked.place)) in bit
        }
        law = {
            look: reduce(
                np.bitwise_or,
                [
                    np.where(rows, bit[key], np.uint64(0))
                    for key, masks in cells.items()
                    if key in bit
                    for rows in masks
                ],
                np.zeros(1, np.uint64),
            )
            for look, cells in frame.reached.items()
        }
        known = signs(program.steps, [frame.steps.get(n) for n in range(len(program.steps))], inputs, law)
        place = {id(step): number for number, step in enumerate(program.steps)}
        self.depends = {
            name: known[place[id(step)]] if id(step) in place else Signs(np.zeros(1, np.uint64), np.zeros(1, np.uint64))
            for (name, _), step in program.results.items()
        }
        strict, judged = _clauses(self.rules)
        every = [self.depends[name] for name in (*strict, *judged)]
        zero = np.zeros(1, np.uint64)
        up = reduce(np.bitwise_or, [each.up for each in every], zero)
        down = reduce(np.bitwise_or, [each.down for each in every], zero)
        self.depends[SURE] = Signs(up, down)
        doubts = [self.depends[name] for name in judged]
        self.depends[DOUBT] = Signs(
            reduce(np.bitwise_or, [each.down for each in doubts], zero),
            reduce(np.bitwise_or, [each.up for each in doubts], zero),
        )

    def dependencies(self) -> dict[str, list[Unknown]]:
        """By result of the first household, the unknowns on which it can depend."""
        tracked = self.tracked
        return {
            name: [
                unknown
                for position, unknown in enumerate(tracked)
                if (int(way.up.flat[0]) | int(way.down.flat[0])) >> position & 1
            ]
            for name, way in self.depends.items()
        }

    def narrow(self, targets: Mapping[Target, Bools]) -> None:
        """Bring ends closer, of those rows whose ends are not known to be reached."""
        self.directions()
        for target, rows in targets.items():
            for some, pinned in self._pinned(target, np.flatnonzero(rows)):
                self._pin(some, pinned)
                some = some[np.abs(self.bounds[target.name][target.end][some]) < BOUNDLESS / 1e3]
                if pinned.left and len(some):
                    self._split(some, pinned)

    def _pinned(self, target: Target, rows: Rows) -> Iterator[tuple[Rows, Pinned]]:
        """Rows of which the same can be pinned."""
        way = self.depends[target.name]
        up = np.broadcast_to(way.up, (self.cases.count,))[rows]
        down = np.broadcast_to(way.down, (self.cases.count,))[rows]
        patterns, which = np.unique(np.stack([up, down], axis=1), axis=0, return_inverse=True)
        for number, (rises, falls) in enumerate(patterns.tolist()):
            narrowed: dict[Key, Span] = {}
            left: list[Unknown] = []
            for position, unknown in enumerate(self.tracked):
                can_rise, can_fall = bool(rises >> position & 1), bool(falls >> position & 1)
                if (can_rise and can_fall) or (unknown.is_choice and (can_rise or can_fall)):
                    if len(span_of(self.cases, unknown)[0]) == len(self.cases.days) == 1:
                        left.append(unknown)  # what differs from row to row is left whole
                elif can_rise or can_fall:
                    narrowed[unknown.key] = self._at(unknown, target.end if can_rise else 1 - target.end)
            yield rows[which == number], Pinned(target, narrowed, left)

    def _at(self, unknown: Unknown, end: int) -> Span:
        """An unknown at one of its ends."""
        value = span_of(self.cases, unknown)[end]
        return value, value

    def _pin(self, rows: Rows, pinned: Pinned) -> None:
        self._take(rows, pinned.target, self.of_boxes(rows, 1, _of_rows(pinned.narrowed, rows)))

    def _take(self, rows: Rows, target: Target, found: Mapping[str, Ends], boxes: int = 1) -> None:
        """Take over an end that was found for rows, of boxes next to each other the one furthest out."""
        out = (np.min, np.max)[target.end]
        end = out(found[target.name][target.end].reshape(len(rows), boxes), axis=1)
        bounds = [np.array(each) for each in self.bounds[target.name]]
        closer = (np.maximum, np.minimum)[target.end]
        bounds[target.end][rows] = closer(bounds[target.end][rows], end)
        self.bounds[target.name] = (bounds[0], bounds[1])

    def _split(self, rows: Rows, pinned: Pinned) -> None:
        """Split by the unknowns that bring the end closest, each alone first, then the best of them together."""
        pieces = {unknown.key: self._pieces(unknown) for unknown in pinned.left}
        alone = self._alone(rows, pinned, pieces)
        order = np.argsort(alone, axis=1, kind="stable")
        for some, chosen in _alike(order):
            keys: list[Key] = []
            for position in chosen:
                key = pinned.left[position].key
                if math.prod(len(pieces[each]) for each in [*keys, key]) <= MAX_SPLIT and len(pieces[key]) > 1:
                    keys.append(key)
            if keys:
                boxes = math.prod(len(pieces[key]) for key in keys)
                narrowed = _repeated(_of_rows(pinned.narrowed, rows[some]), boxes) | _product(
                    {key: pieces[key] for key in keys}, len(some)
                )
                self._take(rows[some], pinned.target, self.of_boxes(rows[some], boxes, narrowed), boxes)

    def _alone(self, rows: Rows, pinned: Pinned, pieces: Mapping[Key, Sequence[Span]]) -> Floats:
        """By row and unknown that is left: how far out the end lies when it alone is split, the closest first."""
        counts = [len(pieces[unknown.key]) for unknown in pinned.left]
        total = sum(counts)
        narrowed = _repeated(_of_rows(pinned.narrowed, rows), total)
        first = 0
        for unknown, count in zip(pinned.left, counts, strict=True):
            narrowed[unknown.key] = _placed(unknown, pieces[unknown.key], first, total, len(rows))
            first += count
        found = self.of_boxes(rows, total, narrowed)[pinned.target.name][pinned.target.end].reshape(len(rows), total)
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        if pinned.target.end == 0:
            found = -found
        worst = np.maximum.reduceat(found, starts, axis=1)
        mean = np.add.reduceat(found, starts, axis=1) / np.array(counts)
        span = np.abs(found).max(initial=1.0)
        return np.asarray(worst + mean / span * 1e-6 * span)

    def _pieces(self, unknown: Unknown) -> list[Span]:
        return pieces_of(unknown, span_of(self.cases, unknown))


def judged(rules: BenefitRules, values: Mapping[str, Span], count: int) -> dict[str, Ends]:
    """What results can be, and what the clauses come to together."""
    plain = results(values, count)
    return {**plain, **_together(rules, plain)}


def pieces_of(unknown: Unknown, span: Span) -> list[Span]:
    """Parts of all that an unknown can be, together all of it."""
    low, high = span
    if unknown.is_choice:
        return [(np.array([1 << member], np.uint64), None) for member in members(int(low[0]))]
    if low.dtype == np.bool_:
        return [(np.array([flag]),) * 2 for flag in (False, True)]
    if unknown.item is not None and unknown.item.kind in ("choice", "boolean", "places"):
        return [(np.array([float(n)]),) * 2 for n in range(int(low[0]), int(high[0]) + 1)]
    if not low[0] < high[0]:
        return [(low, high)]
    if low.dtype.kind == "M":
        points = sorted(
            {low[0], *(np.datetime64(day, "D") for day in unknown.levels if low[0] < np.datetime64(day, "D") < high[0])}
        )
        one = np.timedelta64(1, "D")
        ends = [*(point - one for point in points[1:]), high[0]]
        return [(np.array([a]), np.array([b])) for a, b in zip(points, ends, strict=True)]
    points = sorted({float(low[0]), *(float(level) for level in unknown.levels if low[0] < level < high[0])})
    ends = [*points[1:], float(high[0])]
    return [(np.array([a]), np.array([b])) for a, b in zip(points, ends, strict=True)]


def _clauses(rules: BenefitRules) -> tuple[list[str], list[str]]:
    return (
        [name for name in rules.clauses if name not in rules.discretion],
        [name for name in rules.clauses if name in rules.discretion],
    )


def _together(rules: BenefitRules, results: Mapping[str, Ends]) -> dict[str, Ends]:
    """What the clauses come to together."""
    strict, judged = _clauses(rules)
    every = [results[name] for name in (*strict, *judged)]
    sure = tuple(reduce(np.minimum, [each[end] for each in every]) for end in (0, 1))
    count = len(sure[0])
    none = np.zeros(count)
    doubt = tuple(reduce(np.maximum, [1 - results[name][1 - end] for name in judged], none) for end in (0, 1))
    return {SURE: (sure[0], sure[1]), DOUBT: (doubt[0], doubt[1])}


def _of_rows(narrowed: Mapping[Key, Span], rows: Rows) -> dict[Key, Span]:
    return {
        key: (
            span[0] if len(span[0]) == 1 else span[0][rows],
            span[1] if span[1] is None or len(span[1]) == 1 else span[1][rows],
        )
        for key, span in narrowed.items()
    }


def _repeated(narrowed: Mapping[Key, Span], boxes: int) -> dict[Key, Span]:
    def wide(array: npt.NDArray[np.float64] | None) -> npt.NDArray[np.float64] | None:
        return array if array is None or len(array) == 1 else np.repeat(array, boxes)

    return {key: (wide(span[0]), wide(span[1])) for key, span in narrowed.items()}


def _placed(unknown: Unknown, pieces: Sequence[Span], first: int, total: int, rows: int) -> Span:
    """An unknown as it is, but in some boxes of each row one piece after the other."""
    ends = []
    for end in (0, 1):
        if unknown.span[end] is None:
            ends.append(None)
            continue
        whole = unknown.span[0] if unknown.is_choice else (pieces[0][0], pieces[-1][1])[end]
        boxes = np.repeat(whole[:1], total)
        boxes[first : first + len(pieces)] = np.concatenate([piece[end][:1] for piece in pieces])
        ends.append(np.tile(boxes, rows))
    return ends[0], ends[1]


def _product(pieces: Mapping[Key, Sequence[Span]], rows: int) -> dict[Key, Span]:
    """Every combination of pieces, for each row."""
    shape = [len(each) for each in pieces.values()]
    places = np.stack([grid.reshape(-1) for grid in np.meshgrid(*map(np.arange, shape), indexing="ij")])
    narrowed: dict[Key, Span] = {}
    for (key, parts), place in zip(pieces.items(), places, strict=True):
        ends = [
            None if parts[0][end] is None else np.tile(np.concatenate([part[end] for part in parts])[place], rows)
            for end in (0, 1)
        ]
        narrowed[key] = (ends[0], ends[1])
    return narrowed


def _alike(order: npt.NDArray[np.intp]) -> Iterator[tuple[Rows, list[int]]]:
    patterns, which = np.unique(order, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        yield np.flatnonzero(which == number), pattern.tolist()

"""Narrowing what is certain of households: pins where the graph proves a direction, then splits, within a budget of boxes.

A box says of every unknown what it can be. What is certain of a household is what all boxes together leave possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.knowledge import Ends, Floats, Knowledge, results, run, span_of
from cdmz_rules.decisions.unknowns import BOUNDLESS, Key, Unknown
from cdmz_rules.plan import Plan
from cdmz_rules.plan.bounds.look_ups import members
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.plan.bounds.signs import NOTHING, Signs, signs
from cdmz_rules.rulebook.rulebook import BenefitRules

MAX_SPLIT = 48
"""So many boxes a household and result are split into."""
MAX_FRONTIER = 8
"""So many boxes are split again,"""
MAX_PARTED = 128
"""together into so many,"""
MAX_PARTS = 32
"""each into no more than so many,"""
WIDE, SMALL = 1e7, 1e-12
"""Parts of a wider span grow by a factor, from so small a part of it."""
MAX_ROUNDS = 5
"""and the boxes are looked at so many times."""
NEAR = 0.004
"""Less than half a fen keeps no end from being as close as it may be."""
MAX_TRACKED = 64
"""Of so many unknowns it is proven which way results go with them."""
SURE, DOUBT = "entitled for sure", "for the office to judge"
"""What follows from the clauses together: that all of them hold, and that one fails that the office judges."""

Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Bits = npt.NDArray[np.uint64]


class Target(NamedTuple):
    """An end of a result that may lie closer: its least (0) or greatest (1)."""

    name: str
    end: int


@dataclass(frozen=True)
class Job:
    """One end of one result of one household.

    Attributes:
        row: The household.
        target: The end.
        pinned: Unknowns at the values at which the end is reached whatever else is unknown.
        left: Unknowns on which the end depends one way and the other: they can be split.
        beyond: How far out the end lies for sure, or may lie in boxes that are not looked at again; of a least end, turned round.
    """

    row: int
    target: Target
    pinned: Mapping[Key, Span]
    left: Sequence[Unknown]
    beyond: float = -np.inf


Boxes = Mapping[Key, Span]
"""What is known of unknowns in some boxes next to each other: arrays as long as there are boxes, or of length one."""


@dataclass
class Narrowing:
    """Households of which the same is unknown.

    Attributes:
        rules: What they ask for.
        plan: The formulas.
        cases: The households.
        unknowns: What a run with nothing narrowed came upon.
        bounds: What is certain of each result so far.
        depends: Of each result, the unknowns with which it can rise and fall, as bits in the order of the unknowns tracked.
    """

    rules: BenefitRules
    plan: Plan
    cases: Cases
    unknowns: Sequence[Unknown]
    bounds: dict[str, Ends]
    depends: dict[str, Signs] = field(default_factory=dict)

    @cached_property
    def tracked(self) -> Sequence[Unknown]:
        """The unknowns of which it is proven which way results go with them: inputs, law that is one of several readings, other law."""
        return sorted(self.unknowns, key=lambda unknown: (unknown.is_law, unknown.directed))[:MAX_TRACKED]

    def narrow(self, targets: Mapping[Target, Bools]) -> None:
        """Bring ends closer, of the rows for which that is wanted."""
        self.depends = self._directions()
        jobs = list(self._jobs(targets))
        self._take(jobs, [1] * len(jobs), self._run(jobs, [job.pinned for job in jobs], [1] * len(jobs)))
        jobs = [job for job in jobs if job.left]
        tried: Sequence[tuple[Job, Boxes]]
        tried = [(job, {**job.pinned, **_product(pieces)}) for job, pieces in zip(jobs, self._best(jobs), strict=True)]
        for _ in range(MAX_ROUNDS):
            tried = self._round(tried)

    def _round(self, tried: Sequence[tuple[Job, Boxes]]) -> list[tuple[Job, Boxes]]:
        """Look at boxes, and split those again that keep an end from being as close as it may be."""
        jobs, boxes = [job for job, _ in tried], [each for _, each in tried]
        counts = [_count(each) for each in boxes]
        found = self._run(jobs, boxes, counts)
        first, again = 0, []
        for job, each, count in zip(jobs, boxes, counts, strict=True):
            part = slice(first, first + count)
            first += count
            name, end = job.target
            turn = 1 if end else -1
            furthest, nearest = found[name][end][part] * turn, found[name][1 - end][part] * turn
            beyond = job.beyond
            # Whatever is unknown, one box comes as far out as its near end: none that stays below it matters.
            reached = max(nearest.max(), beyond)
            bound = max(furthest.max(), beyond)
            ends = self.bounds[name]
            ends[end][job.row] = min(ends[end][job.row] * turn, bound) * turn
            order = np.argsort(-furthest, kind="stable")
            order = order[furthest[order] > reached + NEAR]
            kept, rest = order[:MAX_FRONTIER], order[MAX_FRONTIER:]
            # What no choice bounds, no smaller part of a number will.
            deeper = self._deeper(job, _taken(each, kept)) if len(kept) and abs(bound) < BOUNDLESS / 1e3 else None
            if deeper is not None:
                again.append((replace(job, beyond=max(reached, furthest[rest].max(initial=-np.inf))), deeper))
        return again

    def _deeper(self, job: Job, boxes: Boxes) -> Boxes | None:
        """Boxes split once more, by the number or day of which they leave the greatest part open; None if there is none."""
        widest, share = None, 0.0
        for unknown in job.left:
            low, high = self._span(unknown, job.row)
            if high is None or low.dtype == np.bool_ or (unknown.item is not None and unknown.item.kind != "number"):
                continue
            ends = boxes.get(unknown.key, (low, high))
            part = _share(ends, (low, high))
            if part > max(share, 1e-9):
                widest, share = unknown.key, part
        if widest is None:
            return None
        unknown = next(each for each in job.left if each.key == widest)
        return _parted(boxes, widest, boxes.get(widest, self._span(unknown, job.row)))

    def _run(self, jobs: Sequence[Job], boxes: Sequence[Boxes], counts: Sequence[int]) -> dict[str, Ends]:
        """What is possible in the boxes of each job, one job after the other."""
        if not jobs:
            return {}
        spans = {unknown.key: span_of(self.cases, unknown) for unknown in self.unknowns}
        keys = dict.fromkeys(key for each in boxes for key in each)
        narrowed = {
            key: _joined(
                [_wide(each.get(key, spans[key]), job.row, n) for job, each, n in zip(jobs, boxes, counts, strict=True)]
            )
            for key in keys
        }
        rows = np.repeat([job.row for job in jobs], counts)
        cases = replace(self.cases.take(rows), situation=None)
        return judged(self.rules, run(Knowledge(self.rules.rulebook, self.plan, cases, narrowed)), len(rows))

    def _take(self, jobs: Sequence[Job], counts: Sequence[int], found: Mapping[str, Ends]) -> None:
        """Take over what was found: of the boxes of a job, the one furthest out."""
        first = 0
        for job, count in zip(jobs, counts, strict=True):
            name, end = job.target
            out, closer = ((np.min, max), (np.max, min))[end]
            ends = self.bounds[name]
            ends[end][job.row] = closer(ends[end][job.row], out(found[name][end][first : first + count]))
            first += count

    def _directions(self) -> dict[str, Signs]:
        """Prove which way results go with unknowns."""
        frame, program = Knowledge(self.rules.rulebook, self.plan, self.cases).frame(), self.plan.bounded
        with np.errstate(all="ignore"):
            program.run_all(frame)
        bit = {unknown.key: np.uint64(1) << np.uint64(number) for number, unknown in enumerate(self.tracked)}
        asked = {number: ("input", each.name, each.place) for number, each in enumerate(self.plan.asked)}
        inputs = {number: np.array([bit[key]]) for number, key in asked.items() if key in bit}
        law = {
            look: _any(
                np.where(rows, bit[key], np.uint64(0)) for key, masks in cells.items() if key in bit for rows in masks
            )
            for look, cells in frame.reached.items()
        }
        known = signs(program.steps, [frame.steps.get(number) for number in range(len(program.steps))], inputs, law)
        place = {id(step): number for number, step in enumerate(program.steps)}
        ways = {
            name: known[place[id(step)]] if id(step) in place else NOTHING
            for (name, _), step in program.results.items()
        }
        strict, doubts = _clauses(self.rules)
        every = [ways[name] for name in (*strict, *doubts)]
        ways[SURE] = Signs(_any(way.up for way in every), _any(way.down for way in every))
        ways[DOUBT] = Signs(_any(ways[name].down for name in doubts), _any(ways[name].up for name in doubts))
        return ways

    def dependencies(self) -> dict[str, list[Unknown]]:
        """By result of the first household, the unknowns on which it can depend."""
        return {
            name: [each for each, rises, falls in zip(self.tracked, *_flags(way, 0), strict=False) if rises or falls]
            for name, way in self.depends.items()
        }

    def _jobs(self, targets: Mapping[Target, Bools]) -> Iterator[Job]:
        for target, rows in targets.items():
            for row in np.flatnonzero(rows).tolist():
                pinned: dict[Key, Span] = {}
                left: list[Unknown] = []
                for unknown, rises, falls in zip(self.tracked, *_flags(self.depends[target.name], row), strict=False):
                    if (rises and falls) or (unknown.is_choice and (rises or falls)):
                        left.append(unknown)
                    elif rises or falls:
                        value = _at(span_of(self.cases, unknown)[target.end if rises else 1 - target.end], row)
                        pinned[unknown.key] = value, value
                yield Job(row, target, pinned, left)

    def _best(self, jobs: Sequence[Job]) -> list[dict[Key, list[Span]]]:
        """For each job the unknowns to split together: those that bring the end closest, each tried alone, and their pieces."""
        pieces = [
            {unknown.key: pieces_of(unknown, self._span(unknown, job.row)) for unknown in job.left} for job in jobs
        ]
        counts = [[len(each) for each in by_key.values()] for by_key in pieces]
        boxes = [{**job.pinned, **_alone(by_key)} for job, by_key in zip(jobs, pieces, strict=True)]
        found = self._run(jobs, boxes, list(map(sum, counts)))
        first, best = 0, []
        for job, by_key, sizes in zip(jobs, pieces, counts, strict=True):
            name, end = job.target
            values = found[name][end][first : first + sum(sizes)] * (1 if end else -1)
            first += sum(sizes)
            starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
            worst, mean = np.maximum.reduceat(values, starts), np.add.reduceat(values, starts) / np.array(sizes)
            order = np.lexsort((mean, worst))
            keys = [*by_key]
            best.append(_affordable({keys[place]: by_key[keys[place]] for place in order.tolist()}))
        return best

    def _span(self, unknown: Unknown, row: int) -> Span:
        low, high = span_of(self.cases, unknown)
        return _at(low, row), None if high is None else _at(high, row)


def _share(ends: Span, whole: Span) -> float:
    """How much of all that an unknown can be boxes leave open; of what has no bound, by its size, as it is parted."""
    width = whole[1] - whole[0]
    if width.dtype.kind == "f" and width.max() > WIDE:
        low, high = (np.log1p(np.maximum(end - whole[0], 0)) for end in ends)
        return float(np.max((high - low) / np.log1p(width)))
    return float(np.max((ends[1] - ends[0]) / width))


def _affordable(pieces: Mapping[Key, list[Span]]) -> dict[Key, list[Span]]:
    """The first of them, as long as all combinations of their pieces are within the budget."""
    chosen: dict[Key, list[Span]] = {}
    boxes = 1
    for key, parts in pieces.items():
        if len(parts) > 1 and boxes * len(parts) <= MAX_SPLIT:
            chosen[key] = parts
            boxes *= len(parts)
    return chosen


def _alone(pieces: Mapping[Key, Sequence[Span]]) -> dict[Key, Span]:
    """Boxes in which one unknown after the other is each of its pieces, and the others all that they can be."""
    total, first, boxes = sum(map(len, pieces.values())), 0, {}
    for key, parts in pieces.items():
        whole = _whole(parts)
        low = np.repeat(whole[0], total)
        low[first : first + len(parts)] = np.concatenate([part[0] for part in parts])
        high = None
        if whole[1] is not None:
            high = np.repeat(whole[1], total)
            high[first : first + len(parts)] = np.concatenate([part[1] for part in parts])
        boxes[key] = low, high
        first += len(parts)
    return boxes


def _product(pieces: Mapping[Key, Sequence[Span]]) -> dict[Key, Span]:
    """Boxes for every combination of pieces."""
    shape = [len(each) for each in pieces.values()]
    places = [grid.reshape(-1) for grid in np.meshgrid(*map(np.arange, shape), indexing="ij")]
    return {
        key: (
            np.concatenate([part[0] for part in parts])[place],
            None if parts[0][1] is None else np.concatenate([part[1] for part in parts])[place],
        )
        for (key, parts), place in zip(pieces.items(), places, strict=True)
    }


def _count(boxes: Boxes) -> int:
    return max((len(end) for span in boxes.values() for end in span if end is not None), default=1)


def _taken(boxes: Boxes, places: Rows) -> dict[Key, Span]:
    count = _count(boxes)
    return {
        key: (_some(span[0], places, count), None if span[1] is None else _some(span[1], places, count))
        for key, span in boxes.items()
    }


def _some(array: npt.NDArray[Any], places: Rows, count: int) -> npt.NDArray[Any]:
    return array[places] if len(array) == count else array


def _parted(boxes: Boxes, key: Key, span: Span) -> dict[Key, Span]:
    """Every box in parts by one unknown."""
    count = max(_count(boxes), 1)
    parts_each = min(MAX_PARTS, MAX_PARTED // count)
    low, high = (np.broadcast_to(end, (count,)) for end in span)
    repeated = {
        each: tuple(None if end is None else end if len(end) == 1 else np.repeat(end, parts_each) for end in ends)
        for each, ends in boxes.items()
    }
    if low.dtype.kind == "M":
        steps = (np.arange(parts_each + 1)[None, :] * ((high - low).astype(np.int64)[:, None] + 1)) // parts_each
        edges = low.astype(np.int64)[:, None] + steps
        parts = (np.minimum(edges[:, :-1], edges[:, 1:] - 1).reshape(-1), (edges[:, 1:] - 1).reshape(-1))
        ends = tuple(np.maximum(part, low.astype(np.int64).repeat(parts_each)).astype(low.dtype) for part in parts)
    else:
        width = (high - low)[:, None]
        # What has no bound is looked at by its size: a thousand yuan tell more than a tenth of a billion.
        scale = np.concatenate([[0], np.geomspace(SMALL, 1, parts_each)])[None, :]
        even = np.linspace(0, 1, parts_each + 1)[None, :]
        edges = low[:, None] + np.where(
            width > WIDE, np.minimum(scale ** (np.log10(np.maximum(width, 1)) / 12) * width, width), even * width
        )
        edges[:, -1] = high
        ends = (edges[:, :-1].reshape(-1), edges[:, 1:].reshape(-1))
    return {**repeated, key: (ends[0], ends[1])}


def _whole(parts: Sequence[Span]) -> Span:
    """What pieces in their order are together."""
    if parts[0][1] is None:
        return reduce(np.bitwise_or, [part[0] for part in parts]), None
    return parts[0][0], parts[-1][1]


def pieces_of(unknown: Unknown, span: Span) -> list[Span]:
    """Parts of all that an unknown can be, together all of it, in their order."""
    low, high = span
    if unknown.is_choice:
        return [(np.array([1 << member], np.uint64), None) for member in members(int(low[0]))]
    if low.dtype == np.bool_ or (unknown.item is not None and unknown.item.kind in ("choice", "boolean", "places")):
        values = np.arange(int(low[0]), int(high[0]) + 1).astype(low.dtype)
        return [(values[place : place + 1],) * 2 for place in range(len(values))]
    dates = low.dtype.kind == "M"
    levels = np.array(unknown.levels, low.dtype)
    points = np.unique(np.concatenate([low, levels[(levels > low) & (levels < high)]]))
    # Days do not overlap; of numbers the ends belong to both sides.
    ends = np.concatenate([points[1:] - np.timedelta64(1, "D") if dates else points[1:], high])
    return [(points[place : place + 1], ends[place : place + 1]) for place in range(len(points))]


def _at(array: npt.NDArray[Any], row: int) -> npt.NDArray[Any]:
    return array if len(array) == 1 else array[row : row + 1]


def _wide(span: Span, row: int, count: int) -> Span:
    """A span of one job in so many boxes."""
    low, high = (None if end is None else end if len(end) == count else np.repeat(_at(end, row), count) for end in span)
    return low, high  # type: ignore[return-value]


def _joined(spans: Sequence[Span]) -> Span:
    low = np.concatenate([span[0] for span in spans])
    return low, None if spans[0][1] is None else np.concatenate([span[1] for span in spans])


def _flags(way: Signs, row: int) -> tuple[list[int], list[int]]:
    """Of one row, whether it rises and falls with each unknown tracked."""
    bits = [int(_at(each, row)[0]) for each in way]
    rises, falls = ([each >> place & 1 for place in range(MAX_TRACKED)] for each in bits)
    return rises, falls


def _any(bits: Iterator[Bits] | Any) -> Bits:
    return reduce(np.bitwise_or, bits, np.zeros(1, np.uint64))


def judged(rules: BenefitRules, values: Mapping[str, Span], count: int) -> dict[str, Ends]:
    """What results can be, and what the clauses come to together."""
    plain = results(values, count)
    strict, doubts = _clauses(rules)
    every = [plain[name] for name in (*strict, *doubts)]
    none = np.zeros(count)

    def all_hold(end: int) -> Floats:
        return np.asarray(reduce(np.minimum, [each[end] for each in every]))

    def one_fails(end: int) -> Floats:
        return np.asarray(reduce(np.maximum, [1 - plain[name][1 - end] for name in doubts], none))

    return {**plain, SURE: (all_hold(0), all_hold(1)), DOUBT: (one_fails(0), one_fails(1))}


def _clauses(rules: BenefitRules) -> tuple[list[str], list[str]]:
    """Its clauses: those that must hold, and those that the office judges."""
    strict = [name for name in rules.clauses if name not in rules.discretion]
    return strict, [name for name in rules.clauses if name in rules.discretion]


def widely(rules: BenefitRules, plan: Plan, cases: Cases, unknowns: Sequence[Unknown]) -> dict[str, Ends]:
    """What every variable of one household can be, split by the unknowns of the fewest pieces: inputs first."""
    pieces = {
        unknown.key: pieces_of(unknown, span_of(cases, unknown))
        for unknown in sorted(unknowns, key=lambda unknown: (unknown.is_law, unknown.directed))
    }
    boxes = _product(_affordable(pieces))
    count = max((len(span[0]) for span in boxes.values()), default=1)
    rows = replace(cases.take(np.zeros(count, np.intp)), situation=None)
    found = results(run(Knowledge(rules.rulebook, plan, rows, boxes), wide=True), count)
    return {name: (low.min(keepdims=True), high.max(keepdims=True)) for name, (low, high) in found.items()}

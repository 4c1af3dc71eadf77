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

from cdmz_rules.decisions.boxes import Boxes, Pieces, side_by_side
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Ends, Knowledge
from cdmz_rules.decisions.unknowns import BOUNDLESS, Key, Unknown
from cdmz_rules.plan import Plan
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.plan.bounds.signs import NOTHING, Signs, signs
from cdmz_rules.rulebook.rulebook import BenefitRules

MAX_SPLIT = 48
"""So many boxes a household and result are split into."""
MAX_FRONTIER = 8
"""So many boxes are split again at most,"""
MAX_ROUNDS = 5
"""and the boxes are looked at so many times."""
NEAR = 0.004
"""Less than half a fen keeps no end from being as close as it may be."""
MAX_TRACKED = 64
"""Of so many unknowns it is proven which way results go with them."""
CLOSED = 1e-9
"""Less than so great a part of all that an unknown can be is not split."""

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
        self.depends = self.directions()
        jobs = list(self._jobs(targets))
        found = self._run([(job, Boxes(job.pinned)) for job in jobs])
        for place, job in enumerate(jobs):
            self._take(job, found[job.target.name][job.target.end][place])
        jobs = [job for job in jobs if job.left]
        split = [
            Boxes.product(pieces, MAX_SPLIT).known(job.pinned)
            for job, pieces in zip(jobs, self._best(jobs), strict=True)
        ]
        tried: Sequence[tuple[Job, Boxes]] = list(zip(jobs, split, strict=True))
        for _ in range(MAX_ROUNDS):
            tried = self._round(tried)

    def _end(self, job: Job) -> float:
        return float(self.bounds[job.target.name][job.target.end][job.row])

    def _take(self, job: Job, end: float) -> None:
        """Take over an end that was found, if it is closer."""
        closer = min if job.target.end else max
        self.bounds[job.target.name][job.target.end][job.row] = closer(self._end(job), end)

    def _round(self, tried: Sequence[tuple[Job, Boxes]]) -> list[tuple[Job, Boxes]]:
        """Look at boxes, and split those again that keep an end from being as close as it may be."""
        found, first, again = self._run(tried), 0, []
        for job, boxes in tried:
            part = slice(first, first + boxes.count)
            first += boxes.count
            turn = 1 if job.target.end else -1
            near, far = (found[job.target.name][end][part] * turn for end in (1 - job.target.end, job.target.end))
            # Whatever is unknown, one box comes as far out as its near end: none that stays below it matters.
            reached, bound = max(near.max(), job.beyond), max(far.max(), job.beyond)
            self._take(job, bound * turn)
            order = np.argsort(-far, kind="stable")
            order = order[far[order] > reached + NEAR]
            # What no choice bounds, no smaller part of a number will.
            splits = len(order) and abs(bound) < BOUNDLESS / 1e3
            deeper = self._deeper(job, boxes.take(order[:MAX_FRONTIER])) if splits else None
            if deeper is not None:
                beyond = max(reached, far[order[MAX_FRONTIER:]].max(initial=-np.inf))
                again.append((replace(job, beyond=beyond), deeper))
        return again

    def _deeper(self, job: Job, boxes: Boxes) -> Boxes | None:
        """Boxes split once more, by the number or day of which they leave the greatest part open; None if there is none."""
        counted = [unknown for unknown in job.left if unknown.is_counted]
        wholes = {unknown.key: self._span(unknown, job.row) for unknown in counted}
        shares = {key: boxes.open_share(key, whole) for key, whole in wholes.items()}
        widest = max(shares, key=shares.__getitem__, default=None)
        return None if widest is None or shares[widest] <= CLOSED else boxes.parted(widest, wholes[widest])

    def _run(self, tried: Sequence[tuple[Job, Boxes]]) -> dict[str, Ends]:
        """What is possible in the boxes of each job, one job after the other."""
        if not tried:
            return {}
        unknowns = {unknown.key: unknown for unknown in self.unknowns}
        narrowed = {
            key: side_by_side([boxes.of(key, self._span(unknowns[key], job.row)) for job, boxes in tried])
            for key in dict.fromkeys(key for _, boxes in tried for key in boxes.spans)
        }
        rows = np.repeat([job.row for job, _ in tried], [boxes.count for _, boxes in tried])
        cases = replace(self.cases.take(rows), situation=None)
        return Knowledge(self.rules, self.plan, cases, narrowed).judged()

    def directions(self) -> dict[str, Signs]:
        """Prove which way results go with unknowns."""
        frame, program = Knowledge(self.rules, self.plan, self.cases).frame(), self.plan.bounded
        frame.detailed = True
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
        strict, doubts = self.rules.strict, self.rules.judged
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
                        value = self._span(unknown, row)[target.end if rises else 1 - target.end]
                        pinned[unknown.key] = value, value
                yield Job(row, target, pinned, left)

    def _best(self, jobs: Sequence[Job]) -> Sequence[Pieces]:
        """For each job the unknowns to split and their pieces, those first that bring the end closest when each is tried alone."""
        pieces = [{each.key: each.pieces(self._span(each, job.row)) for each in job.left} for job in jobs]
        found = self._run([(job, Boxes.alone(each).known(job.pinned)) for job, each in zip(jobs, pieces, strict=True)])
        first, best = 0, []
        for job, by_key in zip(jobs, pieces, strict=True):
            sizes = [len(parts) for parts in by_key.values()]
            ends = found[job.target.name][job.target.end][first : first + sum(sizes)] * (1 if job.target.end else -1)
            first += sum(sizes)
            starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
            furthest, mean = np.maximum.reduceat(ends, starts), np.add.reduceat(ends, starts) / np.array(sizes)
            keys = [*by_key]
            order = [keys[place] for place in np.lexsort((mean, furthest)).tolist()]
            best.append({key: by_key[key] for key in order})
        return best

    def _span(self, unknown: Unknown, row: int) -> Span:
        low, high = self.cases.span_of(unknown)
        return _at(low, row), None if high is None else _at(high, row)


def _at(array: npt.NDArray[Any], row: int) -> npt.NDArray[Any]:
    return array if len(array) == 1 else array[row : row + 1]


def _flags(way: Signs, row: int) -> tuple[list[int], list[int]]:
    """Of one row, whether it rises and falls with each unknown tracked."""
    bits = [int(_at(each, row)[0]) for each in way]
    rises, falls = ([each >> place & 1 for place in range(MAX_TRACKED)] for each in bits)
    return rises, falls


def _any(bits: Iterator[Bits] | Any) -> Bits:
    return reduce(np.bitwise_or, bits, np.zeros(1, np.uint64))

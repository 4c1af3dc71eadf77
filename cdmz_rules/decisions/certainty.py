"""What is certain of households of which something is unknown: one run of bounds, and narrowing where it may say too little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.boxes import Boxes, together
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import MAX_DISCOVERING, Combination, comparable
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.exploration import Bools, Rows
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Ends, Floats, Knowledge
from cdmz_rules.decisions.narrowing import MAX_SPLIT, Narrowing, Target
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.unknowns import Key, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.plan import Plan
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.rulebook.rulebook import BenefitRules

TOLERANCE = 0.006
"""Ends are held against what is reached to the fen."""
MAX_SETTINGS = 48
"""In so many settings of missing inputs it is looked for one in which no unknown law decides."""


@dataclass(frozen=True)
class Certainty:
    """What is certain of households.

    Attributes:
        unknowns: What a run with nothing narrowed came upon.
        bounds: What every result can be.
        hopeful: What amounts can be where unknown law is at its best: of whoever is entitled, all of it; of others, what is open
            at its worst.
        law_decides: Where unknown law decides on entitlement, however missing inputs turn out.
        depends: Of one household: by result, the unknowns on which it can depend, as far as that was asked.
        narrowing: What told that; None where no end was open.
    """

    unknowns: Sequence[Unknown]
    bounds: Mapping[str, Ends]
    hopeful: Mapping[str, Ends]
    law_decides: Bools
    depends: Mapping[str, Sequence[Unknown]] = field(default_factory=dict)
    narrowing: Narrowing | None = None


def certainty(rules: BenefitRules, plan: Plan, cases: Cases, tried: Run, *, amounts: bool) -> Certainty:
    """What is certain of households, all decided for one day.

    Args:
        rules: What they ask for.
        plan: The formulas.
        cases: The households.
        tried: What comes of them in some worlds: an end that one of them reaches cannot lie closer.
        amounts: Whether to narrow amounts too, or only who is entitled.
    """
    knowledge = Knowledge(rules, plan, cases, noting=True)
    bounds = knowledge.judged()
    depends: Mapping[str, Sequence[Unknown]] = {}
    narrowing: Narrowing | None = None
    wanted = _far(bounds, tried, rules, _ends(rules, amounts=amounts))
    open_rows = np.logical_or.reduce([np.zeros(cases.count, bool), *wanted.values()])
    for rows, unknowns in _alike(knowledge, np.flatnonzero(open_rows)):
        narrowing = Narrowing(
            rules,
            plan,
            cases.take(rows),
            unknowns,
            {n: (np.array(a[rows]), np.array(b[rows])) for n, (a, b) in bounds.items()},
        )
        narrowing.narrow({target: far[rows] for target, far in wanted.items() if far[rows].any()})
        for name, (low, high) in narrowing.bounds.items():
            if cases.count == 1:
                bounds[name] = (low, high)
            else:
                for end, closer in zip(bounds[name], (low, high), strict=True):
                    end[rows] = closer
        depends = narrowing.dependencies() if cases.count == 1 else {}
    everything = tuple(knowledge.met.values())
    return Certainty(
        everything,
        bounds,
        _at_best(rules, plan, cases, everything, bounds),
        _law_decides(rules, plan, cases, everything, bounds),
        depends,
        narrowing if cases.count == 1 else None,
    )


def _alike(knowledge: Knowledge, rows: Rows) -> Iterator[tuple[Rows, Sequence[Unknown]]]:
    """Rows that came upon the same unknowns, and these."""
    if not len(rows):
        return
    met = np.stack([np.broadcast_to(mask, (knowledge.cases.count,))[rows] for mask in knowledge.rows.values()], axis=1)
    patterns, which = np.unique(np.packbits(met, axis=1), axis=0, return_inverse=True)
    for number in range(len(patterns)):
        same = np.flatnonzero(which == number)
        yield rows[same], [knowledge.met[key] for key, hit in zip(knowledge.rows, met[same[0]], strict=True) if hit]


def _far(bounds: Mapping[str, Ends], tried: Run, rules: BenefitRules, ends: Iterable[Target]) -> dict[Target, Bools]:
    """The ends of results that no world reaches: they may lie closer."""
    wanted: dict[Target, Bools] = {}
    for target in ends:
        low, high = bounds[target.name]
        if low is high or (low == high).all():
            continue
        reached = _reached(rules, tried, target)
        far = (reached > low + TOLERANCE) if target.end == 0 else (reached < high - TOLERANCE)
        if far.any():
            wanted[target] = far
    return wanted


def _ends(rules: BenefitRules, *, amounts: bool) -> Iterator[Target]:
    yield Target(rules.eligible, 1)
    yield Target(SURE, 0)
    if rules.discretion:
        yield Target(DOUBT, 0)
    for name in rules.amounts if amounts else ():
        yield Target(name, 0)
        yield Target(name, 1)


def _reached(rules: BenefitRules, tried: Run, target: Target) -> Floats:
    """How far out a result comes in some world."""
    if target.name == SURE:
        values: np.ndarray = np.logical_and.reduce([tried.values[name] for name in rules.clauses])
    elif target.name == DOUBT:
        values = ~np.logical_and.reduce([tried.values[name] for name in rules.discretion])
    else:
        values = tried.values[target.name]
    return np.asarray((np.min, np.max)[target.end](comparable(values), axis=1))


def _at_best(
    rules: BenefitRules, plan: Plan, cases: Cases, unknowns: Sequence[Unknown], bounds: Mapping[str, Ends]
) -> Mapping[str, Ends]:
    """What amounts can be where unknown law is at its best: what comes down to nothing only by it, no text says how low it is."""
    law = [unknown for unknown in unknowns if unknown.is_law and unknown.directed]
    low = np.logical_or.reduce([bounds[name][0] <= 0 for name in rules.amounts])
    entitled = bounds[SURE][0] == 1
    hopeful = {name: (np.array(bounds[name][0]), np.array(bounds[name][1])) for name in rules.amounts}
    groups = (("all", low & entitled, law), ("open", low & ~entitled, [each for each in law if each.open_worst]))
    for which, mask, some in groups:
        rows = np.flatnonzero(mask)
        if some and len(rows):
            knowledge = Knowledge(rules, plan, cases.take(rows), law_at_best=which)  # type: ignore[arg-type]
            found = knowledge.judged()
            for name, ends in hopeful.items():
                for end, better in zip(ends, found[name], strict=True):
                    end[rows] = better
    return hopeful


def _law_decides(
    rules: BenefitRules, plan: Plan, cases: Cases, unknowns: Sequence[Unknown], bounds: Mapping[str, Ends]
) -> Bools:
    """Whether unknown law decides: in none of some settings of the missing inputs one is entitled whatever the law says."""
    open_rows: Bools = (bounds[rules.eligible][1] == 1) & (bounds[SURE][0] == 0) & (bounds[DOUBT][0] == 0)
    inputs = [unknown for unknown in unknowns if not unknown.is_law]
    if not inputs or not open_rows.any():
        return open_rows
    rows = np.flatnonzero(open_rows)
    # What differs from row to row has no values in common to be set to: it is set to its first and its last.
    own = [unknown for unknown in inputs if len(cases.span_of(unknown)[0]) > 1]
    common = [unknown for unknown in inputs if all(unknown is not other for other in own)]
    settings = np.repeat(_entitling(rules, cases.take(rows), common), 2 if own else 1, axis=1)
    boxes = settings.shape[1]
    narrowed: dict[Key, Span] = {}
    for position, unknown in enumerate(common):
        tiled = unknown.stored(rules.catalogue)[settings[:, :, position].reshape(-1)]
        narrowed[unknown.key] = (
            (np.left_shift(np.uint64(1), tiled.astype(np.uint64)), None) if unknown.is_choice else (tiled, tiled)
        )
    some = cases.take(np.repeat(rows, boxes))
    for unknown in own:
        low, high = some.span_of(unknown)
        value = np.where(np.arange(some.count) % 2 == 0, low, high)
        narrowed[unknown.key] = value, value
    found = Knowledge(rules, plan, some, narrowed).judged()[SURE][0]
    decides: Bools = open_rows.copy()
    decides[rows] = ~(found.reshape(len(rows), boxes) == 1).any(axis=1)
    return decides


def _entitling(rules: BenefitRules, cases: Cases, inputs: Sequence[Unknown]) -> npt.NDArray[np.intp]:
    """Settings of missing inputs in which each household is entitled if the law is at its best: row, setting, input."""
    matrix = Combination.of(inputs, MAX_DISCOVERING).matrix
    worlds = Worlds(rules.rulebook, cases.first_day, cases.roles, tuple(inputs), matrix, ranges=cases.ranges)
    ran = PlanExecutor(()).run(rules.rulebook, cases, worlds, rules.outputs)
    entitled = np.logical_and.reduce([ran.values[name] for name in rules.clauses])
    chosen = np.zeros((cases.count, min(MAX_SETTINGS, len(matrix))), np.intp)
    for row, entitles in enumerate(entitled):
        found = np.flatnonzero(entitles)
        if len(found):  # from all over, as each city has its own law
            chosen[row] = found[np.linspace(0, len(found) - 1, chosen.shape[1]).astype(np.intp)]
    return np.asarray(matrix[chosen])


def widely(rules: BenefitRules, plan: Plan, cases: Cases, unknowns: Sequence[Unknown]) -> dict[str, Ends]:
    """What every variable of one household can be, split by the unknowns of the fewest pieces: inputs first."""
    order = sorted(unknowns, key=lambda unknown: (unknown.is_law, unknown.directed))
    boxes = Boxes.product(together({each.key: each.pieces(cases.span_of(each)) for each in order}, MAX_SPLIT))
    rows = replace(cases.take(np.zeros(boxes.count, np.intp)), situation=None)
    found = Knowledge(rules, plan, rows, boxes.spans).results(wide=True)
    return {name: (low.min(keepdims=True), high.max(keepdims=True)) for name, (low, high) in found.items()}

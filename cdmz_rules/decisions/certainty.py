"""What is certain of households of which something is unknown: one run of bounds, and narrowing where it may say too little."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.boxes import Boxes
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import MAX_DISCOVERING, Combination
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.exploration import Bools, Rows
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Ends, Knowledge
from cdmz_rules.decisions.narrowing import MAX_SPLIT, Narrowing, Target
from cdmz_rules.decisions.reaching import Reaching, Wanted
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.unknowns import Key, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.plan import Plan
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.rulebook.rulebook import BenefitRules

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
    bounds, like = knowledge.judged_by_day() if cases.by_day else (knowledge.judged(), None)
    depends: Mapping[str, Sequence[Unknown]] = {}
    narrowing: Narrowing | None = None
    reaching = Reaching(rules, cases, bounds)
    wanted = reaching.far(tried, list(_ends(rules, amounts=amounts)))
    if wanted and cases.count > 1:
        wanted = reaching.unreached(tuple(knowledge.met.values()), wanted)
    open_rows = np.logical_or.reduce([np.zeros(cases.count, bool), *wanted.values()])
    for rows, unknowns in _alike(knowledge, np.flatnonzero(open_rows)):
        narrow = partial(_narrowed, rules, plan, cases, unknowns, bounds, wanted)
        first, which = _firsts(like, rows)
        narrowing, closer = narrow(rows[first])
        others = np.setdiff1d(rows[closer[which]], rows[first])
        if len(others):
            narrow(others)
        depends = narrowing.dependencies() if cases.count == 1 else {}
    _hold_together(rules, bounds)
    everything = tuple(knowledge.met.values())
    return Certainty(
        everything,
        bounds,
        {} if cases.by_day else _at_best(rules, plan, cases, everything, bounds),
        _law_decides(rules, plan, cases, everything, bounds, like),
        depends,
        narrowing if cases.count == 1 else None,
    )


def _hold_together(rules: BenefitRules, bounds: dict[str, Ends]) -> None:
    """Whoever is entitled for sure meets every clause for sure."""
    sure = bounds[SURE][0] == 1
    if sure.any():
        for name in (*rules.clauses, rules.eligible):
            low, high = bounds[name]
            bounds[name] = np.where(sure, 1.0, low), high


def _narrowed(
    rules: BenefitRules,
    plan: Plan,
    cases: Cases,
    unknowns: Sequence[Unknown],
    bounds: dict[str, Ends],
    wanted: Wanted,
    rows: Rows,
) -> tuple[Narrowing, Bools]:
    """Narrow the bounds of some rows, where that is wanted; and whether any end came closer, row by row."""
    before = {name: (np.array(low[rows]), np.array(high[rows])) for name, (low, high) in bounds.items()}
    own = {name: (np.array(low), np.array(high)) for name, (low, high) in before.items()}
    narrowing = Narrowing(rules, plan, cases.take(rows), unknowns, own)
    narrowing.narrow({target: far[rows] for target, far in wanted.items() if far[rows].any()})
    closer = np.zeros(len(rows), bool)
    for name, ends in narrowing.bounds.items():
        for position, end in enumerate(ends):
            closer |= end != before[name][position]
        if cases.count == 1:
            bounds[name] = ends
        else:
            for end, found in zip(bounds[name], ends, strict=True):
                end[rows] = found
    return narrowing, closer


def _alike(knowledge: Knowledge, rows: Rows) -> Iterator[tuple[Rows, Sequence[Unknown]]]:
    """Rows that came upon the same unknowns, and these."""
    if not len(rows):
        return
    met = np.stack([np.broadcast_to(mask, (knowledge.cases.count,))[rows] for mask in knowledge.rows.values()], axis=1)
    patterns, which = np.unique(np.packbits(met, axis=1), axis=0, return_inverse=True)
    for number in range(len(patterns)):
        same = np.flatnonzero(which == number)
        yield rows[same], [knowledge.met[key] for key, hit in zip(knowledge.rows, met[same[0]], strict=True) if hit]


def _ends(rules: BenefitRules, *, amounts: bool) -> Iterator[Target]:
    yield Target(rules.eligible, 1)
    yield Target(SURE, 0)
    if rules.discretion:
        yield Target(DOUBT, 0)
    for name in rules.amounts if amounts else ():
        yield Target(name, 0)
        yield Target(name, 1)


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


def _firsts(like: Rows | None, rows: Rows) -> tuple[Any, Any]:
    """The first of the rows that are alike, and for every row which of these it is like."""
    if like is None:
        return slice(None), slice(None)
    _, first, which = np.unique(like[rows], return_index=True, return_inverse=True)
    return first, which


def _law_decides(
    rules: BenefitRules,
    plan: Plan,
    cases: Cases,
    unknowns: Sequence[Unknown],
    bounds: Mapping[str, Ends],
    like: Rows | None,
) -> Bools:
    """Whether unknown law decides: in none of some settings of the missing inputs one is entitled whatever the law says."""
    open_rows: Bools = (bounds[rules.eligible][1] == 1) & (bounds[SURE][0] == 0) & (bounds[DOUBT][0] == 0)
    inputs = [unknown for unknown in unknowns if not unknown.is_law]
    if not inputs or not open_rows.any():
        return open_rows
    asked = np.flatnonzero(open_rows)
    first, which = _firsts(like, asked)
    rows = asked[first]
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
    decides[asked] = ~(found.reshape(len(rows), boxes) == 1).any(axis=1)[which]
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
    boxes = Boxes.product({each.key: each.pieces(cases.span_of(each)) for each in order}, MAX_SPLIT)
    rows = replace(cases.take(np.zeros(boxes.count, np.intp)), situation=None)
    found = Knowledge(rules, plan, rows, boxes.spans).results(wide=True)
    return {name: (low.min(keepdims=True), high.max(keepdims=True)) for name, (low, high) in found.items()}

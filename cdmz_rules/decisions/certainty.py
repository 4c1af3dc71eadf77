"""What is certain of households of which something is unknown: one run of bounds, and narrowing where it may say too little."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from cdmz_rules.decisions.boxes import Boxes
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.exploration import Bools, Rows
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Ends, Knowledge
from cdmz_rules.decisions.narrowing import MAX_SPLIT, Narrowing, Target
from cdmz_rules.decisions.reaching import Reaching, Wanted
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.settings import law_decides
from cdmz_rules.decisions.unknowns import Unknown
from cdmz_rules.plan import Plan
from cdmz_rules.rulebook.rulebook import BenefitRules


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
    for rows, unknowns in knowledge.alike(np.flatnonzero(open_rows)):
        narrow = partial(_narrowed, rules, plan, cases, unknowns, bounds, wanted)
        first, which = (slice(None), slice(None)) if like is None else _firsts(like[rows])
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
        law_decides(knowledge, bounds, like),
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


def _ends(rules: BenefitRules, *, amounts: bool) -> Iterator[Target]:
    yield Target(rules.eligible, 1)
    yield Target(SURE, 0)
    if rules.discretion:
        yield Target(DOUBT, 0)
        # Amounts may be nothing where the office may say no.
        if amounts:
            yield Target(DOUBT, 1)
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


def _firsts(like: Rows) -> tuple[Rows, Rows]:
    """The first of the rows that are alike, and for every row which of these it is like."""
    _, first, which = np.unique(like, return_index=True, return_inverse=True)
    return first, which


def widely(rules: BenefitRules, plan: Plan, cases: Cases, unknowns: Sequence[Unknown]) -> dict[str, Ends]:
    """What every variable of one household can be, split by the unknowns of the fewest pieces: inputs first."""
    order = sorted(unknowns, key=lambda unknown: (unknown.is_law, unknown.directed))
    boxes = Boxes.product({each.key: each.pieces(cases.span_of(each)) for each in order}, MAX_SPLIT)
    rows = replace(cases.take(np.zeros(boxes.count, np.intp)), situation=None)
    found = Knowledge(rules, plan, rows, boxes.spans).results(wide=True)
    return {name: (low.min(keepdims=True), high.max(keepdims=True)) for name, (low, high) in found.items()}

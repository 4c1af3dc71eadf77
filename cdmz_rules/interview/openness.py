"""Which missing inputs can still change an answer, proven by bounds: none can, and the answer is settled.

An end of a result is fixed where the formulas leave no missing input a way to it; or where, under some law that can be, it is reached
however the missing inputs turn out: then no input takes it away, and none can bring it further out than all that can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cdmz_rules.decisions.boxes import Boxes, side_by_side
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.interpret import reported
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Ends, Floats, Knowledge
from cdmz_rules.decisions.narrowing import MAX_SPLIT, Narrowing, Target
from cdmz_rules.decisions.unknowns import BOUNDLESS, Key, Unknown, of_input
from cdmz_rules.plan import Asked
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.rulebook.rulebook import BenefitRules

TOLERANCE = 0.006
"""Ends are held against each other to the fen."""


@dataclass(frozen=True)
class Openness:
    """The missing inputs that can still change an answer, by what they can change.

    Attributes:
        outcome: Those that can change whether one is entitled.
        amount: Those that can bring the bounds of the main amount closer.
        reported: Those that can bring closer only what is reported beside it.
    """

    outcome: Mapping[Key, Unknown]
    amount: Mapping[Key, Unknown]
    reported: Mapping[Key, Unknown]

    @property
    def every(self) -> dict[Key, Unknown]:
        """All of them."""
        return {**self.reported, **self.amount, **self.outcome}


CLOSED = Openness({}, {}, {})


def openness(rules: BenefitRules, cases: Cases, exploration: Exploration, outcome: Outcome) -> Openness:
    """Which missing inputs can still change the answer about one household.

    Args:
        rules: The benefit.
        cases: The household.
        exploration: What is certain of it.
        outcome: The outcome of the answer.
    """
    every = _openness(rules, cases, exploration, outcome)
    return Openness(*(_listed(rules, cases, some) for some in (every.outcome, every.amount, every.reported)))


def _listed(rules: BenefitRules, cases: Cases, some: Mapping[Key, Unknown]) -> Mapping[Key, Unknown]:
    """Missing inputs, and beside a count among them whether all members are listed: if they are, the list says it.

    Whoever has listed nobody else has made no list: to be asked for the count itself is as short.
    """
    if len(cases.roles) < 2:
        return some
    catalogue, day = rules.catalogue, cases.first_day
    names = {catalogue.counts[key[1]].listed_all for key in some if key[1] in catalogue.counts}
    missing = [catalogue.inputs[name] for name in names if Asked(name, None) not in cases.given]
    return {**some, **{("input", info.name, None): of_input(rules.rulebook, info, None, day) for info in missing}}


def _openness(rules: BenefitRules, cases: Cases, exploration: Exploration, outcome: Outcome) -> Openness:
    bounds, inputs = exploration.bounds, {each.key: each for each in exploration.unknowns if not each.is_law}
    if bounds is None or not inputs:
        return Openness(inputs, {}, {})  # without a plan nothing is proven: whatever is missing may matter
    plan = rules.plan(cases.first_day, cases.roles)
    reach = _Reach(exploration.narrowing or Narrowing(rules, plan, cases, exploration.unknowns, dict(bounds)))
    main, *beside = reported(rules, outcome)
    of_outcome = list(_outcome_ends(rules, bounds))
    of_amount = [*_amount_ends(rules, bounds, [main]), *_doubt_end(rules, bounds)]
    moved = reach.moved([*of_outcome, *of_amount])
    further = list(_amount_ends(rules, bounds, beside))
    return Openness(
        reach.movers(moved, of_outcome),
        reach.movers(moved, of_amount),
        # While the main amount is open, what else can matter is an estimate, and one from above.
        reach.movers(further if moved else reach.moved(further), further),
    )


def _outcome_ends(rules: BenefitRules, bounds: Mapping[str, Ends]) -> Iterator[Target]:
    """The ends that decide on the outcome and may still move; of one who is refused, or entitled for sure, none."""
    if bounds[rules.eligible][1][0] == 0 or bounds[SURE][0][0] == 1:
        return
    yield Target(rules.eligible, 1)
    if bounds[DOUBT][0][0] == 0:
        yield Target(SURE, 0)
        if rules.discretion:
            yield Target(DOUBT, 0)


def _amount_ends(rules: BenefitRules, bounds: Mapping[str, Ends], names: Sequence[str]) -> Iterator[Target]:
    within = [most for name in names if (most := rules.catalogue.facts(name).within)]
    for name in dict.fromkeys((*names, *within)):
        low, high = bounds[name]
        if low[0] != high[0]:
            yield Target(name, 0)
            yield Target(name, 1)


def _doubt_end(rules: BenefitRules, bounds: Mapping[str, Ends]) -> Iterator[Target]:
    """The end that says whether the office may say no, and the amount be nothing, while that is open."""
    paid, (low, high) = bounds[rules.id][1][0] > 0, bounds[DOUBT]
    if rules.discretion and paid and bounds[SURE][0][0] == 0 and low[0] < high[0]:
        yield Target(DOUBT, 1)


@dataclass(frozen=True)
class _Reach:
    """How far inputs reach: the ends of results of one household that they can move."""

    narrowing: Narrowing

    def __post_init__(self) -> None:
        if not self.narrowing.depends:
            self.narrowing.depends = self.narrowing.directions()

    @cached_property
    def _depends(self) -> Mapping[str, Sequence[Unknown]]:
        """By result, the missing inputs on which it can depend."""
        tracked = {unknown.key for unknown in self.narrowing.tracked}
        every = [unknown for unknown in self.narrowing.unknowns if unknown.key not in tracked]
        return {
            name: [unknown for unknown in (*unknowns, *every) if not unknown.is_law]
            for name, unknowns in self.narrowing.dependencies().items()
        }

    def movers(self, moved: Sequence[Target], targets: Sequence[Target]) -> dict[Key, Unknown]:
        """The missing inputs that can move those of some ends that can be moved."""
        return {unknown.key: unknown for target in targets if target in moved for unknown in self._depends[target.name]}

    def moved(self, targets: Sequence[Target]) -> list[Target]:
        """Those of some ends that missing inputs can move, as far as the opposite is not proven."""
        open_ends = [target for target in targets if self._depends[target.name]]
        if not open_ends:
            return []
        laws = [self._laws(target) for target in open_ends]
        found, first, moved = self._run(laws), 0, []
        for target, boxes in zip(open_ends, laws, strict=True):
            near = found[target.name][1 - target.end][first : first + boxes.count]
            first += boxes.count
            if not _reaches(near, self.narrowing.bounds[target.name][target.end][0], target.end):
                moved.append(target)
        return moved

    def _run(self, laws: Sequence[Boxes]) -> dict[str, Ends]:
        spans = {unknown.key: unknown.span for unknown in self.narrowing.tracked}
        narrowed = {
            key: side_by_side([boxes.of(key, spans[key]) for boxes in laws])
            for key in dict.fromkeys(key for boxes in laws for key in boxes.spans)
        }
        count = sum(boxes.count for boxes in laws)
        rows = replace(self.narrowing.cases.take(np.zeros(count, np.intp)), situation=None)
        return Knowledge(self.narrowing.rules, self.narrowing.plan, rows, narrowed).judged()

    def _laws(self, target: Target) -> Boxes:
        """Laws that can be, side by side: what drives the end one way at its own end, the rest at some of its values."""
        way = self.narrowing.depends[target.name]
        up, down = int(way.up[0]), int(way.down[0])
        pinned: dict[Key, Span] = {}
        left: dict[Key, list[Span]] = {}
        for place, unknown in enumerate(self.narrowing.tracked):
            rises, falls = up >> place & 1, down >> place & 1
            if not unknown.is_law or not (rises or falls):
                continue
            if rises and falls:
                left[unknown.key] = _points(unknown)
            else:
                value = unknown.span[target.end if rises else 1 - target.end]
                assert value is not None
                pinned[unknown.key] = value, value
        return Boxes.product(left, MAX_SPLIT).known(pinned)


def _reaches(near: Floats, end: float, which: int) -> bool:
    """Whether in one of some boxes a result comes as far out as an end, whatever else is unknown."""
    if abs(end) >= BOUNDLESS / 1e3:
        return bool((np.abs(near) >= BOUNDLESS / 1e3).any())
    return bool((near >= end - TOLERANCE).any() if which else (near <= end + TOLERANCE).any())


def _points(unknown: Unknown) -> list[Span]:
    """Single values that an unknown of the law can have."""
    parts = unknown.pieces(unknown.span)
    ends = [low for low, _ in parts] if len(parts) > 1 else [end for end in unknown.span if end is not None]
    return [(end, end) for end in ends]

"""Least changes held against trying: a grid of changes, one and several at once, decided as a table of households is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from typing import Any

import numpy as np

from cdmz_rules.decisions import blocks
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.interpret import OUTCOMES
from cdmz_rules.plan import Asked
from cdmz_rules.whatif import changes, levers, ways
from cdmz_rules.whatif.least_change import Change, least_change
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.possible import possible
from cdmz_rules.whatif.probe import Variant, variants_of
from cdmz_rules.whatif.proposal import Aim, Proposal
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.seeking import choices

VALUES = (40, 16, 7)
"""Of a number or a day so many values are tried alone, in twos and in threes."""
ROWS = 30_000
"""Of larger tables no more than so many rows are decided, evenly."""
ENOUGH = 1e-6

Changed = Mapping[Asked, Any]


def check(question: Question) -> tuple[int, int]:
    """Every proposal helps, in each of its parts no less would, and nothing smaller that is tried helps.

    Returns:
        How many proposals there are, and how many changes were tried.
    """
    least = least_change(question)
    if least.reached:
        return 0, 0
    aim = Aim(tuple(clause.id for clause in least.fails), None)
    proposals = [_proposal(question, change) for change in least.changes]
    for change, proposal in zip(least.changes, proposals, strict=True):
        if proposal is not None:
            _check_parts(question, change, proposal)
    if not least.complete:
        return len(proposals), 0  # so much is unknown that not all could be looked at: that is what it says
    tried = list(_grid(question, aim, [each for each in proposals if each is not None]))
    sizes = np.array([Proposal(each).size(question) for each in tried])
    smallest = min((change.size for change in least.changes), default=np.inf)
    smaller = _reached(question, tried) & (sizes + ENOUGH < smallest)
    assert [tried[place] for place in np.flatnonzero(smaller) if possible(question, tried[place])] == []
    return len(proposals), len(tried)


def _proposal(question: Question, change: Change) -> Proposal | None:
    """What a change says, read back; None if it is to live elsewhere."""
    if any(shift.kind == "city" for shift in change.shifts):
        return None
    changed: dict[Asked, Any] = {}
    day: date | None = None
    for shift in change.shifts:
        if shift.kind == "date":
            day = shift.after  # type: ignore[assignment]
        else:
            name, place = levers.address(shift.name)
            changed[Asked(name, place)] = shift.after
    return Proposal(changed, day)


def _check_parts(question: Question, change: Change, proposal: Proposal) -> None:
    told = question.decided(changes.applied(question.case, proposal.changes), proposal.day)
    assert told.outcome is Outcome.ELIGIBLE
    assert told.amount == change.amount
    on = question if proposal.day is None else question.on(proposal.day)
    less = [subset.changes for subset in _less(proposal) if subset.day == proposal.day]
    for lever, value in proposal.levers(question):
        stands = lever.value_in(on.case)
        if levers.countable(lever.info) and value != stands:
            low, high = lever.step(stands), lever.step(value)
            toward = 1 if low > high else -1
            nearer = {high + toward, *(high + (low - high) * part // 30 for part in range(1, 30))} - {high}
            less += [{**proposal.changes, lever.asked: lever.value(step)} for step in sorted(nearer)]
    assert not _reached(on, less).any(), "no part is needless or larger than it need be"
    if proposal.day is not None:
        sooner = [proposal.day - (proposal.day - question.day) * part / 40 for part in range(1, 40)]
        case = changes.applied(question.case, proposal.changes)
        for day in {*sooner, question.day}:
            if day < proposal.day:
                assert question.decided(case, day).outcome is not Outcome.ELIGIBLE, "no waiting is needless"


def _less(proposal: Proposal) -> Iterator[Proposal]:
    """The proposal without one of its parts."""
    for part in proposal.changes:
        if proposal.parts > 1:
            yield proposal.without(part)


def _grid(question: Question, aim: Aim, proposals: Sequence[Proposal]) -> Iterator[Changed]:
    """Changes to try: single ones, and as many together as clauses fail, up to three."""
    able = ways.able(question, aim)
    for count in range(1, min(max(len(aim.failing), 1), len(VALUES)) + 1):
        rows: list[Changed] = []
        for together in combinations(able, count):
            values = [_values(question, lever, VALUES[count - 1], proposals) for lever in together]
            rows += [dict(zip([lever.asked for lever in together], each, strict=True)) for each in product(*values)]
        yield from rows[:: 1 + len(rows) // ROWS]


def _values(question: Question, lever: Lever, count: int, proposals: Sequence[Proposal]) -> list[Any]:
    given = lever.value_in(question.case)
    if not levers.countable(lever.info):
        return [value for value in choices(question, lever.info) if value != given]
    low, high = levers.around(lever, question.case, question.day)
    stands = lever.step(given)
    near = {stands + off for off in range(-3, 4)} if lever.per_unit == 1 else set()
    told = {lever.step(each.changes[lever.asked]) for each in proposals if lever.asked in each.changes}
    evenly = {low + (high - low) * part // count for part in range(count + 1)}
    steps = sorted(step for step in evenly | near | told if low <= step <= high and step != stands)
    return [lever.value(step) for step in steps]


def _reached(question: Question, tried: Sequence[Changed]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which changes make the household entitled."""
    rules, good = question.rules, np.zeros(len(tried), bool)
    if tried:
        cases = variants_of(rules.catalogue, question.case, question.day, [Variant(each) for each in tried])
        for part, answered in blocks.decide(rules, cases):
            good[part] = answered.outcome == OUTCOMES.index(Outcome.ELIGIBLE)
    return good

"""Looking for changes that help: each input from where it stands to either side, then each beside what was changed already.

What fails for two reasons needs two changes at most, what fails for three three. After every change the others are followed anew, for
what one change asks of another is seen only then: with a larger household the income line is another. Of changes that do not help yet,
those are gone on from after which the least fails, and every other choice or number of people, for it may bring in another rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cdmz_rules.plan import Asked
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.lines import Line, reaches, settle
from cdmz_rules.whatif.possible import Reach, possible
from cdmz_rules.whatif.probe import Answer, Variant
from cdmz_rules.whatif.proposal import Aim, Proposal
from cdmz_rules.whatif.question import Question

YEARS_BACK = 20 * 365
MAX_PARTS = 4
GONE_ON_FROM = (40, 16, 8)
"""From so many sets of one, two, three changes that do not help yet it is gone on."""
MAX_POINTS = (6_000, 24_000)
"""So many points are looked at for single changes, and for each further one."""
COUNTED_BESIDE = 64
NEAR, TURNS = 4, 3
"""Numbers of people and homes so near are each gone on from; so are the first turns of the clauses to either side."""

Changes = Mapping[Asked, Any]


@dataclass
class Sought:
    """What was found.

    Attributes:
        found: What helps.
        mended: The clauses that some single change mends.
        complete: Whether all was looked at that should have been.
    """

    found: list[Proposal] = field(default_factory=list)
    mended: set[str] = field(default_factory=set)
    complete: bool = True


@dataclass(frozen=True)
class _Tried:
    """Changes, and the answer then."""

    changes: Changes
    answer: Answer
    size: float


def seek(question: Question, able: Sequence[Lever], aim: Aim, failed: Sequence[str]) -> Sought:
    """What helps on the day of a question.

    Args:
        question: The household, the benefit and the day.
        able: What the household can change.
        aim: What is looked for.
        failed: The clauses that fail on that day: so many changes at most are made together.
    """
    sought = Sought()
    states: list[Changes] = [{}]
    for depth in range(min(max(len(failed), 1), MAX_PARTS)):
        tried = list(_beside(question, able, aim, states, depth, sought))
        sought.found += [Proposal(each.changes) for each in tried if _reached(each.answer, aim)]
        if depth == 0:
            sought.mended.update(*(aim.mended(each.answer) for each in tried))
        if question.work.over:
            sought.complete = False
            break
        states = _promising([each for each in tried if not _reached(each.answer, aim)], depth)
    return sought


def _reached(answer: Answer, aim: Aim) -> bool:
    return reaches(answer.outcome, answer.lower, aim.goal)


def _promising(tried: Sequence[_Tried], depth: int) -> list[Changes]:
    """What to go on from: that after which the least fails, and is the smallest."""
    ranked = sorted(tried, key=lambda each: (len(each.answer.failed) + len(each.answer.unsure), each.size))
    distinct: dict[Any, Changes] = {}
    for each in ranked:
        distinct.setdefault(Proposal(each.changes).key, each.changes)
    return list(distinct.values())[: GONE_ON_FROM[min(depth, len(GONE_ON_FROM) - 1)]]


def _beside(
    question: Question, able: Sequence[Lever], aim: Aim, states: Sequence[Changes], depth: int, sought: Sought
) -> Iterator[_Tried]:
    """One more change beside each of those made."""
    lines = [
        line_of(question, lever, aim.goal, state, counted=COUNTED_BESIDE if depth else None)
        for state in states
        for lever in able
        if levers.countable(lever.info) and lever.asked not in state
    ]
    settle(question.probe, lines, question.work, MAX_POINTS[min(depth, 1)])
    sought.complete &= all(line.settled for line in lines) or depth > 0
    for line in lines:
        for step in _worth_trying(line):
            yield _tried(question, {**line.others, line.lever.asked: line.lever.value(step)}, line.points[step])
    yield from _choices(question, able, states)


def line_of(
    question: Question,
    lever: Lever,
    goal: float | None,
    others: Changes | None = None,
    *,
    counted: int | None = None,
    until: Any = None,
) -> Line:
    """An input followed from where it stands to either side; or no further than to a value, where it is known to help."""
    low, high = (lever.step(end) for end in levers.bounds(lever, question.day))
    stands = first, last = lever.stands(question.case)
    if lever.info.kind == "date":
        low, high = max(low, first - YEARS_BACK), min(high, last + YEARS_BACK)
    if until is not None:
        low, high = min(last, lever.step(until)), max(first, lever.step(until))
    low, high = Reach(question, lever, others or {}).within(low, high) or (first, last)
    line = Line(lever, low, high, others=others or {}, stands=stands, goal=goal)
    if counted is not None:
        line.counted = counted
    return line


def _worth_trying(line: Line) -> list[int]:
    """The nearest point to either side at which all is well, the first at which other clauses fail, and numbers of people that are near."""
    worth: dict[int, None] = {}
    for side, stands in zip((-1, 1), line.stands or (0, 0), strict=True):
        before = line.points.get(stands)
        steps = sorted(
            (step for step in line.points if line.away(step) * side > 0), key=lambda step: abs(step - stands)
        )
        turns = {() if before is None else before.failed + before.unsure}
        for step in steps:
            answer = line.points[step]
            if reaches(answer.outcome, answer.lower, line.goal):
                worth[step] = None
                break
            fails = answer.failed + answer.unsure
            if fails not in turns and len(turns) <= TURNS:
                turns.add(fails)
                worth[step] = None
        if line.lever.info.unit == "count":
            worth |= dict.fromkeys(step for step in steps if abs(step - stands) <= NEAR)
    return list(worth)


def _choices(question: Question, able: Sequence[Lever], states: Sequence[Changes]) -> Iterator[_Tried]:
    """Every other choice beside what was changed."""
    others = [
        {**state, lever.asked: value}
        for state in states
        for lever in able
        if lever.asked not in state
        for value in choices(question, lever.info)
        if value != lever.value_in(question.case) and possible(question, {**state, lever.asked: value})
    ]
    for part in question.work.parts(others):
        answers = question.probe.answers([Variant(changed) for changed in part])
        for changed, answer in zip(part, answers, strict=True):
            yield _tried(question, changed, answer)


def choices(question: Question, info: InputInfo) -> list[Any]:
    """What else could be chosen; where a household lives or works is a city's matter."""
    if info.kind == "yes_no":
        return [True, False]
    named = info.choices or {}
    return list(named) if named.keys().isdisjoint(question.rules.places) else []


def _tried(question: Question, changed: Changes, answer: Answer) -> _Tried:
    return _Tried(changed, answer, Proposal(changed).size(question))

"""The least change that helps: which input, how far, and which clause asks for it.

Every input that a household can change is followed as in a sweep, from where it stands to either side; other days and other cities are
tried too. What fails for two reasons needs two changes: they are named together, and the whole is decided once more before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from cdmz_rules.decisions.decision import Day, Decision, Outcome
from cdmz_rules.decisions.explanation import Amount, Clause, Missing
from cdmz_rules.decisions.explanation import Question as Open
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.whatif import changes
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.shifts import Shift
from cdmz_rules.whatif.ways import Search, Way

MAX_CHANGES = 12
EACH = (0, 12, 4, 3, 2)
"""Of so many clauses that fail at once, how many ways to mend each are tried together; one, if more fail."""


class Change(Part):
    """Shifts that together make the household entitled, or lift the amount so far, and what it then is entitled to.

    Attributes:
        moves: The steps of the amount that come out differently, in the order in which a clerk would write them down.
    """

    shifts: list[Shift]
    outcome: Outcome
    amount: Amount
    size: float
    moves: list[Text]


class Least(Part):
    """The least changes that help.

    Attributes:
        goal: The amount asked for; None if entitlement is.
        reached: Whether it is so already.
        fails: The clauses that fail as things stand, each with line and gap.
        changes: What helps, the smallest first.
        complete: Whether everything was tried: time may be up, or points too many.
        stuck: Of the clauses that fail, those that nothing the household can change would mend; none unless everything was tried.
        missing_law: What no text gives, and whom to ask: as long as it is unknown nothing is certain to help.
        next_questions: What nobody told and matters.
    """

    benefit: str
    label: Text
    date: Day
    reform: str | None
    reform_title: Text | None
    outcome: Outcome
    amount: Amount
    goal: float | None
    reached: bool
    fails: list[Clause]
    changes: list[Change]
    complete: bool
    stuck: list[Text]
    missing_law: list[Missing]
    next_questions: list[Open]


def least_change(question: Question, goal: float | None = None) -> Least:
    """What would make a household entitled, or lift its amount to a goal, by the least change.

    Args:
        question: The household, the benefit, the day and the law.
        goal: The amount looked for, in the benefit's unit; entitlement alone if None.

    Raises:
        InputError: if the goal is no amount above nothing.
    """
    if goal is not None and not 0 < goal <= 1e12:
        raise InputError([Problem("out_of_range", "goal", "目标应大于0", "the goal must be above nothing", "0.01–")])
    today, rules, reform = question.decision, question.rules, question.rules.reform
    fails = [clause for clause in today.conditions if clause.status == "fails"]
    search = Search(question, tuple(clause.id for clause in fails), goal)
    reached = search.reached(today)
    helpful, stuck, complete = ([], [], not question.work.over) if reached else _searched(search)
    return Least(
        benefit=rules.id,
        label=rules.info.label,
        date=question.day,
        reform=reform.name if reform else None,
        reform_title=text(reform.title) if reform else None,
        outcome=today.outcome,
        amount=today.amount,
        goal=goal,
        reached=reached,
        fails=fails,
        changes=sorted(helpful, key=lambda change: (change.size, len(change.shifts)))[:MAX_CHANGES],
        complete=complete,
        stuck=[rules.catalogue.words(name).label for name in stuck],
        missing_law=today.missing_law,
        next_questions=today.next_questions,
    )


def _searched(search: Search) -> tuple[list[Change], list[str], bool]:
    """What helps, the clauses that nothing mends, and whether everything was tried."""
    able = search.able()
    lines = search.followed(able)
    ways = list(search.ways(lines, able))
    helpful = [*_alone(search, ways), *_together(search, ways)]
    complete = all(line.settled for line in lines) and not search.question.work.over
    mended = frozenset[str]().union(*(way.mends for way in ways))
    return helpful, [name for name in search.failing if name not in mended] if complete else [], complete


def _alone(search: Search, ways: Sequence[Way]) -> Iterator[Change]:
    question = search.question
    for way in ways:
        if way.reached:
            decision = way.decision or question.decided(changes.applied(question.case, way.changes))
            yield _change(question, [way], decision)


def _together(search: Search, ways: Sequence[Way]) -> Iterator[Change]:
    """Several ways at once, one for each clause that fails."""
    question, failing = search.question, search.failing
    if len(failing) < 2:
        return
    each = EACH[len(failing)] if len(failing) < len(EACH) else 1
    ranked = sorted(ways, key=lambda way: way.shift.size)
    mending = [[way for way in ranked if name in way.mends and not way.reached][:each] for name in failing]
    tried: set[frozenset[int]] = set()
    for chosen in product(*mending):
        kept = {way.shift.name: way for way in sorted(chosen, key=lambda way: way.shift.size)}
        key = frozenset(id(way) for way in kept.values())
        if key in tried or len(kept) < 2 or question.work.over:
            continue
        tried.add(key)
        merged = {asked: value for way in kept.values() for asked, value in way.changes.items()}
        day = next((way.day for way in kept.values() if way.day is not None), None)
        decision = question.decided(changes.applied(question.case, merged), day)
        if search.reached(decision):
            yield _change(question, list(kept.values()), decision)


def _change(question: Question, ways: Sequence[Way], decision: Decision) -> Change:
    before = {step.id: (step.lower, step.upper) for step in question.decision.steps}
    return Change(
        shifts=[way.shift for way in ways],
        outcome=decision.outcome,
        amount=decision.amount,
        size=round(sum(way.shift.size for way in ways), 6),
        moves=[step.label for step in decision.steps if before.get(step.id) != (step.lower, step.upper)],
    )

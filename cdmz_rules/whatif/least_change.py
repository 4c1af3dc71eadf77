"""The least change that helps: which input, how far, and which clause asks for it.

Every input that a household can change is followed as in a sweep, from where it stands to either side; other days and other cities are
tried too. What fails for two reasons needs two changes: they are named together, each as small as the other allows and none that is not
needed, and the whole is decided once more before it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cdmz_rules.decisions.decision import Day, Decision, Outcome
from cdmz_rules.decisions.explanation import Amount, Clause, Missing
from cdmz_rules.decisions.explanation import Question as Open
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.plan import Asked
from cdmz_rules.whatif import changes, levers, shifts, ways
from cdmz_rules.whatif.causes import Cause, cause
from cdmz_rules.whatif.growth import growing
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.lines import reaches
from cdmz_rules.whatif.proposal import Aim, Proposal
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.seeking import seek
from cdmz_rules.whatif.shifts import Shift
from cdmz_rules.whatif.tightening import Tightening

MAX_CHANGES, MAX_ALIKE = 12, 3
"""So many changes are told, and so many of them of the same inputs."""


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
        complete: Whether everything was tried: work may be up, or points too many.
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
    aim = Aim(tuple(clause.id for clause in fails), goal)
    reached = reaches(today.outcome, today.amount.lower, goal)
    found = _Found([], [], not question.work.over) if reached else _Search(question, aim).found()
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
        changes=sorted(found.changes, key=lambda change: (change.size, len(change.shifts)))[:MAX_CHANGES],
        complete=found.complete,
        stuck=[rules.catalogue.words(name).label for name in found.stuck],
        missing_law=today.missing_law,
        next_questions=today.next_questions,
    )


@dataclass(frozen=True)
class _Found:
    """What helps, the clauses that nothing mends, and whether everything was tried."""

    changes: list[Change]
    stuck: list[str]
    complete: bool


@dataclass(frozen=True)
class _Search:
    """A search for what helps a household."""

    question: Question
    aim: Aim

    def found(self) -> _Found:
        """All there is to say."""
        question, aim = self.question, self.aim
        able = ways.able(question, aim)
        sought = seek(question, able, aim, aim.failing)
        waits = ways.waits(question, aim)
        later = [each for day, stretch in waits for each in self._on(able, day, stretch.failed)]
        proposals = self._told([*sought.found, *later])
        moves = [self._elsewhere(*each) for each in ways.cities(question, aim)]
        complete = sought.complete and not question.work.over
        mended = sought.mended.union(*(ways.clauses_mended(aim, stretch.failed) for _, stretch in waits))
        stuck = [name for name in aim.failing if name not in mended] if complete else []
        return _Found([*proposals, *moves], stuck, complete)

    def _on(self, able: Sequence[Lever], day: Day, failed: Sequence[str]) -> Iterator[Proposal]:
        """What helps from a later day on: waiting alone, or with other changes; what grows with time has grown by then."""
        yield Proposal({}, day)
        grows = {each.asked for each in growing(self.question.rules.rulebook, self.question.case)}
        others = [lever for lever in able if lever.asked not in grows]
        if failed and len(failed) < len(self.aim.failing):
            sought = seek(self.tightening.on(day), others, Aim(tuple(failed), self.aim.goal), failed)
            yield from (Proposal(each.changes, day) for each in sought.found)

    @cached_property
    def tightening(self) -> Tightening:
        """Makes proposals least."""
        return Tightening(self.question, self.aim)

    def _told(self, proposals: Sequence[Proposal]) -> Iterator[Change]:
        """Proposals, each decided once more; the smallest of those that change the same inputs."""
        question = self.question
        distinct = list({each.key: each for each in proposals}.values())
        enough = [each for each, good in zip(distinct, self.tightening.reached(distinct), strict=True) if good]
        told = 0
        for proposal in _best(self.tightening.least(_best(enough, question)), question):
            decision = question.decided(changes.applied(question.case, proposal.changes), proposal.day)
            if reaches(decision.outcome, decision.amount.lower, self.aim.goal):
                yield self._change(proposal, decision)
                told += 1
            if told == MAX_CHANGES or question.work.over:
                return

    def _change(self, proposal: Proposal, decision: Decision) -> Change:
        question = self.question
        parts: list[Asked | None] = [*proposal.changes, *([None] if proposal.day is not None else [])]
        undone = self.tightening.answers([proposal.without(part) for part in parts]) if len(parts) > 1 else []
        fails = dict(zip(parts, [frozenset(answer.failed) for answer in undone], strict=False))
        told = [
            shifts.of_input(lever, lever.value_in(question.case), value, self._causes(fails.get(lever.asked)))
            for lever, value in proposal.levers(question)
        ]
        if proposal.day is not None:
            causes = list(self._causes(fails.get(None)))
            behind = question.rules.catalogue.dependencies.behind
            matter = {name for each in causes for name in behind(each.id, "")}
            grows = {each.asked.name: each.meanwhile for each in growing(question.rules.rulebook, question.case)}
            meanwhile = dict.fromkeys(words for name, words in grows.items() if name in matter)
            told.append(shifts.of_day(question.day, proposal.day, causes, list(meanwhile)))
        return _of(question, told, decision)

    def _causes(self, fails: frozenset[str] | None) -> Iterator[Cause]:
        """The clauses that a part mends: those that fail again without it; all, if it stands alone."""
        catalogue = self.question.rules.catalogue
        return (cause(catalogue, name) for name in self.aim.failing if fails is None or name in fails)

    def _elsewhere(self, home: str, city: str, decision: Decision) -> Change:
        rules = self.question.rules
        words = rules.places[city].words
        return _of(self.question, [shifts.of_city(home, city, words, self._causes(None))], decision)


def _best(proposals: Sequence[Proposal], question: Question) -> list[Proposal]:
    """The smallest first; of those that change the same inputs the same way, the smallest, and not many that change the same inputs."""
    kept: dict[tuple[object, ...], Proposal] = {}
    same: Counter[object] = Counter()
    for proposal in sorted(proposals, key=lambda each: (each.size(question), each.parts)):
        alike, inputs = _alike(proposal, question), (frozenset(proposal.changes), proposal.day is not None)
        if alike not in kept and same[inputs] < MAX_ALIKE:
            kept[alike] = proposal
            same[inputs] += 1
    return list(kept.values())


def _alike(proposal: Proposal, question: Question) -> tuple[object, ...]:
    """What is told apart: which inputs change, to which side, or to which choice; and whether it is waited."""
    parts = []
    for lever, value in proposal.levers(question):
        before = levers.nearest(lever.value_in(question.case), value)
        parts.append((lever.asked, value > before if levers.countable(lever.info) else value))
    return (*sorted(parts, key=str), proposal.day is not None)


def _of(question: Question, told: list[Shift], decision: Decision) -> Change:
    before = {step.id: (step.lower, step.upper) for step in question.decision.steps}
    return Change(
        shifts=told,
        outcome=decision.outcome,
        amount=decision.amount,
        size=round(sum(shift.size for shift in told), 6),
        moves=[step.label for step in decision.steps if before.get(step.id) != (step.lower, step.upper)],
    )

"""Making proposals least: no part that is not needed, and none larger than the others ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.plan import Asked
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.changes import applied
from cdmz_rules.whatif.lines import reaches, settle
from cdmz_rules.whatif.possible import possible
from cdmz_rules.whatif.probe import Answer, Variant
from cdmz_rules.whatif.proposal import Aim, Proposal
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.seeking import MAX_POINTS, line_of
from cdmz_rules.whatif.timeline import timeline

ROUNDS = 4
"""Each time around, every part is made as small as the others allow; after so many nothing moves any more."""


@dataclass
class Tightening:
    """Proposals made least.

    Attributes:
        question: The household, as things stand.
        aim: What is looked for.
        on: The same household on another day.
    """

    question: Question
    aim: Aim
    _on: dict[date | None, Question] = field(default_factory=dict)

    def on(self, day: date | None) -> Question:
        """The household on a day."""
        if day not in self._on:
            self._on[day] = self.question if day is None else self.question.on(day)
        return self._on[day]

    def least(self, proposals: Sequence[Proposal]) -> list[Proposal]:
        """What is left of proposals when no part is needless or too large."""
        for _ in range(ROUNDS):
            before = {proposal.key for proposal in proposals}
            proposals = self._needed(proposals)
            for part in range(max((len(each.changes) for each in proposals), default=0)):
                proposals = self._smaller(proposals, part)
            proposals = [self._sooner(each) for each in proposals]
            if {proposal.key for proposal in proposals} == before:
                break
        return self._needed(proposals)

    def answers(self, proposals: Sequence[Proposal]) -> list[Answer]:
        """The answer of each, in one run for each day."""
        found: dict[int, Answer] = {}
        for day in dict.fromkeys(each.day for each in proposals):
            places = [place for place, each in enumerate(proposals) if each.day == day]
            variants = [Variant(proposals[place].changes) for place in places]
            found |= zip(places, self.on(day).probe.answers(variants), strict=True)
        return [found[place] for place in range(len(proposals))]

    def reached(self, proposals: Sequence[Proposal]) -> list[bool]:
        """Which of them are enough, and leave nothing that cannot be."""
        return [
            reaches(answer.outcome, answer.lower, self.aim.goal) and possible(self.on(each.day), each.changes)
            for each, answer in zip(proposals, self.answers(proposals), strict=True)
        ]

    def _needed(self, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Proposals of which nothing can be left out: where something can, what is left instead."""
        subsets = [list(_subsets(proposal)) for proposal in proposals]
        enough = iter(self.reached([subset for each in subsets for subset in each]))
        kept = {}
        for proposal, each in zip(proposals, subsets, strict=True):
            good = [subset for subset, reached in zip(each, [next(enough) for _ in each], strict=True) if reached]
            least = min(good, key=lambda subset: subset.size(self.question), default=proposal)
            kept[least.key] = least
        return list(kept.values())

    def _smaller(self, proposals: Sequence[Proposal], number: int) -> list[Proposal]:
        """One part of each as small as the others allow."""
        result = list(proposals)
        for day in dict.fromkeys(each.day for each in proposals):
            question = self.on(day)
            lines = {}
            for place, each in enumerate(proposals):
                part = _part(each, number)
                if each.day != day or part is None:
                    continue
                lever = levers.of(question.rules.catalogue, *part, question.case)
                if levers.countable(lever.info):
                    others = each.without(part).changes
                    lines[place] = line_of(question, lever, self.aim.goal, others, until=each.changes[part])
            settle(question.probe, list(lines.values()), question.work, MAX_POINTS[1])
            for place, line in lines.items():
                good = [
                    step for step, answer in line.points.items() if reaches(answer.outcome, answer.lower, line.goal)
                ]
                nearest = min(filter(line.away, good), key=lambda step: abs(line.away(step)), default=None)
                if nearest is not None:
                    changed = {**proposals[place].changes, line.lever.asked: line.lever.value(nearest)}
                    result[place] = Proposal(changed, day)
        return result

    def _sooner(self, proposal: Proposal) -> Proposal:
        """A proposal on the first day on which it is enough."""
        if proposal.day is None or self.question.work.over:
            return proposal
        changed = self.question.of_case(applied(self.question.case, proposal.changes))
        for stretch in timeline(changed, 40, until=proposal.day):
            if stretch.outcome is Outcome.ELIGIBLE:
                sooner = Proposal(proposal.changes, None if stretch.first == self.question.day else stretch.first)
                return sooner if self.reached([sooner])[0] else proposal
        return proposal


def _part(proposal: Proposal, number: int) -> Asked | None:
    parts = list(proposal.changes)
    return parts[number] if number < len(parts) else None


def _subsets(proposal: Proposal) -> Iterator[Proposal]:
    """A proposal with something left out: every way to do so but that which leaves nothing."""
    parts: list[Asked | None] = [*proposal.changes, *([None] if proposal.day is not None else [])]
    for count in range(1, len(parts)):
        for kept in combinations(parts, count):
            changes: Mapping[Asked, Any] = {part: proposal.changes[part] for part in kept if part is not None}
            yield Proposal(changes, proposal.day if None in kept else None)

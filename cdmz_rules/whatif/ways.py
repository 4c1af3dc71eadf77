"""Single things to change, and what fails then: an input to either side of where it stands, another choice, a later day, another city."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cdmz_rules.decisions.compare import home_of, moved, pool_of
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.decisions.situation import given
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.whatif import levers, shifts
from cdmz_rules.whatif.causes import Cause, cause
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.lines import Line, reaches, settle
from cdmz_rules.whatif.probe import Answer, Variant
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.shifts import Shift
from cdmz_rules.whatif.timeline import Stretch, holds_from, timeline

YEARS_AHEAD = 10
YEARS_BACK = 20 * 365


@dataclass(frozen=True)
class Way:
    """A single thing to change, and what fails then.

    Attributes:
        shift: What changes.
        reached: Whether that alone is enough.
        mends: The clauses that fail now and hold then.
        changes: The inputs that differ.
        day: Another day decided for.
        decision: The answer then, if it is known already.
    """

    shift: Shift
    reached: bool
    mends: frozenset[str]
    changes: Mapping[Asked, Any] = field(default_factory=dict)
    day: date | None = None
    decision: Decision | None = None


@dataclass(frozen=True)
class Search:
    """A search for what helps a household.

    Attributes:
        question: The household, the benefit, the day and the law.
        failing: The clauses that fail as things stand.
        goal: The amount looked for; entitlement alone if None.
    """

    question: Question
    failing: tuple[str, ...]
    goal: float | None

    def reached(self, decision: Decision) -> bool:
        """Whether a decision is what is looked for."""
        return reaches(decision.outcome, decision.amount.lower, self.goal)

    def ways(self, lines: Iterable[Line], able: Sequence[Lever]) -> Iterator[Way]:
        """Every way there is.

        Args:
            lines: The inputs that are numbers or days, followed; see `followed`.
            able: All inputs that the household can change.
        """
        for line in lines:
            for step, answer in self._nearest(line):
                yield self._by_input(line.lever, line.lever.value(step), answer)
        yield from self._by_choice(able)
        yield from self._by_waiting()
        yield from self._by_moving()

    def able(self) -> list[Lever]:
        """What the household told that matters and that it can change."""
        case, rules = self.question.case, self.question.rules
        catalogue, fixed = rules.catalogue, rules.rulebook.registry.fixed
        starts = self.failing or (rules.id,)
        behind = frozenset[str]().union(*(catalogue.dependencies.behind(name, "") for name in starts))
        names = [(name, place) for name, place, _ in given(case) if name in behind and name not in fixed]
        return [levers.of(catalogue, name, place, case) for name, place in names]

    def followed(self, able: Sequence[Lever]) -> list[Line]:
        """Those of the inputs that are numbers or days, followed from where they stand to either side."""
        lines = [self._line(lever) for lever in able if levers.countable(lever.info)]
        settle(self.question.probe, lines, self.question.work)
        return lines

    def _line(self, lever: Lever) -> Line:
        low, high = (lever.step(end) for end in levers.bounds(lever, self.question.day))
        stands = lever.step(lever.value_in(self.question.case))
        if lever.info.kind == "date":
            low, high = max(low, stands - YEARS_BACK), min(high, stands + YEARS_BACK)
        return Line(lever, low, high, given=stands, goal=self.goal)

    def _nearest(self, line: Line) -> Iterator[tuple[int, Answer]]:
        """The points nearest to where the case stands, to either side: of each clause that fails, where it is mended, and where all is."""
        stands = line.given or 0
        taken: set[int] = set()
        for clause in (None, *self.failing):
            for side in (-1, 1):
                steps = [step for step in line.points if (step - stands) * side > 0]
                good = [step for step in steps if self._good(line.points[step], clause)]
                nearest = min(good, key=lambda step: abs(step - stands), default=None)
                if nearest is not None and nearest not in taken:
                    taken.add(nearest)
                    yield nearest, line.points[nearest]

    def _good(self, answer: Answer, clause: str | None) -> bool:
        """Whether an answer mends a clause; without one, whether it is what is looked for."""
        return reaches(answer.outcome, answer.lower, self.goal) if clause is None else clause in self._mended(answer)

    def _mended(self, answer: Answer) -> frozenset[str]:
        """The clauses that hold for certain then and fail now; none, if others fail that hold now."""
        if set(answer.failed) - set(self.failing):
            return frozenset()
        return frozenset(self.failing) - set(answer.failed) - set(answer.unsure)

    def _by_input(self, lever: Lever, value: Any, answer: Answer) -> Way:
        mends = self._mended(answer)
        shift = shifts.of_input(lever, lever.value_in(self.question.case), value, self._causes(mends))
        return Way(shift, reaches(answer.outcome, answer.lower, self.goal), mends, {lever.asked: value})

    def _causes(self, mends: frozenset[str]) -> Iterator[Cause]:
        return (cause(self.question.rules.catalogue, name) for name in self.failing if name in mends)

    def _by_choice(self, able: Sequence[Lever]) -> Iterator[Way]:
        """Ways by one input that is a choice."""
        question = self.question
        pairs = [(lever, value) for lever in able for value in self._choices(lever.info)]
        others = [(lever, value) for lever, value in pairs if value != lever.value_in(question.case)]
        for part in question.work.parts(others):
            answers = question.probe.answers([Variant({lever.asked: value}) for lever, value in part])
            for (lever, value), answer in zip(part, answers, strict=True):
                yield self._by_input(lever, value, answer)

    def _choices(self, info: InputInfo) -> list[Any]:
        """What else could be chosen; where a household lives or works is a city's matter."""
        if info.kind == "yes_no":
            return [True, False]
        choices = info.choices or {}
        return list(choices) if choices.keys().isdisjoint(self.question.rules.places) else []

    def _by_waiting(self) -> Iterator[Way]:
        """Ways by waiting: until all is well, and until each clause that fails holds."""
        question = self.question
        stretches = list(timeline(question, YEARS_AHEAD)) if self.failing and not question.work.over else []
        entitled = next((each.first for each in stretches if each.outcome is Outcome.ELIGIBLE), None)
        days = {entitled, *(holds_from(name, stretches) for name in self.failing)} - {None, question.day}
        for day in sorted(day for day in days if day is not None):
            stretch = next(each for each in stretches if each.first <= day <= each.last)
            yield self._until(day, stretch)

    def _until(self, day: date, stretch: Stretch) -> Way:
        mends = frozenset(self.failing) - set(stretch.failed)
        shift = shifts.of_day(self.question.day, day, self._causes(mends))
        decision = self.question.decided(day=day) if stretch.outcome is Outcome.ELIGIBLE else None
        return Way(shift, decision is not None and self.reached(decision), mends, day=day, decision=decision)

    def _by_moving(self) -> Iterator[Way]:
        """Ways by living in another of the cities that have agreed to compare."""
        question, rules = self.question, self.question.rules
        places = rules.places
        home = home_of(rules, question.raw, question.decision.place)
        pool = pool_of(places, question.decision.place)
        for city in places.agreed_cities if home in places else ():
            if city == home or question.work.over:
                continue
            decision = question.of(moved(rules.catalogue, question.raw, home, city, pool)).decision
            if self.reached(decision):
                causes = (cause(rules.catalogue, name) for name in self.failing)
                shift = shifts.of_city(home, city, places[city].words, causes)
                yield Way(shift, True, frozenset(), decision=decision)

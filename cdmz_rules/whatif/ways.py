"""What a household can do: change an input, wait for a later day, live in another city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cdmz_rules.decisions.compare import home_of, moved, pool_of
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.decisions.situation import given
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.lines import reaches
from cdmz_rules.whatif.proposal import Aim
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.timeline import Stretch, holds_from, timeline

YEARS_AHEAD = 10


def able(question: Question, aim: Aim) -> list[Lever]:
    """What the household told that matters and that it can change."""
    case, rules = question.case, question.rules
    catalogue, fixed = rules.catalogue, rules.rulebook.registry.fixed
    starts = aim.failing or (rules.id,)
    behind = frozenset[str]().union(*(catalogue.dependencies.behind(name, "") for name in starts))
    told = [*((name, place) for name, place, _ in given(case)), *case.ranges]
    names = [(name, place) for name, place in told if name in behind and name not in fixed]
    return [levers.of(catalogue, name, place, case) for name, place in names]


def waits(question: Question, aim: Aim) -> list[tuple[date, Stretch]]:
    """The days worth waiting for: on which all is well, and on which each clause that fails holds; with the answer then."""
    stretches = list(timeline(question, YEARS_AHEAD)) if aim.failing and not question.work.over else []
    entitled = next((each.first for each in stretches if each.outcome is Outcome.ELIGIBLE), None)
    days = {entitled, *(holds_from(name, stretches) for name in aim.failing)} - {None, question.day}
    first = sorted(day for day in days if day is not None)
    return [(day, next(each for each in stretches if each.first <= day <= each.last)) for day in first]


def cities(question: Question, aim: Aim) -> Iterator[tuple[str, str, Decision]]:
    """Where else the household would be helped: home, the other city, and the answer there."""
    rules = question.rules
    home = home_of(rules, question.raw, question.decision.place)
    pool = pool_of(rules.places, question.decision.place)
    others = [city for city in rules.places.agreed_cities if city != home]
    for city in others if home in rules.places else ():
        if question.work.over:
            return
        decision = question.of(moved(rules.catalogue, question.raw, home, city, pool)).decision
        if reaches(decision.outcome, decision.amount.lower, aim.goal):
            yield home, city, decision


def clauses_mended(aim: Aim, failed: Sequence[str]) -> frozenset[str]:
    """The clauses that fail as things stand and not then."""
    return frozenset(aim.failing) - set(failed)

"""Interviews of realistic households: how they answer, and what it takes until every answer is settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any

from cdmz_rules import Rulebook
from cdmz_rules.interview import choosing
from cdmz_rules.interview.interview import interview, parted
from cdmz_rules.interview.parts import AnswerSoFar, Interview
from generators import containment
from generators.truths import SEED, Household, holders, tell


@dataclass
class Walk:
    """One interview, from a blank page until nothing is left to ask.

    Attributes:
        questions: How many fields were answered, with those told unasked.
        main: How many until outcome and main amounts were settled.
        screens: On how many screens.
        last: How it stood at the end.
        steps: How it stood before each screen.
    """

    questions: int
    main: int
    screens: int
    last: Interview
    steps: list[Interview] = field(default_factory=list)
    case: dict[str, Any] = field(default_factory=dict)


Order = Callable[[Interview], list[tuple[str, int | None]]]


def walk(household: Household, benefits: Sequence[str], book: Rulebook, order: Order | None = None) -> Walk:
    """Interview a household: it answers what is asked, or tells in another order, until nothing can change any more.

    What is not asked of it, as what it told makes that moot, it tells at the end unasked: then every answer is settled.
    """
    told = [info.name for benefit in benefits for info in book.benefit(benefit).inputs]
    case = household.blank(told)
    count = len([name for name, _ in household.unasked if name in told])
    screens, main, steps = 0, -1, []
    while True:
        said = interview(case, benefits, household.day, rulebook=book)
        moot = [] if said.questions else _moot(case, told, book)
        if not moot:
            steps.append(said)
        if main < 0 and all(p.settles == "reported" for q in said.questions for p in q.why):
            main = count
        if not said.questions and not moot:
            return Walk(count, main, screens, said, steps, case)
        asked = moot or ([_key(question.name) for question in said.questions] if order is None else order(said))
        for name, member in asked:
            tell(case, name, member, household.value(name, member))
        count += len(asked)
        screens += 1


def _moot(case: dict[str, Any], told: Sequence[str], book: Rulebook) -> list[tuple[str, int | None]]:
    """What is not asked of a household, as far as benefits need it and it has not been told."""
    moot = choosing.Order(moot=book.registry.moot)
    return [(name, None) for name in dict.fromkeys(told) if name not in case and moot.is_moot(name, case)]


def _key(name: str) -> tuple[str, int | None]:
    member, key = parted(name)
    return key, member


def widened(before: Interview, after: Interview) -> list[str]:
    """What was certain and is no longer, after an answer."""
    return [
        f"{less.benefit}: {fault}"
        for less, more in zip(before.answers, after.answers, strict=True)
        for fault in containment.contradictions(_as_compact(less), _as_compact(more), reported=False)
    ]


def _as_compact(answer: AnswerSoFar) -> Any:
    return SimpleNamespace(outcome=answer.outcome, amounts=[answer.amount])


def form(household: Household, benefits: Sequence[str], book: Rulebook) -> list[tuple[str, int | None]]:
    """The fields of the forms of some benefits that are asked without being tucked away, once each."""
    infos = {info.name: info for benefit in benefits for info in book.benefit(benefit).inputs}
    return [
        (info.name, position)
        for info in infos.values()
        if info.presumed is None and not info.derived
        for position, _ in holders(household.truth, info)
    ]


def at_random(household: Household, benefits: Sequence[str], book: Rulebook) -> Order:
    """Tell the fields of the form one by one, in an order that is drawn."""
    fields = form(household, benefits, book)
    Random(f"{SEED} {household.name}").shuffle(fields)
    left = iter(fields)
    return lambda _: [next(left)]


@dataclass(frozen=True)
class Counts:
    """What an interview took.

    Attributes:
        questions: Until nothing could change any more.
        main: Until only what is reported beside amounts could.
        screens: On how many screens.
        form: How many fields the forms ask at once, but for those that are tucked away.
        fields: How many with those.
        at_random: How many fields of the form, told in a random order, until nothing could change.
    """

    questions: int
    main: int
    screens: int
    form: int
    fields: int
    at_random: int


def counts(household: Household, benefits: Sequence[str], book: Rulebook, *, random: bool = True) -> Counts:
    """What an interview takes, beside the forms and a random order of telling."""
    took = walk(household, benefits, book)
    fields = form(household, benefits, book)
    every = {info.name: info for benefit in benefits for info in book.benefit(benefit).inputs}
    whole = sum(1 for info in every.values() for _ in holders(household.truth, info))
    drawn = walk(household, benefits, book, at_random(household, benefits, book)).questions if random else 0
    return Counts(took.questions, took.main, took.screens, len(fields), whole, drawn)

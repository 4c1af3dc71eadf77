"""An interview: what is certain of a household so far, and what to ask it next. There is no session: a call says all that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cdmz_rules.decisions import bundle
from cdmz_rules.decisions.questions import input_label, name_of
from cdmz_rules.decisions.situation import Situation, check_day, given, parse
from cdmz_rules.decisions.unknowns import Key
from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.i18n.text import Text, text
from cdmz_rules.i18n.words import both
from cdmz_rules.interview.choosing import Candidate, Order, candidates, chosen
from cdmz_rules.interview.parts import AnswerSoFar, InputAsked, Instead, Interview, LeftOpen, Progress, Purpose
from cdmz_rules.interview.standing import Standing, standing
from cdmz_rules.reading import china
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import Rulebook


def interview(
    case: Mapping[str, Any],
    benefits: str | Sequence[str],
    day: date | str | None = None,
    *,
    skipped: Sequence[str] = (),
    rulebook: Rulebook | None = None,
    today: date | None = None,
) -> Interview:
    """What is certain of a household so far, and what to ask it next.

    Args:
        case: What is known of the household; at first its members and their roles.
        benefits: A benefit, a domain, a bundle or ``all``; or several of them.
        day: The day decided for; by default the ``date`` of the case, else today.
        skipped: What somebody does not know, as questions name it: it is not asked again.
        rulebook: The rules to decide by; by default those that are shipped.
        today: The day on which the question is asked.

    Raises:
        InputError: if a benefit does not exist or is named twice, or the case is wrong, with every place.
    """
    book = rulebook or Rulebook.shipped()
    raw_day = day if day is not None else case.get("date")
    decided = check_day(raw_day) if raw_day is not None else today or china.today()
    names = asked_for(book, [benefits] if isinstance(benefits, str) else benefits)
    situation = parse(book.catalogue, case, decided)
    return interviewed(book, situation, names, decided, left_out(book.catalogue, situation, skipped))


def asked_for(rulebook: Rulebook, names: Sequence[str]) -> list[str]:
    """The benefits that some names stand for.

    Raises:
        InputError: if one does not exist or stands twice.
    """
    found = [benefit for name in names for benefit in bundle.named(rulebook, name)]
    for benefit in found:
        rulebook.benefit(benefit)
    if len(set(found)) != len(found):
        raise InputError([Problem("given_twice", "benefits", "同一事项列了两次", "a benefit is named twice")])
    return found


def left_out(catalogue: Catalogue, case: Situation, skipped: Sequence[str]) -> frozenset[Key]:
    """The inputs that somebody does not know.

    Raises:
        InputError: if there is no such input, or no such member.
    """
    keys, problems = set(), []
    for position, name in enumerate(skipped):
        member, written = parted(name)
        alias = catalogue.aliases.get(written)
        info = catalogue.inputs.get(alias.input if alias else written)
        known = info is not None and (info.entity == "person") == (member is not None)
        if not known or (member is not None and member >= len(case.roles)):
            words = f"没有名为“{name[:80]}”的输入项", f"there is no input {name[:80]}"
            near = nearest(written, [*catalogue.inputs, *catalogue.aliases])
            problems.append(Problem("unknown_field", f"skipped[{position}]", *words, did_you_mean=near))
        elif info is not None:
            keys.add(("input", info.name, member))
    if problems:
        raise InputError(problems)
    return frozenset(keys)


def parted(name: str) -> tuple[int | None, str]:
    """A name such as ``members[0].birth_date`` as the member, None for the household, and the input."""
    member = re.fullmatch(r"members\[(\d{1,2})\]\.(\w+)", name)
    return (None, name) if member is None else (int(member.group(1)), member.group(2))


def interviewed(
    rulebook: Rulebook, case: Situation, benefits: Sequence[str], day: date, skipped: frozenset[Key] = frozenset()
) -> Interview:
    """The interview about a checked case; see `interview`."""
    standings = [standing(rulebook.benefit(benefit), case, day) for benefit in benefits]
    groups = rulebook.registry.asked_together
    order = Order(rulebook.registry.asked_early, tuple(group["inputs"] for group in groups), rulebook.registry.moot)
    every = candidates(standings, skipped)
    found = {key: each for key, each in every.items() if not order.is_moot(key[1], case.household)}
    questions = chosen(rulebook.catalogue, order, standings, found)
    settled = [each for each in standings if each.settled]
    unknown = {key: each for standing in standings for key, each in standing.openness.every.items() if key in skipped}
    return Interview(
        date=day,
        reform=rulebook.reform.name if rulebook.reform else None,
        answers=[_so_far(each) for each in standings],
        certain=[each.rules.id for each in settled],
        heading=_heading(groups, questions),
        questions=[_asked(rulebook, case, each) for each in questions],
        may_matter=[name_of(each.unknown) for each in found.values()],
        left_open=[
            LeftOpen(name=name_of(each), label=input_label(standings[0].rules, each, case)) for each in unknown.values()
        ],
        progress=Progress(
            answered=len(case.ranges) + sum(1 for _ in given(case)),
            left=len(found),
            settled=len(settled),
            benefits=len(standings),
        ),
    )


def _heading(groups: Sequence[Mapping[str, Any]], questions: Sequence[Candidate]) -> Text | None:
    if len(questions) < 2:
        return None
    asked = {question.unknown.key[1] for question in questions}
    return next(text(both(group)) for group in groups if not asked.isdisjoint(group["inputs"]))


def _so_far(standing: Standing) -> AnswerSoFar:
    return AnswerSoFar(
        benefit=standing.rules.id,
        label=standing.rules.info.label,
        status="settled" if standing.settled else "open",
        outcome=standing.outcome,
        amount=standing.amount,
    )


def _asked(rulebook: Rulebook, case: Situation, candidate: Candidate) -> InputAsked:
    catalogue, unknown = rulebook.catalogue, candidate.unknown
    rules = rulebook.benefit(next(iter(candidate.settles)))
    info = catalogue.inputs[unknown.key[1]]
    return InputAsked(
        name=name_of(unknown),
        input=info.name,
        question=text(rulebook.registry.questions[info.name])
        if info.name in rulebook.registry.questions
        else info.label,
        label=input_label(rules, unknown, case),
        about=info.about,
        why=[
            Purpose(benefit=name, label=rulebook.benefits[name].label, settles=settles)
            for name, settles in candidate.settles.items()
        ],
        kind=info.kind,
        unit=info.unit,
        bounds=info.bounds,
        choices=info.choices,
        instead=[
            Instead(name=name, label=text(alias.words), most=alias.most)
            for name, alias in catalogue.aliases.items()
            if alias.input == info.name
        ],
    )

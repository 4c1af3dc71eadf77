"""Several benefits for one household: which belong together, and their answers side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from cdmz_rules.decisions.decide import book_for, decide
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.interactions import Interaction, interactions
from cdmz_rules.decisions.situation import parse
from cdmz_rules.decisions.totals import Group, Total, groups, totals
from cdmz_rules.errors import NotFound
from cdmz_rules.i18n.text import Part
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.rulebook.rulebook import Rulebook

ALL = "all"


class Bundle(Part):
    """The answers about several benefits, and what they come to.

    Attributes:
        decisions: The answers, by benefit.
        groups: The benefits by where they stand: what the household gets, may get, owes, may owe, and what is none of these.
        totals: Sums of what it gets and owes, apart by kind of money and by how often it is paid, with what is certain of them.
        interactions: What one benefit does to another.
    """

    decisions: dict[str, Decision]
    groups: dict[Group, list[str]]
    totals: list[Total]
    interactions: list[Interaction]


@lru_cache(maxsize=16)
def scopes(rulebook: Rulebook) -> dict[str, list[str]]:
    """Names that stand for several benefits: every domain, all, and what is registered."""
    by_name: dict[str, list[str]] = {ALL: list(rulebook.benefits)}
    for name, info in rulebook.benefits.items():
        by_name.setdefault(info.domain, []).append(name)
    registered = {**rulebook.registry.bundles, **rulebook.registry.events}
    return by_name | {name: list(entry["benefits"]) for name, entry in registered.items()}


def scope(rulebook: Rulebook, name: str) -> list[str]:
    """The benefits that a name stands for.

    Raises:
        NotFound: with the nearest name, if it stands for none.
    """
    known = scopes(rulebook)
    if name not in known:
        raise NotFound("事项范围", "set of benefits", name, [*known, *rulebook.benefits], "benefits")
    return known[name]


def named(rulebook: Rulebook, name: str) -> list[str]:
    """The benefits that a name stands for: a benefit for itself, a domain or bundle for all of it; what is neither is left to `decide`."""
    return scopes(rulebook).get(name, [name])


def decide_all(
    situation: Mapping[str, Any],
    day: date | str | None = None,
    *,
    name: str = ALL,
    reform: Reform | None = None,
    law: Law | None = None,
    known_on: date | str | None = None,
    rulebook: Rulebook | None = None,
    today: date | None = None,
) -> Bundle:
    """Decide a case for every benefit, or for all that a name stands for; see `decide`.

    Args:
        situation: The case.
        day: The day decided for; by default the ``date`` of the case, else today.
        name: A benefit, a domain, a bundle, or ``all``.
        reform: An assumption pack or reform to apply to the law.
        law: Another state of the law.
        known_on: Decide by the law as it was known on this day.
        rulebook: The rules to decide by; by default those that are shipped.
        today: The day on which the question is asked.

    Raises:
        InputError: if no benefit is called so, the case is wrong, with every place, or nothing was known yet on that day.
    """
    book = book_for(rulebook, reform=reform, law=law, known_on=known_on, today=today)
    benefits = named(book, name)
    decisions = {benefit: decide(situation, benefit, day, rulebook=book, today=today) for benefit in benefits}
    decided = decisions[benefits[0]].date
    return side_by_side(
        book, decisions, interactions(book, benefits, parse(book.catalogue, situation, decided), decided)
    )


def side_by_side(rulebook: Rulebook, decisions: dict[str, Decision], between: list[Interaction]) -> Bundle:
    """Answers side by side, with what they come to."""
    answers = list(decisions.values())
    return Bundle(
        decisions=decisions,
        groups=groups(rulebook, answers),
        totals=totals(rulebook, answers, between),
        interactions=between,
    )

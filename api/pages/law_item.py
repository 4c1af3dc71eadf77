"""What the page of an item of the law shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from cdmz_rules import Rulebook
from cdmz_rules.decisions import asking
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError, NotFound, Problem
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.i18n.text import Text
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import Item
from cdmz_rules.reading import china
from cdmz_rules.rulebook.infos import BenefitInfo
from cdmz_rules.rulebook.offices import Contact
from cdmz_rules.rulebook.uses import uses
from cdmz_rules.whatif.history import Span, Strip, history

from . import law_links, law_plot

LONGEST = 200
"""A path of the law is no longer than so many characters."""
ANYWHERE = Words("当地", "your city")
KINDS = {
    "condition": N_("clause"),
    "step": N_("step of the calculation"),
    "limit": N_("limit"),
    "benefit": N_("amount"),
    "input": N_("taken where nothing is entered"),
}
"""What a variable is to a resident, by its kind; all others stand on the way to one of these."""
ON_THE_WAY = N_("on the way to them")
FAVOURS = {
    "higher": N_("The higher, the better for whoever applies."),
    "lower": N_("The lower, the better for whoever applies."),
}
HELD = {
    "<=": N_("Whoever has as much or less fits."),
    "<": N_("Whoever has less fits; exactly as much does not."),
    ">=": N_("Whoever has as much or more fits."),
    ">": N_("Whoever has more fits; exactly as much does not."),
}


class User(NamedTuple):
    """A clause, a step or a fact behind them that rests on an item, and the benefits of which it is one."""

    variable: str
    kind: str
    label: Text
    benefits: list[BenefitInfo]


class Open(NamedTuple):
    """What is not known at some places: why, in which words to ask, and whom."""

    places: list[str]
    reason: Words | Text
    question: Words
    office: str
    contact: Contact | None


def values(rulebook: Rulebook, path: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The item, what it says on a day and said before, who uses it, and what is unknown.

    Args:
        rulebook: The rules.
        path: The item.
        query: What the address asks for: ``date``, and a ``place`` to point out.
    """
    item, problems = rulebook.law[path], list[Problem]()
    day, place = _day(query.get("date", ""), problems), _place(rulebook, query.get("place", ""), problems)
    strips = history(rulebook, item, place)
    now = [(strip, strip.on(day)) for strip in strips]
    return {
        "item": item,
        "asks": _asks(item),
        "trail": law_links.trail(rulebook, path),
        "day": day.isoformat(),
        "today": china.today().isoformat(),
        "place": place,
        "now": now,
        "plots": law_plot.plots(item, strips, china.today()),
        "users": _users(rulebook, path),
        "kinds": KINDS,
        "otherwise": ON_THE_WAY,
        "open": _open(rulebook, item, now),
        "favours": FAVOURS.get(item.favours),
        "held": HELD.get(item.comparison or ""),
        "selected_by": _label(rulebook, f"{item.date_anchor}_date"),
        "governed_by": _label(rulebook, item.governed_by),
        "problems": problems,
        "groups": {},
    }


def _label(rulebook: Rulebook, variable: str | None) -> Text | None:
    """What a variable is called; None if there is none of that name."""
    return rulebook.catalogue.words(variable).label if variable and variable in rulebook.catalogue.variables else None


def _day(text: str, problems: list[Problem]) -> date:
    """The day asked for; today, if there is none or it cannot be read."""
    try:
        return check_day(text) if text else china.today()
    except InputError as error:
        problems.extend(error.problems)
        return china.today()


def _place(rulebook: Rulebook, name: str, problems: list[Problem]) -> str:
    if name and name not in rulebook.places:
        problems.extend(NotFound("地区", "place", name, rulebook.places, "place").problems)
        return ""
    return name


def _asks(item: Item) -> Words | None:
    """How one asks for it in everyday words, of nowhere in particular."""
    asked = item.question
    return Words(asked.zh.format(place=ANYWHERE.zh), asked.en.format(place=ANYWHERE.en)) if asked else None


def _users(rulebook: Rulebook, path: str) -> list[User]:
    words, benefits = rulebook.catalogue.words, rulebook.benefits
    found = [
        User(use.variable, use.kind, words(use.variable).label, [benefits[name] for name in use.benefits])
        for use in uses(rulebook, path)
    ]
    order = list(KINDS)
    return sorted(found, key=lambda user: order.index(user.kind) if user.kind in order else len(order))


def _open(rulebook: Rulebook, item: Item, now: list[tuple[Strip, Span]]) -> list[Open]:
    """What is not known on the day, one entry for each office that is to be asked."""
    places = rulebook.places
    found = []
    for strip, span in now:
        if span.cell.state == "unknown":
            where = places[span.cell.found_at]
            office = span.cell.ask or places.office(span.cell.found_at, item.domain)
            contact = rulebook.contact(office, item.domain)
            found.append(Open(list(strip.places), span.cell.words, asking.question(item, where), office, contact))
    return found

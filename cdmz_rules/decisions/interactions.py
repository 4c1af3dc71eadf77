"""What benefits do to each other for one household, by the rules of its places, or as not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from cdmz_rules.decisions.figure import Evidence
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.i18n.words import both
from cdmz_rules.law.item import Cell, State
from cdmz_rules.rulebook.offices import Contact
from cdmz_rules.rulebook.rulebook import Rulebook

NO_TEXT = "未见规定 | no text is known"
NO_PLACE = "未说明适用哪个城市的规定 | nobody said which city's rule applies"


class Interaction(Part):
    """What one benefit does to another.

    Attributes:
        benefits: The benefits concerned.
        label: The question, as a statement that holds or does not.
        either_or: Whether it says that both can be had: if not, only one of them can.
        status: ``yes`` or ``no`` by a rule; ``not_known`` if no text says.
        item: The legal item that says it; None if none is known.
        place: Whose rule it is; None if nobody said.
        evidence: How well the rule is known.
        reason: Why it is not known.
        ask: Whom to ask then.
        contact: How to reach them; None if nothing is known.
    """

    benefits: list[str]
    label: Text
    either_or: bool = False
    status: Literal["yes", "no", "not_known"]
    item: str | None = None
    place: str | None = None
    evidence: Evidence | None = None
    reason: Text | None = None
    ask: str | None = None
    contact: Contact | None = None


def interactions(rulebook: Rulebook, benefits: Sequence[str], case: Situation, day: date) -> list[Interaction]:
    """What benefits do to each other for a household, by the rules of its places on a day.

    Args:
        rulebook: The rules.
        benefits: Those that were asked for: what one of them does to any other is shown, asked for or not.
        case: The household.
        day: The day decided for.
    """
    asked = frozenset(benefits)
    concerning = [entry for entry in rulebook.registry.interactions if not asked.isdisjoint(entry["benefits"])]
    return [_interaction(rulebook, entry, case, day) for entry in concerning]


def _interaction(rulebook: Rulebook, entry: Mapping[str, Any], case: Situation, day: date) -> Interaction:
    law = rulebook.law
    item = entry.get("item")
    shared: dict[str, Any] = {
        "benefits": entry["benefits"],
        "label": text(both(entry["words"])),
        "either_or": entry.get("either_or", False),
        "item": item,
    }
    place = _place(rulebook, entry, case)
    if item is None or place is None:
        reason = text(both(NO_TEXT if item is None else NO_PLACE))
        return Interaction(**shared, status="not_known", reason=reason)
    cell, domain = law.item(item).at(place, day), law.item(item).domain
    ask = (cell.ask or law.places.office(place, domain)) if cell.state is State.UNKNOWN else None
    return Interaction(
        **shared,
        status=_status(cell),
        place=place,
        evidence=cell.evidence,  # type: ignore[arg-type]
        reason=text(cell.reason) if cell.reason else None,
        ask=ask,
        contact=rulebook.contact(ask, domain),
    )


def _place(rulebook: Rulebook, entry: Mapping[str, Any], case: Situation) -> str | None:
    applicant = case.persons[case.roles.index(rulebook.catalogue.roles[0])]
    place = applicant.get(entry["place"]) if "place" in entry else None
    return str(place) if place else None


def _status(cell: Cell) -> Literal["yes", "no", "not_known"]:
    if cell.state is State.KNOWN:
        return "yes" if cell.value else "no"
    return "no" if cell.state is State.NOT_IN_FORCE else "not_known"

"""What stands in one place, as a matrix, a history or a reform's page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from cdmz_rules.decisions.decision import Day
from cdmz_rules.decisions.figure import Evidence
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.i18n import grades
from cdmz_rules.i18n.phrases import in_both
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import BEGINNING, Cell, Item, State
from cdmz_rules.places import Places
from cdmz_rules.rulebook.offices import Contact
from cdmz_rules.rulebook.rulebook import Rulebook

STATES = {State.KNOWN: "known", State.UNKNOWN: "unknown"}


class MatrixCell(Part):
    """What stands in one place.

    Attributes:
        state: ``known``, ``unknown`` or ``not_in_force``.
        words: The value in words; of what is unknown, why.
        found_at: The place at whose level it was found.
        start: Its first day; None if it has always stood.
        document: The title of the document.
        caution: What to mind of it, in the form in which it was read; None if nothing.
    """

    place: str
    state: Literal["known", "unknown", "not_in_force"]
    value: Any
    words: Text
    found_at: str
    inherited: bool
    start: Day | None
    first_seen: bool
    until: Day | None
    evidence: Evidence | None
    article: str | None
    source: str | None
    document: str | None
    caution: Text | None
    href: str | None
    ask: str | None
    contact: Contact | None
    origin: str
    placeholder: bool


def matrix_cell(rulebook: Rulebook, item: Item, place: str, cell: Cell) -> MatrixCell:
    """A cell of the law as it stands at a place."""
    law = rulebook.law
    document = law.documents.get(cell.source) if cell.source else None
    caution = grades.caution(document.read_as) if document else None
    return MatrixCell(
        place=place,
        state=STATES.get(cell.state, "not_in_force"),  # type: ignore[arg-type]
        value=cell.value,
        words=text(cell_words(law.places, item, cell)),
        found_at=cell.place,
        inherited=cell.place != place,
        start=cell.start if cell.start > BEGINNING else None,
        first_seen=cell.first_seen,
        until=cell.until,
        evidence=cell.evidence,  # type: ignore[arg-type]
        article=cell.article,
        source=cell.source,
        document=document.title if document else None,
        caution=text(caution) if caution else None,
        href=document.href if document else None,
        ask=cell.ask,
        contact=rulebook.contact(cell.ask, item.domain),
        origin=cell.origin,
        placeholder=cell.placeholder,
    )


def cell_words(places: Places, item: Item, cell: Cell) -> Words:
    """What a cell says, in words; of what is unknown or not in force, why."""
    if cell.state is not State.KNOWN:
        return cell.reason or (in_both("unknown") if cell.state is State.UNKNOWN else in_both("not in force"))
    if item.kind == "choice":
        return item.choices[cell.value]
    if item.kind == "places":
        return listed(places, cell.value) if cell.value else in_both("none")
    return quantity(cell.value, item.unit)


def listed(places: Places, names: Sequence[str]) -> Words:
    """Places by their names, one after the other."""
    words = [places[name].words for name in names]
    return Words("、".join(each.zh for each in words), ", ".join(each.en for each in words))

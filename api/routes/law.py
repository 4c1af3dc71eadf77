"""``GET /v1/law``: the law as data, with its history, sources and gaps."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from cdmz_rules import Rulebook
from cdmz_rules.i18n import grades
from cdmz_rules.i18n.text import Text, text
from cdmz_rules.law import Cell, Item, Law
from cdmz_rules.rulebook.offices import Contact

from ..errors import REFUSALS
from ..reform_choice import book_of
from ..rulebook import Book
from ..schema import KnownOn

router = APIRouter(prefix="/v1", tags=["law"])
REFUSED: dict[int | str, dict[str, Any]] = {422: REFUSALS[422]}


class LawEntry(BaseModel):
    """An item of the law."""

    path: str
    label: Text
    unit: str
    kind: str


class LawTree(BaseModel):
    """Every item of the law, and the fingerprint of all of it."""

    fingerprint: str
    items: list[LawEntry]


class LawValue(BaseModel):
    """One dated value: known with its evidence, unknown with its reason, or not in force."""

    start: str
    until: str | None
    state: str
    value: Any
    evidence: str | None
    first_seen: bool
    last_verified: str | None
    article: str | None
    document: dict[str, str | None] | None
    caution: Text | None
    reason: Text | None
    ask: str | None
    contact: Contact | None
    note: str | None
    encoded: str | None
    origin: str


class LawHistory(BaseModel):
    """What an item means, and what stands or stood in each place."""

    item: LawEntry
    description: str
    favours: str
    comparison: str | None
    date_anchor: str
    governed_by: str | None
    places: dict[str, list[LawValue]]


@router.get("/law", operation_id="list_law", responses=REFUSED, summary="法规目录 · every item")
def tree(rulebook: Book, known_on: KnownOn = None) -> LawTree:
    """Every item of the law by path; with `known_on` the fingerprint of the law as it was known on that day."""
    law = book_of(rulebook, None, known_on).law
    return LawTree(fingerprint=law.fingerprint, items=[_entry(item) for item in law.values()])


@router.get(
    "/law/{path}",
    operation_id="get_law_item",
    responses={404: REFUSALS[404], **REFUSED},
    summary="一项规定的沿革和来源 · an item's history and sources",
)
def history(path: str, rulebook: Book, known_on: KnownOn = None) -> LawHistory:
    """One item: its dated values in each place as written, with documents, evidence, and what is unknown.

    With `known_on` as it was known on that day: without what was written or corrected later.
    """
    law = book_of(rulebook, None, known_on).law
    item = law.item(path)
    return LawHistory(
        item=_entry(item),
        description=item.description,
        favours=item.favours,
        comparison=item.comparison,
        date_anchor=item.date_anchor,
        governed_by=item.governed_by,
        places={name: _values(rulebook, item, name) for name in law.places if name in item.versions},
    )


def _entry(item: Item) -> LawEntry:
    return LawEntry(path=item.path, label=text(item.label), unit=item.unit, kind=item.kind)


def _values(rulebook: Rulebook, item: Item, place: str) -> list[LawValue]:
    law = rulebook.law
    return [
        LawValue(
            start=cell.start.isoformat(),
            until=cell.until.isoformat() if cell.until else None,
            state=cell.state.name.lower(),
            value=cell.value,
            evidence=cell.evidence,
            first_seen=cell.first_seen,
            last_verified=cell.last_verified.isoformat() if cell.last_verified else None,
            article=cell.article,
            document=law.documents[cell.source].model_dump() if cell.source else None,
            caution=_caution(law, cell),
            reason=text(cell.reason) if cell.reason else None,
            ask=cell.ask,
            contact=rulebook.contact(cell.ask, item.domain),
            note=cell.note,
            encoded=cell.encoded.isoformat() if cell.encoded else None,
            origin=cell.origin,
        )
        for cell in item.versions[place]
    ]


def _caution(law: Law, cell: Cell) -> Text | None:
    words = grades.caution(law.documents[cell.source].read_as) if cell.source else None
    return text(words) if words else None

"""An answer of a bureau about one rule (答复): what it says, from when to when, by which document, and who checked it when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cdmz_rules.files import yaml as yamls
from cdmz_rules.law.documents import Document
from cdmz_rules.law.item import Cell, State
from cdmz_rules.law.law import Law

DOCUMENT = ("title", "number", "issuer", "date", "href")
"""What is told of a document."""

Checkers = Mapping[tuple[str, str, str], str]
"""Who checked a value of an overlay, by item, place and first day."""


@dataclass(frozen=True)
class Answer:
    """What a bureau says of one rule. Days are texts such as 2026-01-31; nothing is None.

    Attributes:
        in_force: Whether the place has such a rule at all.
        value: What it says, as a file of the law holds it.
        first: The first day.
        until: The last day, if the document names one.
        on_expiry: What happens then.
        document: What is told of the document, by `DOCUMENT`.
        article: The clause in it.
        evidence: How it is known.
        checked: The day on which it was last seen in force.
        by: Who saw it.
        note: A remark.
    """

    in_force: bool
    value: Any
    first: str
    document: Mapping[str, str]
    until: str | None = None
    on_expiry: str | None = None
    article: str | None = None
    evidence: str | None = None
    checked: str | None = None
    by: str | None = None
    note: str | None = None


def standing(cell: Cell, law: Law, checkers: Checkers) -> Answer | None:
    """What the law says now, as an answer; None where nothing is known."""
    if cell.state not in (State.KNOWN, State.NOT_IN_FORCE):
        return None
    explicit = cell.until.isoformat() if cell.until and cell.on_expiry else None
    return Answer(
        in_force=cell.state is State.KNOWN,
        value=cell.value,
        first=cell.start.isoformat(),
        document=told_of(law.documents[cell.source]) if cell.source is not None else {},
        until=explicit,
        on_expiry=cell.on_expiry if explicit else None,
        article=cell.article,
        evidence=cell.evidence,
        checked=cell.last_verified.isoformat() if cell.last_verified else None,
        by=checkers.get((cell.path, cell.place, cell.start.isoformat())),
        note=cell.note,
    )


def told_of(document: Document) -> dict[str, str]:
    """What is told of a document."""
    facts = {name: getattr(document, name) for name in DOCUMENT}
    return {name: value for name, value in facts.items() if value is not None}


def checkers(folder: Path | None) -> Checkers:
    """Who checked each value of an overlay folder: no answer and no receipt names them, so the law does not hold them."""
    return dict(_checkers(folder / "parameters")) if folder is not None else {}


def _checkers(parameters: Path) -> Iterator[tuple[tuple[str, str, str], str]]:
    for file in sorted(parameters.rglob("*.yaml")):
        path = ".".join(file.relative_to(parameters).with_suffix("").parts)
        for place, block in yamls.read(file).items():
            for day, entry in block["values"].items():
                name = entry["metadata"].get("checked_by")
                if name is not None:
                    yield (path, place, day), str(name)

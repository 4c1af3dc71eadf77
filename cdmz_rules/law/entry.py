"""Entering one figure of a bureau into its overlay folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from cdmz_rules.errors import InputError, NotFound, Problem
from cdmz_rules.files import atomic
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import check, figures, schema
from cdmz_rules.law.documents import Document, load_documents
from cdmz_rules.law.item import Item
from cdmz_rules.law.law import Law
from cdmz_rules.reading import china

READ_AS = {"official": "official_text", "reported": "reprint", "recalled": "memory"}
"""In which form a document was read of which no more is told than how a figure is known."""


def set_value(
    law: Law,
    registry: Path,
    folder: Path,
    path: str,
    *,
    where: str,
    start: str,
    value: object,
    source: str,
    evidence: str = "reported",
    until: str | None = None,
    on_expiry: str | None = None,
    today: date | None = None,
) -> Path:
    """Write one figure of a bureau into an overlay folder.

    Args:
        law: The law that the overlay stands on.
        registry: The folder of the registers.
        folder: The overlay folder; made if it does not exist.
        path: The item.
        where: The place.
        start: The first day.
        value: The figure: as YAML reads it, or as text.
        source: A key of the register, or the title of the document.
        evidence: official, reported or recalled.
        until: The last day, if the document names one.
        on_expiry: What happens then: reverts, ends or unknown.
        today: The day of verification.

    Returns:
        The file written.

    Raises:
        InputError: if the item, place, date, value or evidence is not valid.
    """
    item = law.item(path)
    if where not in law.places:
        raise NotFound("地区", "place", where, law.places, "--where")
    documents = dict(load_documents(registry, folder))
    key = source if source in documents else _document_key(source)
    facts: dict[str, object] = {
        "evidence": evidence,
        "source": key,
        "last_verified": str(max(str(today or china.today()), start)),
    }
    facts |= {"until": until, "on_expiry": on_expiry} if until else {}
    entry = {"value": figures.read(item, value), "metadata": facts}
    _refuse_misfit(item, start, entry)
    _register(folder, key, documents.get(key), source, evidence)
    file = folder / "parameters" / Path(*path.split(".")).with_suffix(".yaml")
    data = yamls.read(file) if file.is_file() else {}
    values = data.setdefault(where, {}).setdefault("values", {})
    values[start] = entry
    data[where]["values"] = dict(sorted(values.items()))
    atomic.write_text(file, yamls.dump(data))
    return file


def _refuse_misfit(item: Item, start: str, entry: dict[str, Any]) -> None:
    faults = check.validate(schema.PlaceValues, {"values": {start: entry}}, Path(item.path), {(): 1}, item.places)
    if faults:
        raise InputError([Problem("invalid_value", item.path, fault.message, fault.message) for fault in faults])


def _document_key(title: str) -> str:
    return "overlay-" + "".join(letter if letter.isalnum() else "-" for letter in title)[:60]


def _register(folder: Path, key: str, known: Document | None, title: str, evidence: str) -> None:
    """Keep in which form a document was read: a new one as the figure is known, a known one anew if it now stands by its own text."""
    if known is None:
        facts = {"title": title, "read_as": READ_AS[evidence]}
    elif evidence == "official" and not known.is_official:
        facts = {**known.model_dump(exclude_none=True), "read_as": READ_AS[evidence]}
    else:
        return
    file = folder / "sources.yaml"
    register = yamls.read(file) if file.is_file() else {}
    register[key] = facts
    atomic.write_text(file, yamls.dump(register))

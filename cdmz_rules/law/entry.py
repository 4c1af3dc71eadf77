"""Entering figures of a bureau into its overlay folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cdmz_rules.errors import InputError, NotFound, Problem
from cdmz_rules.files import atomic
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import check, figures, schema, superseded
from cdmz_rules.law.documents import Document, load_documents
from cdmz_rules.law.item import Item
from cdmz_rules.law.law import Law
from cdmz_rules.reading import china

READ_AS = {"official": "official_text", "reported": "reprint", "recalled": "memory"}
"""In which form a document was read of which no more is told than how a figure is known."""
REGISTER = "sources.yaml"


@dataclass(frozen=True)
class Entry:
    """One value of a bureau, as a file of the law holds it.

    Attributes:
        path: The item.
        place: The place.
        start: The first day.
        value: The figure; None where the item is not in force.
        facts: What is known of it: evidence, source, ….
    """

    path: str
    place: str
    start: str
    value: Any
    facts: Mapping[str, object]

    def file(self, folder: Path) -> Path:
        """The file of an overlay folder in which it stands."""
        return folder / "parameters" / Path(*self.path.split(".")).with_suffix(".yaml")

    def faults(self, item: Item) -> list[str]:
        """Why it does not fit the schema, in English."""
        values = {"values": {self.start: {"value": self.value, "metadata": dict(self.facts)}}}
        found = check.validate(schema.PlaceValues, values, Path(self.path), {(): 1}, item.places)
        return [fault.message for fault in found]


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
    documents = load_documents(registry, folder)
    key = source if source in documents else document_key(source)
    day = str(today or china.today())
    facts: dict[str, object] = {"evidence": evidence, "source": key, "last_verified": max(day, start), "encoded": day}
    facts |= {"until": until, "on_expiry": on_expiry} if until else {}
    entry = Entry(path, where, start, figures.read(item, value), facts)
    faults = entry.faults(item)
    if faults:
        raise InputError([Problem("invalid_value", item.path, fault, fault) for fault in faults])
    known = documents.get(key)
    register(folder, {key: registered(known, {} if known else {"title": source}, evidence)})
    write(folder, [entry])
    return entry.file(folder)


def write(folder: Path, entries: Iterable[Entry]) -> None:
    """Write values into an overlay folder, file by file; one of the same place and day is replaced, and kept as what was known before."""
    by_file: dict[Path, list[Entry]] = {}
    for entry in entries:
        by_file.setdefault(entry.file(folder), []).append(entry)
    for file, mine in by_file.items():
        data = _read(file)
        for entry in mine:
            values = data.setdefault(entry.place, {}).setdefault("values", {})
            day = date.fromisoformat(str(entry.facts.get("encoded", china.today())))
            superseded.keep(folder, entry.path, entry.place, values, entry.start, day)
            values[entry.start] = {"value": entry.value, "metadata": dict(entry.facts)}
            data[entry.place]["values"] = dict(sorted(values.items()))
        atomic.write_text(file, yamls.dump(data))


def remove(folder: Path, entries: Iterable[tuple[str, str, str]]) -> None:
    """Take values out of an overlay folder, each named by its item, place and first day; they are kept as what was known before."""
    for path, place, start in entries:
        file = Entry(path, place, start, None, {}).file(folder)
        data = _read(file)
        superseded.keep(folder, path, place, data[place]["values"], start, china.today())
        del data[place]["values"][start]
        kept = {name: block for name, block in data.items() if block["values"]}
        if kept:
            atomic.write_text(file, yamls.dump(kept))
        else:
            file.unlink()


def document_key(title: str) -> str:
    """The key under which an overlay registers a document."""
    return "overlay-" + "".join(letter if letter.isalnum() else "-" for letter in title)[:60]


def registered(known: Document | None, facts: Mapping[str, str], evidence: str) -> Mapping[str, str] | None:
    """What an overlay registers of a document: a new one, or one of which more is told now; None of one that is known so.

    Args:
        known: What is registered of it.
        facts: What is told of it.
        evidence: How a figure of it is known: one that stands by its own text, does so from now on.
    """
    keeps = known is not None and (evidence != "official" or known.is_official)
    before = known.model_dump(exclude_none=True) if known is not None else {}
    told = {**before, **facts, **({} if keeps else {"read_as": READ_AS[evidence]})}
    after: dict[str, str] = Document.model_validate(told).model_dump(exclude_none=True)
    return after if after != before else None


def register(folder: Path, documents: Mapping[str, Mapping[str, str] | None]) -> None:
    """Register documents in an overlay folder, where there is anything to register."""
    told = {key: dict(facts) for key, facts in documents.items() if facts is not None}
    if told:
        file = folder / REGISTER
        atomic.write_text(file, yamls.dump({**_read(file), **told}))


def _read(file: Path) -> dict[str, Any]:
    return (yamls.read(file) if file.is_file() else None) or {}

"""The register of what stood before: of each item and place that a later release changed, all of its values as they were.

``superseded/`` is laid out as ``parameters/`` is, one file a legal item; it stands beside the other registers, and in an overlay for the
overlay's own values. A place holds a list of records, each with the last day on which its values were what was known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ConfigDict, Field, RootModel

from cdmz_rules.errors import LawFileError, LawProblem, meant
from cdmz_rules.files import atomic
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import check, schema
from cdmz_rules.law.documents import Document
from cdmz_rules.law.item import Item, Written
from cdmz_rules.law.schema import DatedValue, Day, PlaceName, Strict
from cdmz_rules.places import Places

FOLDER = "superseded"


class Record(NamedTuple):
    """The values of an item at a place as they stood.

    Attributes:
        until: The last day on which they were what was known.
        origin: Whose values: the ``law``'s or the ``overlay``'s.
        values: The values.
    """

    until: date
    origin: str
    values: tuple[Written, ...]


Records = Mapping[tuple[str, str], Sequence[Record]]
"""By item and place, the earliest first."""


class RecordEntry(Strict):
    """A record as a file holds it; without values, if nothing was written of the place then."""

    values: dict[Day, DatedValue]
    until: Day


class RecordFile(RootModel[dict[PlaceName, list[RecordEntry]]]):
    """What an item said before, by place."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    root: dict[PlaceName, list[RecordEntry]] = Field(min_length=1)


def file_of(folder: Path, path: str) -> Path:
    """The file of an item, below a folder of registers or an overlay."""
    return folder / FOLDER / Path(*path.split(".")).with_suffix(".yaml")


def read(folder: Path, origin: str) -> dict[tuple[str, str], list[Record]]:
    """The records of a folder of registers, or of an overlay.

    Raises:
        LawFileError: if a file cannot be read or is no register.
    """
    records: dict[tuple[str, str], list[Record]] = {}
    for file, path in _files(folder):
        try:
            for place, entries in (yamls.read(file) or {}).items():
                found = [
                    Record(date.fromisoformat(entry["until"]), origin, written(entry, origin)) for entry in entries
                ]
                records[path, place] = sorted(found)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            if isinstance(error, LawFileError):
                raise
            raise LawFileError([LawProblem(file, 1, "this is no register of what stood before")]) from error
    return records


def written(block: Mapping[str, Any], origin: str = "law") -> tuple[Written, ...]:
    """The values of a place, from what a file holds of it."""
    entries = block["values"].items()
    return tuple(Written(date.fromisoformat(day), entry["value"], entry["metadata"], origin) for day, entry in entries)


def keep(folder: Path, path: str, place: str, values: Mapping[str, Any], start: str, today: date) -> None:
    """Keep what an overlay says at a place, before its value of a day is written anew.

    What was written today is no former knowledge, and what is recorded already of yesterday stays as it is.

    Args:
        folder: The overlay.
        path: The item.
        place: The place.
        values: Its values, by first day.
        start: The first day of the value that is written anew.
        today: The day on which it is.
    """
    eve = today - timedelta(days=1)
    known = before(values, eve)
    if start in known:
        add(folder, path, place, known, eve)


def before(values: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Of some values by first day those that were written by a day."""
    return {start: entry for start, entry in values.items() if entry["metadata"].get("encoded", "") <= day.isoformat()}


def add(folder: Path, path: str, place: str, values: Mapping[str, Any], until: date, *, anew: bool = False) -> None:
    """Record the values of a place as they stood up to a day; with ``anew`` in place of what is recorded of that day."""
    file = file_of(folder, path)
    data = (yamls.read(file) if file.is_file() else None) or {}
    by_day = {entry["until"]: entry for entry in data.get(place, ())}
    if anew or until.isoformat() not in by_day:
        by_day[until.isoformat()] = {"until": until.isoformat(), "values": dict(values)}
        data[place] = [by_day[day] for day in sorted(by_day)]
        atomic.write_text(file, yamls.dump(data))


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    top = folder / FOLDER
    for file in sorted(top.rglob("*.yaml")):
        yield file, ".".join(file.relative_to(top).with_suffix("").parts)


def problems(
    folder: Path, items: Mapping[str, Item], places: Places, documents: Mapping[str, Document], first: date | None
) -> list[LawProblem]:
    """Every mistake in the records of a folder.

    Args:
        folder: The folder of registers, or the overlay.
        items: The items of the law.
        places: The places there are.
        documents: The register of documents.
        first: The first day on which anything was known; None if the law does not say.
    """
    found: list[LawProblem] = []
    for file, path in _files(folder):
        try:
            found += _in_file(file, path, items, places, documents, first)
        except LawFileError as error:
            found += error.problems
    return found


def _in_file(
    file: Path,
    path: str,
    items: Mapping[str, Item],
    places: Places,
    documents: Mapping[str, Document],
    first: date | None,
) -> Iterator[LawProblem]:
    if path not in items:
        yield LawProblem(file, 1, f"the law has no item {path}", meant(path, items))
        return
    data, lines = yamls.read(file), yamls.lines(yamls.text(file))
    shape = check.validate(RecordFile, data, file, lines, places)
    yield from shape
    for place, entries in {} if shape else data.items():
        days = [str(entry["until"]) for entry in entries]
        line = lines[(place,)]
        if days != sorted(set(days)):
            yield LawProblem(file, line, f"{place}: the last days do not ascend", "put the oldest record first")
        if first is not None and days[0] < first.isoformat():
            yield LawProblem(file, line, f"{place}: {days[0]} lies before the first release, {first}")
        for number, entry in enumerate(entries):
            for day, value in entry["values"].items():
                at = lines[(place, str(number), "values", day)]
                yield from _value(items[path], f"{place} {day}", value, LawProblem(file, at, ""), documents)


def _value(
    item: Item, name: str, entry: Mapping[str, Any], at: LawProblem, documents: Mapping[str, Document]
) -> Iterator[LawProblem]:
    source, value = entry["metadata"].get("source"), entry["value"]
    if source is not None and source not in documents:
        yield LawProblem(at.file, at.line, f"{name}: no document {source!r} in the register", meant(source, documents))
    facts = schema.ItemFacts.model_construct(kind=item.kind, choices=dict(item.choices))
    fault = None if value is None else check.misfit(value, facts, item.places)
    if fault:
        yield LawProblem(at.file, at.line, f"{name}: {fault}")

"""The register of releases: on which day which state of the law was released, and a digest of every item that it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law.item import Cell, Item
from cdmz_rules.law.schema import Day

FILE = "releases.yaml"
DIGITS = 12

Releases = Mapping[date, Mapping[str, str]]
"""By day, the first of them first: the digest of each item that is new or reads otherwise than at the release before."""


def read(registry: Path) -> Releases:
    """The releases of a law; none if it registers none.

    Raises:
        LawFileError: if the file is no such register.
    """
    file = registry / FILE
    data = (yamls.read(file) if file.is_file() else None) or {}
    try:
        releases = TypeAdapter(dict[Day, dict[str, str]]).validate_python(data)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise LawFileError([LawProblem(file, 1, fault) for fault in faults]) from error
    return {date.fromisoformat(day): digests for day, digests in sorted(releases.items())}


def digest(item: Item) -> str:
    """A hash of what an item says at every place and on every day, and how that is known."""
    cells = [(place, *map(str, _facts(cell))) for place in sorted(item.versions) for cell in item.versions[place]]
    return hashlib.sha256(repr(cells).encode()).hexdigest()[:DIGITS]


def _facts(cell: Cell) -> tuple[object, ...]:
    known = (cell.evidence, cell.source, cell.article, cell.last_verified, cell.first_seen)
    return cell.start, cell.until, cell.state.name, cell.value, *known, cell.reason, cell.ask, cell.note


def digests_on(releases: Releases, day: date) -> dict[str, str]:
    """The digest of each item as it stood on a day: that of the last release up to it which changed the item."""
    return {path: value for released, changed in releases.items() if released <= day for path, value in changed.items()}

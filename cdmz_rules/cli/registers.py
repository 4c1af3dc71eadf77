"""The registers of places and documents, checked before the engine is loaded: it could say of what is wrong there neither file nor line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.files import yaml as yamls

PLACES, DOCUMENTS = "jurisdictions.yaml", "sources.yaml"


def problems(folder: Path, registry: Path | None = None) -> list[LawProblem]:
    """Every mistake in the registers of a folder.

    Args:
        folder: The folder: of a rulebook's own registers, or an overlay.
        registry: The folder of the registers that an overlay adds to.
    """
    try:
        return _places(folder / PLACES, registry) or list(_documents(folder / DOCUMENTS))
    except LawFileError as error:
        return list(error.problems)


def _places(file: Path, registry: Path | None) -> list[LawProblem]:
    from cdmz_rules import places

    return places.problems(file, registry / PLACES if registry is not None else None) if file.is_file() else []


def _documents(file: Path) -> Iterator[LawProblem]:
    from pydantic import TypeAdapter, ValidationError

    from cdmz_rules.law import check
    from cdmz_rules.law.documents import Document

    if not file.is_file():
        return
    try:
        TypeAdapter(dict[str, Document]).validate_python(yamls.read(file) or {})
    except ValidationError as error:
        yield from check.faults(error, file, yamls.lines(file.read_text(encoding="utf-8")), Document.model_fields)

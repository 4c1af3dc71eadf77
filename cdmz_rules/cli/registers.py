"""The registers of places and documents, checked before the engine is loaded: it could say of what is wrong there neither file nor line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cdmz_rules.errors import LawFileError, LawProblem, nearest
from cdmz_rules.files import yaml as yamls

PLACES, DOCUMENTS = "jurisdictions.yaml", "sources.yaml"
NEEDED = ("level", "zh", "en")
KNOWN = (*NEEDED, "parent", "beside", "region", "code", "offices")


def problems(folder: Path, registry: Path | None = None) -> list[LawProblem]:
    """Every mistake in the registers of a folder.

    Args:
        folder: The folder: of a rulebook's own registers, or an overlay.
        registry: The folder of the registers that an overlay adds to.
    """
    try:
        return list(_places(folder / PLACES, registry)) or list(_documents(folder / DOCUMENTS))
    except LawFileError as error:
        return list(error.problems)


def _places(file: Path, registry: Path | None) -> Iterator[LawProblem]:
    if not file.is_file():
        return
    register = yamls.read(file)
    if not isinstance(register, dict):
        yield LawProblem(file, 1, "a register is a mapping")
        return
    lines = yamls.lines(file.read_text(encoding="utf-8"))
    names = {*register, *(yamls.read(registry / PLACES) if registry is not None else ())}
    for name, facts in register.items():
        yield from (LawProblem(file, lines[(str(name),)], *fault) for fault in _faults(str(name), facts, names))


def _faults(name: str, facts: Any, names: set[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a place, and how to mend it."""
    if not isinstance(facts, dict):
        yield f"{name}: a place is a mapping", f"write {', '.join(NEEDED)}"
        return
    for key in NEEDED:
        if key not in facts:
            yield f"{name}.{key}: Field required", ""
    for key in facts:
        if key not in KNOWN:
            near = nearest(str(key), KNOWN)
            yield f"{name}.{key}: Extra inputs are not permitted", f"did you mean {near}?" if near else ""
    for key in ("parent", "beside"):
        other = facts.get(key)
        if other is not None and other not in names:
            near = nearest(str(other), names)
            yield f"{name}.{key}: there is no place {other}", f"did you mean {near}?" if near else ""


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

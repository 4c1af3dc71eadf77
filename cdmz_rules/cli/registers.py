"""The registers of an overlay, checked before the engine reads them: its places as it is imported, its documents with the law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cdmz_rules.errors import LawFileError, LawProblem, nearest
from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls

PLACES, DOCUMENTS = "jurisdictions.yaml", "sources.yaml"
NEEDED = ("level", "zh", "en")
KNOWN = (*NEEDED, "parent", "beside", "region", "code", "offices")


def problems(overlay: Path) -> list[LawProblem]:
    """Every mistake in the registers of an overlay folder."""
    try:
        return list(_places(overlay / PLACES)) or list(_documents(overlay / DOCUMENTS))
    except LawFileError as error:
        return list(error.problems)


def _places(file: Path) -> Iterator[LawProblem]:
    if not file.is_file():
        return
    added = yamls.read(file)
    if not isinstance(added, dict):
        yield LawProblem(file, 1, "a register is a mapping")
        return
    lines = yamls.lines(file.read_text(encoding="utf-8"))
    names = {*yamls.read(paths.REGISTRY / PLACES), *added}
    for name, facts in added.items():
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

    from cdmz_rules.law.sources import Document

    if not file.is_file():
        return
    added = yamls.read(file) or {}
    try:
        TypeAdapter(dict[str, Document]).validate_python(added)
    except ValidationError as error:
        lines = yamls.lines(file.read_text(encoding="utf-8"))
        for fault in error.errors():
            yield _fault(file, lines, tuple(map(str, fault["loc"])), str(fault["msg"]))


def _fault(file: Path, lines: Mapping[tuple[str, ...], int], path: tuple[str, ...], message: str) -> LawProblem:
    line = lines.get(path) or lines.get(path[:1]) or 1
    return LawProblem(file, line, f"{'.'.join(path)}: {message}" if path else message)


def documents() -> list[LawProblem]:
    """Every mistake in the register of documents that is shipped."""
    try:
        return list(_documents(paths.REGISTRY / DOCUMENTS))
    except LawFileError as error:
        return list(error.problems)

"""A snapshot: the law as an archive that can be loaded again years later, byte for byte the same for the same law.

The archive holds ``parameters/``, ``reforms/`` and ``registry/`` as they stood, the overlay beside them under ``overlay/``, and a
manifest with the fingerprint that the law must have when it is loaded. Nothing in it is ever run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from openfisca_core.parameters import ParameterNode
from pydantic import TypeAdapter, ValidationError

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.files import atomic
from cdmz_rules.files import yaml as yamls
from cdmz_rules.files.paths import Content
from cdmz_rules.law import archive, check, overlay, reform_reading, schema, superseded, tree
from cdmz_rules.law import population as populations
from cdmz_rules.law.archive import Files, Manifest, refusal
from cdmz_rules.law.documents import Document
from cdmz_rules.law.item import Item
from cdmz_rules.law.law import Law
from cdmz_rules.law.past import Past
from cdmz_rules.law.reform import Reform
from cdmz_rules.law.reform_schema import ReformFile
from cdmz_rules.law.schema import UNITS
from cdmz_rules.places import Places

PLACES, UNITS_FILE = "jurisdictions.yaml", "units.yaml"
MEANING = ("decimals", "shown_as")
"""What a unit means to values and comparisons; its words, and what it counts in, may be written otherwise since."""


def write(file: Path, law: Law, content: Content, formulas: str) -> Manifest:
    """Write a law, overlay included, whole or not at all.

    Args:
        file: The archive.
        law: The law.
        content: The folders from which it was read.
        formulas: The fingerprint of the formulas that go with it.

    Raises:
        LawFileError: if the files on disk are no longer those that the law was read from.
        OSError: if the archive cannot be written.
    """
    files = _collect(content)
    manifest = archive.manifest_for(files, law.fingerprint, formulas)
    packed = archive.pack(files, manifest)
    _law(*archive.unpack(packed, file), file, law.places, content)
    atomic.write_bytes(file, packed)
    return manifest


def _collect(content: Content) -> Files:
    folders = {"parameters": content.parameters, "reforms": content.reforms, "registry": content.registry}
    patterns = {f"{prefix}/": (folder, "**/*.yaml") for prefix, folder in folders.items()}
    if content.overlay is not None:
        patterns |= {
            "overlay/parameters/": (content.overlay / "parameters", "**/*.yaml"),
            f"overlay/{superseded.FOLDER}/": (content.overlay / superseded.FOLDER, "**/*.yaml"),
            "overlay/": (content.overlay, "*.yaml"),
        }
    return {
        prefix + path.relative_to(folder).as_posix(): path.read_bytes()
        for prefix, (folder, pattern) in patterns.items()
        for path in sorted(folder.glob(pattern))
        if archive.NAME.fullmatch(prefix + path.relative_to(folder).as_posix())
    }


def read(file: Path, places: Places, content: Content) -> Law:
    """The law of a snapshot, for formulas that were loaded with some places from some folders.

    Raises:
        LawFileError: if it is no snapshot, has been changed, or knows other places than these.
        OSError: if it cannot be read.
    """
    return _law(*archive.read(file), file, places, content)


def packs(file: Path, places: Places) -> dict[str, Reform]:
    """The packs and reforms of a snapshot, by name; see `read`."""
    files, _ = archive.read(file)
    bodies = {Path(name).stem: files[name] for name in files if name.startswith("reforms/")}
    find = lru_cache(maxsize=None)(partial(_item, files, file, places))
    by_name: dict[str, Reform] = {}

    def load(name: str, chain: tuple[str, ...] = ()) -> Reform:
        if name not in bodies or name in chain:
            raise refusal(file, f"reforms/{name}.yaml does not fit the schema")
        if name not in by_name:
            body = _body(places, bodies[name], file / name, find)
            by_name[name] = Reform.of(body, places, tuple(load(other, (*chain, name)) for other in body.includes))
        return by_name[name]

    return {name: load(name) for name in bodies}


def _item(files: Files, file: Path, places: Places, path: str) -> Item | None:
    """One item of the law in some files, without all others."""
    name = f"parameters/{path.replace('.', '/')}.yaml"
    content = files.get(name)
    return (
        tree.item(path, yamls.parse(content.decode("utf-8", "replace"), file / name), file, places) if content else None
    )


def _body(places: Places, content: bytes, file: Path, find: reform_reading.Find) -> ReformFile:
    try:
        data = reform_reading.canonical(yamls.parse(content.decode("utf-8", "replace"), file), find)
        return ReformFile.model_validate(data, context=schema.names(places))
    except ValidationError as error:
        raise refusal(file, "it does not fit the schema") from error


def manifest(file: Path) -> Manifest:
    """What a snapshot says of itself; see `read`."""
    return archive.read(file)[1]


def _law(files: Files, manifest: Manifest, file: Path, places: Places, content: Content) -> Law:
    """The law in some files: it must be the one that the manifest names, for the places that there are."""
    _same_places(files, file, content)
    _same_units(files, file)
    law = _law_of(files, file, places)
    if law.fingerprint != manifest.law:
        mend = f"load it with cdmz-rules {manifest.version}"
        raise refusal(file, "the law in it is not the one that its manifest names", mend)
    return law


def _same_places(files: Files, file: Path, content: Content) -> None:
    """Refuse another register of places: formulas are loaded with one, since OpenFisca stores a place as its number."""
    then, now = _merged(files, PLACES, file), _merged(_registered_places(content), PLACES, file)
    _refuse(file, PLACES, [key for key in then.keys() | now.keys() if then.get(key) != now.get(key)])


def _same_units(files: Files, file: Path) -> None:
    """Refuse a unit that there is no longer, or that means something else."""
    _refuse(
        file, UNITS_FILE, [n for n, facts in _merged(files, UNITS_FILE, file).items() if _meaning(facts) != _now(n)]
    )


def _now(unit: str) -> list[Any] | None:
    return _meaning(UNITS[unit]) if unit in UNITS else None


def _meaning(facts: Any) -> list[Any]:
    return [facts.get(name) for name in MEANING] if isinstance(facts, dict) else []


def _refuse(file: Path, register: str, differing: list[str]) -> None:
    if differing:
        message = f"the snapshot was made with another {register}: {', '.join(sorted(differing)[:5])}"
        raise refusal(file, message, "name the overlay it was made with in CDMZ_LAW_OVERLAY, or use that cdmz-rules")


def _registered_places(content: Content) -> Files:
    files = {f"registry/{PLACES}": (content.registry / PLACES).read_bytes()}
    overlaid = content.overlay / PLACES if content.overlay is not None else None
    if overlaid is not None and overlaid.is_file():
        files[f"overlay/{PLACES}"] = overlaid.read_bytes()
    return files


def _merged(files: Files, name: str, file: Path) -> dict[str, Any]:
    """A registry with what the overlay adds to it."""
    merged: dict[str, Any] = {}
    for place in (f"registry/{name}", f"overlay/{name}"):
        added = yamls.parse(files.get(place, b"").decode("utf-8", "replace"), file / place) or {}
        if not isinstance(added, dict):
            raise refusal(file, f"{place} is no mapping")
        merged |= added
    return merged


def _law_of(files: Files, file: Path, places: Places) -> Law:
    register = _merged(files, "sources.yaml", file)
    try:
        documents = TypeAdapter(dict[str, Document]).validate_python(register)
    except ValidationError as error:
        raise refusal(file, "registry/sources.yaml does not fit the schema") from error
    with tempfile.TemporaryDirectory(prefix="cdmz-law-") as folder:
        root = Path(folder)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        problems = list(_problems(root / "parameters", places))
        if problems:
            raise LawFileError(
                LawProblem(file, 1, f"{each.file.relative_to(root)}:{each.line}: {each.message}", each.mend)
                for each in problems
            )
        node = tree.read(root / "parameters")
        counts = populations.read(_merged(files, populations.FILE, file), places, file)
        items = tree.items(node, places, _overlay(node, root, places, register))
        past = Past(root / "registry", root / "overlay").read()
        return Law(items, places, documents, counts, past=past)


def _problems(parameters: Path, places: Places) -> Iterator[LawProblem]:
    """What is wrong with the parameter files."""
    for path in sorted(parameters.rglob("*.yaml")):
        model = schema.FolderFile if path.name == "index.yaml" else schema.ItemFile
        try:
            data = yamls.read(path)
            yield from check.validate(model, data, path, yamls.lines(path.read_text(encoding="utf-8")), places)
        except LawFileError as error:
            yield from error.problems


def _overlay(node: ParameterNode, root: Path, places: Places, register: Mapping[str, Any]) -> tree.Overlaid:
    folder = root / "overlay"
    if not folder.is_dir():
        return tree.PLAIN
    # The overlay is checked against the documents of its own time, whether this version still knows them or not.
    (folder / "sources.yaml").write_text(yamls.dump(dict(register)), encoding="utf-8")
    return overlay.merge(node, places, root / "registry", folder)

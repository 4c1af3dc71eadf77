"""A snapshot: the law as an archive that can be loaded again years later, byte for byte the same for the same law.

The archive holds ``parameters/``, ``reforms/`` and ``registry/`` as they stood, the overlay beside them under ``overlay/``, and a
manifest with the fingerprint that the law must have when it is loaded. Nothing in it is ever run.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from openfisca_core.parameters import ParameterNode
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.files import atomic
from cdmz_rules.files import yaml as yamls
from cdmz_rules.files.paths import Content
from cdmz_rules.law import check, overlay, schema, sources, tree
from cdmz_rules.law import population as populations
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.places import Places
from cdmz_rules.version import __version__

FORMAT = 1
MANIFEST = "manifest.json"
MAX_MEMBERS = 5_000
MAX_TOTAL = 50_000_000
NAME = re.compile(r"(?:parameters|reforms|registry|overlay)(?:/[A-Za-z0-9_][A-Za-z0-9_-]*)+\.yaml")
SHARED = ("jurisdictions.yaml", "units.yaml")
"""What formulas are loaded with, since OpenFisca stores a place as its number: a snapshot loads only where they are the same."""

Files = dict[str, bytes]


class Manifest(BaseModel):
    """What a snapshot says of itself.

    Attributes:
        format: The version of this layout.
        version: The version of cdmz-rules that wrote it.
        law: The fingerprint of the law.
        formulas: The fingerprint of the formulas that went with it.
        files: The hash of each file.
    """

    model_config = ConfigDict(frozen=True)

    format: int
    version: str
    law: str
    formulas: str
    files: dict[str, str]


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
    manifest = Manifest(
        format=FORMAT,
        version=__version__,
        law=law.fingerprint,
        formulas=formulas,
        files={name: hashlib.sha256(written).hexdigest() for name, written in files.items()},
    )
    archive = _packed({**files, MANIFEST: _json(manifest)})
    _load(archive, file, law.places, content)
    atomic.write_bytes(file, archive)
    return manifest


def _collect(content: Content) -> Files:
    folders = {"parameters": content.parameters, "reforms": content.reforms, "registry": content.registry}
    own = content.overlay
    found = {f"{prefix}/": (folder, "**/*.yaml") for prefix, folder in folders.items()}
    if own is not None:
        found |= {"overlay/parameters/": (own / "parameters", "**/*.yaml"), "overlay/": (own, "*.yaml")}
    return {
        prefix + path.relative_to(folder).as_posix(): path.read_bytes()
        for prefix, (folder, pattern) in found.items()
        for path in sorted(folder.glob(pattern))
        if NAME.fullmatch(prefix + path.relative_to(folder).as_posix())
    }


def _json(manifest: Manifest) -> bytes:
    return (json.dumps(manifest.model_dump(), ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _packed(files: Mapping[str, bytes]) -> bytes:
    """The archive: names in order, no times of day, and stored as they are, for no two zlibs need compress alike."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, content)
    return buffer.getvalue()


def read(file: Path, places: Places, content: Content) -> Law:
    """The law of a snapshot, for formulas that were loaded with some places from some folders.

    Raises:
        LawFileError: if it is no snapshot, has been changed, or knows other places than these.
        OSError: if it cannot be read.
    """
    with file.open("rb") as stream:
        archive = stream.read(MAX_TOTAL + 1)
    return _load(archive, file, places, content)


def packs(file: Path, places: Places) -> dict[str, Reform]:
    """The packs and reforms of a snapshot, by name; see `read`."""
    with file.open("rb") as stream:
        files = _unpacked(stream.read(MAX_TOTAL + 1), file)
    _manifest(files, file)
    bodies = {Path(name).stem: files[name] for name in files if name.startswith("reforms/")}
    made: dict[str, Reform] = {}
    reforms = Reforms(file, places)

    def make(name: str, chain: tuple[str, ...] = ()) -> Reform:
        if name not in bodies or name in chain:
            raise _refused(file, f"reforms/{name}.yaml does not fit the schema")
        if name not in made:
            made[name] = _pack(reforms, bodies[name], file / name, lambda other: make(other, (*chain, name)))
        return made[name]

    return {name: make(name) for name in bodies}


def _pack(reforms: Reforms, content: bytes, file: Path, included: Callable[[str], Reform]) -> Reform:
    try:
        return reforms.from_body(yamls.parse(content.decode("utf-8", "replace"), file), included)
    except ValidationError as error:
        raise _refused(file, "it does not fit the schema") from error


def manifest(file: Path) -> Manifest:
    """What a snapshot says of itself; see `read`."""
    with file.open("rb") as stream:
        return _manifest(_unpacked(stream.read(MAX_TOTAL + 1), file), file)


def _load(archive: bytes, file: Path, places: Places, content: Content) -> Law:
    files = _unpacked(archive, file)
    told = _manifest(files, file)
    _same_places(files, file, content)
    law = _law(files, file, places)
    if law.fingerprint != told.law:
        raise _refused(
            file, "the law in it is not the one that its manifest names", f"load it with cdmz-rules {told.version}"
        )
    return law


def _refused(file: Path, message: str, mend: str = "") -> LawFileError:
    return LawFileError([LawProblem(file, 1, message, mend)])


def _unpacked(archive: bytes, file: Path) -> Files:
    """Every member, within limits on their number, names and sizes."""
    if len(archive) > MAX_TOTAL:
        raise _refused(file, f"the archive is larger than {MAX_TOTAL} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return dict(_members(opened, file))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise _refused(file, "this is no snapshot of the law", "write one with cdmz law snapshot FILE.zip") from error


def _members(opened: zipfile.ZipFile, file: Path) -> Iterator[tuple[str, bytes]]:
    members = opened.infolist()
    if len(members) > MAX_MEMBERS:
        raise _refused(file, f"the archive holds more than {MAX_MEMBERS} files")
    if len({member.filename for member in members}) < len(members):
        raise _refused(file, "a file stands twice in the archive")
    total = 0
    for member in members:
        readable = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if not readable or (member.filename != MANIFEST and not NAME.fullmatch(member.filename)):
            raise _refused(file, f"{member.filename!r} does not belong in a snapshot")
        with opened.open(member) as stream:
            # What the archive says of a size is not relied upon: a small archive can unfold to anything.
            content = stream.read(yamls.MAX_BYTES + 1)
        total += len(content)
        if len(content) > yamls.MAX_BYTES or total > MAX_TOTAL:
            raise _refused(file, f"{member.filename} is too large")
        yield member.filename, content


def _manifest(files: Files, file: Path) -> Manifest:
    try:
        told = Manifest.model_validate_json(files[MANIFEST])
    except (KeyError, ValidationError) as error:
        raise _refused(file, "this is no snapshot of the law", "write one with cdmz law snapshot FILE.zip") from error
    if told.format != FORMAT:
        raise _refused(
            file, f"the snapshot has the layout {told.format}, not {FORMAT}", f"load it with cdmz-rules {told.version}"
        )
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != MANIFEST}
    changed = sorted(name for name in hashes.keys() | told.files.keys() if hashes.get(name) != told.files.get(name))
    if changed:
        raise _refused(file, f"{changed[0]} is not as the manifest says: the archive was changed")
    return told


def _same_places(files: Files, file: Path, content: Content) -> None:
    for name in SHARED:
        theirs, ours = _merged(files, name, file), _merged(_registry(content), name, file)
        differ = sorted(key for key in theirs.keys() | ours.keys() if theirs.get(key) != ours.get(key))
        if differ:
            message = f"the snapshot was made with another {name}: {', '.join(differ[:5])}"
            raise _refused(
                file, message, "name the overlay it was made with in CDMZ_LAW_OVERLAY, or use that cdmz-rules"
            )


def _registry(content: Content) -> Files:
    """What is known of places and units."""
    files = {f"registry/{name}": (content.registry / name).read_bytes() for name in SHARED}
    own = content.overlay
    if own is not None and (own / "jurisdictions.yaml").is_file():
        files["overlay/jurisdictions.yaml"] = (own / "jurisdictions.yaml").read_bytes()
    return files


def _merged(files: Files, name: str, file: Path) -> dict[str, Any]:
    """A registry with what the overlay adds to it."""
    found: dict[str, Any] = {}
    for place in (f"registry/{name}", f"overlay/{name}"):
        added = yamls.parse(files.get(place, b"").decode("utf-8", "replace"), file / place) or {}
        if not isinstance(added, dict):
            raise _refused(file, f"{place} is no mapping")
        found |= added
    return found


def _law(files: Files, file: Path, places: Places) -> Law:
    register = _merged(files, "sources.yaml", file)
    try:
        documents = TypeAdapter(dict[str, sources.Document]).validate_python(register)
    except ValidationError as error:
        raise _refused(file, "registry/sources.yaml does not fit the schema") from error
    with tempfile.TemporaryDirectory(prefix="cdmz-law-") as folder:
        root = Path(folder)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        problems = list(_problems(root / "parameters", places))
        if problems:
            raise LawFileError(
                LawProblem(file, 1, f"{found.file.relative_to(root)}:{found.line}: {found.message}", found.mend)
                for found in problems
            )
        node = tree.read(root / "parameters")
        counts = populations.read(_merged(files, populations.FILE, file), places, file)
        return Law(tree.items(node, places, _overlay(node, root, places, register)), places, documents, counts)


def _problems(parameters: Path, places: Places) -> Iterator[LawProblem]:
    """What is wrong with the parameter files."""
    for path in sorted(parameters.rglob("*.yaml")):
        model = schema.FolderFile if path.name == "index.yaml" else schema.ItemFile
        try:
            data = yamls.read(path)
            yield from check.validate(model, data, path, yamls.lines(path.read_text(encoding="utf-8")), places)
        except LawFileError as error:
            yield from error.problems


def _overlay(node: ParameterNode, root: Path, places: Places, register: Mapping[str, Any]) -> Mapping[int, str]:
    folder = root / "overlay"
    if not folder.is_dir():
        return {}
    # The overlay is checked against the documents of its own time, whether this version still knows them or not.
    (folder / "sources.yaml").write_text(yamls.dump(dict(register)), encoding="utf-8")
    return overlay.merge(node, places, root / "registry", folder)

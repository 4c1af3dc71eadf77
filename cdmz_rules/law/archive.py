"""The archive of a snapshot: YAML files and a manifest that vouches for them, packed alike each time and unpacked within limits."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.files import yaml as yamls
from cdmz_rules.version import __version__

FORMAT = 1
MANIFEST = "manifest.json"
MAX_MEMBERS = 5_000
MAX_TOTAL = 50_000_000
NAME = re.compile(r"(?:parameters|reforms|registry|overlay)(?:/[A-Za-z0-9_][A-Za-z0-9_-]*)+\.yaml")

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


def manifest_for(files: Files, law: str, formulas: str) -> Manifest:
    """The manifest of some files: with the fingerprints of the law in them and of the formulas that go with it."""
    return Manifest(format=FORMAT, version=__version__, law=law, formulas=formulas, files=_hashes(files))


def _hashes(files: Files) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def pack(files: Files, manifest: Manifest) -> bytes:
    """The archive: names in order, no times of day, and stored as they are, for no two zlibs need compress alike."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted({**files, MANIFEST: _json(manifest)}.items()):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, content)
    return buffer.getvalue()


def _json(manifest: Manifest) -> bytes:
    return (json.dumps(manifest.model_dump(), ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def refusal(file: Path, message: str, mend: str = "") -> LawFileError:
    """The error that says why an archive is not taken."""
    return LawFileError([LawProblem(file, 1, message, mend)])


def read(file: Path) -> tuple[Files, Manifest]:
    """The files of an archive as its manifest vouches for them, and the manifest.

    Raises:
        LawFileError: if it is no snapshot, or has been changed.
        OSError: if it cannot be read.
    """
    with file.open("rb") as stream:
        return unpack(stream.read(MAX_TOTAL + 1), file)


def unpack(archive: bytes, file: Path) -> tuple[Files, Manifest]:
    """The same from what a file holds; see `read`."""
    if len(archive) > MAX_TOTAL:
        raise refusal(file, f"the archive is larger than {MAX_TOTAL} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            files = dict(_members(opened, file))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise refusal(file, "this is no snapshot of the law", "write one with cdmz law snapshot FILE.zip") from error
    return files, _manifest(files, file)


def _members(opened: zipfile.ZipFile, file: Path) -> Iterator[tuple[str, bytes]]:
    members = opened.infolist()
    if len(members) > MAX_MEMBERS:
        raise refusal(file, f"the archive holds more than {MAX_MEMBERS} files")
    if len({member.filename for member in members}) < len(members):
        raise refusal(file, "a file stands twice in the archive")
    total = 0
    for member in members:
        readable = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if not readable or (member.filename != MANIFEST and not NAME.fullmatch(member.filename)):
            raise refusal(file, f"{member.filename!r} does not belong in a snapshot")
        with opened.open(member) as stream:
            # What the archive says of a size is not relied upon: a small archive can unfold to anything.
            content = stream.read(yamls.MAX_BYTES + 1)
        total += len(content)
        if len(content) > yamls.MAX_BYTES or total > MAX_TOTAL:
            raise refusal(file, f"{member.filename} is too large")
        yield member.filename, content


def _manifest(files: Files, file: Path) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(files[MANIFEST])
    except (KeyError, ValidationError) as error:
        raise refusal(file, "this is no snapshot of the law", "write one with cdmz law snapshot FILE.zip") from error
    if manifest.format != FORMAT:
        raise refusal(
            file,
            f"the snapshot has the layout {manifest.format}, not {FORMAT}",
            f"load it with cdmz-rules {manifest.version}",
        )
    hashes = _hashes({name: content for name, content in files.items() if name != MANIFEST})
    changed = sorted(
        name for name in hashes.keys() | manifest.files.keys() if hashes.get(name) != manifest.files.get(name)
    )
    if changed:
        raise refusal(file, f"{changed[0]} is not as the manifest says: the archive was changed")
    return manifest

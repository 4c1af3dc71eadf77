"""Static files: kept for a year under a name that says what is in them, asked for anew under their plain name."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cdmz_rules.errors import NotFound

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
ANEW = "no-cache"
IMPORTED = re.compile(r'(?<=from "\./)([\w-]+\.js)(?=")')
"""Another script that a script needs."""
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class File:
    """A static file.

    Attributes:
        name: Its plain name.
        body: What is in it.
        digest: The beginning of its SHA-256.
    """

    name: str
    body: bytes
    digest: str

    @property
    def hashed(self) -> str:
        """Its name with what is in it, as in ``style.0a1b2c3d4e.css``."""
        stem, _, ending = self.name.rpartition(".")
        return f"{stem}.{self.digest}.{ending}"

    @property
    def kind(self) -> str:
        """Its media type."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@lru_cache(maxsize=1)
def files() -> Mapping[str, File]:
    """Every static file, by its plain name, as it was when first asked for."""
    found: dict[str, File] = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            _read(path.relative_to(FOLDER).as_posix(), found)
    return found


def _read(name: str, found: dict[str, File]) -> File:
    """A file; scripts that it needs are named by what is in them, too."""
    if name not in found:
        body = (FOLDER / name).read_bytes()
        if name.endswith(".js"):
            beside = name.rpartition("/")[0]
            text = IMPORTED.sub(lambda match: _beside(beside, match[1], found), body.decode("utf-8"))
            body = text.encode("utf-8")
        found[name] = File(name, body, hashlib.sha256(body).hexdigest()[:10])
    return found[name]


def _beside(folder: str, name: str, found: dict[str, File]) -> str:
    return _read(f"{folder}/{name}" if folder else name, found).hashed.rpartition("/")[2]


def address(name: str) -> str:
    """Where a page finds a static file: ``style.css`` at ``/static/style.0a1b2c3d4e.css``."""
    return f"/static/{files()[name].hashed}"


@lru_cache(maxsize=1)
def _by_hash() -> Mapping[str, File]:
    return {file.hashed: file for file in files().values()}


@router.api_route("/static/{name:path}", methods=["GET", "HEAD"])
def served(name: str, request: Request) -> Response:
    """A static file.

    Raises:
        NotFound: if there is none.
    """
    lasting = _by_hash().get(name)
    # A page that was loaded before an update asks for a file as it was: it gets it as it is, and asks again next time.
    file = lasting or files().get(re.sub(r"\.[0-9a-f]{10}(?=\.\w+$)", "", name))
    if file is None:
        raise NotFound("静态文件", "static file", name, files())
    etag = f'W/"{file.digest}"'
    headers = {"ETag": etag, "Cache-Control": FOR_EVER if lasting else ANEW, "X-Content-Type-Options": "nosniff"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(file.body, headers=headers, media_type=file.kind)

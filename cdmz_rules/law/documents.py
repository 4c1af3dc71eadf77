"""The register of documents: each stands once, values name it by its key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.files import yaml as yamls


class Document(BaseModel):
    """A document of the register.

    Attributes:
        title: Its title, in Chinese.
        number: Its official number, e.g. 成公积金〔2026〕26号.
        issuer: Who issued or published it.
        date: Its date, or the month or year if no more is known.
        href: Where it stands.
        read_as: In which form it was read; a weak reprint is a machine translation or a page that names no source.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    title: str
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    href: str | None = None
    read_as: Literal["official_page", "official_text", "reprint", "weak_reprint", "press", "collection", "memory"]

    @property
    def is_official(self) -> bool:
        """Whether it was read in its official text: no other makes a figure official."""
        return self.read_as in ("official_page", "official_text")


def load_documents(registry: Path, overlay: Path | None = None) -> Mapping[str, Document]:
    """The register, with the documents of an overlay folder added."""
    raw = dict(yamls.read(registry / "sources.yaml") or {})
    if overlay is not None and (overlay / "sources.yaml").is_file():
        raw |= yamls.read(overlay / "sources.yaml") or {}
    try:
        return TypeAdapter(dict[str, Document]).validate_python(raw)
    except ValidationError as error:
        file = (overlay or registry) / "sources.yaml"
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise LawFileError([LawProblem(file, 1, fault) for fault in faults]) from error

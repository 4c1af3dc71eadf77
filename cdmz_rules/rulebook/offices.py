"""How to reach the offices that answers name: telephone, address, hours and page, each with its source and grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from cdmz_rules.errors import LawFileError
from cdmz_rules.files import yaml
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.i18n.words import Words
from cdmz_rules.law import check
from cdmz_rules.law.schema import Both, Strict

FILE = "offices.yaml"
Evidence = Literal["official", "reported", "recalled"]
DETAILS = ("telephone", "address", "hours", "href")
"""What may be known of an office."""


class Known(Strict):
    """How one detail of an office is known.

    Attributes:
        evidence: How well.
        source: The document in the register.
    """

    evidence: Evidence
    source: str


class Telephone(Known):
    """A number as one dials it."""

    value: Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ()-]{2,28}$")]


class Page(Known):
    """The address of a page on the web."""

    value: Annotated[str, Field(pattern=r"^https?://[^\s<>\"']{3,500}$")]


class Said(Known):
    """An address, or hours, in both languages."""

    value: Both


class Office(Strict):
    """What is known of an office; what is not known is left out."""

    telephone: Telephone | None = None
    address: Said | None = None
    hours: Said | None = None
    href: Page | None = None


class OfficesFile(Strict):
    """A register of offices.

    Attributes:
        hotlines: The number that stands for the offices of a domain, by the domain as places name it: of those without one of their own.
        from_afar: By domain, the item of the law that says whether an application from another city is taken.
        offices: The offices, by their names as places and unknown values say them.
    """

    hotlines: dict[str, Telephone] = Field(default={})
    from_afar: dict[str, str] = Field(default={})
    offices: dict[str, Office] = Field(default={})


class Contact(Part):
    """How to reach an office; a detail that nobody knows is None.

    Attributes:
        telephone: The number.
        address: Where it stands.
        hours: When it is open.
        href: Its page on the web.
        hotline: Whether the number is the short one that everybody calls about such matters, and not the office's own.
        evidence: How well each detail is known, by its name.
    """

    telephone: str | None = None
    address: Text | None = None
    hours: Text | None = None
    href: str | None = None
    hotline: bool = False
    evidence: dict[str, Evidence]


@dataclass(frozen=True)
class Offices:
    """The offices of a rulebook.

    Attributes:
        hotlines: By domain, the number of offices that have none of their own.
        by_name: What is known of each office, by its name.
        from_afar: By domain, the item of the law that says whether an application from another city is taken.
    """

    hotlines: Mapping[str, Telephone]
    by_name: Mapping[str, Mapping[str, Known]]
    from_afar: Mapping[str, str] = field(default_factory=dict)

    def contact(self, office: str, domain: str) -> Contact | None:
        """How to reach an office, with the short number of a domain where it has none of its own; None if nothing is known."""
        details, hotline = dict(self.by_name.get(office, {})), self.hotlines.get(domain)
        own = "telephone" in details
        if hotline is not None and not own:
            details["telephone"] = hotline
        if not details:
            return None
        evidence = {name: known.evidence for name, known in details.items()}
        values = {name: _value(known) for name, known in details.items()}
        return Contact(**values, hotline="telephone" in details and not own, evidence=evidence)


def _value(known: Any) -> Any:
    return text(Words(known.value.zh, known.value.en)) if isinstance(known, Said) else known.value


def read(registry: Path, overlay: Path | None = None) -> Offices:
    """The offices of a register, with those of an overlay folder: of one office each detail it names stands in place of the register's.

    Raises:
        LawFileError: if a register does not fit.
    """
    hotlines: dict[str, Telephone] = {}
    by_name: dict[str, Mapping[str, Known]] = {}
    from_afar: dict[str, str] = {}
    for folder in (registry, overlay):
        file = parse(folder / FILE) if folder is not None and (folder / FILE).is_file() else OfficesFile()
        hotlines |= file.hotlines
        from_afar |= file.from_afar
        for name, office in file.offices.items():
            told = {detail: getattr(office, detail) for detail in DETAILS if getattr(office, detail) is not None}
            by_name[name] = {**by_name.get(name, {}), **told}
    return Offices(hotlines, by_name, from_afar)


def parse(file: Path) -> OfficesFile:
    """What a register of offices holds.

    Raises:
        LawFileError: if it does not fit.
    """
    data: Any = yaml.read(file)
    try:
        return OfficesFile.model_validate(data or {})
    except ValidationError as error:
        keys = {name for part in (OfficesFile, Office, Telephone) for name in part.model_fields}
        lines = yaml.lines(file.read_text(encoding="utf-8"))
        raise LawFileError(check.faults(error, file, lines, keys)) from error

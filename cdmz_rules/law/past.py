"""What is registered of a law's earlier states: `Past`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from cdmz_rules.law import releases, superseded
from cdmz_rules.law.releases import Releases
from cdmz_rules.law.superseded import Record, Records


@dataclass(frozen=True, eq=False)
class Past:
    """The releases of a law, and what stood before; read when somebody looks.

    Attributes:
        registry: The folder of the registers.
        overlay: A folder of a bureau's own figures; None without.
    """

    registry: Path
    overlay: Path | None = None

    @cached_property
    def releases(self) -> Releases:
        """The releases, by day."""
        return releases.read(self.registry)

    @property
    def first(self) -> date | None:
        """The day of the first release; None if the law registers none."""
        return next(iter(self.releases), None)

    @cached_property
    def records(self) -> Records:
        """What stood before, by item and place."""
        merged: dict[tuple[str, str], Sequence[Record]] = dict(superseded.read(self.registry, "law"))
        own = superseded.read(self.overlay, "overlay") if self.overlay is not None else {}
        return merged | {key: [*merged.get(key, ()), *records] for key, records in own.items()}

    def read(self) -> Past:
        """The same, read now: the folders need not stay."""
        _ = self.releases, self.records
        return self

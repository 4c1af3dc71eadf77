"""Where the content of a rulebook stands: `Content`. What is shipped is at the top of a checkout, below the package in a wheel."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
REGISTRY = PACKAGE / "registry"
OVERLAY = "CDMZ_LAW_OVERLAY"
"""The environment variable that names the folder of a bureau's own figures."""


@dataclass(frozen=True)
class Content:
    """The folders of a rulebook.

    Attributes:
        parameters: The law as data.
        variables: The law as formulas.
        reforms: Packs and reforms.
        registry: Places, documents, population, bundles, interactions and settings of what-if.
        overlay: A bureau's own figures, which stand above the law; None without.
    """

    parameters: Path
    variables: Path
    reforms: Path
    registry: Path
    overlay: Path | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """The four folders that every rulebook has."""
        return self.parameters, self.variables, self.reforms, self.registry

    @property
    def examples(self) -> Path:
        """The folder of the cases that show what the law does; a rulebook need not have any."""
        return self.parameters.parent / "examples"


def at(folder: Path, overlay: Path | None = None) -> Content:
    """The content of a folder that holds ``parameters/``, ``variables/``, ``reforms/`` and ``registry/``."""
    folder = folder.resolve()
    return Content(folder / "parameters", folder / "variables", folder / "reforms", folder / "registry", overlay)


def shipped() -> Content:
    """The content that comes with this package, with the overlay that ``CDMZ_LAW_OVERLAY`` names."""
    parameters, variables, reforms = (_beside_or_below(name) for name in ("parameters", "variables", "reforms"))
    return Content(parameters, variables, reforms, REGISTRY, overlay())


def _beside_or_below(name: str) -> Path:
    below = PACKAGE / name
    return below if below.is_dir() else PACKAGE.parent / name


def overlay() -> Path | None:
    """The folder that ``CDMZ_LAW_OVERLAY`` names."""
    named = os.environ.get(OVERLAY, "").strip()
    return Path(named) if named else None

"""Where the content stands: at the top of a checkout, below the package in a wheel."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
REGISTRY = PACKAGE / "registry"


def content(name: str) -> Path:
    """The folder ``parameters``, ``variables`` or ``reforms``, wherever this package runs from."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def overlay() -> Path | None:
    """The folder of a bureau's own figures, named by the environment variable ``CDMZ_LAW_OVERLAY``."""
    named = os.environ.get("CDMZ_LAW_OVERLAY", "").strip()
    return Path(named) if named else None

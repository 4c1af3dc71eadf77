"""The bounds within which the service answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Limits of one request.

    Attributes:
        max_body: Bytes of a request's body.
        max_depth: How deeply JSON may nest.
    """

    max_body: int = 64_000
    max_depth: int = 12

"""The rulebook by which the service answers."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from cdmz_rules import Rulebook


def rulebook_of(request: Request) -> Rulebook:
    """The rulebook of the service that a request came to."""
    return cast("Rulebook", request.app.state.rulebook)


Book = Annotated[Rulebook, Depends(rulebook_of)]

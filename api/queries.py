"""Names in the address: a route of the interface refuses those that it does not read, for a misspelt one would be ignored."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from cdmz_rules.errors import InputError, Problem, nearest


def only_known(request: Request) -> None:
    """Refuse a request whose address names what its route does not read.

    Raises:
        InputError: with each such name.
    """
    route = request.scope["route"]
    if not request.query_params or not isinstance(route, APIRoute):
        return
    known = list(_read(route.dependant))
    wrong = [_problem(name[:80], known) for name in request.query_params if name not in known]
    if wrong:
        raise InputError(wrong)


def _read(dependant: Dependant) -> Iterator[str]:
    """What a route and what it depends on read from the address."""
    yield from (field.alias for field in dependant.query_params)
    for other in dependant.dependencies:
        yield from _read(other)


def _problem(name: str, known: list[str]) -> Problem:
    words = f"没有名为“{name}”的查询参数", f"there is no query parameter {name}"
    return Problem("unknown_field", f"query.{name}", *words, ", ".join(known) or None, nearest(name, known))

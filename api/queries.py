"""Names in the address: a route refuses those that it does not read, for a misspelt one would be ignored, and those given twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, get_args, get_origin

from fastapi import APIRouter, Depends, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from cdmz_rules.errors import MAX_SHOWN, InputError, Problem, nearest


def only_known(request: Request) -> None:
    """Refuse a request whose address names what its route does not read, or twice what it reads once.

    Raises:
        InputError: with each such name.
    """
    route = request.scope["route"]
    if not request.query_params or not isinstance(route, APIRoute):
        return
    known = dict(_read(route.dependant))
    wrong = [problem for name in request.query_params if (problem := _fault(request, name, known))]
    if wrong:
        raise InputError(wrong)


def pages(names: Callable[..., None] | None = None) -> APIRouter:
    """The router of some pages.

    Args:
        names: Takes what these pages read from the address besides what all do.
    """
    more = [] if names is None else [Depends(names)]
    return APIRouter(include_in_schema=False, dependencies=[Depends(_of_pages), *more, Depends(only_known)])


def _of_pages(
    lang: str = "",
    example: str = "",
    illustrate: str = "",
    passed_on_from: Annotated[str, Query(alias="from")] = "",
    isappinstalled: str = "",
) -> None:
    """What any page reads from the address; the last two are added by WeChat to links that people pass on, and say nothing to us."""


def _read(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """What a route and what it depends on read from the address, and whether they take it several times."""
    yield from ((field.alias, _is_list(field.field_info.annotation)) for field in dependant.query_params)
    for other in dependant.dependencies:
        yield from _read(other)


def _is_list(kind: Any) -> bool:
    return any(get_origin(part) is list for part in (kind, *get_args(kind)))


def _fault(request: Request, name: str, known: dict[str, bool]) -> Problem | None:
    shown = name[:MAX_SHOWN]
    if name not in known:
        words = f"没有名为“{shown}”的查询参数", f"there is no query parameter {shown}"
        return Problem("unknown_field", f"query.{shown}", *words, ", ".join(known) or None, nearest(name, known))
    if not known[name] and len(request.query_params.getlist(name)) > 1:
        return Problem("given_twice", f"query.{shown}", f"“{shown}”写了两次", f"{shown} is given twice")
    return None

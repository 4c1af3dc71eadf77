"""The first page, what a search finds, and the list of all benefits."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from cdmz_rules import Rulebook

from .. import queries
from ..rulebook import Book
from . import search
from .render import language, page

LONGEST = 40
router = queries.pages()


@router.get("/")
def home(request: Request, rulebook: Book) -> HTMLResponse:
    """What has happened?"""
    return _home(request, rulebook)


@router.get("/search")
def found(request: Request, rulebook: Book, q: Annotated[str, Query(max_length=LONGEST)] = "") -> HTMLResponse:
    """What a search finds, on the first page."""
    return _home(request, rulebook, q)


def _home(request: Request, rulebook: Rulebook, sought: str = "") -> HTMLResponse:
    found = search.find(rulebook, sought) if sought.strip() else None
    registry, elsewhere = rulebook.registry, search.not_covered(rulebook, sought)
    shown: dict[str, Any] = {"events": registry.events, "bundles": registry.bundles, "query": sought}
    shown |= {"found": found, "elsewhere": elsewhere}
    return page(request, "home.html", language(request), **shown)


@router.get("/benefits")
def benefits(request: Request, rulebook: Book) -> HTMLResponse:
    """Every benefit, by domain."""
    infos = sorted(rulebook.benefits.values(), key=lambda benefit: benefit.domain)
    domains = {domain: list(members) for domain, members in groupby(infos, key=lambda benefit: benefit.domain)}
    return page(request, "benefits.html", language(request), domains=domains, bundles=rulebook.registry.bundles)

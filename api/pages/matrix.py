"""The law side by side, on a page: items by city, with filters, and what differs marked."""

from __future__ import annotations

from datetime import date as calendar_day
from functools import lru_cache
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError, NotFound
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.i18n.text import text
from cdmz_rules.law.layers import Layers
from cdmz_rules.law.reform import JOINT
from cdmz_rules.reading import china
from cdmz_rules.rulebook import folders
from cdmz_rules.whatif.effects import shipped_packs
from cdmz_rules.whatif.matrix import Matrix, Only, matrix

from .. import queries
from ..rulebook import Book
from . import law_links
from .render import language, page

ONLY = {"": N_("every rule"), "differences": N_("only what differs"), "unknown": N_("only what is not known")}
MOST_ROWS = 170
"""So many rows are shown on one page: somebody waits for it. A file holds them all."""
OFFERED = ("national", "province", "city", "pool")
"""Levels of places that the page offers as columns."""


def _names(
    domain: str = "",
    date: str = "",
    reform: str = "",
    only: str = "",
    place: Annotated[list[str] | None, Query()] = None,
) -> None:
    """What this page reads from the address."""


router = queries.pages(_names)


@router.get("/law-matrix")
async def law_matrix(request: Request, rulebook: Book) -> HTMLResponse:
    """The law of one domain, or all of it, in the four cities on a day."""
    query, lang = request.query_params, language(request)
    domains = sorted({item.domain for item in rulebook.law.values()})
    domain = query.get("domain")
    if domain is None:
        domain = await run_in_threadpool(_most_different, rulebook, china.today())
    chosen, only, places = query.get("reform", ""), query.get("only", ""), query.getlist("place")
    day = query.get("date") or china.today().isoformat()
    asked = {
        "domain": domain,
        "date": day,
        **({"reform": chosen} if chosen else {}),
        **({"only": only} if only else {}),
    }
    values: dict[str, Any] = {
        "domains": domains,
        "domain": domain,
        "folder": law_links.name(rulebook, domain) if "." in domain and domain in folders.by_path(rulebook) else None,
        "day": day,
        "reforms": {name: text(rulebook.reforms.load(name).title) for name in rulebook.reforms.names},
        "chosen": chosen,
        "only": only,
        "choices": ONLY,
        "offered": [name for name, place in rulebook.places.items() if place.level in OFFERED],
        "places": places or list(rulebook.places.agreed_cities),
        "files": _files({**asked, "lang": lang}, places),
        "effective": None,
        "matrix": None,
        "problems": [],
        "groups": {},
    }
    try:
        found = await run_in_threadpool(_matrix, rulebook, domain, check_day(day), chosen, tuple(places), _only(only))
        values |= {
            "matrix": found,
            "rows": found.rows[:MOST_ROWS],
            "effective": _effective(rulebook, chosen, found.date),
        }
    except InputError as error:
        values["problems"] = list(error.problems)
    return page(request, "matrix.html", lang, **values)


@lru_cache(maxsize=4)
def _most_different(rulebook: Rulebook, day: calendar_day) -> str:
    """The domain in which most items differ between the cities: the page opens with it."""
    domains = sorted({item.domain for item in rulebook.law.values()})
    return max(domains, key=lambda domain: len(matrix(rulebook, day, under=domain, only="differences").rows))


def _files(asked: dict[str, str], places: list[str]) -> list[tuple[str, str]]:
    """What the same comes to as a file: the kind, and the query of its address."""
    return [
        (kind, urlencode({**asked, "format": kind, **({"place": places} if places else {})}, doseq=True))
        for kind in ("csv", "xlsx")
    ]


def _only(only: str) -> Only | None:
    """The filter asked for.

    Raises:
        NotFound: if there is no such filter.
    """
    if only and only not in get_args(Only):
        raise NotFound("筛选", "filter", only, get_args(Only), "only")
    return only or None  # type: ignore[return-value]


def _matrix(
    rulebook: Rulebook,
    domain: str,
    day: calendar_day,
    chosen: str,
    places: tuple[str, ...],
    only: Only | None,
) -> Matrix:
    book = rulebook.under(rulebook.reforms.shipped(chosen)) if chosen else rulebook
    return matrix(book, day, under=domain, places=places, only=only)


def _effective(rulebook: Rulebook, chosen: str, day: calendar_day) -> dict[str, Any] | None:
    """From when a reform changes anything, and whether that is after the day shown; None without one.

    What changes nothing by itself may do so once a pack has filled what is not known.
    """
    if not chosen:
        return None
    reform = rulebook.reforms.shipped(chosen)
    layers = Layers(rulebook.base, reform)
    first = layers.first_day
    packs = [] if first or reform.packs else [pack.name for pack in shipped_packs(rulebook.reforms)]
    return {
        "title": reform.title,
        "names": chosen.split(JOINT),
        "first": first,
        "whole": layers.whole_day,
        "before": first is not None and day < first,
        "packed": JOINT.join([*packs, chosen]) if packs else None,
    }

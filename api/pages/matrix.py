"""The law side by side, on a page: items by city, with a filter by domain."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError
from cdmz_rules.i18n.text import text
from cdmz_rules.reading import china
from cdmz_rules.whatif.matrix import Matrix, matrix

from .. import queries
from ..rulebook import Book
from .render import language, page


def _names(domain: str = "", date: str = "", reform: str = "") -> None:
    """What this page reads from the address."""


router = queries.pages(_names)


@router.get("/law-matrix")
async def law_matrix(request: Request, rulebook: Book) -> HTMLResponse:
    """The law of one domain, or all of it, in the four cities on a day."""
    query = request.query_params
    domains = sorted({item.domain for item in rulebook.law.values()})
    domain = query.get("domain", domains[0])
    chosen = query.get("reform", "")
    day = query.get("date") or china.today().isoformat()
    asked = {"domain": domain, "date": day, **({"reform": chosen} if chosen else {})}
    values: dict[str, Any] = {
        "domains": domains,
        "domain": domain,
        "day": day,
        "reforms": {name: text(rulebook.reforms.load(name).title) for name in rulebook.reforms.names},
        "chosen": chosen,
        "files": [(kind, urlencode({**asked, "format": kind, "lang": language(request)})) for kind in ("xlsx", "csv")],
        "matrix": None,
        "problems": [],
        "groups": {},
    }
    try:
        values["matrix"] = await run_in_threadpool(_matrix, rulebook, domain, day, chosen)
    except InputError as error:
        values["problems"] = list(error.problems)
    return page(request, "matrix.html", language(request), **values)


def _matrix(rulebook: Rulebook, domain: str, day: str, chosen: str) -> Matrix:
    book = rulebook.under(rulebook.reforms.shipped(chosen)) if chosen else rulebook
    return matrix(book, check_day(day), under=domain)

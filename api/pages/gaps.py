"""What is not known of the law, on a page: the rules that no text gives, what is worth most to know first."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.decisions import asking
from cdmz_rules.enquiry import worth_register
from cdmz_rules.enquiry.periods import gaps, within
from cdmz_rules.enquiry.worth import NOTHING, Worth, Worths
from cdmz_rules.errors import InputError, NotFound
from cdmz_rules.i18n.text import Text
from cdmz_rules.i18n.words import Words
from cdmz_rules.reading import china
from cdmz_rules.rulebook.offices import Contact
from cdmz_rules.rulebook.uses import benefits_on

from .. import queries
from ..rulebook import Book
from .render import language, page

FIRST = 10
"""So many are shown; the others are folded by domain."""


class Line(NamedTuple):
    """A rule that is not known."""

    label: Words
    path: str
    domain: str
    place: str
    office: str
    contact: Contact | None
    question: Words
    benefits: list[Text]
    worth: Worth


def _names(place: str = "", domain: str = "") -> None:
    """What this page reads from the address."""


router = queries.pages(_names)


@router.get("/law-gaps")
async def law_gaps(request: Request, rulebook: Book) -> HTMLResponse:
    """The rules of a place that are not known today."""
    query, places = request.query_params, rulebook.places
    domains = sorted({item.domain for item in rulebook.law.values()})
    place = query.get("place") or next(iter(places.agreed_cities or places))
    domain = query.get("domain", "")
    worths = await run_in_threadpool(_worths, rulebook)
    values: dict[str, Any] = {
        "domains": domains,
        "domain": domain,
        "places": [name for name in places if places[name].level not in ("outside", "zone", "housing_zone")],
        "place": place,
        "totals": worths.totals if worths else None,
        "stale": worths is not None and worths.state != await run_in_threadpool(worth_register.state, rulebook),
        "lines": [],
        "first": FIRST,
        "problems": [],
        "groups": {},
    }
    try:
        values["lines"] = await run_in_threadpool(_lines, rulebook, worths, place, domain)
    except InputError as error:
        values["problems"] = list(error.problems)
    return page(request, "gaps.html", language(request), **values)


@lru_cache(maxsize=2)
def _worths(rulebook: Rulebook) -> Worths | None:
    """What was measured last: it is read once, for the file is long."""
    return worth_register.of(rulebook)


def _lines(rulebook: Rulebook, worths: Worths | None, place: str, domain: str) -> list[Line]:
    places, day = rulebook.places, china.today()
    if place not in places:
        raise NotFound("地区", "place", place, places, "query.place")
    domains = {item.domain for item in rulebook.law.values()}
    if domain and domain not in domains:
        raise NotFound("领域", "domain", domain, domains, "query.domain")
    found = [gap for gap in gaps(rulebook.law, within(places, place)) if gap.holds(day)]
    chosen = [gap for gap in found if domain in ("", gap.item.domain)]
    return [
        Line(
            gap.item.label,
            gap.item.path,
            gap.item.domain,
            gap.cell.place,
            gap.office(places),
            rulebook.contact(gap.office(places), gap.item.domain),
            asking.question(gap.item, places[gap.cell.place]),
            [rulebook.benefits[name].label for name in benefits_on(rulebook, gap.item.path)],
            worths.of(gap) if worths else NOTHING,
        )
        for gap in (worths.ordered(chosen) if worths else chosen)
    ]

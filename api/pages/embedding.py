"""For websites of others: the page that writes what they paste, and the calculator by itself for a frame."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from cdmz_rules import Rulebook
from cdmz_rules.errors import NotFound
from cdmz_rules.i18n.phrases import N_

from .. import queries
from ..rulebook import Book
from . import colours
from .render import HEADERS, language, page

Way = Literal["service", "offline", "frame"]
Name = Annotated[str, Query(max_length=64)]
Colour = Annotated[str, Query(pattern="^(#[0-9a-fA-F]{6})?$")]
WAYS: dict[Way, str] = {
    "service": N_("Ask this service: always the law as it stands"),
    "offline": N_("Work it out in the page: answers never leave it, and once loaded it needs no network"),
    "frame": N_("In a frame (iframe): nothing of it runs in your page"),
}
WITH_FRAMES = HEADERS | {"Content-Security-Policy": HEADERS["Content-Security-Policy"] + "; frame-src 'self'"}
"""The page shows what it writes, a frame too."""

router = queries.pages()


@router.get("/embedding")
def embedding(
    request: Request,
    rulebook: Book,
    benefit: Name = "",
    city: Name = "",
    way: Way = "service",
    spoken: Literal["", "zh", "en"] = "",
    accent: Colour = "",
) -> HTMLResponse:
    """What a website pastes, with how it looks; by itself, for a page that goes on without being loaded anew."""
    chosen, spoken = benefit or _first(rulebook), spoken or language(request)
    accent = "" if accent == colours.OWN else accent
    _check(rulebook, chosen, city)
    query = urlencode({k: v for k, v in {"lang": spoken, "city": city, "accent": accent}.items() if v})
    shown: dict[str, Any] = {"benefit": chosen, "city": city, "way": way, "spoken": spoken, "accent": accent}
    shown |= {"address": str(request.base_url), "query": query, "theme": colours.themed(accent)}
    shown |= {"benefits": rulebook.benefits, "cities": _cities(rulebook), "ways": WAYS, "own": colours.OWN}
    template = "_snippet.html" if request.headers.get("x-fragment") else "embedding.html"
    answer = page(request, template, language(request), **shown)
    answer.headers.update(WITH_FRAMES)
    return answer


@router.get("/embed/{benefit}")
def embed(
    request: Request,
    rulebook: Book,
    benefit: str,
    city: Name = "",
    mode: Literal["", "service", "offline"] = "",
    scheme: Literal["", "light", "dark"] = "",
    accent: Colour = "",
    origin: Annotated[str, Query(max_length=300)] = "",
) -> HTMLResponse:
    """The calculator alone; which page is told its height, its script reads from the address."""
    _check(rulebook, benefit, city)
    shown: dict[str, Any] = {"benefit": rulebook.benefit(benefit).info, "city": city, "offline": mode == "offline"}
    theme = colours.themed(accent)
    return page(request, "embed.html", language(request), scheme=scheme or "light dark", theme=theme, **shown)


def _first(rulebook: Rulebook) -> str:
    """The benefit shown until one is chosen: the first of what happens to people, as the first page asks it."""
    return next((event["benefits"][0] for event in rulebook.registry.events.values()), next(iter(rulebook.benefits)))


def _cities(rulebook: Rulebook) -> dict[str, Any]:
    return {name: place.words for name, place in rulebook.places.items() if place.level == "city"}


def _check(rulebook: Rulebook, benefit: str, city: str) -> None:
    if benefit not in rulebook.benefits:
        raise NotFound("事项", "benefit", benefit, rulebook.benefits, "benefit")
    cities = _cities(rulebook)
    if city and city not in cities:
        raise NotFound("城市", "city", city, cities, "city")

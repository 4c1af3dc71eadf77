"""The law to be browsed: where one enters it, its folders, and the page of each item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import State
from cdmz_rules.law.outlook import Coming, outlook
from cdmz_rules.reading import china
from cdmz_rules.rulebook import folders
from cdmz_rules.rulebook.folders import Folder
from cdmz_rules.whatif.matrix_cells import cell_words

from .. import queries
from ..rulebook import Book
from . import law_item, law_links, law_search
from .render import language, page

DAYS_AHEAD = 365
STALE_AFTER = 180
SHOWN = 30
"""So many of what a search finds are shown; the others are folded."""
SOON = 6
"""So many changes to come are shown; the others are folded."""
COMING = {
    "ends": N_("ends"),
    "reverts": N_("reverts to the general rule"),
    "unknown": N_("becomes unknown"),
    "changes": N_("changes"),
}


def _names(q: str = "", date: str = "", place: str = "") -> None:
    """What these pages read from the address."""


router = queries.pages(_names)


class Line(NamedTuple):
    """An item in a list: what it says today, places that say the same together."""

    path: str
    label: Words
    says: list[tuple[list[str], str, Words]]


class Change(NamedTuple):
    """What a day to come brings to an item, in places in which it is the same."""

    day: date
    kind: str
    path: str
    label: Words
    places: list[str]
    before: Words
    after: Words | None


@router.get("/law")
async def entrance(request: Request, rulebook: Book) -> HTMLResponse:
    """A search, the domains, and what changes next."""
    sought = request.query_params.get("q", "").strip()
    if len(sought) > law_search.LONGEST:
        words = f"超过{law_search.LONGEST}个字符", f"more than {law_search.LONGEST} characters"
        raise InputError([Problem("too_long", "query.q", *words)])
    values = await run_in_threadpool(_entrance, rulebook, sought, china.today())
    return page(request, "law.html", language(request), query=sought, **values)


def _entrance(rulebook: Rulebook, sought: str, day: date) -> dict[str, Any]:
    found = law_search.find(rulebook, sought) if sought else None
    changes, stale = _ahead(rulebook, day)
    return {
        "found": found,
        "lines": lines(rulebook, found.paths, day, found.place) if found else [],
        "shown": SHOWN,
        "domains": [(each, law_links.name(rulebook, each.path)) for each in _domains(rulebook)],
        "unknown": _unknown(rulebook, day),
        "items": len(rulebook.law),
        "documents": len(rulebook.law.documents),
        "changes": changes,
        "soon": SOON,
        "stale": stale,
        "coming": COMING,
    }


def _domains(rulebook: Rulebook) -> list[Folder]:
    """The domains, those with most rules first."""
    return sorted(folders.root(rulebook).folders, key=lambda folder: -len(folder.all_items))


@router.get("/law/{path:path}")
async def item(request: Request, path: str, rulebook: Book) -> HTMLResponse:
    """An item, or the items of a folder; of what there is not, what may be meant."""
    lang = language(request)
    if path in rulebook.law:
        values = await run_in_threadpool(law_item.values, rulebook, path, request.query_params)
        return page(request, "law_item.html", lang, **values)
    folder = folders.by_path(rulebook).get(path)
    if path and folder is not None:
        return page(request, "law_folder.html", lang, **await run_in_threadpool(_folder, rulebook, folder))
    near = [] if len(path) > law_item.LONGEST else law_search.near(rulebook, path)
    listed = lines(rulebook, near, china.today())
    return page(request, "law_missing.html", lang, 404, lines=listed)


def _folder(rulebook: Rulebook, folder: Folder) -> dict[str, Any]:
    day = china.today()
    shown = [each for each in folder.below() if each.items]
    return {
        "path_of_law": folder.path,
        "title": law_links.name(rulebook, folder.path),
        "trail": law_links.trail(rulebook, folder.path),
        "number": len(folder.all_items),
        "groups": [(each, _title(rulebook, folder, each), lines(rulebook, each.items, day)) for each in shown],
    }


def _title(rulebook: Rulebook, folder: Folder, below: Folder) -> list[Words | str]:
    """What a folder below another is called, with those on the way to it."""
    if below is folder:
        return []
    on_the_way = [each for each in law_links.trail(rulebook, below.path) if len(each[0]) > len(folder.path)]
    return [*(words for _, words in on_the_way), below.words]


def lines(rulebook: Rulebook, paths: Sequence[str], day: date, place: str | None = None) -> list[Line]:
    """Items as a list shows them, what a place says first."""
    every = [_line(rulebook, path, day) for path in paths]
    return [_from(place, line) for line in every] if place else every


def _from(place: str, line: Line) -> Line:
    says = [(sorted(names, key=lambda name: name != place), state, words) for names, state, words in line.says]
    return line._replace(says=sorted(says, key=lambda said: place not in said[0]))


@lru_cache(maxsize=2048)
def _line(rulebook: Rulebook, path: str, day: date) -> Line:
    item = rulebook.law[path]
    together: dict[tuple[str, Words], list[str]] = {}
    for name in rulebook.places.agreed_cities or list(rulebook.places)[:1]:
        cell = item.at(name, day)
        known = cell.state is State.KNOWN
        words = cell_words(rulebook.places, item, cell) if known else Words("", "")
        state = "known" if known else "unknown" if cell.state is State.UNKNOWN else "not_in_force"
        together.setdefault((state, words), []).append(name)
    return Line(path, item.label, [(names, state, words) for (state, words), names in together.items()])


@lru_cache(maxsize=8)
def _unknown(rulebook: Rulebook, day: date) -> dict[str, int]:
    """By domain, the items of which something is not known in one of the cities."""
    found = dict.fromkeys((item.domain for item in rulebook.law.values()), 0)
    for item in rulebook.law.values():
        found[item.domain] += any(
            item.at(name, day).state is State.UNKNOWN for name in rulebook.places.agreed_cities or rulebook.places
        )
    return found


@lru_cache(maxsize=8)
def _ahead(rulebook: Rulebook, day: date) -> tuple[list[Change], int]:
    """What the days of a year bring, and how many values are due to be looked at again."""
    coming = outlook(rulebook.law, day, day + timedelta(days=DAYS_AHEAD), STALE_AFTER)
    together: dict[tuple[Any, ...], list[Coming]] = {}
    for each in coming:
        if each.kind != "stale":
            said = _said(rulebook, each)
            together.setdefault((each.day, each.kind, each.before.path, said), []).append(each)
    changes = [
        Change(on, kind, path, rulebook.law[path].label, [each.place for each in some], *said)
        for (on, kind, path, said), some in together.items()
    ]
    return changes, sum(each.kind == "stale" for each in coming)


def _said(rulebook: Rulebook, coming: Coming) -> tuple[Words, Words | None]:
    item = rulebook.law[coming.before.path]
    before, after = (
        cell_words(rulebook.places, item, cell) if cell.state is State.KNOWN else None
        for cell in (coming.before, coming.after)
    )
    return before or Words("", ""), after

"""Reforms: what each is for, and what it changes beside what an assumption pack fills."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.law.reform import Reform
from cdmz_rules.law.reform_schema import Change
from cdmz_rules.reading import china
from cdmz_rules.whatif.effects import Effects, ItemEffect, effects, on_households

from .. import queries
from ..reform_choice import shipped_alone
from ..rulebook import Book
from .render import language, page

router = queries.pages()
WAYS = {
    "more": N_("more"),
    "less": N_("less"),
    "other": N_("another answer"),
    "same": N_("as before"),
}
RULES = {
    "best": N_("what is best for applicants among the cities"),
    "worst": N_("what is strictest among the cities"),
    "median": N_("the median of the cities"),
    "population_weighted": N_("the mean of the cities, weighted by residents"),
    "remove": N_("the rule is done away with"),
    "copy": N_("what one of the cities has"),
    "scale": N_("today's value, raised or lowered"),
    "value": N_("a figure of its own"),
    "switch": N_("another way of doing it"),
}


class Listed(NamedTuple):
    """A reform as the list shows it: what it does in words, from when, and on how many rules."""

    reform: Reform
    ways: list[str]
    first: date | None
    number: int


@router.get("/reforms")
async def reforms(request: Request, rulebook: Book) -> HTMLResponse:
    """Every pack and reform that is shipped."""
    every = await run_in_threadpool(_listed, rulebook)
    packs = [each for each in every if each.reform.mode == "fill_unknown"]
    others = [each for each in every if each not in packs]
    lang, today = language(request), china.today()
    return page(request, "reforms.html", lang, today=today, packs=packs, reforms=others, rules=RULES)


@router.get("/reforms/{name}")
async def reform(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """One of them: the rules before, after the pack, after the reform."""
    chosen = shipped_alone(rulebook, name)
    found = await run_in_threadpool(effects, rulebook, chosen)
    return page(
        request,
        "reform.html",
        language(request),
        **_of_reform(rulebook, chosen, found.packs),
        found=found,
        listed_as=_of(chosen),
        domains=_by_domain(found),
        assumed=sum(any(row.packed.evidence == "assumed" for row in each.rows) for each in found.items),
        rules=RULES,
        today=china.today(),
    )


@router.get("/reforms/{name}/households")
async def on_example_households(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """What one of them means for the example households, in three columns too."""
    chosen = shipped_alone(rulebook, name)
    laws = await run_in_threadpool(effects, rulebook, chosen)
    found = await run_in_threadpool(on_households, rulebook, chosen)
    spread = Counter(each.way for household in found.households for each in household.cities)
    shown = {**_of_reform(rulebook, chosen, laws.packs), "found": found, "spread": spread, "ways": WAYS}
    return page(request, "reform_households.html", language(request), **shown)


def _of_reform(rulebook: Rulebook, chosen: Reform, packs: list[str]) -> dict[str, Any]:
    """What both pages of a reform show."""
    titles = [rulebook.reforms.load(pack).title for pack in packs]
    return {"reform": chosen, "packs": packs, "pack_titles": titles}


@lru_cache(maxsize=4)
def _listed(rulebook: Rulebook) -> list[Listed]:
    return [_of(rulebook.reforms.load(name)) for name in rulebook.reforms.names]


def _of(reform: Reform) -> Listed:
    own = [step for step in reform.steps if step.mode == reform.mode]
    changes = [(step, path, change) for step in own for _, path, change in step.body.changes()]
    ways = dict.fromkeys(_way(step, path, change) for step, path, change in changes)
    days = [step.body.first_day(change) for step, _, change in changes]
    return Listed(reform, list(ways), min(days, default=None), len({path for _, path, _ in changes}))


def _way(step: Reform, path: str, change: Change) -> str:
    if path in step.body.switches:
        return "switch"
    if isinstance(change.rule, str):
        return change.rule
    return "copy" if change.model is not None else "scale" if change.factor is not None else "value"


def _by_domain(found: Effects) -> list[tuple[str, list[ItemEffect]]]:
    """The items that change, by domain."""
    items = sorted(found.items, key=lambda each: each.domain)
    return [(domain, list(group)) for domain, group in groupby(items, key=lambda each: each.domain)]

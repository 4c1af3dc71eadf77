"""What if, on a page: a sweep with its drawing, the least change that helps, and when a household qualifies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.reading import money
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.first_day import when
from cdmz_rules.whatif.least_change import least_change
from cdmz_rules.whatif.question import Question, question
from cdmz_rules.whatif.sweep import Axis, sweep

from .. import queries
from ..rulebook import Book
from . import forms, submission
from .calculator import basics, packed
from .plot import plot
from .render import language, page

router = queries.pages()
PLACES = {"applicant": "members[0].", "spouse": "members[1].", "household": ""}
Groups = Mapping[str, list[forms.Field]]


@router.get("/what-if/{name}")
async def form(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """The form of a benefit with what can be asked, empty or with an example."""
    fields = forms.fields(rulebook, name)
    sent = forms.example(fields) if "example" in request.query_params else {}
    return await _page(request, rulebook, name, sent, "what_if.html")


@router.post("/what-if/{name}")
async def answer(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """The form as it was sent, with the answer; or the answer alone, for a page that updates itself."""
    sent = await submission.typed(request, rulebook.catalogue)
    template = "_what_if.html" if request.headers.get("x-fragment") else "what_if.html"
    return await _page(request, rulebook, name, sent, template)


async def _page(request: Request, rulebook: Rulebook, name: str, sent: dict[str, str], template: str) -> HTMLResponse:
    benefit = rulebook.benefit(name).info
    groups = forms.filled(forms.fields(rulebook, name), sent)
    every = [field for group in ("household", "applicant", "spouse") for field in groups[group]]
    able = sorted((field for field in every if levers.countable(field.info)), key=lambda field: field.seldom)
    values = {
        **basics(rulebook, sent, groups, name, benefit.domain),
        "benefit": benefit,
        "action": f"/what-if/{name}",
        "ways": [{"action": f"/benefits/{name}", "words": N_("The whole answer")}],
        "able": able,
        "ask": sent.get("ask") or submission.ASKS[0],
        "vary": sent.get("vary") or next((field.key for field in able if field.info.kind == "money"), ""),
        **{key: sent.get(key, "") for key in ("low", "high", "goal")},
        "extra": "_what_if_fields.html",
        **_nothing(),
    }
    if sent:
        values |= await run_in_threadpool(_answered, rulebook, name, values)
    return page(request, template, language(request, sent.get("lang")), **values)


def _nothing() -> dict[str, Any]:
    return {"found": None, "drawn": None, "problems": []}


def _answered(rulebook: Rulebook, name: str, values: dict[str, Any]) -> dict[str, Any]:
    groups, book = values["groups"], packed(rulebook, values)
    try:
        case = forms.case(groups, values["has_spouse"])
        return WORK[values["ask"]](question(case, name, values["day"], rulebook=book), values)
    except InputError as error:
        return {"groups": forms.with_problems(groups, tuple(error.problems)), "problems": list(error.problems)}


def _sweep(asked: Question, values: dict[str, Any]) -> dict[str, Any]:
    varied = next((field for field in values["able"] if field.key == values["vary"]), None)
    if varied is None:
        raise InputError([Problem("missing", "sweep.input", "请选择要变动的信息", "choose what to vary")])
    group, _, key = varied.key.partition(".")
    low, high = (
        forms.value(replace(varied, text=values[end], scale="yuan")) if values[end] else None for end in ("low", "high")
    )
    found = sweep(asked, Axis(PLACES[group] + key, low, high))
    return {"found": found, "drawn": plot(found)}


def _least(asked: Question, values: dict[str, Any]) -> dict[str, Any]:
    return {"found": least_change(asked, _goal(values["goal"]))}


def _goal(text: str) -> float | None:
    found = money.read(text) if text else None
    if isinstance(found, Problem):
        raise InputError([replace(found, pointer="goal")])
    return found


def _when(asked: Question, _: dict[str, Any]) -> dict[str, Any]:
    return {"found": when(asked)}


WORK: dict[str, Callable[[Question, dict[str, Any]], dict[str, Any]]] = {
    "sweep": _sweep,
    "least": _least,
    "when": _when,
}

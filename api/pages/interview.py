"""The pages of an interview: one to three questions at a time, what is certain by then, and at the end the answer in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.decisions import bundle
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.sentences import tells
from cdmz_rules.interview.parts import AnswerSoFar

from .. import queries
from ..rulebook import Book
from . import calculator, codes, conversation, submission, together
from .render import language, page

router = queries.pages()


@router.get("/interviews/{name}")
async def begin(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """The first screen of an interview."""
    values = await run_in_threadpool(_screen, rulebook, name, {})
    return page(request, "interview.html", language(request), **values)


@router.post("/interviews/{name}")
async def go_on(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """The next screen; by itself, for a page that goes on without being loaded anew."""
    sent = await submission.typed(request, rulebook.catalogue)
    values = await run_in_threadpool(_screen, rulebook, name, sent)
    template = "_interview.html" if request.headers.get("x-fragment") else "interview.html"
    return page(request, template, language(request, sent.get("lang")), **values)


def _screen(rulebook: Rulebook, name: str, sent: dict[str, str]) -> dict[str, Any]:
    benefits = bundle.named(rulebook, name)
    infos = [rulebook.benefit(benefit).info for benefit in benefits]
    one = benefits == [name]
    shown = conversation.screen(rulebook, benefits, sent)
    registry = rulebook.registry
    event = registry.events.get(name)
    heading = infos[0].label if one else event or registry.bundles.get(name) or codes.domain(name)
    domains = {info.domain for info in infos}
    values: dict[str, Any] = {
        "screen": shown,
        "heading": heading,
        "action": f"/interviews/{name}",
        "name": name,
    }
    titled = (name, *(domains if len(domains) == 1 else ()), bundle.ALL)
    values |= calculator.basics(rulebook, sent | {"date": shown.day}, dict(shown.groups), *titled)
    values |= {"has_spouse": bool(shown.has_spouse), "problems": list(shown.problems), "domain_of": None}
    said = shown.said
    done = said is not None and not shown.asked
    values |= {"several": not one and len(benefits) > 1, "done": done, "more": done and bool(said and said.questions)}
    values |= {"so_far": _lead(said.answers) if said else None}
    values |= {"further": {other: each for other, each in registry.events.items() if other != name}}
    return values | (_answer(rulebook, benefits, values) if done else {})


def _lead(answers: Sequence[AnswerSoFar]) -> AnswerSoFar:
    """The benefit whose figure stands large: the first that has one and is not refused, else the first that is not refused."""
    may = [each for each in answers if each.outcome is not Outcome.NOT_ELIGIBLE]
    return next((each for each in may if tells(each.amount)), (may or answers)[0])


def _answer(rulebook: Rulebook, benefits: list[str], values: dict[str, Any]) -> dict[str, Any]:
    """The answer at the end: of one benefit in full, of several each in short."""
    if len(benefits) == 1:
        return calculator.answered(rulebook, benefits[0], values)
    return together.answered(rulebook, values, together.all_of(rulebook, values["name"]))

"""What would help whoever is refused, and until when whoever is entitled is: looked for once the answer stands, so that it never waits.

The page asks for it by itself; without scripts a button leads to the page of what-if.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError
from cdmz_rules.whatif.first_day import When, when
from cdmz_rules.whatif.least_change import Least, least_change
from cdmz_rules.whatif.question import Question, question
from cdmz_rules.whatif.work import Work

from .. import queries
from ..rulebook import Book
from . import forms, submission
from .calculator import basics, packed
from .render import language, page

router = queries.pages()
WORK = 60_000_000
"""So much work is done unasked: about a second at most; whoever wants everything tried asks for it."""
YEARS_REFUSED, YEARS_ENTITLED = 10, 3
"""So many years ahead are looked at."""


@router.post("/benefits/{name}/prospects")
async def prospects(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """What would help, and from when or until when one is entitled; nothing where something is wrong or not certain."""
    sent = await submission.typed(request, rulebook.catalogue)
    found = await run_in_threadpool(_found, rulebook, name, sent)
    return page(request, "_prospects.html", language(request, sent.get("lang")), benefit=name, **found)


def _found(rulebook: Rulebook, name: str, sent: dict[str, str]) -> dict[str, Any]:
    groups = forms.filled(forms.fields(rulebook, name), sent)
    values = basics(rulebook, sent, groups, name)
    nothing: dict[str, Any] = {"least": None, "when": None}
    try:
        case = forms.case(groups, values["has_spouse"])
        asked = question(case, name, check_day(values["day"]), rulebook=packed(rulebook, values))
        return nothing | _ahead(replace(asked, work=Work(WORK)))
    except InputError:
        # The answer says what is wrong.
        return nothing


def _ahead(asked: Question) -> dict[str, Least | When]:
    outcome = asked.decision.outcome
    if outcome is Outcome.NOT_ELIGIBLE:
        return {"when": when(asked, YEARS_REFUSED), "least": least_change(asked)}
    if outcome is Outcome.ELIGIBLE:
        return {"when": when(asked, YEARS_ENTITLED)}
    return {}

"""The calculator of each benefit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook, decide
from cdmz_rules.decisions import bundle
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.illustration import illustrated
from cdmz_rules.decisions.situation import check_day, parse
from cdmz_rules.errors import InputError
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.reading import china

from .. import queries
from ..rulebook import Book
from . import answer, bill, codes, forms, submission
from .limits import limits
from .loan_years import loan_years
from .render import language, page

router = queries.pages()
PACK = "assumptions_2026"
FRAMES = ("iframe", "frame", "embed", "object")
"""What a browser calls the place of a page within another."""


@router.get("/benefits/{name}")
def form(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """The empty form of a benefit, or with an example filled in."""
    benefit = rulebook.benefit(name).info
    groups = forms.fields(rulebook, name)
    sent = forms.example(groups) if "example" in request.query_params else {}
    framed = {"framed": "yes"} if embedded(request) else {}
    values = shown(rulebook, sent | framed, forms.filled(groups, sent), name)
    if not sent:
        return page(request, "benefit.html", language(request), benefit=benefit, **values, **_nothing())
    return page(
        request, "benefit.html", language(request), benefit=benefit, **values, **answered(rulebook, name, values)
    )


@router.post("/benefits/{name}")
async def submit(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """The form as it was sent, with the answer; or the answer alone, for a page that updates itself."""
    benefit = rulebook.benefit(name).info
    sent = await submission.typed(request, rulebook.catalogue)
    lang = language(request, sent.get("lang"))
    template = "_result.html" if request.headers.get("x-fragment") else "benefit.html"
    values = shown(rulebook, sent, forms.filled(forms.fields(rulebook, name), sent), name)
    found = await run_in_threadpool(answered, rulebook, name, values)
    return page(request, template, lang, benefit=benefit, **(values | found))


def embedded(request: Request) -> bool:
    """Whether a page of somebody else shows ours and did not ask for trial figures: it does with ``?illustrate``."""
    return request.headers.get("sec-fetch-dest") in FRAMES and "illustrate" not in request.query_params


def shown(
    rulebook: Rulebook, sent: dict[str, str], groups: dict[str, list[forms.Field]], benefit: str
) -> dict[str, Any]:
    """What the form of a benefit shows: its fields, the day, and where else it can be sent."""
    compare = {"action": f"/compare/{benefit}", "words": N_("Four cities side by side")}
    what_if = {"action": f"/what-if/{benefit}", "words": N_("What if")}
    titled = (benefit, rulebook.benefit(benefit).info.domain)
    return {**basics(rulebook, sent, groups, *titled), "action": f"/benefits/{benefit}", "ways": [compare, what_if]}


def basics(
    rulebook: Rulebook, sent: dict[str, str], groups: dict[str, list[forms.Field]], *names: str
) -> dict[str, Any]:
    """What every form shows; its parts are titled by the first of the names that has words of its own: a benefit, bundle or domain."""
    return {
        "groups": groups,
        "domain_of": names[-1] if names[-1] != bundle.ALL else None,
        "applicant_words": _title(codes.APPLICANTS, names, N_("Applicant")),
        "household_words": _title(codes.HOUSEHOLDS, names, N_("Household and home")),
        "day": sent.get("date") or china.today().isoformat(),
        "has_spouse": sent.get("has_spouse") == "yes",
        "pack": sent.get("pack") == "yes",
        "can_assume": PACK in rulebook.reforms.names,
        "framed": sent.get("framed") == "yes",
    }


def _title(titles: Mapping[str, str], names: Sequence[str], usual: str) -> str:
    return next((titles[name] for name in names if name in titles), usual)


def _nothing() -> dict[str, Any]:
    return {"decision": None, "problems": []}


def packed(rulebook: Rulebook, values: Mapping[str, Any]) -> Rulebook:
    """The rulebook with the assumption pack, if a form asks for it."""
    return rulebook.under(PACK if values["pack"] and values["can_assume"] else None)


def answered(rulebook: Rulebook, name: str, values: dict[str, Any]) -> dict[str, Any]:
    """What the page of a benefit shows of the answer, or of the mistakes."""
    groups, book = values["groups"], packed(rulebook, values)
    try:
        case = forms.case(groups, values["has_spouse"])
        day = check_day(values["day"])
        decision = _with_trial(book, decide(case, name, day, rulebook=book), case, values)
    except InputError as error:
        return {
            **_nothing(),
            "groups": forms.with_problems(groups, tuple(error.problems)),
            "problems": list(error.problems),
        }
    return {
        **_nothing(),
        "decision": decision,
        **answer.view(book, decision),
        "limits": limits(decision),
        "loan_years": loan_years(decision),
        "bill": bill.of(book, decision, case, day),
    }


def _with_trial(book: Rulebook, decision: Decision, case: Mapping[str, Any], values: Mapping[str, Any]) -> Decision:
    """An answer that hangs on an unknown rule with a trial figure beside it, unless another page shows ours and did not ask for that."""
    if not decision.missing_law or values["framed"] or values["pack"] or not values["can_assume"]:
        return decision
    return illustrated(decision, parse(book.catalogue, case, decision.date), book, PACK)

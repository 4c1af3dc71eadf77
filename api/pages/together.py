"""Answers side by side: every benefit of a domain or bundle for one household, and one benefit or bundle in the four cities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.decisions import bundle
from cdmz_rules.decisions.compare import compare
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.i18n.text import text
from cdmz_rules.whatif.cities import compare_cities

from .. import queries
from ..rulebook import Book
from . import codes, forms, submission
from .calculator import PACK, basics, packed
from .render import language, page

router = queries.pages()
Work = Callable[[Rulebook, dict[str, Any], date], dict[str, Any]]


@router.get("/bundles/{domain}")
def bundle_form(request: Request, domain: str, rulebook: Book) -> HTMLResponse:
    """The form of a domain or bundle, empty or with an example."""
    values = _bundle(rulebook, domain, _offered(request, rulebook, *bundle.scope(rulebook, domain)))
    sent = values.pop("sent")
    answer = answered(rulebook, values, all_of(rulebook, domain)) if sent else _nothing()
    return page(request, "bundle.html", language(request), **(values | answer))


@router.post("/bundles/{domain}")
async def bundle_answer(request: Request, domain: str, rulebook: Book) -> HTMLResponse:
    """The form as it was sent, with every benefit's answer; or the answers alone, for a page that updates itself."""
    values = _bundle(rulebook, domain, await submission.typed(request, rulebook.catalogue))
    sent = values.pop("sent")
    template = "_bundle.html" if request.headers.get("x-fragment") else "bundle.html"
    answer = await run_in_threadpool(answered, rulebook, values, all_of(rulebook, domain))
    return page(request, template, language(request, sent.get("lang")), **(values | answer))


@router.get("/compare/{name}")
def compare_form(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """The form of a benefit or bundle, to be answered for the four cities."""
    values = _compared(rulebook, name, _offered(request, rulebook, *_named(rulebook, name)))
    sent = values.pop("sent")
    answer = answered(rulebook, values, _in_cities(rulebook, name, values)) if sent else _nothing()
    return page(request, "compare.html", language(request), **(values | answer))


@router.post("/compare/{name}")
async def compare_answer(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """The form as it was sent, with the answers of the four cities."""
    values = _compared(rulebook, name, await submission.typed(request, rulebook.catalogue))
    sent = values.pop("sent")
    template = "_compare.html" if request.headers.get("x-fragment") else "compare.html"
    answer = await run_in_threadpool(answered, rulebook, values, _in_cities(rulebook, name, values))
    return page(request, template, language(request, sent.get("lang")), **(values | answer))


def _offered(request: Request, rulebook: Rulebook, *benefits: str) -> dict[str, str]:
    return forms.example(forms.fields(rulebook, *benefits)) if "example" in request.query_params else {}


def _bundle(rulebook: Rulebook, domain: str, sent: dict[str, str]) -> dict[str, Any]:
    groups = forms.filled(forms.fields(rulebook, *bundle.scope(rulebook, domain)), sent)
    ways = [{"action": f"/compare/{domain}", "words": N_("Four cities side by side")}] if domain != bundle.ALL else []
    heading = _heading(rulebook, domain)
    about = {"sent": sent, "heading": heading, "action": f"/bundles/{domain}", "ways": ways}
    return {**basics(rulebook, sent, groups, domain, _domain(rulebook, domain)), **about}


def _compared(rulebook: Rulebook, name: str, sent: dict[str, str]) -> dict[str, Any]:
    benefits = _named(rulebook, name)
    groups = forms.filled(forms.fields(rulebook, *benefits), sent)
    one = benefits == [name]
    heading = rulebook.benefit(name).info.label if one else _heading(rulebook, name)
    back = {
        "action": f"/{'benefits' if one else 'bundles'}/{name}",
        "words": N_("The whole answer") if one else N_("All of them at once"),
    }
    about = {"sent": sent, "heading": heading, "action": f"/compare/{name}", "ways": [back]}
    shared = basics(rulebook, sent, groups, name, _domain(rulebook, name))
    return {**shared, **about, **(_beside(rulebook, sent) if one else {})}


def _beside(rulebook: Rulebook, sent: dict[str, str]) -> dict[str, Any]:
    """Another day and another law, to be held beside the first."""
    return {
        "extra": "_compare_fields.html",
        "other_day": sent.get("other_date", ""),
        "reforms": {each: text(rulebook.reforms.load(each).title) for each in rulebook.reforms.names if each != PACK},
        "chosen": sent.get("reform", ""),
    }


def _domain(rulebook: Rulebook, name: str) -> str:
    """The domain of what a name stands for; of all there is, none."""
    domains = {rulebook.benefit(benefit).info.domain for benefit in bundle.named(rulebook, name)}
    return domains.pop() if len(domains) == 1 else bundle.ALL


def _named(rulebook: Rulebook, name: str) -> list[str]:
    """The benefits to be compared; not all there are, for each is decided in every city."""
    benefits = [name] if name == bundle.ALL else bundle.named(rulebook, name)
    return [rulebook.benefit(benefit).id for benefit in benefits]


def _nothing() -> dict[str, Any]:
    return {
        "bundle": None,
        "comparisons": [],
        "boards": None,
        "problems": [],
    }


def answered(rulebook: Rulebook, values: dict[str, Any], work: Work) -> dict[str, Any]:
    """What a page shows of the answers, or of the mistakes."""
    groups = values["groups"]
    book = packed(rulebook, values)
    try:
        return _nothing() | work(book, forms.case(groups, values["has_spouse"]), check_day(values["day"]))
    except InputError as error:
        marked = forms.with_problems(groups, tuple(error.problems))
        return {**_nothing(), "groups": marked, "problems": list(error.problems)}


def all_of(rulebook: Rulebook, domain: str) -> Work:
    """Decides every benefit that a name stands for.

    Raises:
        NotFound: if it stands for none.
    """
    bundle.scope(rulebook, domain)

    def work(book: Rulebook, case: dict[str, Any], day: date) -> dict[str, Any]:
        return {"bundle": bundle.decide_all(case, day, name=domain, rulebook=book)}

    return work


def _in_cities(rulebook: Rulebook, name: str, values: dict[str, Any]) -> Work:
    """The four cities on the day asked about; of one benefit, beside it on another day and by a reform's law, if somebody wants to know."""
    other = values.get("other_day")
    chosen = values.get("chosen")

    def work(book: Rulebook, case: dict[str, Any], day: date) -> dict[str, Any]:
        names = _named(book, name)
        several = [(book.benefit(each).info.label, compare(case, each, day, rulebook=book)) for each in names]
        if not other and not chosen:
            return {"comparisons": several}
        days = [day, check_day(other, "other_date")] if other else [day]
        reform = book.under(chosen or None).reform
        boards = compare_cities(case, name, days, reform=reform, rulebook=rulebook)
        return {"comparisons": several, "boards": boards}

    return work


def _heading(rulebook: Rulebook, name: str) -> Any:
    """What several benefits are called together: a bundle, an event, or a domain."""
    return rulebook.registry.bundles.get(name) or rulebook.registry.events.get(name) or codes.domain(name)

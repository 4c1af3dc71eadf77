"""Answers side by side: every benefit of a domain or bundle for one household, and one benefit or bundle in the four cities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import decide, load_reform
from cdmz_rules import law as laws
from cdmz_rules.decisions import bundle
from cdmz_rules.decisions.compare import compare
from cdmz_rules.decisions.situation import check_day, parse
from cdmz_rules.errors import InputError
from cdmz_rules.i18n.text import text
from cdmz_rules.law import reform as reforms
from cdmz_rules.law.reform import Reform
from cdmz_rules.rulebook import catalogue
from cdmz_rules.whatif.cities import compare_cities

from . import forms
from .calculator import PACK, basics
from .render import language, page

router = APIRouter(include_in_schema=False)
Work = Callable[[dict[str, Any], date, Reform | None], dict[str, Any]]


@router.get("/bundles/{domain}")
def bundle_form(request: Request, domain: str) -> HTMLResponse:
    """The form of a domain or bundle, empty or with an example."""
    values = _bundle(domain, _offered(request, *bundle.scope(domain)))
    sent = values.pop("sent")
    answer = _answer(sent, values, _all_of(domain)) if sent else _nothing()
    return page(request, "bundle.html", language(request), **(values | answer))


@router.post("/bundles/{domain}")
async def bundle_answer(request: Request, domain: str) -> HTMLResponse:
    """The form as it was sent, with every benefit's answer; or the answers alone, for a page that updates itself."""
    values = _bundle(domain, forms.typed(await request.body()))
    sent = values.pop("sent")
    template = "_bundle.html" if request.headers.get("x-fragment") else "bundle.html"
    answer = await run_in_threadpool(_answer, sent, values, _all_of(domain))
    return page(request, template, language(request, sent.get("lang")), **(values | answer))


@router.get("/compare/{name}")
def compare_form(request: Request, name: str) -> HTMLResponse:
    """The form of a benefit or bundle, to be answered for the four cities."""
    values = _compared(name, _offered(request, *_named(name)))
    sent = values.pop("sent")
    answer = _answer(sent, values, _in_cities(name, values)) if sent else _nothing()
    return page(request, "compare.html", language(request), **(values | answer))


@router.post("/compare/{name}")
async def compare_answer(request: Request, name: str) -> HTMLResponse:
    """The form as it was sent, with the answers of the four cities."""
    values = _compared(name, forms.typed(await request.body()))
    sent = values.pop("sent")
    template = "_compare.html" if request.headers.get("x-fragment") else "compare.html"
    answer = await run_in_threadpool(_answer, sent, values, _in_cities(name, values))
    return page(request, template, language(request, sent.get("lang")), **(values | answer))


def _offered(request: Request, *benefits: str) -> dict[str, str]:
    return forms.example(forms.fields(*benefits)) if "example" in request.query_params else {}


def _bundle(domain: str, sent: dict[str, str]) -> dict[str, Any]:
    groups = forms.filled(forms.fields(*bundle.scope(domain)), sent)
    ways = [{"action": f"/compare/{domain}", "words": "four_cities"}] if domain != bundle.ALL else []
    heading = bundle.offered().get(domain, domain)
    about = {"sent": sent, "heading": heading, "action": f"/bundles/{domain}", "ways": ways}
    return {**basics(sent, groups, domain, _domain(domain)), **about}


def _compared(name: str, sent: dict[str, str]) -> dict[str, Any]:
    benefits = _named(name)
    groups = forms.filled(forms.fields(*benefits), sent)
    one = benefits == [name]
    heading = catalogue.benefit(name).label if one else bundle.offered().get(name, name)
    back = {"action": f"/{'benefits' if one else 'bundles'}/{name}", "words": "whole_answer" if one else "bundle"}
    about = {"sent": sent, "heading": heading, "action": f"/compare/{name}", "ways": [back]}
    return {**basics(sent, groups, name, _domain(name)), **about, **(_beside(sent) if one else {})}


def _beside(sent: dict[str, str]) -> dict[str, Any]:
    """Another day and another law, to be held beside the first."""
    return {
        "extra": "_compare_fields.html",
        "other_day": sent.get("other_date", ""),
        "reforms": {each: text(reforms.load(each).title) for each in reforms.names() if each != PACK},
        "chosen": sent.get("reform", ""),
    }


def _domain(name: str) -> str:
    """The domain of what a name stands for; of all there is, none."""
    found = {catalogue.benefit(benefit).domain for benefit in bundle.named(name)}
    return found.pop() if len(found) == 1 else bundle.ALL


def _named(name: str) -> list[str]:
    """The benefits to be compared; not all there are, for each is decided in every city."""
    benefits = [name] if name == bundle.ALL else bundle.named(name)
    return [catalogue.benefit(benefit).id for benefit in benefits]


def _nothing() -> dict[str, Any]:
    return {
        "decisions": [],
        "interactions": [],
        "comparisons": [],
        "boards": None,
        "problems": [],
    }


def _answer(sent: dict[str, str], values: dict[str, Any], work: Work) -> dict[str, Any]:
    """What a page shows of the answers, or of the mistakes."""
    groups = values["groups"]
    reform = load_reform(PACK) if values["pack"] and values["can_assume"] else None
    try:
        return _nothing() | work(forms.case(groups, values["has_spouse"]), check_day(values["day"]), reform)
    except InputError as error:
        marked = forms.with_problems(groups, tuple(error.problems))
        return {**_nothing(), "groups": marked, "problems": list(error.problems)}


def _all_of(domain: str) -> Work:
    benefits = bundle.scope(domain)

    def work(case: dict[str, Any], day: date, reform: Reform | None) -> dict[str, Any]:
        law = reform.apply(laws.current()) if reform else laws.current()
        return {
            "decisions": [decide(case, benefit, day, reform=reform) for benefit in benefits],
            "interactions": bundle.interactions(benefits, parse(case, day), day, law),
        }

    return work


def _in_cities(name: str, values: dict[str, Any]) -> Work:
    """The four cities on the day asked about; of one benefit, beside it on another day and by a reform's law, if somebody wants to know."""
    other = values.get("other_day")
    chosen = values["chosen"] if values.get("chosen") in values.get("reforms", {}) else None

    def work(case: dict[str, Any], day: date, reform: Reform | None) -> dict[str, Any]:
        several = [(catalogue.benefit(each).label, compare(case, each, day, reform=reform)) for each in _named(name)]
        if not other and not chosen:
            return {"comparisons": several}
        asked = [each for each in (reform, load_reform(chosen) if chosen else None) if each is not None]
        days = [day, check_day(other, "other_date")] if other else [day]
        boards = compare_cities(case, name, days, reform=reforms.compose(asked) if asked else None)
        return {"comparisons": several, "boards": boards}

    return work

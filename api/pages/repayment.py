"""A loan's whole life on a page: what was lent and repaid early, what is owed over the years, every year, and a table to take away."""

from __future__ import annotations

import io
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.repayment import Repayment, files, read_request, repayment
from cdmz_rules.repayment.request import MAX_PREPAYMENTS

from .. import media, queries
from ..rulebook import Book
from . import repayment_form, submission
from .owed_plot import plot
from .render import HEADERS, language, page
from .repayment_form import Sent

router = queries.pages()
TYPES: dict[files.Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN_PAYMENTS = 24
"""So many payments are listed one by one; the rest stands in the file."""


@router.get("/repayment")
def form(request: Request, rulebook: Book) -> HTMLResponse:
    """The empty form, or an example with its answer."""
    example = "example" in request.query_params
    sent = Sent(dict(repayment_form.EXAMPLE)) if example else Sent({})
    return _page(request, sent, _answer(rulebook, sent) if example else _nothing())


@router.post("/repayment")
async def submit(request: Request, rulebook: Book) -> HTMLResponse:
    """The form as it was sent, with the answer."""
    sent = await _sent(request)
    return _page(request, sent, await run_in_threadpool(_answer, rulebook, sent))


@router.post("/repayment.csv")
async def as_csv(request: Request, rulebook: Book) -> Response:
    """Every payment as CSV."""
    return await _file(request, rulebook, "csv")


@router.post("/repayment.xlsx")
async def as_xlsx(request: Request, rulebook: Book) -> Response:
    """Every payment as a spreadsheet."""
    return await _file(request, rulebook, "xlsx")


async def _file(request: Request, rulebook: Rulebook, kind: files.Kind) -> Response:
    """The file; the page with what is wrong, if there is anything."""
    sent = await _sent(request)
    try:
        content = await run_in_threadpool(_written, rulebook, sent, kind)
    except InputError:
        return _page(request, sent, await run_in_threadpool(_answer, rulebook, sent))
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="repayment.{kind}"'}
    return Response(content, media_type=TYPES[kind], headers=headers)


def _written(rulebook: Rulebook, sent: Sent, kind: files.Kind) -> bytes:
    stream = io.BytesIO()
    files.write(_repayment(rulebook, sent), kind, stream)
    return stream.getvalue()


async def _sent(request: Request) -> Sent:
    media.check_form(request.headers.get("content-type", ""), media.FORM)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=submission.MAX_FIELDS)
    except ValueError:
        words = f"超过{submission.MAX_FIELDS}栏", f"there are more than {submission.MAX_FIELDS} fields"
        raise InputError([Problem("too_many", "", *words, f"≤ {submission.MAX_FIELDS}")]) from None
    submission.check_names([name for name, _ in pairs], repayment_form.NAMES)
    submission.check_lengths(pairs)
    submission.check_choices(pairs, repayment_form.CHOICES)
    return Sent({name: value.strip() for name, value in pairs if value.strip()})


def _page(request: Request, sent: Sent, answer: dict[str, Any]) -> HTMLResponse:
    lang = language(request, sent.texts.get("lang"))
    wrongs = {repayment_form.anchor(sent, problem.pointer): problem for problem in answer["problems"]}
    shown: dict[str, Any] = {
        "wrongs": wrongs,
        "conversion_open": any(name.startswith("conversion.") for name in (*wrongs, *sent.dated())),
        "sent": sent,
        "rows": sent.rows(),
        "most": MAX_PREPAYMENTS,
        "fields": repayment_form.FIELDS,
        "called": partial(repayment_form.called, sent),
        "anchor": partial(repayment_form.anchor, sent),
        "groups": {},
        "domain_of": "provident_fund",
    }
    return page(request, "repayment.html", lang, **shown, **answer)


def _nothing() -> dict[str, Any]:
    return {"problems": [], "found": None, "drawn": None, "listed_rows": []}


def _answer(rulebook: Rulebook, sent: Sent) -> dict[str, Any]:
    try:
        found = _repayment(rulebook, sent)
    except InputError as error:
        return {**_nothing(), "problems": list(error.problems)[: submission.SHOWN]}
    return {**_nothing(), "found": found, "drawn": plot(found), "listed_rows": found.rows[:SHOWN_PAYMENTS]}


def _repayment(rulebook: Rulebook, sent: Sent) -> Repayment:
    return repayment(read_request(repayment_form.request(sent)), rulebook)

"""``POST /v1/decisions/batch``: what many households are entitled to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError, below
from cdmz_rules.files import json_text
from cdmz_rules.law.reform_schema import MAX_INCLUDED
from cdmz_rules.tables.decide_table import question

from .. import batches, media
from ..batch_examples import ANSWERS, BODIES
from ..errors import REFUSALS, Faults
from ..reform_choice import book_of
from ..rulebook import rulebook_of
from ..settings import Settings

router = APIRouter(prefix="/v1", tags=["decisions"])

Benefits = Annotated[
    list[str], Query(min_length=1, max_length=20, description="要判断的事项，可重复 · ids of benefits, one each")
]
Day = Annotated[str | None, Query(max_length=20, description="决定日，默认今天；各行可另写 · today if not given")]
Reform = Annotated[
    list[Annotated[str, Query(max_length=8000)]] | None,
    Query(
        max_length=MAX_INCLUDED,
        description="假设包或改革方案的名称，或其全文（JSON）；可重复，依次适用 · an assumption pack or reform by name, or its body as "
        "JSON; several are applied in order",
    ),
]

RESPONSES: dict[int | str, dict[str, Any]] = {
    **REFUSALS,
    200: {"description": "逐户的决定 · a decision for each household", "content": ANSWERS},
    406: {"model": Faults, "description": "不提供该格式 · no such form"},
    503: {"model": Faults, "description": "正忙，请稍后再试 · busy, try again"},
}


@router.post(
    "/decisions/batch",
    operation_id="decide_batch",
    response_class=StreamingResponse,
    responses=RESPONSES,
    openapi_extra={"requestBody": {"required": True, "content": BODIES}},
    summary="批量判断 · decide many cases",
)
async def batch(request: Request, benefit: Benefits, date: Day = None, reform: Reform = None) -> Response:
    """Decide many households: one JSON object a line, or one row of a table each.

    A line is a case as in `POST /v1/decisions`, with an `id` and a `date` of its own if it likes. A table has columns such as
    `price`, `applicant.birth_date`, `spouse.provident_fund_balance`, `child1.age`, `date`, `id`; an empty cell is unknown. The answer
    comes in the form of `Accept`, or else that of the request, row by row in the same order. A row that is wrong says so in its place
    (`errors` of a line, column `error` of a table) and stops nothing; a body that cannot be read, or a column that nobody knows, is
    refused as a whole.
    """
    settings: Settings = request.app.state.settings
    form = media.sent(request.headers.get("content-type", ""), request.headers.get("content-encoding", ""))
    answer_form = media.accepted(request.headers.get("accept", ""), form)
    body = await request.body()
    stream = await run_in_threadpool(
        _begun, rulebook_of(request), form, answer_form, body, benefit, date, reform, settings
    )
    return StreamingResponse(stream, media_type=media.TYPES[answer_form], headers={"Cache-Control": "no-store"})


def _begun(
    rulebook: Rulebook,
    form: media.Form,
    answer_form: media.Form,
    body: bytes,
    benefits: list[str],
    date: str | None,
    reform: list[str] | None,
    settings: Settings,
) -> Iterator[bytes]:
    """The answer, its first piece made: whatever is wrong with the whole has shown itself by then."""
    day = check_day(date) if date is not None else None
    asked = question(_book(rulebook, reform), benefits)
    parts = batches.answers(batches.open_batch(form, body, asked, day, settings), answer_form)
    return chain([next(parts)], parts)


def _book(rulebook: Rulebook, asked: list[str] | None) -> Rulebook:
    """The rulebook under the reform that the address of a request asks for; one, as in a body, is not told to be the first of a list."""
    parts = [_body(text, position) if text.startswith("{") else text for position, text in enumerate(asked or [])]
    return book_of(rulebook, parts[0] if len(parts) == 1 else parts or None)


def _body(text: str, position: int) -> Any:
    try:
        return json_text.read(text)
    except InputError as error:
        raise below(error, f"reform[{position}]") from None

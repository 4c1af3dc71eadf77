"""``POST /v1/decisions``: what a household is entitled to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import ValidationError
from pydantic_core import to_json

from cdmz_rules import BenefitRules
from cdmz_rules.decisions import bundle
from cdmz_rules.decisions.decide import decide_at_once, decide_in_worlds
from cdmz_rules.decisions.decision import Compact, Decision
from cdmz_rules.decisions.illustration import illustrated, pack_of
from cdmz_rules.decisions.interactions import interactions
from cdmz_rules.decisions.situation import Situation, check_day, parse
from cdmz_rules.decisions.totals import groups, totals
from cdmz_rules.errors import InputError, Problem, below
from cdmz_rules.reading import china

from ..errors import REFUSALS
from ..json_route import Answering, JsonRoute
from ..reform_choice import book_of
from ..rulebook import Book
from ..schema import DecisionRequest, DecisionResponse


class StraightRoute(JsonRoute):
    """Takes what is plainly right straight into its model: a tenth of the time that a compact answer takes.

    Whatever else is sent goes FastAPI's own way, which says what is wrong with it.
    """

    async def answer(self, request: Request, said: Any, usual: Answering) -> Response:
        """Answer what was read."""
        if request.scope["query_string"]:
            return await usual(request)
        try:
            asked = DecisionRequest.model_validate(said)
        except ValidationError:
            return await usual(request)
        return await decisions(asked, request.app.state.rulebook)


router = APIRouter(prefix="/v1", tags=["decisions"], route_class=StraightRoute)


@router.post(
    "/decisions",
    operation_id="decide",
    response_model=DecisionResponse,
    responses=REFUSALS,
    summary="判断资格和金额 · decide a case",
)
async def decisions(request: DecisionRequest, rulebook: Book) -> Response:
    """Decide a case for one or more benefits, or for all of a domain, under the law of one day.

    What is missing or unknown never becomes zero: the answer gives bounds, says on what it depends and what is missing, and names whom to
    ask in which words. `groups` says which of the benefits the household gets, may get, owes or may owe, `totals` what they come to a
    month, a year and once. With `illustrate` an answer says beside that what it would be under an assumption pack, which is no policy.
    """
    benefits = [benefit for name in request.benefits for benefit in bundle.named(rulebook, name)]
    if len(set(benefits)) != len(benefits):
        raise InputError([Problem("given_twice", "benefits", "同一事项列了两次", "a benefit is named twice")])
    day = check_day(request.date) if request.date is not None else china.today()
    try:
        situation = parse(rulebook.catalogue, request.case, day)
    except InputError as error:
        raise below(error, "case") from error
    book = book_of(rulebook, request.reform, request.known_on)
    pack = pack_of(rulebook, request.illustrate) if request.illustrate is not None else None
    answers = [await _answer(book.benefit(benefit), situation, day, request.detail) for benefit in benefits]
    if pack is not None:
        answers = [await run_in_threadpool(illustrated, answer, situation, book, pack) for answer in answers]
    between = interactions(book, benefits, situation, day)
    beside = {
        "groups": groups(book, answers),
        "totals": totals(book, answers, between),
        "interactions": between,
    }
    return Response(_written(answers, beside), media_type="application/json")


def _written(answers: Sequence[Decision | Compact], beside: Mapping[str, Any]) -> bytes:
    """A `DecisionResponse` as JSON, answer by answer: of a union of models pydantic tries each in turn."""
    return b'{"decisions":[' + b",".join(map(to_json, answers)) + b"]," + to_json(beside)[1:]


async def _answer(
    rules: BenefitRules, situation: Situation, day: date, detail: Literal["full", "compact"]
) -> Decision | Compact:
    """One answer: at once where a single run gives it, else beside the event loop, for it may take a while."""
    known = decide_at_once(rules, situation, day, detail=detail)
    if known is not None:
        return known
    return await run_in_threadpool(decide_in_worlds, rules, situation, day, detail=detail)

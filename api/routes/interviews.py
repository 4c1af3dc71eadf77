"""``POST /v1/interviews``: what is certain of a household so far, and what to ask it next."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from cdmz_rules.decisions.situation import check_day, parse
from cdmz_rules.errors import InputError, below
from cdmz_rules.interview.interview import asked_for, interviewed, left_out
from cdmz_rules.interview.parts import Interview
from cdmz_rules.reading import china

from ..errors import REFUSALS
from ..json_route import JsonRoute
from ..reform_choice import ReformChoice, book_of
from ..rulebook import Book
from ..schema import CaseAlone, KnownOn, Strict, mark_case

router = APIRouter(prefix="/v1", tags=["interviews"], route_class=JsonRoute)

MAX_SKIPPED = 500
INTERVIEW_EXAMPLE: dict[str, Any] = {
    "benefits": ["provident_fund_loan"],
    "date": "2026-04-01",
    "case": {"members": [{"role": "applicant", "deposit_centre": "chengdu"}], "property_city": "chengdu"},
    "skipped": ["members[0].provident_fund_balance"],
}


class InterviewRequest(Strict):
    """What is known of a household, what it asks for, and what it does not know."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [INTERVIEW_EXAMPLE]})

    benefits: Annotated[
        list[Annotated[str, Field(max_length=64)]],
        Field(
            min_length=1,
            max_length=20,
            description="要问的事项；领域、组合或 all 代表其全部事项 · ids of benefits; a domain, a bundle or all stands for all of it",
        ),
    ]
    case: Annotated[
        CaseAlone,
        Field(
            description="已知的家庭情况，至少写明成员 · what is known, at least who its members are",
            json_schema_extra=mark_case,
        ),
    ]
    date: Annotated[
        str | None, Field(max_length=20, description="决定日，默认今天 · the day decided for, today if not given")
    ] = None
    known_on: KnownOn = None
    reform: ReformChoice = None
    skipped: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]],
        Field(
            max_length=MAX_SKIPPED,
            default_factory=list,
            description="不知道的输入项，名称同问题，不再询问 · what somebody does not know, by the names of questions: not asked again",
        ),
    ]


@router.post("/interviews", operation_id="interview", responses=REFUSALS, summary="逐项问答 · ask what matters")
def interviews(request: InterviewRequest, rulebook: Book) -> Interview:
    """Say what is certain of a household so far, and what to ask it next.

    Nothing is kept: send the case again with what was answered, and `skipped` with what is not known. A benefit is `settled` when no
    further input can change outcome or bounds; once there are no `questions`, nothing that the household may know can change an answer.
    """
    benefits = asked_for(rulebook, request.benefits)
    day = check_day(request.date) if request.date is not None else china.today()
    try:
        situation = parse(rulebook.catalogue, request.case, day)
    except InputError as error:
        raise below(error, "case") from error
    skipped = left_out(rulebook.catalogue, situation, request.skipped)
    return interviewed(book_of(rulebook, request.reform, request.known_on), situation, benefits, day, skipped)

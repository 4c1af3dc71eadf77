"""``POST /v1/medical/settlements``: a year of medical claims, settled in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from cdmz_rules.decisions.situation import check_day
from cdmz_rules.reading import china
from cdmz_rules.settlement.claims import settle_claims

from ..errors import REFUSALS
from ..json_route import JsonRoute
from ..reform_choice import ReformChoice, book_of
from ..rulebook import Book
from ..schema import Strict

router = APIRouter(prefix="/v1/medical", tags=["settlements"], route_class=JsonRoute)
MOST_CLAIMS = 150

EXAMPLE_CLAIM: dict[str, Any] = {
    "person": "A",
    "birth_date": "1984-01-01",
    "insurance_scheme": "employee",
    "insurance_pool": "chengdu",
    "employee_status": "active",
    "claim_kind": "outpatient",
    "hospital_level": "level_3",
    "treatment_city": "chengdu",
    "discharge_date": "2024-05-10",
    "total_cost": 600,
    "full_self_pay": 0,
    "category_b_first_pay": 0,
}
EXAMPLE_REQUEST: dict[str, Any] = {
    "claims": [
        EXAMPLE_CLAIM,
        {**EXAMPLE_CLAIM, "discharge_date": "2024-06-10", "hospital_level": "community", "total_cost": 500},
    ],
    "date": "2024-12-31",
}

Cell = str | float | int | bool | None


class SettlementRequest(Strict):
    """Claims, one an entry, and the day on which they are settled."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [EXAMPLE_REQUEST]})

    claims: Annotated[
        list[dict[str, Cell]],
        Field(min_length=1, max_length=MOST_CLAIMS, description="费用，每条一项 · claims; `person` says whose each is"),
    ]
    date: Annotated[str | None, Field(description="结算日，默认今天 · the day of settling, today if not given")] = None
    reform: ReformChoice = None


class SettledClaim(BaseModel):
    """What each layer pays of one claim, and what the claim hands on to the next of the year."""

    model_config = ConfigDict(extra="allow")

    person: str
    rank: int
    basic_fund_payment: float
    patient_pays: float


class SettlementResponse(BaseModel):
    """The claims in the order in which they were sent."""

    claims: list[SettledClaim]
    reform: str | None


@router.post(
    "/settlements",
    operation_id="settle_claims",
    response_model=SettlementResponse,
    responses=REFUSALS,
    summary="按顺序结算一年的费用 · settle a year of claims",
)
def settlements(request: SettlementRequest, rulebook: Book) -> JSONResponse:
    """Settle claims in order of their days within each person and natural year; on one day in the order sent.

    Nothing is settled by a rule that nobody knows: the answer then names the rule and whom to ask.
    """
    day = check_day(request.date) if request.date is not None else china.today()
    book = book_of(rulebook, request.reform)
    settled = settle_claims(book, _columns(request.claims), day)
    claims = [
        {"person": claim.get("person"), **{name: array[row].item() for name, array in settled.items()}}
        for row, claim in enumerate(request.claims)
    ]
    return JSONResponse({"claims": claims, "reform": book.reform.name if book.reform else None})


def _columns(claims: Sequence[Mapping[str, Cell]]) -> dict[str, list[Cell]]:
    names = dict.fromkeys(name for claim in claims for name in claim)
    return {name: [claim.get(name) for claim in claims] for name in names}

"""``POST /v1/elder-care/settlements``: bed subsidies of stays, settled across cities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError
from cdmz_rules.reading import china
from cdmz_rules.settlement.beds import Settlement, StayRows, months_from, settle_beds
from cdmz_rules.settlement.beds.report import tables
from cdmz_rules.settlement.refusals import pointed

from ..errors import REFUSALS
from ..json_route import JsonRoute
from ..reform_choice import ReformChoice, book_of
from ..rulebook import Book
from ..schema import Strict
from ..stay_examples import EXAMPLE_REQUEST
from .settlements import Cell

router = APIRouter(prefix="/v1/elder-care", tags=["settlements"], route_class=JsonRoute)
MOST_STAYS, MOST_MONTHS = 200, 24


class ClearingRequest(Strict):
    """Stays, one an entry, and the months that are settled."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [EXAMPLE_REQUEST]})

    stays: Annotated[
        list[dict[str, Cell]],
        Field(
            min_length=1,
            max_length=MOST_STAYS,
            description="入住记录，每段一项；`elder`、`institution` 由填报者自编，`to` 为空表示仍在住 · "
            "stays; `elder` and `institution` are your own names, without `to` a stay goes on",
        ),
    ]
    month: Annotated[str, Field(max_length=10, description="结算月份或起始月份 · the month, or the first of them")]
    until: Annotated[
        str | None, Field(max_length=10, description="截止月份 · the last month, if there are several")
    ] = None
    date: Annotated[str | None, Field(description="结算日，默认今天 · the day of settling, today if not given")] = None
    reform: ReformChoice = None


class ClearingResponse(BaseModel):
    """Who owes whom: each entry a row of a table; money in yuan, exact to the fen."""

    matrix: Annotated[
        list[dict[str, Any]],
        Field(description="逐月：补贴城市与机构所在城市 · by month, who owes, where the institution is"),
    ]
    net: Annotated[list[dict[str, Any]], Field(description="两两轧差后应付 · what is left once debts are set off")]
    balance: Annotated[
        list[dict[str, Any]], Field(description="各市收付差额，合计为零 · each city's balance; they add up to nothing")
    ]
    institutions: Annotated[list[dict[str, Any]], Field(description="各机构应得 · what each institution gets")]
    stays: Annotated[
        list[dict[str, Any]], Field(description="每段入住已结算的月数和金额 · months and yuan of each stay")
    ]
    reform: str | None


@router.post(
    "/settlements",
    operation_id="settle_beds",
    response_model=ClearingResponse,
    responses=REFUSALS,
    summary="跨市结算床位运营补贴 · settle bed subsidies across cities",
)
def settlements(request: ClearingRequest, rulebook: Book) -> JSONResponse:
    """Settle the bed subsidies of some months: the elder's city owes the city of the institution, which pays the institution.

    One elder and one month is one subsidy. A stay that contradicts another, or that cannot be read, is answered with its place, and then
    nothing is settled.
    """
    day = check_day(request.date) if request.date is not None else china.today()
    months = months_from(request.month, request.until, day, most=MOST_MONTHS)
    book = book_of(rulebook, request.reform)
    settlement = settle_beds(book, StayRows(request.stays), months, day)
    _refuse(settlement)
    said = {
        name: [_plain(row) for row in table.to_pylist()]
        for name, table in tables(settlement).items()
        if name != "refused"
    }
    return JSONResponse({**said, "reform": book.reform.name if book.reform else None})


def _refuse(settlement: Settlement) -> None:
    problems = list(pointed(settlement.refused(), lambda row, column: f"stays[{row}].{column}".rstrip(".")))
    if problems:
        raise InputError(problems)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: float(value) if hasattr(value, "as_tuple") else value for name, value in row.items()}

"""``POST /v1/schedules``: a loan's whole life."""

from __future__ import annotations

from fastapi import APIRouter

from cdmz_rules.repayment import Repayment, RepaymentRequest, repayment

from ..errors import REFUSALS
from ..json_route import JsonRoute
from ..rulebook import Book

router = APIRouter(prefix="/v1", tags=["schedules"], route_class=JsonRoute)


@router.post(
    "/schedules", operation_id="schedule_loan", responses=REFUSALS, summary="贷款还款全过程 · a loan's whole life"
)
def schedules(request: RepaymentRequest, rulebook: Book) -> Repayment:
    """Every payment of a loan, by day, by years and in all.

    Rates change as the law says; there may be early repayments, and a commercial part that stands beside it or is turned into it. No more
    than 1200 months, 60 early repayments and 100 million yuan a part. From `projected_from` on nobody knows the rate: the last one is
    carried on.
    """
    return repayment(request, rulebook)

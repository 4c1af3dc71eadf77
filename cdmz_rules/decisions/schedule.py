"""The repayment schedule of a loan, month by month, to the fen.

Interest follows the closed form, whose running total is rounded once a month, so that the whole is what a decision reports as total
interest. Every instalment (or, by equal principal, every repayment of principal) is the same, and the last takes what rounding left.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.decision import Part
from cdmz_rules.model.loans import instalment, interest_of_equal_principal, repaid
from cdmz_rules.model.money import round_money

Fen = npt.NDArray[np.int64]
MAX_MONTHS = 1200


class Method(StrEnum):
    """How a loan is repaid: 等额本息 or 等额本金."""

    EQUAL_INSTALMENTS = "equal_instalments"
    EQUAL_PRINCIPAL = "equal_principal"


class Payment(Part):
    """One month's payment, in yuan.

    Attributes:
        month: The number of the month, from 1.
        payment: What is paid: principal and interest.
        principal: What it repays.
        interest: What it costs.
        balance: What is still owed afterwards.
    """

    month: int
    payment: float
    principal: float
    interest: float
    balance: float


def schedule(loan: float, annual_rate: float, months: int, method: Method | str) -> list[Payment]:
    """Every payment of a loan.

    Args:
        loan: The loan, in yuan to the fen.
        annual_rate: The yearly rate, e.g. 0.026; a month's is a twelfth of it.
        months: How many months it runs.
        method: ``equal_instalments`` or ``equal_principal``.

    Returns:
        One payment a month; nothing for no loan.

    Raises:
        ValueError: if the loan or rate is negative or not finite, the months are not within 1 and 1200, or the method is unknown.
    """
    way = Method(method)
    if not (0 <= loan < np.inf and 0 <= annual_rate < np.inf):
        raise ValueError("a loan and its rate are finite and not below zero")
    if loan == 0:
        return []
    if not 1 <= months <= MAX_MONTHS:
        raise ValueError(f"a loan runs from 1 to {MAX_MONTHS} months")
    equal = way is Method.EQUAL_INSTALMENTS
    accrued = (
        _accrued_by_instalments(loan, annual_rate / 12, months) if equal else _accrued(loan, annual_rate / 12, months)
    )
    first = (
        instalment(np.array([loan]), np.array([annual_rate / 12]), np.array([float(months)]))[0]
        if equal
        else loan / months
    )
    return _rows(int(_fen(loan)), int(_fen(first)), accrued, equal)


def _accrued_by_instalments(loan: float, monthly: float, months: int) -> Fen:
    """The interest paid up to each month, in fen; up to the last, just as a decision computes it."""
    passed = np.arange(1.0, months + 1)
    whole, rate, term = np.array([loan]), np.array([monthly]), np.array([float(months)])
    each = instalment(whole, rate, term)
    running = passed * each - repaid(whole, rate, term, passed)
    running[-1] = (each * term - whole)[0]
    return _fen(running)


def _accrued(loan: float, monthly: float, months: int) -> Fen:
    """The same by equal principal: each month's interest is due on a balance that falls evenly."""
    passed = np.arange(1.0, months + 1)
    running = monthly * loan * (passed - passed * (passed - 1) / (2 * months))
    running[-1] = interest_of_equal_principal(np.array([loan]), np.array([monthly]), np.array([float(months)]))[0]
    return _fen(running)


def _fen(yuan: float | npt.NDArray[np.float64]) -> Fen:
    return np.asarray(np.rint(round_money(np.asarray(yuan, np.float64)) * 100), np.int64)


def _rows(loan: int, first: int, accrued: Fen, equal: bool) -> list[Payment]:
    rows: list[Payment] = []
    balance, charged = loan, 0
    for month, due in enumerate(accrued.tolist(), start=1):
        last = month == len(accrued)
        interest = due - charged
        if equal and not last:
            # So small a loan that an instalment is less than its interest repays nothing yet; the rest is charged later.
            interest = min(interest, first)
        wanted = balance if last else first - interest if equal else first
        principal = min(wanted, balance)
        balance, charged = balance - principal, charged + interest
        rows.append(_payment(month, principal, interest, balance))
    return rows


def _payment(month: int, principal: int, interest: int, balance: int) -> Payment:
    return Payment(
        month=month,
        payment=(principal + interest) / 100,
        principal=principal / 100,
        interest=interest / 100,
        balance=balance / 100,
    )

"""The repayment schedule of a loan, month by month, to the fen.

Each month's interest is that of the closed form, rounded. Every instalment (or, by equal principal, every repayment of principal) is
the same. The last payment takes what rounding left, so that principal adds up to the loan and interest to what a decision reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.decision import Part
from cdmz_rules.model.loans import instalment, interest_of_equal_principal, repaid
from cdmz_rules.model.money import round_money

Floats = npt.NDArray[np.float64]
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
    whole, monthly, term = np.array([loan]), np.array([annual_rate / 12]), np.array([float(months)])
    if way is Method.EQUAL_INSTALMENTS:
        each = instalment(whole, monthly, term)
        accrued, total = _accrued_by_instalments(whole, monthly, term), each * term - whole
        return _rows(_fen(whole), _fen(np.diff(accrued, prepend=0.0)), _fen(total), instalment=_fen(each))
    accrued, total = _accrued_by_principal(whole, monthly, term), interest_of_equal_principal(whole, monthly, term)
    return _rows(_fen(whole), _fen(np.diff(accrued, prepend=0.0)), _fen(total), principal=_fen(whole / term))


def _accrued_by_instalments(loan: Floats, monthly: Floats, months: Floats) -> Floats:
    """The interest paid up to each month."""
    passed = np.arange(1.0, months[0] + 1)
    return np.asarray(passed * instalment(loan, monthly, months) - repaid(loan, monthly, months, passed))


def _accrued_by_principal(loan: Floats, monthly: Floats, months: Floats) -> Floats:
    """The same by equal principal: each month's interest is due on a balance that falls evenly."""
    passed = np.arange(1.0, months[0] + 1)
    return np.asarray(monthly * loan * (passed - passed * (passed - 1) / (2 * months)))


def _fen(yuan: Floats) -> list[int]:
    return [int(fen) for fen in np.rint(round_money(yuan) * 100)]


def _rows(
    loan: list[int],
    interest: list[int],
    total: list[int],
    instalment: Sequence[int] = (),
    principal: Sequence[int] = (),
) -> list[Payment]:
    """The payments, in fen: of equal instalments, or of equal principal."""
    rows: list[Payment] = []
    balance, uncharged = loan[0], total[0]
    for month, due in enumerate(interest, start=1):
        last = month == len(interest)
        # A loan so small that an instalment does not cover its interest repays nothing yet; the rest is charged later.
        charge = uncharged if last else min(due, uncharged, *instalment)
        wanted = balance if last else sum(principal) if principal else instalment[0] - charge
        repayment = min(wanted, balance)
        balance, uncharged = balance - repayment, uncharged - charge
        rows.append(_payment(month, repayment, charge, balance))
    return rows


def _payment(month: int, principal: int, interest: int, balance: int) -> Payment:
    return Payment(
        month=month,
        payment=(principal + interest) / 100,
        principal=principal / 100,
        interest=interest / 100,
        balance=balance / 100,
    )

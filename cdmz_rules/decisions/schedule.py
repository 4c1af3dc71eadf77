"""The repayment schedule of a loan, month by month, to the fen.

Each month's interest is that on the balance, as anybody can check. Every instalment (or, by equal principal, every repayment of
principal) is the same. The last payment takes what rounding left: principal adds up to the loan, interest to what a decision reports.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cdmz_rules.i18n.text import Part
from cdmz_rules.model.loans import instalment, interest_of_equal_principal
from cdmz_rules.model.money import round_money

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
    terms = np.array([loan]), np.array([annual_rate / 12]), np.array([float(months)])
    each = instalment(*terms) if way is Method.EQUAL_INSTALMENTS else terms[0] / months
    interest = each * months - loan if way is Method.EQUAL_INSTALMENTS else interest_of_equal_principal(*terms)
    return _rows(way, _fen(terms[0]), _fen(each), _fen(interest), annual_rate / 12, months)


def _fen(yuan: npt.NDArray[np.float64]) -> int:
    return int(np.rint(round_money(yuan) * 100)[0])


def _rows(way: Method, loan: int, each: int, total: int, monthly: float, months: int) -> list[Payment]:
    """The payments, in fen; ``each`` is the instalment, or by equal principal what every month repays."""
    rows: list[Payment] = []
    balance, uncharged = loan, total
    for month in range(1, months + 1):
        charge, due = min(_fen(np.array([balance / 100 * monthly])), uncharged), each
        if way is Method.EQUAL_INSTALMENTS:
            # A loan so small that an instalment does not cover its interest repays nothing yet; the rest is charged later.
            charge = min(charge, each)
            due = each - charge
        if month == months:
            charge, due = uncharged, balance
        principal = min(due, balance)
        balance, uncharged = balance - principal, uncharged - charge
        rows.append(_payment(month, principal, charge, balance))
    return rows


def _payment(month: int, principal: int, interest: int, balance: int) -> Payment:
    return Payment(
        month=month,
        payment=(principal + interest) / 100,
        principal=principal / 100,
        interest=interest / 100,
        balance=balance / 100,
    )

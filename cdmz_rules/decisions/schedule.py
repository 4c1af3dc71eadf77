"""The repayment schedule of a loan, month by month, to the fen.

Each month's interest, the last's too, is that on the balance, as anybody can check. Every instalment (or, by equal principal,
every repayment of principal) is the same but the last, which repays all that is left: that payment takes the cents of rounding.
So interest adds up to a little more or less than a decision reports, which reckons with an instalment of no whole fen.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cdmz_rules.i18n.text import Part
from cdmz_rules.model.loans import instalment
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
    return _rows(way, _fen(terms[0]), _fen(each), annual_rate / 12, months)


def _fen(yuan: npt.NDArray[np.float64]) -> int:
    return int(np.rint(round_money(yuan) * 100)[0])


def _rows(way: Method, loan: int, each: int, monthly: float, months: int) -> list[Payment]:
    """The payments, in fen; ``each`` is the instalment, or by equal principal what every month repays."""
    rows: list[Payment] = []
    balance = loan
    for month in range(1, months + 1):
        charge = _fen(np.array([balance / 100 * monthly]))
        # An instalment covers the interest on the whole loan, so no month adds to what is owed.
        due = max(each - charge, 0) if way is Method.EQUAL_INSTALMENTS else each
        principal = balance if month == months else min(due, balance)
        balance -= principal
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

"""The schedule of a loan at one rate, month by month, to the fen.

Each month's interest, the last's too, is that on the balance, as anybody can check. Every instalment (or, by equal principal,
every repayment of principal) is the same but the last, which repays all that is left: that payment takes the cents of rounding.
So interest adds up to a little more or less than a decision reports, which reckons with an instalment of no whole fen.
"""

from __future__ import annotations

import numpy as np

from cdmz_rules.i18n.text import Part
from cdmz_rules.model.money import round_money
from cdmz_rules.repayment.lines import MAX_MONTHS, Line, Method, exact, lines


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
    """Every payment of a loan at one rate.

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
    rate = exact(annual_rate)
    return [_payment(line) for line in lines(in_fen(loan), months, way, lambda _month: rate)]


def in_fen(yuan: float) -> int:
    """Yuan as whole fen."""
    return int(np.rint(round_money(np.array([yuan])) * 100)[0])


def _payment(line: Line) -> Payment:
    return Payment(
        month=line.month,
        payment=(line.principal + line.interest) / 100,
        principal=line.principal / 100,
        interest=line.interest / 100,
        balance=line.balance / 100,
    )

"""The payments of one loan in whole fen: what falls due every month, at rates that change, with what is repaid early."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from cdmz_rules.model.loans import instalment
from cdmz_rules.model.money import round_money

MAX_MONTHS = 1200


class Method(StrEnum):
    """How a loan is repaid: 等额本息 or 等额本金."""

    EQUAL_INSTALMENTS = "equal_instalments"
    EQUAL_PRINCIPAL = "equal_principal"


class Then(StrEnum):
    """What an early repayment changes: 缩短期限 or 减少月供."""

    SHORTER_TERM = "shorter_term"
    SMALLER_PAYMENT = "smaller_payment"


class Extra(NamedTuple):
    """What is repaid beside a payment, right after it.

    Attributes:
        amount: At most so many fen; None for all that is left.
        then: What it changes.
    """

    amount: int | None
    then: Then


@dataclass(frozen=True, slots=True)
class Line:
    """One payment, in fen.

    Attributes:
        month: The number of the payment, from 1.
        rate: The yearly rate of its interest.
        principal: What it repays.
        interest: What it costs.
        taken: What was repaid beside it, one figure for each `Extra` of the month.
        balance: What is still owed afterwards.
        left: How many payments are still to come.
    """

    month: int
    rate: Fraction
    principal: int
    interest: int
    taken: tuple[int, ...]
    balance: int
    left: int


Rates = Callable[[int], Fraction]
"""The yearly rate of a payment by its number."""
NONE: Mapping[int, Sequence[Extra]] = MappingProxyType({})


def lines(
    loan: int, months: int, method: Method, rate_of: Rates, extras: Mapping[int, Sequence[Extra]] = NONE
) -> Iterator[Line]:
    """Every payment of a loan of so many fen.

    An instalment is worked out anew when the rate changes, over the months left, and when an early repayment makes payments smaller. The
    last payment repays all that is left, and so takes the cents of rounding.
    """
    balance, left, month, each = loan, months, 0, 0
    rate: Fraction | None = None
    while left:
        month += 1
        current = rate_of(month)
        if rate is None or (current != rate and method is Method.EQUAL_INSTALMENTS):
            each = _each(balance, current, left, method)
        rate = current
        interest = interest_of(balance, rate)
        # An instalment covers the interest on the whole loan, so no month adds to what is owed.
        due = max(each - interest, 0) if method is Method.EQUAL_INSTALMENTS else each
        principal = balance if left == 1 else min(due, balance)
        balance, left = balance - principal, left - 1
        taken = []
        for extra in extras.get(month, ()):
            taken.append(balance if extra.amount is None else min(extra.amount, balance))
            balance -= taken[-1]
            if not balance:
                left = 0
            elif extra.then is Then.SMALLER_PAYMENT:
                each = _each(balance, rate, left, method)
            else:
                left = min(left, _payments(balance, rate, each, left, method))
        yield Line(month, rate, principal, interest, tuple(taken), balance, left)


def interest_of(balance: int, rate: Fraction) -> int:
    """A month's interest on a balance, to the fen: a twelfth of the yearly rate, half a fen up."""
    per_year = 12 * rate.denominator
    return (2 * balance * rate.numerator + per_year) // (2 * per_year)


def exact(rate: float) -> Fraction:
    """A rate as it is written in decimals, not as binary fractions store it."""
    return Fraction(repr(float(rate)))


def _each(balance: int, rate: Fraction, left: int, method: Method) -> int:
    """The instalment; by equal principal, what every month repays."""
    if method is Method.EQUAL_PRINCIPAL:
        return (2 * balance + left) // (2 * left)
    terms = (np.array([number]) for number in (balance / 100, float(rate) / 12, float(left)))
    return int(np.rint(round_money(instalment(*terms)) * 100)[0])


def _payments(balance: int, rate: Fraction, each: int, most: int, method: Method) -> int:
    """How many payments of the same size repay a balance; no more than there were to come."""
    count = 1
    while count < most and balance:
        due = each - interest_of(balance, rate) if method is Method.EQUAL_INSTALMENTS else each
        if balance <= due:
            break
        balance, count = balance - max(due, 0), count + 1
    return count

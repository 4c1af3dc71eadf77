"""What is said of a loan's whole life: `Repayment`, its payments in order, by years and in all."""

from __future__ import annotations

from datetime import date
from typing import Literal

from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.repayment.request import PartName


class Sums(Part):
    """What is paid, in yuan.

    Attributes:
        payment: Principal and interest.
        principal: What payments repay.
        interest: What the loan costs.
        prepayment: What is repaid early.
        converted: What a provident fund loan takes over of a commercial one.
    """

    payment: float
    principal: float
    interest: float
    prepayment: float
    converted: float


class Row(Sums):
    """One payment.

    Attributes:
        date: The day on which it falls due.
        part: Of which loan.
        month: The number of the payment of that loan, from 1.
        rate: The yearly rate of its interest.
        balance: What is still owed of that loan afterwards.
        projected: Whether its rate is the last known one, carried on to a time of which nobody knows the rate.
    """

    date: date
    part: PartName
    month: int
    rate: float
    balance: float
    projected: bool


class Year(Sums):
    """A calendar year.

    Attributes:
        year: Which.
        balance: What is still owed at its end, of all parts.
        projected: Whether a payment of it is.
    """

    year: int
    balance: float
    projected: bool


class Total(Sums):
    """A loan from its first to its last payment; of both parts what leaves the borrower's purse, and no part twice.

    Attributes:
        part: Which, or ``all``.
        loan: What was lent; of all parts, at the beginning.
        payments: How many payments there are.
        first: What is paid first.
        last_date: The day of the last payment.
    """

    part: Literal["fund", "commercial", "all"]
    loan: float
    payments: int
    first: float
    last_date: date


class Rate(Part):
    """A rate and who says it.

    Attributes:
        part: Of which loan.
        start: From which day on payments bear it.
        rate: A year's rate.
        evidence: How well it is known; None of a rate that was given.
        document: The document that says so.
        caution: What to mind of it.
        last_verified: The last day on which it was seen in force.
    """

    part: PartName
    start: date
    rate: float
    evidence: str | None = None
    document: str | None = None
    caution: Text | None = None
    last_verified: date | None = None


class Remark(Part):
    """Something that came otherwise than it was asked.

    Attributes:
        code: ``beyond_balance``, ``nothing_left`` or ``counted_later``.
        pointer: Of what: ``prepayments[0]``, ``conversion``.
        message: It in words.
    """

    code: str
    pointer: str
    message: Text


class Repayment(Part):
    """A loan's whole life.

    Attributes:
        rows: Every payment, by day; on one day that of the provident fund loan first.
        years: Calendar years.
        totals: Each loan, and all together last.
        rates: The rates, each from its day on.
        projected_from: The day of the first payment whose rate nobody knows yet; None if every rate is known.
        interest_saved: How much less interest is paid than without the early repayments; None without any.
        remarks: What came otherwise than it was asked.
    """

    rows: tuple[Row, ...]
    years: tuple[Year, ...]
    totals: tuple[Total, ...]
    rates: tuple[Rate, ...]
    projected_from: date | None
    interest_saved: float | None
    remarks: tuple[Remark, ...]

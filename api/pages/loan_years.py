"""What a loan costs year by year, repaid in either of two ways: sums for a table, and columns for a drawing on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from cdmz_rules.decisions.decision import Decision
from cdmz_rules.repayment.schedule import Payment, schedule

from .plot import nice, scale, short

LOAN = "provident_fund_loan"
METHODS = ("equal_instalments", "equal_principal")
INTEREST = ("provident_fund_total_interest", "provident_fund_total_interest_equal_principal")
"""The interest in all by formula: the payments, each to the fen and the last settling, come to some fen else."""
RATES = "provident_fund.loan.rate."
WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 40, 318, 8, 128
GAP = 0.25
"""What of a column's width is left free."""


@dataclass(frozen=True)
class Year:
    """The payments of a year."""

    number: int
    payment: float
    principal: float
    interest: float
    balance: float


@dataclass(frozen=True)
class Column:
    """A year in the drawing: where its column stands, and where principal and interest begin and end."""

    x: float
    width: float
    top: float
    between: float
    bottom: float


@dataclass(frozen=True)
class Way:
    """A loan repaid in one way.

    Attributes:
        method: The way.
        first: The first payment.
        last: The last but one, which takes no cents of rounding.
        interest: The interest in all.
        years: Year by year.
        columns: The same, drawn.
    """

    method: str
    first: float
    last: float
    interest: float
    years: list[Year]
    columns: list[Column]


@dataclass(frozen=True)
class LoanYears:
    """A loan repaid in either way.

    Attributes:
        loan: The loan, in yuan.
        certain: Whether that is the loan; else it is the most it can be.
        ways: The ways.
        months: Its term.
        home: Which home it is for, by whose rate it is repaid; None if that is not certain.
        ticks: Heights of the scale and their words.
        width: Of the drawing, as the others in its own units.
    """

    loan: float
    certain: bool
    ways: list[Way]
    months: int
    home: str | None
    ticks: list[dict[str, object]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    bottom: int = BOTTOM


def loan_years(decision: Decision) -> LoanYears | None:
    """What the loan of an answer costs; None for other answers, and unless rate and term are exact and the loan is, or has a bound."""
    amounts = {amount.id: amount for amount in decision.amounts}
    loan, rate, term = (amounts.get(f"{LOAN}{tail}") for tail in ("", "_rate", "_term"))
    if loan is None or not loan.upper or rate is None or rate.value is None or term is None or not term.value:
        return None
    paid = {method: schedule(loan.upper, rate.value, int(term.value), method) for method in METHODS}
    by_year = {method: _years(payments) for method, payments in paid.items()}
    top = max(year.payment for years in by_year.values() for year in years)
    ways = [_way(method, payments, by_year[method], top) for method, payments in paid.items()]
    upward = scale(0, top, BOTTOM, TOP)
    ticks = [{"at": upward(value), "words": short(value)} for value in nice(0, top, 3)]
    return LoanYears(loan.upper, loan.bound == "exact", ways, int(term.value), _home(decision), ticks)


def _home(decision: Decision) -> str | None:
    paths = [source.path for source in decision.sources if source.path.startswith(RATES)]
    homes = {path.removeprefix(RATES).partition("_home")[0] for path in paths}
    return homes.pop() if len(homes) == 1 else None


def _way(method: str, payments: list[Payment], years: list[Year], top: float) -> Way:
    interest = round(sum(payment.interest for payment in payments), 2)
    last = payments[-2 if len(payments) > 1 else -1].payment
    return Way(method, payments[0].payment, last, interest, years, _columns(years, top))


def _years(payments: list[Payment]) -> list[Year]:
    return [_year(number, list(members)) for number, members in groupby(payments, lambda each: (each.month + 11) // 12)]


def _year(number: int, rows: list[Payment]) -> Year:
    payment, principal, interest = (
        round(sum(getattr(row, name) for row in rows), 2) for name in ("payment", "principal", "interest")
    )
    return Year(number, payment, principal, interest, rows[-1].balance)


def _columns(years: list[Year], top: float) -> list[Column]:
    upward, step = scale(0, top, BOTTOM, TOP), (RIGHT - LEFT) / len(years)
    return [
        Column(
            round(LEFT + step * place, 2),
            round(step * (1 - GAP), 2),
            upward(year.payment),
            upward(year.principal),
            BOTTOM,
        )
        for place, year in enumerate(years)
    ]

"""The loans of a request: each with its payments in fen, and what was taken of each early repayment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from cdmz_rules.law.law import Law
from cdmz_rules.repayment.due import due, first_on
from cdmz_rules.repayment.lines import Extra, Line, Method, Rates, exact, lines
from cdmz_rules.repayment.rates import FundRates, Granted, fund_rates
from cdmz_rules.repayment.request import Conversion, FundPart, PartName, RepaymentRequest
from cdmz_rules.repayment.schedule import in_fen

NATIONAL = "national"


@dataclass(frozen=True)
class Loan:
    """A loan with all its payments, in fen.

    Attributes:
        part: Which.
        amount: What was lent.
        after: The number of the due date on which it begins; its first payment falls due on the next.
        lines: Its payments.
        rates: The rates of a provident fund loan; None of a commercial one.
        taken: What was taken of each early repayment, and with which line, by its number in the request.
        converted: What a provident fund loan took over with the last line.
        cash: What was repaid of the loan beside that.
    """

    part: PartName
    amount: int
    after: int
    lines: tuple[Line, ...]
    rates: FundRates | None = None
    taken: dict[int, tuple[int, int]] = field(default_factory=dict)
    converted: int = 0
    cash: int = 0

    @property
    def left(self) -> int:
        """What is owed after the last line, until something takes it over."""
        return self.lines[-1].balance


def loans_of(request: RepaymentRequest, law: Law, today: date) -> list[Loan]:
    """The loans of a request, the provident fund one first.

    Raises:
        InputError: naming a rule that nobody knows.
    """
    commercial, fund = _commercial(request), None
    if request.fund is not None:
        fund = _fund(request, law, today, request.fund, granted=request.start, after=0, pointer="start")
    elif request.conversion is not None and commercial is not None:
        commercial, fund = _converted(request, law, today, request.conversion, commercial)
    return [loan for loan in (fund, commercial) if loan is not None]


def _commercial(request: RepaymentRequest) -> Loan | None:
    """The commercial loan, up to the payment after which it is taken over."""
    asked = request.commercial
    if asked is None:
        return None
    rate = exact(asked.rate)
    loan = Loan("commercial", in_fen(asked.amount), 0, ())
    loan = _run(request, loan, asked.months, lambda _month: rate, asked.method)
    if request.conversion is None:
        return loan
    at = first_on(request.start, request.conversion.date)
    kept = {number: where for number, where in loan.taken.items() if where[1] < at}
    return replace(loan, lines=loan.lines[:at], taken=kept)


def _converted(
    request: RepaymentRequest, law: Law, today: date, asked: Conversion, commercial: Loan
) -> tuple[Loan, Loan | None]:
    """The commercial loan that ends, and the provident fund loan that takes over what is left; none if nothing is."""
    if not commercial.left:
        return commercial, None
    amount = commercial.left if asked.amount is None else min(commercial.left, in_fen(asked.amount))
    last = commercial.lines[-1]
    ended = replace(commercial, converted=amount, cash=commercial.left - amount)
    terms = FundPart(amount=amount / 100, months=asked.months or last.left, home=asked.home, method=asked.method)
    return ended, _fund(request, law, today, terms, granted=asked.date, after=last.month, pointer="conversion.date")


def _fund(
    request: RepaymentRequest, law: Law, today: date, terms: FundPart, *, granted: date, after: int, pointer: str
) -> Loan:
    place, last = request.property_city or NATIONAL, due(request.start, after + terms.months)
    rates = fund_rates(law, Granted(place, granted, terms.months, terms.home, last, pointer), today)
    loan = Loan("fund", in_fen(terms.amount), after, (), rates)
    return _run(request, loan, terms.months, lambda month: rates.on(due(request.start, after + month)), terms.method)


def _run(request: RepaymentRequest, loan: Loan, months: int, rate_of: Rates, method: Method) -> Loan:
    """The loan with its payments."""
    extras: dict[int, list[tuple[int, Extra]]] = {}
    for number, each in enumerate(request.prepayments):
        if _whose(request, number) == loan.part:
            month = max(first_on(request.start, each.date) - loan.after, 1)
            extras.setdefault(month, []).append((number, Extra(in_fen(each.amount), each.then)))
    asked = {month: [extra for _, extra in some] for month, some in extras.items()}
    paid = tuple(lines(loan.amount, months, method, rate_of, asked))
    taken = {
        number: (amount, at)
        for at, line in enumerate(paid)
        for (number, _), amount in zip(extras.get(line.month, ()), line.taken, strict=True)
    }
    return replace(loan, lines=paid, taken=taken)


def _whose(request: RepaymentRequest, number: int) -> PartName | None:
    """Which loan an early repayment is of; None of a commercial loan that was taken over."""
    each = request.prepayments[number]
    fund = request.fund_on(each.date)
    part: PartName = each.part or ("fund" if fund else "commercial")
    over = part == "commercial" and request.conversion is not None and each.date > request.conversion.date
    return None if over else part

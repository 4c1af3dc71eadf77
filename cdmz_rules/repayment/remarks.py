"""What came otherwise than it was asked: more than is owed, nothing left, a day between due dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.text import text
from cdmz_rules.repayment.due import due, first_on
from cdmz_rules.repayment.loans import Loan
from cdmz_rules.repayment.report import Remark
from cdmz_rules.repayment.request import RepaymentRequest
from cdmz_rules.repayment.schedule import in_fen

NOTHING = N_("nothing is left to repay on {day}")
BEYOND = N_("{asked} yuan is more than is owed on {day}: {taken} yuan repays all of it")
LATER = N_("{day} lies between due dates: it counts on {due}, after that day's payment")


def remarks(request: RepaymentRequest, loans: Sequence[Loan]) -> Iterator[Remark]:
    """The remarks on a request, in its order."""
    taken = {number: (loan, *where) for loan in loans for number, where in loan.taken.items()}
    for number, each in enumerate(request.prepayments):
        pointer = f"prepayments[{number}]"
        loan, amount, at = taken.get(number, (None, 0, 0))
        if loan is None or not amount:
            yield _remark("nothing_left", pointer, NOTHING, day=each.date)
            continue
        on = due(request.start, loan.after + loan.lines[at].month)
        yield from _later(pointer, each.date, on)
        if amount < in_fen(each.amount):
            yield _remark(
                "beyond_balance", pointer, BEYOND, asked=_yuan(in_fen(each.amount)), taken=_yuan(amount), day=on
            )
    if request.conversion is not None:
        yield from _of_conversion(request, loans[-1])


def _of_conversion(request: RepaymentRequest, commercial: Loan) -> Iterator[Remark]:
    asked = request.conversion
    if asked is None:
        return
    if not commercial.converted:
        yield _remark("nothing_left", "conversion", NOTHING, day=asked.date)
        return
    on = due(request.start, first_on(request.start, asked.date))
    yield from _later("conversion", asked.date, on)
    if asked.amount is not None and in_fen(asked.amount) > commercial.converted:
        words = {"asked": _yuan(in_fen(asked.amount)), "taken": _yuan(commercial.converted), "day": on}
        yield _remark("beyond_balance", "conversion", BEYOND, **words)


def _later(pointer: str, day: date, on: date) -> Iterator[Remark]:
    if day != on:
        yield _remark("counted_later", pointer, LATER, day=day, due=on)


def _remark(code: str, pointer: str, english: str, **values: object) -> Remark:
    return Remark(code=code, pointer=pointer, message=text(in_both(english, **values)))


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"

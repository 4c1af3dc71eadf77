"""``repayment(request)``: a loan's whole life."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.i18n.grades import caution
from cdmz_rules.i18n.text import text
from cdmz_rules.law.law import Law
from cdmz_rules.reading import china
from cdmz_rules.repayment.due import due
from cdmz_rules.repayment.loans import Loan, loans_of
from cdmz_rules.repayment.remarks import remarks
from cdmz_rules.repayment.report import Rate, Repayment, Row, Total, Year
from cdmz_rules.repayment.request import RepaymentRequest
from cdmz_rules.rulebook.rulebook import Rulebook

SUMS = ("payment", "principal", "interest", "prepayment", "converted")


def repayment(request: RepaymentRequest, rulebook: Rulebook | None = None) -> Repayment:
    """Every payment of a loan from the day it is granted to the last, by day, by years and in all.

    Args:
        request: The loan.
        rulebook: The rules, by default those that are shipped: they say what the provident fund charges, and from when on.

    Raises:
        InputError: if the place is none of the rulebook's; naming the rule that nobody knows and whom to ask.
    """
    book = Rulebook.shipped() if rulebook is None else rulebook
    _check_place(request, book)
    today = request.date or china.today()
    loans = loans_of(request, book.law, today)
    rows = _rows(request, loans)
    return Repayment(
        rows=rows,
        years=tuple(_years(request, loans, rows)),
        totals=tuple(_totals(loans, rows)),
        rates=tuple(_rates(request, loans, book.law)),
        projected_from=min((row.date for row in rows if row.projected), default=None),
        interest_saved=_saved(request, book.law, today, rows),
        remarks=tuple(remarks(request, loans)),
    )


def _check_place(request: RepaymentRequest, book: Rulebook) -> None:
    place = request.property_city
    if place is not None and place not in book.places:
        words = "没有这个地区", "there is no such place"
        known = ", ".join(book.places)
        raise InputError([Problem("unknown_value", "property_city", *words, known, nearest(place, book.places))])


def _rows(request: RepaymentRequest, loans: Sequence[Loan]) -> tuple[Row, ...]:
    rows = [row for loan in loans for row in _rows_of(request, loan)]
    return tuple(sorted(rows, key=lambda row: row.date))


def _rows_of(request: RepaymentRequest, loan: Loan) -> Iterator[Row]:
    unknown_from = loan.rates.unknown_from if loan.rates else None
    for line in loan.lines:
        last = line is loan.lines[-1]
        day = due(request.start, loan.after + line.month)
        yield Row(
            date=day,
            part=loan.part,
            month=line.month,
            rate=float(line.rate),
            payment=(line.principal + line.interest) / 100,
            principal=line.principal / 100,
            interest=line.interest / 100,
            prepayment=(sum(line.taken) + (loan.cash if last else 0)) / 100,
            converted=(loan.converted if last else 0) / 100,
            balance=(0 if last and loan.converted else line.balance) / 100,
            projected=unknown_from is not None and day >= unknown_from,
        )


def sums(rows: Sequence[Row]) -> dict[str, float]:
    """What rows come to, added up in whole fen."""
    return {name: sum(round(getattr(row, name) * 100) for row in rows) / 100 for name in SUMS}


def _years(request: RepaymentRequest, loans: Sequence[Loan], rows: Sequence[Row]) -> Iterator[Year]:
    owed = {loan.part: loan.amount / 100 for loan in loans if loan.after == 0}
    begun = {loan.part: loan for loan in loans if loan.after > 0}
    for year, members in groupby(rows, key=lambda row: row.date.year):
        some = list(members)
        owed |= {
            part: loan.amount / 100
            for part, loan in begun.items()
            if part not in owed and due(request.start, loan.after).year == year
        }
        owed |= {row.part: row.balance for row in some}
        projected = any(row.projected for row in some)
        yield Year(year=year, balance=round(sum(owed.values()), 2), projected=projected, **sums(some))


def _totals(loans: Sequence[Loan], rows: Sequence[Row]) -> Iterator[Total]:
    for loan in loans:
        yield _total(loan.part, loan.amount, [row for row in rows if row.part == loan.part])
    if len(loans) > 1:
        yield _total("all", sum(loan.amount for loan in loans if loan.after == 0), rows)


def _total(part: Any, loan: int, rows: Sequence[Row]) -> Total:
    first = [row for row in rows if row.date == rows[0].date]
    return Total(
        part=part,
        loan=loan / 100,
        payments=len(rows),
        first=sums(first)["payment"],
        last_date=rows[-1].date,
        **sums(rows),
    )


def _rates(request: RepaymentRequest, loans: Sequence[Loan], law: Law) -> Iterator[Rate]:
    """The rates that some payment bears."""
    for loan in loans:
        if loan.rates is None:
            yield Rate(part=loan.part, start=request.start, rate=float(loan.lines[0].rate))
            continue
        last = due(request.start, loan.after + loan.lines[-1].month)
        for period in loan.rates.periods:
            if period.start > last:
                break
            cell = period.cell
            document = law.documents.get(cell.source) if cell.source else None
            minded = caution(document.read_as) if document else None
            yield Rate(
                part=loan.part,
                start=period.start,
                rate=float(period.rate),
                evidence=cell.evidence,
                document=document.title if document else None,
                caution=text(minded) if minded else None,
                last_verified=cell.last_verified,
            )


def _saved(request: RepaymentRequest, law: Law, today: date, rows: Sequence[Row]) -> float | None:
    if not request.prepayments:
        return None
    plain = request.model_copy(update={"prepayments": ()})
    others = _rows(plain, loans_of(plain, law, today))
    return round(sums(others)["interest"] - sums(rows)["interest"], 2)

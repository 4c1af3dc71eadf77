"""The rates of a provident fund loan over its life: that of the day it is granted, and later ones from the day they reach it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.repayment.lines import exact

FOLDER = "provident_fund.loan"
KEPT_YEARS = f"{FOLDER}.repricing.kept_years"
REPRICING_MONTH = f"{FOLDER}.repricing.month"
YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A rate and the cell of the law that says it.

    Attributes:
        start: The first day on which a payment bears it.
        rate: A year's rate.
        cell: Where it stands.
    """

    start: date
    rate: Fraction
    cell: Cell


@dataclass(frozen=True, slots=True)
class Granted:
    """A provident fund loan, as far as its rates depend on it.

    Attributes:
        place: Where the home is.
        day: The day on which it is granted.
        months: Its term.
        home: ``first`` or ``second``.
        last: The day on which its last payment falls due, if nothing is repaid early.
        pointer: Which part of a request says when it is granted.
    """

    place: str
    day: date
    months: int
    home: str
    last: date
    pointer: str


@dataclass(frozen=True, slots=True)
class FundRates:
    """The rates of a loan.

    Attributes:
        periods: In the order of days; the first from the day on which it is granted.
        unknown_from: From which day on another rate may stand than the last known one; None if the loan keeps its rate.
    """

    periods: tuple[Period, ...]
    unknown_from: date | None

    def on(self, day: date) -> Fraction:
        """The rate of a payment that falls due on a day."""
        return next(period.rate for period in reversed(self.periods) if period.start <= day)


def fund_rates(law: Law, loan: Granted, today: date) -> FundRates:
    """The rates of a loan.

    Args:
        law: The law.
        loan: The loan.
        today: The day after which changes of rates are unknown.

    Raises:
        InputError: naming the rule that nobody knows and whom to ask.
    """
    item = law.item(f"{FOLDER}.rate.{loan.home}_home.{_term_class(law, loan)}")
    first = _known(item, item.at(loan.place, loan.day), loan)
    periods = [Period(loan.day, exact(first.value), first)]
    unknown = [loan.day] if loan.day > today else []
    changes = [change for change in item.timeline(loan.place) if change[0] > loan.day]
    for start, cell in changes:
        if start > loan.last or _keeps(law, loan, start):
            continue
        reached = _reached(law, loan, start)
        if cell.state is not State.KNOWN:
            unknown.append(reached)
            break
        periods.append(Period(reached, exact(cell.value), cell))
    since = max([today, loan.day, *(start for start, _ in changes)])
    if since < loan.last and not _keeps(law, loan, since):
        unknown.append(_reached(law, loan, since))
    return FundRates(tuple(periods), min(unknown, default=None))


def _term_class(law: Law, loan: Granted) -> str:
    item = law.item(f"{FOLDER}.short_term_years")
    line = _known(item, item.at(loan.place, loan.day), loan).number
    return "up_to_5_years" if loan.months <= line * YEAR else "over_5_years"


def _keeps(law: Law, loan: Granted, change: date) -> bool:
    """Whether a loan is so short that a change of rates on a day never reaches it."""
    item = law.item(KEPT_YEARS)
    return loan.months <= _known(item, item.at(loan.place, change), loan).number * YEAR


def _reached(law: Law, loan: Granted, change: date) -> date:
    """The day on which a change reaches loans granted before it: the first of the month that the law names, the next one."""
    item = law.item(REPRICING_MONTH)
    month = int(_known(item, item.at(loan.place, change), loan).number)
    return date(change.year + (change.month >= month), month, 1)


def _known(item: Item, cell: Cell, loan: Granted) -> Cell:
    if cell.state is State.KNOWN:
        return cell
    reason = cell.reason
    zh, en = (reason.zh, reason.en) if reason else ("规定未知", "the rule is not known")
    ask = f"；请咨询{cell.ask}" if cell.ask else ""
    asked = f"; ask {cell.ask}" if cell.ask else ""
    raise InputError(
        [Problem("rule_unknown", loan.pointer, f"{item.label.zh}：{zh}{ask}", f"{item.label.en}: {en}{asked}")]
    )

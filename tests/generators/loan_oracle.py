"""A loan's whole life worked out a second time, apart from the engine: in whole fen, with Python's integers and fractions.

The rates stand here as the notices say them. A loan is walked along the calendar, one event after the other.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from dataclasses import dataclass, field
from fractions import Fraction

NOTICES = [
    # announced from, first home up to five years and over, second home likewise
    (datetime.date(2015, 8, 26), "2.75", "3.25", "3.025", "3.575"),
    (datetime.date(2022, 10, 1), "2.6", "3.1", "3.025", "3.575"),
    (datetime.date(2024, 5, 18), "2.35", "2.85", "2.775", "3.325"),
    (datetime.date(2025, 5, 8), "2.1", "2.6", "2.525", "3.075"),
]
FOLLOWED = {2022: datetime.date(2023, 1, 1), 2024: datetime.date(2025, 1, 1), 2025: datetime.date(2026, 1, 1)}


def percent(text):
    return Fraction(text) / 100


def half_up(value):
    """The nearest whole number, halves upward."""
    doubled = 2 * Fraction(value)
    return (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)


def to_fen(yuan):
    return half_up(Fraction(str(yuan)) * 100)


def monthly_dates(start):
    """The due dates, one after the other, without end."""
    year, month = start.year, start.month
    while True:
        month += 1
        if month > 12:
            year, month = year + 1, 1
        yield datetime.date(year, month, min(start.day, monthrange(year, month)[1]))


def fund_rate(granted, months, home, day):
    """The rate that a payment of a loan bears which falls due on a day."""
    column = {"first": 1, "second": 3}[home] + (months > 60)
    rate = None
    for notice in NOTICES:
        follows = notice[0] if notice[0] <= granted else FOLLOWED[notice[0].year]
        stays = months <= 12 and notice[0] > granted
        if follows <= max(day, granted) and not stays and (notice[0] <= granted or follows <= day):
            rate = percent(notice[column])
    return rate


def level_payment(balance, rate, months):
    """The equal instalment: exact, then to the fen."""
    if rate == 0:
        return half_up(Fraction(balance, months))
    growth = (1 + rate / 12) ** months
    return half_up(balance * (rate / 12) * growth / (growth - 1))


@dataclass
class Debt:
    """A loan that is being repaid."""

    balance: int
    months: int
    method: str
    rate_on: object
    rate: Fraction | None = None
    size: int = 0
    rows: list = field(default_factory=list)

    def resize(self):
        self.size = (
            level_payment(self.balance, self.rate, self.months)
            if self.method == "equal_instalments"
            else half_up(Fraction(self.balance, self.months))
        )

    def pay(self, day):
        """One payment on its day."""
        rate = self.rate_on(day)
        first, moved = self.rate is None, rate != self.rate
        self.rate = rate
        if first or (moved and self.method == "equal_instalments"):
            self.resize()
        interest = half_up(self.balance * rate / 12)
        principal = self.size - interest if self.method == "equal_instalments" else self.size
        principal = self.balance if self.months == 1 else max(0, min(principal, self.balance))
        self.balance -= principal
        self.months -= 1
        self.rows.append([day, rate, principal, interest, 0, 0, self.balance])

    def put_in(self, amount, then):
        """Repay something early, beside the payment that was just made."""
        amount = min(amount, self.balance)
        self.balance -= amount
        self.rows[-1][4] += amount
        self.rows[-1][6] = self.balance
        if self.balance == 0:
            self.months = 0
        elif then == "smaller_payment":
            self.resize()
        else:
            self.months = min(self.months, self.how_long())

    def how_long(self):
        """How many payments of the present size it takes, by making them."""
        owed, count = self.balance, 0
        while owed > 0 and count < self.months:
            interest = half_up(owed * self.rate / 12) if self.method == "equal_instalments" else 0
            owed -= max(self.size - interest, 0)
            count += 1
        return count


def life(asked):
    """Every payment of a request as ``(day, part, rate, principal, interest, prepayment, converted, balance)``, money in fen."""
    start = asked["start"]
    debts, ended = {}, []
    if "fund" in asked:
        terms = asked["fund"]
        debts["fund"] = fund_debt(to_fen(terms["amount"]), start, terms["months"], terms["home"], terms["method"])
    if "commercial" in asked:
        terms = asked["commercial"]
        given = Fraction(str(terms["rate"]))
        debts["commercial"] = Debt(
            to_fen(terms["amount"]), terms["months"], terms["method"], lambda _day, given=given: given
        )
    waiting = [dict(each) for each in asked.get("prepayments", ())]
    turn = asked.get("conversion")
    for day in monthly_dates(start):
        running = [name for name in ("fund", "commercial") if name in debts and debts[name].months]
        for name in running:
            debts[name].pay(day)
        while waiting and waiting[0]["date"] <= day and (turn is None or waiting[0]["date"] <= turn["date"]):
            prepay(debts, running, waiting.pop(0), "fund" if "fund" in debts else "commercial")
        if turn is not None and turn["date"] <= day:
            old = debts["commercial"]
            if old.balance:
                new = old.balance if turn["amount"] is None else min(to_fen(turn["amount"]), old.balance)
                months = turn["months"] or old.months
                old.rows[-1][4] += old.balance - new
                old.rows[-1][5] = new
                old.rows[-1][6] = 0
                debts["fund"] = fund_debt(new, turn["date"], months, turn["home"], turn["method"])
            ended.append(("commercial", debts.pop("commercial")))
            turn = None
            # What was put in between the day of the conversion and this one goes to the new loan with its first payment.
            for each in waiting:
                each["date"] = max(each["date"], day + datetime.timedelta(1))
        if turn is None and not any(debt.months for debt in debts.values()):
            break
    rows = [(row[0], name, *row[1:]) for name, debt in [*debts.items(), *ended] for row in debt.rows]
    return sorted(rows, key=lambda row: (row[0], row[1] != "fund"))


def prepay(debts, running, each, usual):
    name = each.get("part") or usual
    if name in running:
        debts[name].put_in(to_fen(each["amount"]), each["then"])


def fund_debt(fen, granted, months, home, method):
    return Debt(fen, months, method, lambda day: fund_rate(granted, months, home, day))

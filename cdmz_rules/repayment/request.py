"""What is asked about a loan: `RepaymentRequest`, frozen, checked part by part and as a whole."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.problems import Misread, problems
from cdmz_rules.repayment.fields import Amount, Day, Granted, Months, Rate
from cdmz_rules.repayment.lines import Method, Then

MAX_PREPAYMENTS = 60
PartName = Literal["fund", "commercial"]
Home = Literal["first", "second"]
EXAMPLE: dict[str, Any] = {
    "start": "2024-03-15",
    "fund": {"amount": 800_000, "months": 360, "home": "first", "method": "equal_instalments"},
    "commercial": {"amount": 400_000, "months": 240, "rate": 0.0395, "method": "equal_instalments"},
    "prepayments": [{"date": "2026-03-15", "amount": 100_000, "part": "fund", "then": "shorter_term"}],
}


class Asked(BaseModel):
    """The base of every part of a request: frozen, nothing unnamed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


HomeField = Annotated[Home, Field(description="首套或二套 · the first home or the second")]
MethodField = Annotated[Method, Field(description="等额本息或等额本金 · equal instalments or equal principal")]


class FundPart(Asked):
    """A provident fund loan: its rates are the law's."""

    amount: Amount
    months: Months
    home: HomeField = "first"
    method: MethodField = Method.EQUAL_INSTALMENTS


class CommercialPart(Asked):
    """A commercial loan: its rate is given, and stays."""

    amount: Amount
    months: Months
    rate: Rate
    method: MethodField = Method.EQUAL_INSTALMENTS


class Prepayment(Asked):
    """What is repaid early.

    Attributes:
        date: The day; it counts on the next due date, right after that day's payment.
        amount: How much.
        part: Of which loan; of the only one that runs on that day, and of two the provident fund one, if it is left out.
        then: What it changes.
    """

    date: Day
    amount: Amount
    part: Annotated[PartName | None, Field(description="哪一部分 · of which loan")] = None
    then: Annotated[Then, Field(description="缩短期限或减少月供 · a shorter term or smaller payments")] = (
        Then.SHORTER_TERM
    )


class Conversion(Asked):
    """A commercial loan turned into a provident fund one (商转公).

    Attributes:
        date: The day on which the new loan is granted; it counts on the next due date, right after that day's payment.
        amount: The new loan: all that is left of the commercial one if left out; what it does not cover is repaid in cash.
        months: Its term; that which the commercial one has left if left out.
        home: The first home or the second.
        method: How it is repaid.
    """

    date: Day
    amount: Amount | None = None
    months: Months | None = None
    home: HomeField = "first"
    method: MethodField = Method.EQUAL_INSTALMENTS


class RepaymentRequest(Asked):
    """A loan, what was repaid of it early, and the day on which one asks.

    Attributes:
        start: The day on which it is granted: payments fall due on the same day of every month, on the last where it is missing.
        fund: The provident fund loan.
        commercial: The commercial loan, alone or beside it (组合贷).
        prepayments: What is repaid early, in the order of days.
        conversion: When the commercial loan is turned into a provident fund one.
        property_city: Where the home is; the national rules if left out.
        date: The day on which one asks, today if left out: later changes of rates are unknown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    start: Granted
    fund: FundPart | None = None
    commercial: CommercialPart | None = None
    prepayments: Annotated[
        tuple[Prepayment, ...],
        Field(max_length=MAX_PREPAYMENTS, description="提前还款，按日期先后 · early repayments, in the order of days"),
    ] = ()
    conversion: Conversion | None = None
    property_city: Annotated[str | None, Field(max_length=40, description="房屋所在城市 · where the home is")] = None
    date: Day | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self._loans()
        for number, each in enumerate(self.prepayments):
            self._prepayment(number, each)
        for number, (before, after) in enumerate(pairwise(self.prepayments), start=1):
            if after.date < before.date:
                words = "日期早于上一笔提前还款", "this lies before the prepayment above it"
                raise _wrong("out_of_order", *words, f"≥ {before.date}", steps=("prepayments", number, "date"))
        return self

    def _loans(self) -> None:
        if self.fund is None and self.commercial is None:
            raise _wrong("missing", "没有贷款", "there is no loan", "fund, commercial", steps=("fund",))
        if self.conversion is None:
            return
        if self.commercial is None:
            raise _wrong(
                "missing", "没有可转的商业贷款", "there is no commercial loan to convert", steps=("commercial",)
            )
        if self.fund is not None:
            words = "已有公积金贷款，不能再商转公", "beside a provident fund loan no commercial one is converted"
            raise _wrong("contradiction", *words, others=("fund",), steps=("conversion",))
        if self.conversion.date < self.start:
            raise self._too_early("conversion")

    def _prepayment(self, number: int, each: Prepayment) -> None:
        place = "prepayments", number
        if each.date < self.start:
            raise self._too_early(*place)
        if each.part == "commercial" and self.commercial is None:
            words = "没有商业贷款", "there is no commercial loan"
            raise _wrong("missing", *words, "fund", steps=(*place, "part"))
        if each.part == "fund" and not self.fund_on(each.date):
            words = "当日没有公积金贷款", "there is no provident fund loan on that day"
            raise _wrong("missing", *words, "commercial", steps=(*place, "part"))

    def fund_on(self, day: datetime.date) -> bool:
        """Whether a provident fund loan runs on a day, unless it has been repaid."""
        return self.fund is not None or (self.conversion is not None and day > self.conversion.date)

    def _too_early(self, *place: str | int) -> Misread:
        words = "早于放款日", "this lies before the day on which the loan is granted"
        return _wrong("out_of_range", *words, f"≥ {self.start}", others=("start",), steps=(*place, "date"))


def _wrong(
    code: str,
    zh: str,
    en: str,
    expected: str | None = None,
    *,
    others: tuple[str, ...] = (),
    steps: tuple[str | int, ...],
) -> Misread:
    return Misread(Problem(code, "", zh, en, expected, others=others), steps)


def read_request(raw: object) -> RepaymentRequest:
    """A request from what somebody wrote.

    Raises:
        InputError: with the place of every mistake.
    """
    try:
        return RepaymentRequest.model_validate(dict(raw) if isinstance(raw, Mapping) else raw)
    except ValidationError as error:
        raise InputError(problems(error.errors(), raw, RepaymentRequest)) from None

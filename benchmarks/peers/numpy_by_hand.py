"""The loan as a good engineer writes it for whole arrays: figures of the day in tables, taken by row, no engine."""

from __future__ import annotations

import numpy as np

from benchmarks.names import BENEFIT, ELIGIBLE, PAYMENT, Array, Columns
from benchmarks.peers.tables import DAY_IN_MONTH, FIRST_DAY, MONTH_OF_DAY, LoanTables, month_lengths

SLACK = 1e-9
"""Of a rounding unit: what the arithmetic before may have lost."""


class NumpyByHand:
    """The loan over whole arrays."""

    name = "numpy_by_hand"

    def __init__(self, tables: LoanTables) -> None:
        self.t = tables

    def run(self, c: Columns) -> Columns:
        """Whether eligible, the loan and the monthly payment, one each a household."""
        t = self.t
        centre, city = c["applicant.deposit_centre"], c["property_city"]
        pair = centre.astype(np.intp) * t.places + city
        place = t.lender.take(pair)
        contribution = c["applicant.provident_fund_contribution"].astype(np.intp)
        deposits = t.deposits.take(contribution)
        partner = c["spouse"] & t.deposits.take(c["spouse.provident_fund_contribution"])
        two = deposits & partner
        across = t.across.take(pair)
        second = self._second(c, place, across)
        longest = np.maximum(np.minimum(t.term.take(place), self._months_to_retirement(c) + t.beyond.take(place)), 0)
        term = np.minimum(c["term_months"], longest)
        monthly = t.monthly_rate.take((place * 2 + second) * 2 + (term > t.short.take(place)))
        factor = -np.expm1(-term * np.log1p(monthly)) / monthly
        amount = self._least(c, place, across, two, deposits, partner, second, factor)
        unit = t.unit.take(place)
        rounded = np.floor(amount / unit + SLACK) * unit
        eligible = deposits & t.open.take(pair) & (longest >= 1) & (c["household_monthly_income"] > 0)
        eligible &= self._months(c, place) >= t.months.take(contribution * t.places + place)
        eligible &= self._homes_and_loans(c, place) & self._no_ban(c, centre)
        eligible &= t.maximum.take(place * 2 + two) > 0
        eligible &= ~(across & (c["home_kind"] == t.second_hand_home)) | t.second_hand_across.take(place)
        loan = np.where(eligible, rounded, 0.0)
        payment = np.floor(loan / np.where(factor > 0, factor, 1.0) * 100 + 0.5 + SLACK) / 100
        return {ELIGIBLE: eligible, BENEFIT: loan, PAYMENT: payment}

    def _second(self, c: Columns, place: Array, across: Array) -> Array:
        t = self.t
        outstanding = c["outstanding_provident_fund_loan"]
        if t.first_by_loan_everywhere:
            return outstanding
        of_two = np.minimum(c["homes_in_property_city"] + c["homes_in_deposit_city"], c["homes_owned"])
        counted = np.where(across & t.homes_of_two_across.take(place), of_two, c["homes_owned"])
        had = outstanding | (c["provident_fund_loans_taken"] > 0) | (counted > 0)
        return np.where(t.first_by_loan.take(place), outstanding, had)

    def _months_to_retirement(self, c: Columns) -> Array:
        """Whole months from the day decided for to the statutory retirement, negative if it is past."""
        t = self.t
        group = t.retirement_group.take(c["applicant.sex"] * t.categories + c["applicant.work_category"])
        month, in_month = self._split(c["applicant.birth_date"])
        due = month + t.retirement_months.take(group)
        in_month = np.minimum(in_month, month_lengths(due) - 1)
        after = due - t.delay_from
        delay = np.minimum(after // t.delay_step.take(group) + 1, t.delay_most.take(group))
        retires = due + np.where(after >= 0, delay, 0)
        last = month_lengths(retires) - 1
        in_month = np.minimum(in_month, last)
        short = (in_month < t.day_in_month) & (in_month != last)
        return np.asarray(retires - t.month - short)

    def _months(self, c: Columns, place: Array) -> Array:
        """Unbroken months of deposits, with those of elsewhere that count."""
        since = c["applicant.deposits_unbroken_since"]
        here = self._months_until_the_day(since)
        elsewhere = c["applicant.deposit_months_elsewhere"]
        return np.maximum(here, 0) + np.where(self.t.merged.take(place), elsewhere, 0.0)

    def _months_until_the_day(self, start: Array) -> Array:
        t = self.t
        month, in_month = self._split(start)
        return t.month - month - (in_month > t.day_in_month) if not t.ends_month else t.month - month

    def _split(self, days: Array) -> tuple[Array, Array]:
        """Months from 1970, and the day in the month from 0."""
        month = days.astype("datetime64[M]")
        return month.astype(np.int64), (days - month).astype(np.int64)

    def _homes_and_loans(self, c: Columns, place: Array) -> Array:
        t = self.t
        owned, taken = c["homes_owned"], c["provident_fund_loans_taken"]
        few_homes = (owned == 0) | (owned + 1 < t.refused_from.take(place))
        new = (c["home_kind"] == t.new_home) | (c["home_kind"] == t.affordable_home)
        few_loans = (taken == 0) | (new & t.free_of_count.take(place)) | (taken < t.loans.take(place))
        return np.asarray(few_homes & few_loans)

    def _no_ban(self, c: Columns, centre: Array) -> Array:
        t = self.t
        over = np.ones(len(centre), bool)
        for name, years in (("withdrawal_fraud_date", t.withdrawal_ban), ("loan_fraud_date", t.loan_ban)):
            found = np.flatnonzero(c[name] > t.never)
            passed = self._months_until_the_day(c[name][found]) // 12
            over[found] &= passed >= years.take(centre[found])
        return over

    def _least(
        self,
        c: Columns,
        place: Array,
        across: Array,
        two: Array,
        deposits: Array,
        partner: Array,
        second: Array,
        factor: Array,
    ) -> Array:
        t = self.t
        by_maximum = t.maximum.take(place * 2 + two) * (1 + self._uplift(c, place))
        version = np.searchsorted(t.filing_starts, c["contract_filing_date"], side="right") - 1
        row = (((place * 2 + across) * t.versions + version) * t.kinds + c["home_kind"]) * 2 + second
        by_price = self._value(c, place, across) * (1 - t.down_payment.take(row))
        by_income = t.share.take(place) * c["household_monthly_income"] * factor
        least = np.minimum(np.minimum(by_maximum, by_price), by_income)
        return np.asarray(np.minimum(least, self._by_balance(c, place, two, deposits, partner)))

    def _value(self, c: Columns, place: Array, across: Array) -> Array:
        """The price, or a lower appraisal where it counts."""
        t = self.t
        lower = across & (c["home_kind"] == t.second_hand_home) & t.lower_value_across.take(place)
        return np.where(lower, np.minimum(c["price"], c["appraised_value"]), c["price"])

    def _by_balance(self, c: Columns, place: Array, two: Array, deposits: Array, partner: Array) -> Array:
        t = self.t
        contribution = c["applicant.provident_fund_contribution"]
        multiple = t.multiple.take(contribution * t.places + place)
        rent = self._together(c, "rent_withdrawn_last_year", place, two, deposits, partner)
        balance = self._together(c, "provident_fund_balance", place, two, deposits, partner)
        result = np.asarray(multiple * (balance + rent * t.rent_counts.take(place)))
        if not t.accumulated_somewhere:
            return result
        deposited = self._together(c, "accumulated_deposits", place, two, deposits, partner)
        return np.where(t.accumulated.take(place), t.coefficient.take(place) * deposited, result)

    def _together(self, c: Columns, name: str, place: Array, two: Array, deposits: Array, partner: Array) -> Array:
        own, other = c[f"applicant.{name}"], c[f"spouse.{name}"]
        together = own * deposits + other * partner
        return together if self.t.added_everywhere else np.where(two & ~self.t.added.take(place), own, together)

    def _uplift(self, c: Columns, place: Array) -> Array:
        """The highest uplift of the maximum that applies, or their sum where the law adds them; the green one stands apart."""
        t = self.t
        children = c["children"]
        several = (children > 0) & (children >= t.children.take(place)) & (c["minor_children"] >= t.minors.take(place))
        facts = (
            several,
            c["trade_in"],
            c["home_kind"] == t.affordable_home,
            c["completed_home"] & ((c["home_kind"] == t.new_home) | (c["home_kind"] == t.affordable_home)),
            c["bought_after_expropriation"],
            c["young_talent"],
        )
        highest = np.zeros(len(place))
        total = np.zeros(len(place)) if t.stackable_somewhere else None
        for fact, rates in zip(facts, t.uplifts, strict=True):
            rate = rates.take(place) * fact
            np.maximum(highest, rate, out=highest)
            if total is not None:
                total += rate
        if total is not None:
            highest = np.where(t.stackable.take(place), total, highest)
        return np.maximum(highest, self._green(c, place))

    def _green(self, c: Columns, place: Array) -> Array:
        t = self.t
        stars = c["green_building_stars"]
        rate = np.zeros(len(place))
        asked = np.flatnonzero((stars > 0) & (c["home_kind"] == t.new_home))
        filed = np.searchsorted(t.filing_starts, c["contract_filing_date"][asked], side="right") - 1
        row = place[asked] * t.versions + filed
        rate[asked] = np.where(stars[asked] >= t.green_stars.take(row), t.green.take(row), 0.0)
        return rate


class NumpyTuned(NumpyByHand):
    """The same with days split by a table of the calendar, which NumPy's own days do more slowly."""

    name = "numpy_tuned"

    def _split(self, days: Array) -> tuple[Array, Array]:
        row = days.view(np.int64) - FIRST_DAY
        return MONTH_OF_DAY.take(row), DAY_IN_MONTH.take(row)

"""The loan's figures of the day as flat tables, for the two peers written by hand."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks import figures
from benchmarks.book import BOOK
from benchmarks.figures import Figures, Floats, Unsuited, lenders
from benchmarks.names import numpy_day

LOAN = "provident_fund.loan"
ACROSS = "provident_fund.crosscity"
SAME_CITY = f"{ACROSS}.same_city"
ORDERS = ("first_home", "second_home")
UPLIFTS = ("multi_child", "trade_in", "affordable_home", "completed_home", "expropriation", "talent")
FIRST_MONTH = np.datetime64("1950-01", "M").astype(np.int64)
LENGTHS = np.diff(np.arange("1950-01", "2150-02", dtype="datetime64[M]").astype("datetime64[D]")).astype(np.int64)
_DAYS = np.arange("1900-01-01", "2101-01-01", dtype="datetime64[D]")
FIRST_DAY = int(_DAYS[0].astype(np.int64))
MONTH_OF_DAY = _DAYS.astype("datetime64[M]").astype(np.int64)
"""Months from 1970, by days from `FIRST_DAY`."""
DAY_IN_MONTH = (_DAYS - _DAYS.astype("datetime64[M]")).astype(np.int64)
"""From 0, by days from `FIRST_DAY`."""

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def month_lengths(months: Ints) -> Ints:
    """Days of each month; months are counted from 1970, from 1950 to 2149."""
    return np.asarray(LENGTHS.take(months - FIRST_MONTH))


@dataclass(frozen=True)
class LoanTables:
    """Flat tables; a table by several keys is taken from by their mixed-radix number.

    Attributes:
        places: How many places there are.
        kinds: How many kinds of home.
        categories: How many categories of work.
        versions: How many versions the filing of a contract selects.
        new_home: Number of the kind.
        second_hand_home: Number of the kind.
        affordable_home: Number of the kind.
        never: The day that means never.
        month: Months from 1970 to the day decided for.
        day_in_month: Its day, from 0.
        ends_month: Whether it is the last of its month.
        delay_from: Months from 1970 to the start of the later retirement.
        lender: centre × city of the home: whose rule.
        open: centre × city of the home: whether one may borrow from there.
        across: centre × city of the home: whether they are two of the four cities.
        second_hand_across: place: whether one may borrow from another of the four cities for a second-hand home.
        lower_value_across: place: whether for such a home a lower appraisal counts.
        homes_of_two_across: place: whether from another of the four cities only homes there and where one buys count.
        rent_counts: place: whether rent withdrawn counts with the balance.
        deposits: contribution: whether it is one.
        months: contribution × place: months of deposits asked for.
        multiple: contribution × place: multiple of the balance.
        maximum: place × two contributors.
        monthly_rate: place × second home × long term.
        down_payment: place × across the four cities × version × kind × second home.
        green: place × version: uplift of a green building.
        green_stars: place × version: stars it needs.
        uplifts: uplift × place.
        retirement_group: sex × category.
        retirement_months: group: months of age.
        delay_step: group: months of birth for a month's delay.
        delay_most: group: months of delay at most.
    """

    places: int
    kinds: int
    categories: int
    versions: int
    new_home: int
    second_hand_home: int
    affordable_home: int
    never: np.datetime64
    month: int
    day_in_month: int
    ends_month: bool
    delay_from: int
    filing_starts: npt.NDArray[np.datetime64]
    lender: npt.NDArray[np.intp]
    open: Bools
    across: Bools
    second_hand_across: Bools
    lower_value_across: Bools
    homes_of_two_across: Bools
    rent_counts: Bools
    deposits: Bools
    months: Floats
    multiple: Floats
    maximum: Floats
    monthly_rate: Floats
    down_payment: Floats
    green: Floats
    green_stars: Floats
    uplifts: Floats
    retirement_group: Ints
    retirement_months: Ints
    delay_step: Ints
    delay_most: Ints
    term: Floats
    beyond: Floats
    short: Floats
    share: Floats
    unit: Floats
    refused_from: Floats
    loans: Floats
    coefficient: Floats
    children: Floats
    minors: Floats
    withdrawal_ban: Floats
    loan_ban: Floats
    free_of_count: Bools
    merged: Bools
    added: Bools
    accumulated: Bools
    stackable: Bools
    first_by_loan: Bools

    @cached_property
    def added_everywhere(self) -> bool:
        """Whether all lenders add the balances of two contributors."""
        return bool(self.added[lenders()].all())

    @cached_property
    def first_by_loan_everywhere(self) -> bool:
        """Whether with all lenders homes owned do not decide which home is the first."""
        return bool(self.first_by_loan[lenders()].all())

    @cached_property
    def accumulated_somewhere(self) -> bool:
        """Whether a lender goes by accumulated deposits."""
        return bool(self.accumulated[lenders()].any())

    @cached_property
    def stackable_somewhere(self) -> bool:
        """Whether a lender adds uplifts up."""
        return bool(self.stackable[lenders()].any())


def build(law: Figures) -> LoanTables:
    """The tables of the day."""
    found = {**_counts(law), **_retirement(law), **_by_pair(law), **_amounts(law), **_plain(law)}
    return LoanTables(**{field.name: found[field.name] for field in fields(LoanTables)})


def _members(variable: str) -> list[str]:
    return list(BOOK.catalogue.variables[variable].possible_values.__members__)


def _counts(law: Figures) -> dict[str, Any]:
    day = numpy_day()
    month = day.astype("datetime64[M]")
    kinds = _members("home_kind")
    return {
        "places": len(BOOK.places.names),
        "kinds": len(kinds),
        "categories": len(_members("work_category")),
        "versions": len(law.filing_starts),
        "new_home": kinds.index("new_commercial"),
        "second_hand_home": kinds.index("second_hand"),
        "affordable_home": kinds.index("affordable"),
        "never": np.datetime64("0001-01-01", "D"),
        "month": int(month.astype(np.int64)),
        "day_in_month": int((day - month).astype(np.int64)),
        "ends_month": bool((day + 1).astype("datetime64[M]") != month),
        "filing_starts": law.filing_starts,
    }


def _retirement(law: Figures) -> dict[str, Any]:
    groups = ("men", "women_55", "women_50")
    sexes, categories = _members("sex"), _members("work_category")
    group = [0 if sex == "male" else 1 if category == "cadre" else 2 for sex in sexes for category in categories]
    folder = "common.retirement"
    start = np.datetime64(int(law.national(f"{folder}.delay_from")), "D")

    def of_groups(item: str) -> Ints:
        return np.array([law.national(f"{folder}.{item}.{name}") for name in groups]).astype(np.int64)

    return {
        "retirement_group": np.array(group),
        "retirement_months": 12 * of_groups("age"),
        "delay_step": of_groups("delay_step_months"),
        "delay_most": of_groups("delay_limit_months"),
        "delay_from": int(start.astype("datetime64[M]").astype(np.int64)),
    }


def _by_pair(law: Figures) -> dict[str, Any]:
    lender, home = figures.lender(), figures.at_home()
    allowed = law.by_place(f"{ACROSS}.loan_allowed") > 0
    by_area = {area: law.by_place(f"{ACROSS}.open_to.{area}") > 0 for area in set(figures.areas())}
    admitted = np.array([by_area[area] for area in figures.areas()])
    centre = np.arange(len(BOOK.places.names))[:, None]
    return {
        "lender": lender.ravel().astype(np.intp),
        "open": (home | (allowed[lender] & admitted[centre, lender])).ravel(),
        "across": figures.across_the_four().ravel(),
        "second_hand_across": law.by_place(f"{SAME_CITY}.second_hand_allowed") > 0,
        "lower_value_across": law.by_place(f"{SAME_CITY}.second_hand_lower_value", 0.0) > 0,
        "homes_of_two_across": law.choice(f"{SAME_CITY}.homes_counted") == "deposit_and_purchase",
    }


def _amounts(law: Figures) -> dict[str, Any]:
    ways = _members("provident_fund_contribution")
    nothing = np.zeros(len(BOOK.places.names))

    def by_contribution(folder: str) -> Floats:
        paths = {way: f"{LOAN}.{folder}.{way}" for way in ways}
        return np.concatenate([law.by_place(path) if path in law.law else nothing for path in paths.values()])

    return {
        "deposits": np.isin(ways, ["employee", "flexible"]),
        "months": by_contribution("deposit_months"),
        "multiple": by_contribution("balance_multiple"),
        "maximum": np.stack([law.by_place(f"{LOAN}.maximum_{n}") for n in ("single", "dual")], axis=-1).ravel(),
        "monthly_rate": _monthly_rates(law),
        "down_payment": _down_payments(law),
        "green": law.by_filing(f"{LOAN}.uplift.green_building", 0.0).ravel(),
        "green_stars": law.by_filing(f"{LOAN}.uplift.green_building_stars", 0.0).ravel(),
        "uplifts": np.array([law.by_place(f"{LOAN}.uplift.{name}", 0.0) for name in UPLIFTS]),
    }


def _monthly_rates(law: Figures) -> Floats:
    bands = ("up_to_5_years", "over_5_years")
    yearly = np.array([[law.by_place(f"{LOAN}.rate.{order}.{band}") for band in bands] for order in ORDERS])
    if (yearly[:, :, lenders()] <= 0).any():
        raise Unsuited("the peers written by hand divide by the rate of interest; on the day there is one of zero")
    return np.moveaxis(yearly, 2, 0).ravel() / 12


def _down_payments(law: Figures) -> Floats:
    """Place × across the four cities × version × kind × second home.

    The special ratio, the derogation where it stands, that of loans across the four cities where there is one, else the general one.
    """
    kinds = _members("home_kind")
    general = np.stack([law.by_place(f"{LOAN}.down_payment.{order}") for order in ORDERS], axis=-1)
    own = np.stack([law.by_place(f"{SAME_CITY}.down_payment.{order}", -1.0) for order in ORDERS], axis=-1)
    derogation = law.by_filing(f"{LOAN}.down_payment.new_commercial_home", -1.0)[:, None, :, None]
    special = law.by_place(f"{LOAN}.down_payment.affordable_home")
    ratio = np.empty((len(BOOK.places.names), 2, len(law.filing_starts), len(kinds), 2))
    ratio[:] = np.stack([general, np.where(own < 0, general, own)], axis=1)[:, :, None, None]
    ratio[:, :, :, kinds.index("affordable")] = special[:, None, None, None]
    new = kinds.index("new_commercial")
    ratio[:, :, :, new] = np.where(derogation < 0, ratio[:, :, :, new], derogation)
    return ratio.ravel()


def _plain(law: Figures) -> dict[str, Any]:
    by_place = law.by_place
    ban = {kind: by_place(f"{LOAN}.ban_years.{kind}_fraud", 0.0) for kind in ("withdrawal", "loan")}
    return {
        "term": 12 * by_place(f"{LOAN}.term_years"),
        "beyond": 12 * by_place(f"{LOAN}.retirement_years_beyond"),
        "short": 12 * by_place(f"{LOAN}.short_term_years"),
        "share": by_place(f"{LOAN}.repayment_to_income"),
        "unit": np.maximum(by_place(f"{LOAN}.rounding_unit"), 0.01),
        "refused_from": by_place(f"{LOAN}.refused_from_home_number", np.inf),
        "loans": by_place(f"{LOAN}.number_of_loans"),
        "coefficient": by_place(f"{LOAN}.accumulated_coefficient"),
        "children": by_place("provident_fund.multi_child.number_of_children"),
        "minors": by_place("provident_fund.multi_child.minor_children"),
        "withdrawal_ban": ban["withdrawal"],
        "loan_ban": ban["loan"],
        "free_of_count": by_place(f"{LOAN}.new_homes_free_of_loan_count", 0.0) > 0,
        "merged": by_place(f"{LOAN}.months_elsewhere_count") > 0,
        "added": by_place(f"{LOAN}.balances_added") > 0,
        "rent_counts": by_place(f"{LOAN}.withdrawn_rent_counts") > 0,
        "accumulated": law.choice(f"{LOAN}.balance_rule") == "accumulated",
        "stackable": by_place(f"{LOAN}.uplift.stackable") > 0,
        "first_by_loan": law.choice(f"{LOAN}.first_home_rule") == "no_outstanding_loan",
    }

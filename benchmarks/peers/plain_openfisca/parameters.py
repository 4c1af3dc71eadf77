"""The law's figures of the day as OpenFisca's parameter tree."""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.parameters import ParameterNode

from benchmarks.book import BOOK
from benchmarks.figures import Figures, Unsuited
from benchmarks.names import LENDERS

SINCE = "2000-01-01"
LOAN = "provident_fund.loan"
UPLIFTS = ("multi_child", "trade_in", "affordable_home", "completed_home", "expropriation", "talent")
GROUPS = ("men", "women_55", "women_50")
AREAS = ("four_cities", "chongqing", "elsewhere")


def tree() -> ParameterNode:
    """The tree."""
    law = Figures()
    data = {"retirement": _retirement(law), "loan": _loan(law), "uplift": _uplifts(law), "across": _across(law)}
    return ParameterNode("", data={**data, "stage": _stage(law)})


def _scalar(value: Any) -> dict[str, Any]:
    return {"values": {SINCE: {"value": value}}}


def _national(law: Figures, path: str) -> dict[str, Any]:
    return _scalar(law.national(path))


def _by_city(law: Figures, path: str, otherwise: float | None = None) -> dict[str, Any]:
    return _node(law.by_place(path, otherwise))


def _node(values: Any) -> dict[str, Any]:
    return {name: _scalar(float(values[BOOK.places.index(name)])) for name in LENDERS}


def _retirement(law: Figures) -> dict[str, Any]:
    folder = "common.retirement"
    names = ("age", "delay_step_months", "delay_limit_months")
    items = {name: {group: _national(law, f"{folder}.{name}.{group}") for group in GROUPS} for name in names}
    start = np.datetime64(int(law.national(f"{folder}.delay_from")), "D")
    return {**items, "delay_from": _scalar(str(start))}


def _loan(law: Figures) -> dict[str, Any]:
    national = ("term_years", "retirement_years_beyond", "short_term_years", "repayment_to_income", "rounding_unit")
    shared = (
        "refused_from_home_number",
        "number_of_loans",
        "deposit_months.employee",
        "deposit_months.flexible",
        "down_payment.first_home",
    )
    by_city = (
        "maximum_single",
        "maximum_dual",
        "balance_multiple.employee",
        "balance_multiple.flexible",
        "withdrawn_rent_counts",
    )
    orders, bands = ("first_home", "second_home"), ("up_to_5_years", "over_5_years")
    rates = [f"rate.{order}.{band}" for order in orders for band in bands]
    bans = ("ban_years.withdrawal_fraud", "ban_years.loan_fraud")
    down = ("down_payment.second_home", "down_payment.affordable_home")
    _unchanged(law)
    data: dict[str, Any] = {"new_homes_free_of_loan_count": _by_city(law, f"{LOAN}.new_homes_free_of_loan_count", 0.0)}
    for item in (*national, *shared, *rates, *bans):
        _put(data, item, _national(law, f"{LOAN}.{item}"))
    for item in (*by_city, *down):
        _put(data, item, _by_city(law, f"{LOAN}.{item}"))
    for item in ("number_of_children", "minor_children"):
        _put(data, f"multi_child.{item}", _national(law, f"provident_fund.multi_child.{item}"))
    return data


def _put(data: dict[str, Any], path: str, value: dict[str, Any]) -> None:
    *folders, name = path.split(".")
    for folder in folders:
        data = data.setdefault(folder, {})
    data[name] = value


def _uplifts(law: Figures) -> dict[str, Any]:
    return {name: _by_city(law, f"{LOAN}.uplift.{name}", 0.0) for name in UPLIFTS}


def _across(law: Figures) -> dict[str, Any]:
    folder = "provident_fund.crosscity"
    open_to = {area: _scalar(law.national(f"{folder}.open_to.{area}") > 0) for area in AREAS}
    return {
        "allowed": _scalar(law.national(f"{folder}.loan_allowed") > 0),
        "open_to": open_to,
        "second_hand_allowed": _by_city(law, f"{folder}.same_city.second_hand_allowed"),
        "lower_value_counts": _by_city(law, f"{folder}.same_city.second_hand_lower_value", 0.0),
        "down_payment": {order: _across_down_payment(law, order) for order in ("first_home", "second_home")},
    }


def _across_down_payment(law: Figures, order: str) -> dict[str, Any]:
    """A city's own ratio for loans across the four cities; where there is none, its general one."""
    own = law.by_place(f"provident_fund.crosscity.same_city.down_payment.{order}", -1.0)
    return _node(np.where(own < 0, law.by_place(f"{LOAN}.down_payment.{order}"), own))


def _stage(law: Figures) -> dict[str, Any]:
    """What applies to contracts filed from a day on; before it, nothing of the kind."""
    paths = {"down_payment": f"{LOAN}.down_payment.new_commercial_home", "green": f"{LOAN}.uplift.green_building"}
    values = {name: law.by_filing(path, 0.0) for name, path in paths.items()}
    stars = law.by_filing(f"{LOAN}.uplift.green_building_stars", 0.0)[[BOOK.places.index(name) for name in LENDERS], -1]
    before = np.concatenate([table[:, :-1].ravel() for table in values.values()])
    if len(law.filing_starts) != 2 or before.any() or len(set(stars)) != 1:
        raise Unsuited("contracts filed since one day were expected to be treated alike, and those before as ever")
    data = {name: _node(table[:, -1]) for name, table in values.items()}
    return {"filed_from": _scalar(str(law.filing_starts[-1])), "stars": _scalar(float(stars[0])), **data}


def _unchanged(law: Figures) -> None:
    """Rules of which the package writes only the one that holds on the day."""
    expected = {"balance_rule": "multiple", "first_home_rule": "no_outstanding_loan"}
    for item, choice in expected.items():
        if {str(law.choice(f"{LOAN}.{item}")[BOOK.places.index(name)]) for name in LENDERS} != {choice}:
            raise Unsuited(f"{LOAN}.{item} was expected to be {choice} with every lender")
    flags = {"uplift.stackable": 0.0, "balances_added": 1.0, "months_elsewhere_count": 1.0}
    for item, value in flags.items():
        if law.national(f"{LOAN}.{item}") != value:
            raise Unsuited(f"{LOAN}.{item} was expected to be {bool(value)}")

"""The loan as one compiled loop over households: the same tables as `numpy_by_hand`, nothing held between two steps."""

from __future__ import annotations

from dataclasses import fields
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.names import BENEFIT, ELIGIBLE, PAYMENT, Array, Columns
from benchmarks.peers.tables import FIRST_MONTH, LENGTHS, LoanTables

COLUMNS = (
    "applicant.birth_date",
    "applicant.deposits_unbroken_since",
    "contract_filing_date",
    "withdrawal_fraud_date",
    "loan_fraud_date",
    "spouse",
    "property_city",
    "home_kind",
    "completed_home",
    "price",
    "appraised_value",
    "term_months",
    "household_monthly_income",
    "children",
    "minor_children",
    "homes_owned",
    "homes_in_property_city",
    "homes_in_deposit_city",
    "provident_fund_loans_taken",
    "outstanding_provident_fund_loan",
    "trade_in",
    "bought_after_expropriation",
    "young_talent",
    "green_building_stars",
    "applicant.provident_fund_contribution",
    "applicant.provident_fund_balance",
    "applicant.accumulated_deposits",
    "applicant.rent_withdrawn_last_year",
    "applicant.deposit_months_elsewhere",
    "applicant.deposit_centre",
    "applicant.sex",
    "applicant.work_category",
    "spouse.provident_fund_contribution",
    "spouse.provident_fund_balance",
    "spouse.accumulated_deposits",
    "spouse.rent_withdrawn_last_year",
)
"""In the order of the arguments of `numba_kernel.loop`."""


def available() -> bool:
    """Whether numba is installed."""
    return find_spec("numba") is not None


class NumbaByHand:
    """The loan, compiled; the first run compiles."""

    name = "numba_by_hand"

    def __init__(self, tables: LoanTables) -> None:
        from benchmarks.peers import numba_kernel as kernel

        self._loop = kernel.loop
        values = {field.name: np.asarray(getattr(tables, field.name)) for field in fields(tables)}
        values |= {"lengths": LENGTHS, "first_month": np.asarray(FIRST_MONTH)}
        self._tables = _record(values)

    def run(self, c: Columns) -> Columns:
        """Whether eligible, the loan and the monthly payment, one each a household."""
        count = len(c["price"])
        eligible, loan, payment = np.empty(count, bool), np.empty(count), np.empty(count)
        inputs = [c[name].view(np.int64) if c[name].dtype.kind == "M" else c[name] for name in COLUMNS]
        self._loop(self._tables, *inputs, eligible, loan, payment)
        return {ELIGIBLE: eligible, BENEFIT: loan, PAYMENT: payment}


def _record(values: dict[str, Array]) -> Any:
    """The tables as one record, days as days from 1970, yes and no as 1 and 0: numba's nested arrays know neither."""
    stored = {"M": np.int64, "b": np.uint8}
    plain = {name: array.astype(stored.get(array.dtype.kind, array.dtype)) for name, array in values.items()}
    layout = np.dtype([(name, array.dtype, array.shape) for name, array in plain.items()], align=True)
    record = np.zeros(1, layout)
    for name, array in plain.items():
        record[name][0] = array
    return record[0]

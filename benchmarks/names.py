"""The names and the day on which every peer works."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Columns = dict[str, Array]
"""Arrays by name, one value a household."""

DAY = date(2026, 10, 15)
PACK = "assumptions_2026"
BENEFIT = "provident_fund_loan"
ELIGIBLE = "provident_fund_loan_eligible"
PAYMENT = "provident_fund_monthly_payment"
OUTPUTS = (ELIGIBLE, BENEFIT, PAYMENT)

CITIES = ("chengdu", "deyang", "meishan", "ziyang")
LENDERS = (*CITIES, "sichuan_provincial")
"""The places whose loan rule can apply to a home in one of the four cities."""

SPOUSE = "spouse"
"""The column that says whether a household has one."""


def numpy_day() -> np.datetime64:
    """The day decided for, as arrays hold it."""
    return np.datetime64(DAY, "D")

"""The arithmetic of repayment: equal instalments and equal principal. No law here."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def annuity_factor(monthly: Floats, months: Floats) -> Floats:
    """What one yuan a month repays over the months at a monthly rate; the months themselves without interest."""
    safe = np.where(monthly > 0, monthly, 1.0)
    return np.where(monthly > 0, -np.expm1(-months * np.log1p(safe)) / safe, months)


def instalment(loan: Floats, monthly: Floats, months: Floats) -> Floats:
    """The equal monthly instalment of a loan, unrounded; 0 for no months."""
    factor = annuity_factor(monthly, months)
    return loan / np.where(factor > 0, factor, 1.0)


def repaid(loan: Floats, monthly: Floats, months: Floats, first: Floats) -> Floats:
    """The principal that the first so many equal instalments repay."""
    safe = np.where(monthly > 0, monthly, 1.0)
    growth = np.where(monthly > 0, np.expm1(first * np.log1p(safe)) / safe, first)
    return (instalment(loan, monthly, months) - loan * monthly) * growth


def interest_of_equal_principal(loan: Floats, monthly: Floats, months: Floats) -> Floats:
    """All interest when every month repays the same principal: the mean balance over the months."""
    return loan * monthly * (months + 1) / 2

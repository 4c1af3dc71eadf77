"""The arithmetic of repayment: equal instalments and equal principal. No law here."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cdmz_rules.model.composed import composed

Floats = npt.NDArray[np.float64]


@composed(-1, 1)
def annuity_factor(monthly: Floats, months: Floats) -> Floats:
    """What one yuan a month repays over the months at a monthly rate; the months themselves without interest."""
    safe = np.where(monthly > 0, monthly, 1.0)
    return np.where(monthly > 0, -np.expm1(-months * np.log1p(safe)) / safe, months)


@composed(1, 1, -1)
def instalment(loan: Floats, monthly: Floats, months: Floats) -> Floats:
    """The equal monthly instalment of a loan, unrounded; 0 for no months."""
    factor = annuity_factor(monthly, months)
    return loan / np.where(factor > 0, factor, 1.0)


@composed(1, -1, -1, 1)
def repaid(loan: Floats, monthly: Floats, months: Floats, first: Floats) -> Floats:
    """The principal that the first so many equal instalments repay."""
    safe = np.where(monthly > 0, monthly, 1.0)
    growth = np.where(monthly > 0, np.expm1(first * np.log1p(safe)) / safe, first)
    return (instalment(loan, monthly, months) - loan * monthly) * growth


@composed(1, 1, 1)
def interest_of_equal_principal(loan: Floats, monthly: Floats, months: Floats) -> Floats:
    """All interest when every month repays the same principal: the mean balance over the months."""
    return loan * monthly * (months + 1) / 2


@composed(1, 1, 1)
def interest_of_instalments(loan: Floats, monthly: Floats, months: Floats) -> Floats:
    """All interest of equal instalments."""
    return instalment(loan, monthly, months) * months - loan


@composed(1, 1, 1, 1)
def interest_of_first(loan: Floats, monthly: Floats, months: Floats, first: Floats) -> Floats:
    """The interest in the first so many equal instalments, of which there are no more than months."""
    interest: Floats = first * instalment(loan, monthly, months) - repaid(loan, monthly, months, first)
    return interest

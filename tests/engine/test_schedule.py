"""Repayment schedules: every line can be checked by hand, they add up to the loan, and nearly to the interest that is reported."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

from cdmz_rules.model.loans import instalment, interest_of_equal_principal
from cdmz_rules.model.money import round_money
from cdmz_rules.repayment import Method, schedule

LOANS = st.integers(1, 500_000_000).map(lambda fen: fen / 100)
RATES = st.integers(0, 2400).map(lambda hundredths: hundredths / 10_000)
MONTHS = st.integers(1, 480)
METHODS = st.sampled_from(Method)


def fen(yuan):
    return round(yuan * 100)


def reported_interest(loan, rate, months, method):
    """What the decision's formulas make of it."""
    terms = np.array([loan]), np.array([rate / 12]), np.array([float(months)])
    if method is Method.EQUAL_PRINCIPAL:
        return float(round_money(interest_of_equal_principal(*terms))[0])
    return float(round_money(instalment(*terms) * months - loan)[0])


@dear(60)
@given(LOANS, RATES, MONTHS, METHODS)
def test_it_adds_up(loan, rate, months, method):
    rows = schedule(loan, rate, months, method)
    assert [row.month for row in rows] == list(range(1, months + 1))
    assert sum(fen(row.principal) for row in rows) == fen(loan)
    assert rows[-1].balance == 0
    assert all(min(row.principal, row.interest, row.balance) >= 0 for row in rows)
    assert all(fen(row.payment) == fen(row.principal) + fen(row.interest) for row in rows)
    balances = [loan, *(row.balance for row in rows)]
    assert all(
        fen(before) - fen(row.principal) == fen(row.balance) for before, row in zip(balances, rows, strict=False)
    )


@dear(40)
@given(
    st.integers(1_000_000, 500_000_000).map(lambda fen: fen / 100),
    st.sampled_from([0.0, 0.021, 0.026, 0.0325, 0.06]),
    MONTHS,
)
def test_interest_of_a_month_is_that_on_the_balance(loan, rate, months):
    for method in Method:
        rows = schedule(loan, rate, months, method)
        balance = loan
        for row in rows:
            assert abs(row.interest - balance * rate / 12) < 0.00501
            balance = row.balance
        # Half a fen for every month, and by instalments the interest on what their rounding has left over.
        whole = reported_interest(loan, rate, months, method)
        assert abs(math.fsum(row.interest for row in rows) - whole) <= 0.01 * months * (1 + rate / 12) ** months


@dear(40)
@given(st.integers(1_000_000, 500_000_000).map(lambda fen: fen / 100), RATES, st.integers(2, 480))
def test_instalments_are_equal_and_principal_is_equal_except_the_last(loan, rate, months):
    assert len({row.payment for row in schedule(loan, rate, months, "equal_instalments")[:-1]}) == 1
    assert len({row.principal for row in schedule(loan, rate, months, "equal_principal")[:-1]}) == 1


def test_the_loan_of_800_000():
    rows = schedule(800_000, 0.026, 360, "equal_instalments")
    assert rows[0].model_dump() == {
        "month": 1,
        "payment": 3202.72,
        "principal": 1469.39,
        "interest": 1733.33,
        "balance": 798_530.61,
    }
    assert rows[-1].interest == 6.92
    assert rows[-1].payment == pytest.approx(rows[-2].balance + 6.92)
    assert abs(rows[-1].payment - 3202.72) < 1.8
    falling = schedule(800_000, 0.026, 360, "equal_principal")
    assert (falling[0].principal, falling[0].interest) == (2222.22, 1733.33)
    assert (falling[-1].principal, falling[-1].interest) == (2223.02, 4.82)
    assert all(later.payment < earlier.payment for earlier, later in pairwise(falling[:-1]))


def test_without_interest_only_principal_is_repaid():
    rows = schedule(100, 0, 3, "equal_instalments")
    assert [row.payment for row in rows] == [33.33, 33.33, 33.34]


def test_no_loan_has_no_schedule():
    assert schedule(0, 0.026, 360, "equal_principal") == []


@pytest.mark.parametrize(
    "wrong",
    [
        (-1, 0.02, 12),
        (100, -0.01, 12),
        (100, 0.02, 0),
        (100, 0.02, 1201),
        (float("nan"), 0.02, 12),
        (100, float("inf"), 12),
    ],
)
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"finite|months"):
        schedule(*wrong, "equal_principal")


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="balloon"):
        schedule(100, 0.02, 12, "balloon")

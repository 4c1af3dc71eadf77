"""What the shipped law leaves unknown, and what its pack makes of it."""

from datetime import date, timedelta

import pytest
from generators.shipped import BOOK, PACKED

from cdmz_rules.decisions.unknowns import BOUNDLESS, of_law
from cdmz_rules.law.item import State


@pytest.mark.parametrize(
    ("path", "expected", "open_worst"),
    [
        ("provident_fund.loan.maximum_single", (BOUNDLESS, 0), False),
        ("provident_fund.loan.rounding_unit", (0.01, 10_000), False),
        ("provident_fund.loan.down_payment.first_home", (0, 1), False),
        ("provident_fund.loan.repayment_to_income", (1, 0), False),
        ("provident_fund.loan.balances_added", (1, 0), False),
        ("provident_fund.purchase.capped_at_price", (0, 1), False),
    ],
)
def test_an_unknown_of_the_law_is_as_good_and_as_bad_as_any_rule_of_its_kind(path, expected, open_worst):
    item = BOOK.law[path]
    cells = [cell for cell in item.table.cells if cell.state is State.UNKNOWN and cell.place == "deyang"]
    unknown = of_law(item, cells[0])
    assert (unknown.levels, unknown.open_worst) == (expected, open_worst)
    assert [end[0] for end in unknown.span] == sorted(expected)


def test_the_worlds_of_a_law_with_the_pack_know_more():
    path = "provident_fund.loan.rounding_unit"
    known = [cell for cell in PACKED.law[path].table.cells if cell.state is State.KNOWN]
    assert {cell.number for cell in known} == {1000.0}
    assert all(cell.start >= date(2020, 1, 1) - timedelta(1) for cell in known)

"""Every step of a formula of the law is known to each way of running it."""

from datetime import date

from generators import dialects
from generators.shipped import BOOK


def test_no_step_is_missing_in_a_dialect():
    assert dialects.missing(BOOK, [date(2026, 9, 1)]) == []

"""Every step of a formula is known to each way of running it: on arrays, on one household, on what values can be, in a page."""

from datetime import date

import numpy as np
from generators import dialects
from generators.toy import BOOK

from cdmz_rules.plan.bounds.dialect import COMPARED
from cdmz_rules.plan.bounds.operations import OPERATIONS

DAYS = [date(2025, 6, 1), date(2026, 9, 1)]


def test_no_step_is_missing_in_a_dialect():
    assert dialects.missing(BOOK, DAYS) == []


def test_a_step_that_a_dialect_does_not_know_is_named():
    trace = BOOK.benefit("heating_grant").plan(DAYS[0], dialects.ROLES).traced
    step = trace.graph.add("tan", [trace.variable("heating_bill")], np.zeros(1))
    for name in ("scalar", "bounds", "script"):
        assert "tan" in (dialects.fault(name, trace, [step]) or "")


def test_what_is_compared_is_an_operation():
    assert set(COMPARED.values()) <= OPERATIONS.keys()

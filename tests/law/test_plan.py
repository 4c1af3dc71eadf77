"""Every formula of the shipped law can be planned."""

from generators.shipped import BOOK

from cdmz_rules.decisions import plan_check


def test_every_shipped_formula_can_be_planned():
    assert plan_check.problems(BOOK) == []

"""What takes a shorter way gives the same answer by the shipped law: cases that are wholly known."""

from datetime import date

import pytest
from generators import acceptance, cases, runs
from generators.cases import Case
from generators.shipped import BOOK, PACKED, SHIPPED

from benchmarks import forms, population
from cdmz_rules.decisions.scalar import explore_at_once
from cdmz_rules.decisions.situation import parse

DAY = date(2026, 10, 15)


def drawn(count):
    """Households of which every input is given, as the benchmarks draw them."""
    inputs = forms.cases(population.draw(count), range(count))
    return [Case(f"drawn_{number}", "provident_fund_loan", DAY, each) for number, each in enumerate(inputs)]


@pytest.mark.parametrize("case", [*cases.examples(SHIPPED), *drawn(20)], ids=lambda case: case.name)
def test_an_explanation_is_the_same_with_and_without_worlds(case):
    runs.check_explanation(PACKED.benefit(case.benefit), case)


def test_a_case_that_is_wholly_known_takes_the_short_way():
    [case] = drawn(1)
    rules, catalogue = PACKED.benefit(case.benefit), BOOK.catalogue
    alone = {"members": [{"role": "applicant"}]}
    assert explore_at_once(rules, parse(catalogue, case.inputs, case.day), case.day) is not None
    assert explore_at_once(rules, parse(catalogue, alone, case.day), case.day) is None


@pytest.mark.parametrize("name", BOOK.catalogue.inputs)
def test_what_is_accepted_at_once_is_what_the_full_check_gives(name):
    acceptance.check_accepted_at_once(BOOK.catalogue, name, DAY, "chengdu", "employee")

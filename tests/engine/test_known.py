"""What takes a shorter way gives the same answer: cases that are wholly known, and values that are plainly right."""

from datetime import date

import pytest
from generators.shipped import BOOK, PACKED

from benchmarks import forms, population
from cdmz_rules import decide, load_reform
from cdmz_rules.decisions.acceptors import acceptors
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.scalar import explore_at_once
from cdmz_rules.decisions.situation import checked, parse
from cdmz_rules.errors import Problem
from tests.generators.cases import Case, examples

DAY = date(2026, 10, 15)
VALUES = (
    *(True, False, 0, 1, -1, 0.0, 0.5, 1.005, 1234.56, 0.1 + 0.2, 10**30, float("nan"), float("inf")),
    *("chengdu", "unknown", "employee", "", "2026-01-31", "2026-02-31", "2099-01-01", DAY, date.min, None, [], {}),
)


def drawn(count):
    """Households of which every input is given, as the benchmarks draw them."""
    cases = forms.cases(population.draw(count), range(count))
    return [Case(f"drawn_{number}", "provident_fund_loan", DAY, inputs) for number, inputs in enumerate(cases)]


@pytest.mark.parametrize("case", [*examples(), *drawn(20)], ids=lambda case: case.name)
def test_an_explanation_is_the_same_with_and_without_worlds(case):
    pack = load_reform("assumptions_2026")
    short = decide(case.inputs, case.benefit, case.day, reform=pack, today=DAY)
    assert short == decide(case.inputs, case.benefit, case.day, reform=pack, today=DAY, executor=PlanExecutor())


def test_a_case_that_is_wholly_known_takes_the_short_way():
    [case] = drawn(1)
    rules, catalogue = PACKED.benefit(case.benefit), BOOK.catalogue
    alone = {"members": [{"role": "applicant"}]}
    assert explore_at_once(rules, parse(catalogue, case.inputs, case.day), case.day) is not None
    assert explore_at_once(rules, parse(catalogue, alone, case.day), case.day) is None


@pytest.mark.parametrize("name", list(BOOK.catalogue.inputs))
def test_what_is_accepted_at_once_is_what_the_full_check_gives(name):
    accept = acceptors(BOOK.catalogue, BOOK.catalogue.inputs[name].entity)[name]
    for value in (*VALUES, *(BOOK.catalogue.inputs[name].choices or ()), *BOOK.catalogue.inputs[name].bounds):
        found = accept(value, DAY)
        if found is not None:
            full = checked(BOOK.catalogue, name, value, name, DAY)
            assert not isinstance(full, Problem)
            assert (type(found), found) == (type(full), full)

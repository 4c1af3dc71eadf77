"""Mutation of the shipped law: nudge a value, move its first day, and some law test must fail."""

import pytest
from generators import lawtests, mutation
from generators.shipped import BOOK, LAW_TESTS, SHIPPED

LISTED = mutation.listed(LAW_TESTS / "mutation_survivors.yaml")
OF_A_LOANS_LIFE = ["provident_fund.loan.repricing.kept_years", "provident_fund.loan.repricing.month"]
"""No formula reads them, but the life of a loan does: `test_repayment` nudges them."""
MUTANTS = {
    mutant.name: mutant.cell.path for mutant in mutation.mutants(BOOK.law) if mutant.cell.path not in OF_A_LOANS_LIFE
}


@pytest.mark.sampled(20)
@pytest.mark.parametrize("path", dict.fromkeys(MUTANTS.values()))
def test_the_mutants_that_survive_are_those_on_the_list(path):
    """The list may only shrink: none joins it, and one that is noticed must leave."""
    assert mutation.survivors(SHIPPED, path) == mutation.listed_of(LISTED, path)


def test_the_list_of_survivors_names_mutants_and_none_of_a_value():
    assert sorted(set(LISTED) - set(MUTANTS)) == []
    assert [name for name in LISTED if "begun" not in name] == []


def test_every_known_value_has_mutants():
    mutation.check_values(BOOK.law)


def test_every_item_that_a_formula_reads_is_read_by_some_law_test():
    assert mutation.unread(SHIPPED) == OF_A_LOANS_LIFE


def test_the_law_itself_is_not_touched_by_its_mutants():
    mutation.survivors(SHIPPED, "provident_fund.loan.maximum_single")
    assert not any(lawtests.faults(test) for test in lawtests.all_tests(SHIPPED)[:20])

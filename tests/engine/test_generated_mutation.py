"""Mutation of the toy law: nudge a value, move its first day, and some law test must fail."""

import pytest
from generators import lawtests, mutation
from generators.toy import BOOK, FOLDER, TOY

LISTED = mutation.listed(FOLDER / "mutation_survivors.yaml")
MUTANTS = {mutant.name: mutant.cell.path for mutant in mutation.mutants(BOOK.law)}


@pytest.mark.parametrize("path", dict.fromkeys(MUTANTS.values()))
def test_the_mutants_that_survive_are_those_on_the_list(path):
    assert mutation.survivors(TOY, path) == mutation.listed_of(LISTED, path)


def test_the_list_of_survivors_names_mutants():
    assert sorted(set(LISTED) - set(MUTANTS)) == []


def test_every_known_value_has_mutants():
    mutation.check_values(BOOK.law)


def test_every_item_that_a_formula_reads_is_read_by_some_law_test():
    assert mutation.unread(TOY) == ["welfare.meals.beside_heating"]


def test_a_mutant_that_no_test_looks_at_survives():
    path = "welfare.heating.most"
    tests = [test for test in lawtests.all_tests(TOY) if test.benefit != "heating_grant"]
    mutants = list(mutation.mutants_of(BOOK.law, path))
    assert not any(mutation.survives(TOY, mutant) for mutant in mutants)
    assert all(mutation.survives(TOY, mutant, tests) for mutant in mutants)


def test_the_law_itself_is_not_touched_by_its_mutants():
    assert not any(lawtests.faults(test) for test in lawtests.all_tests(TOY))

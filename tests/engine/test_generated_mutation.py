"""Mutation: nudge a value of the law, move its first day, and some law test must fail."""

from collections import Counter
from pathlib import Path

import pytest
from generators import lawtests, mutation
from generators.shipped import BOOK

from cdmz_rules.files import yaml as yamls
from cdmz_rules.law.item import State

LIST = Path(__file__).parents[1] / "law" / "mutation_survivors.yaml"


@pytest.fixture(scope="module")
def survivors():
    return mutation.survivors()


@pytest.fixture(scope="module")
def listed():
    names = [name for group in yamls.read(LIST) for name in group["mutants"]]
    assert all(group["reason"] for group in yamls.read(LIST))
    assert [name for name, count in Counter(names).items() if count > 1] == []
    return set(names)


def test_no_mutant_survives_that_is_not_on_the_list(survivors, listed):
    assert sorted(set(survivors) - listed) == []


def test_the_list_of_survivors_shrinks(survivors, listed):
    assert sorted(listed - set(survivors)) == []


def test_every_known_value_has_mutants_and_no_value_survives(survivors):
    known = {cell.key for item in BOOK.law.values() for cells in item.versions.values() for cell in cells}
    mutated = {mutant.cell.key for mutant in mutation.mutants(BOOK.law)}
    fixed = {item.path for item in BOOK.law.values() if item.bounds[0] is not None and item.bounds[0] == item.bounds[1]}
    values = {
        cell.key
        for item in BOOK.law.values()
        for c in item.versions.values()
        for cell in c
        if cell.state is State.KNOWN
    }
    assert {key[0] for key in values - mutated} <= fixed
    assert mutated <= known
    assert not [name for name in survivors if "begun" not in name]


def test_every_item_of_the_law_is_read_by_some_law_test():
    read = {path for test in lawtests.all_tests() for path in lawtests.touched(test).days}
    assert sorted(set(BOOK.law) - read) == []


def test_the_law_itself_is_not_touched_by_its_mutants(survivors):
    assert survivors is not None
    assert all(not lawtests.faults(test) for test in lawtests.all_tests()[:20])

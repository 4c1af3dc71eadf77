"""Figures of the shipped law stand in the law, not in formulas; and a rule file takes its words from one place."""

import pytest
from generators import formulas
from generators.shipped import BOOK

FILES = formulas.files(BOOK)
EXCEPTIONS = {}
"""A file and a number, with the reason: none so far."""


@pytest.mark.parametrize("file", FILES, ids=formulas.name)
def test_a_formula_holds_no_figure(file):
    figures = formulas.figures(formulas.tree(file))
    assert {number for _, number in figures} == EXCEPTIONS.get(formulas.name(file), set()), figures


@pytest.mark.parametrize("file", FILES, ids=formulas.name)
def test_a_rule_file_imports_of_ours_the_words_of_rules_alone(file):
    assert formulas.foreign_imports(formulas.tree(file)) == set()


@pytest.mark.parametrize("file", FILES, ids=formulas.name)
def test_a_formula_does_not_branch_on_data_or_reach_outside(file):
    tree = formulas.tree(file)
    assert formulas.branches(tree) == set()
    assert formulas.reached(tree) == set()

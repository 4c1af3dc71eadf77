"""Figures of the toy law stand in the law, not in formulas; and a formula that holds one, branches or reaches outside is noticed."""

import ast

import pytest
from generators import formulas
from generators.toy import BOOK

FILES = formulas.files(BOOK)
LOOKS = (formulas.figures, formulas.foreign_imports, formulas.branches, formulas.reached)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
@pytest.mark.parametrize("file", FILES, ids=formulas.name)
def test_a_rule_file_holds_no_figure_and_no_word_of_its_own(file, look):
    assert look(formulas.tree(file)) == set()


@pytest.mark.parametrize(
    ("text", "look", "mistakes"),
    [
        ("def formula(household, period):\n    return 0.5 * household('price', period)", "figures", {(2, 0.5)}),
        ("def formula(household, period):\n    return True + 12", "figures", set()),
        ("share = lambda price: price * 2", "figures", {(1, 2)}),
        ("from cdmz_rules.law.law import Law", "foreign_imports", {"from cdmz_rules.law.law import Law"}),
        ("from cdmz_rules.model import *", "foreign_imports", {"from cdmz_rules.model import *"}),
        ("from .loan import price", "foreign_imports", {"from .loan import price"}),
        ("import cdmz_rules", "foreign_imports", {"import cdmz_rules"}),
        ("def formula(household, period):\n    return 1 if household else 0", "branches", {2}),
        ("def formula(household, period):\n    return open('figures')", "reached", {"open"}),
    ],
)
def test_what_does_not_belong_is_noticed(text, look, mistakes):
    assert getattr(formulas, look)(ast.parse(text)) == mistakes

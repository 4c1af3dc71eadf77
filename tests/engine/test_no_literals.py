"""Figures of the law stand in the law, not in formulas; and a rule file takes its words from one place."""

import ast

import pytest
from generators.shipped import BOOK

FREE = {0, 1, 12}
"""Nothing, one (a whole, the next), and the months of a year."""
EXCEPTIONS = {}
"""A file and a number, with the reason: none so far."""
FILES = sorted(BOOK.content.variables.rglob("*.py"))


def name(file):
    return file.relative_to(BOOK.content.variables).as_posix()


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_formula_holds_no_figure(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    found = {
        (constant.lineno, constant.value)
        for function in functions
        for constant in ast.walk(function)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, int | float | complex)
        if not isinstance(constant.value, bool) and constant.value not in FREE
    }
    assert {number for _, number in found} == EXCEPTIONS.get(name(file), set()), found


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_rule_file_imports_of_ours_the_words_of_rules_alone(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert not (node.module or "").startswith("cdmz_rules") or node.module == "cdmz_rules.model"
            assert [alias.name for alias in node.names] != ["*"]
        if isinstance(node, ast.Import):
            assert not any(alias.name.startswith("cdmz_rules") for alias in node.names)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_formula_does_not_branch_on_data_or_reach_outside(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    formulas = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    forbidden = (ast.If, ast.IfExp, ast.While, ast.Try, ast.With, ast.Global, ast.Nonlocal, ast.Yield, ast.Await)
    assert not [node.lineno for formula in formulas for node in ast.walk(formula) if isinstance(node, forbidden)]
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"open", "print", "eval", "exec", "input", "__import__"}

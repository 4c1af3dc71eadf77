"""Rule files as they are written: figures of the law stand in the law, and a rule file takes its words from one place."""

from __future__ import annotations

import ast
from pathlib import Path

from cdmz_rules import Rulebook
from cdmz_rules.law import imports

FREE = {0, 1, 12}
"""Nothing, one (a whole, the next), and the months of a year."""
FORBIDDEN = (ast.If, ast.IfExp, ast.While, ast.Try, ast.With, ast.Global, ast.Nonlocal, ast.Yield, ast.Await)
OUTSIDE = {"open", "print", "eval", "exec", "input", "__import__"}


def files(rulebook: Rulebook) -> list[Path]:
    """The rule files of a law."""
    return sorted(rulebook.content.variables.rglob("*.py"))


def name(file: Path) -> str:
    """A rule file's name below its folder."""
    return "/".join(file.parts[file.parts.index("variables") + 1 :])


def tree(file: Path) -> ast.Module:
    """What a rule file says."""
    return ast.parse(file.read_text(encoding="utf-8"))


def figures(module: ast.Module) -> set[tuple[int, object]]:
    """The figures inside formulas, by line, that belong into the law."""
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    return {
        (constant.lineno, constant.value)
        for function in functions
        for constant in ast.walk(function)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, int | float | complex)
        if not isinstance(constant.value, bool) and constant.value not in FREE
    }


def foreign_imports(module: ast.Module) -> set[str]:
    """What a rule file imports of ours beside the words of rules."""
    return {ast.unparse(node) for node in imports.foreign(module)}


def branches(module: ast.Module) -> set[int]:
    """The lines on which a formula branches on data."""
    formulas = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    return {node.lineno for formula in formulas for node in ast.walk(formula) if isinstance(node, FORBIDDEN)}


def reached(module: ast.Module) -> set[str]:
    """What it calls outside."""
    calls = [node.func for node in ast.walk(module) if isinstance(node, ast.Call)]
    return {call.id for call in calls if isinstance(call, ast.Name)} & OUTSIDE

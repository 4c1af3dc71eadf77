"""What rule files import of ours: the words of rules alone, so that a law needs nothing of the engine that runs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from cdmz_rules.errors import LawProblem

OURS, WORDS = "cdmz_rules", "cdmz_rules.model"
MEND = f"a file of the law imports only from {WORDS}, by name"


def problems(variables: Path) -> Iterator[LawProblem]:
    """The imports of rule files that do not belong there; a file that is no Python is one problem."""
    for file in sorted(variables.rglob("*.py")):
        try:
            module = ast.parse(file.read_bytes())
        except (SyntaxError, ValueError) as error:
            yield LawProblem(file, getattr(error, "lineno", None) or 1, f"this is not Python: {error.args[0]}")
        else:
            for node in foreign(module):
                yield LawProblem(file, node.lineno, f"{ast.unparse(node)} does not belong into a file of the law", MEND)


def foreign(module: ast.Module) -> list[ast.stmt]:
    """What a rule file imports of ours beside the words of rules, from files beside it, or without saying what."""
    imports = [node for node in ast.walk(module) if isinstance(node, ast.Import | ast.ImportFrom)]
    return sorted((node for node in imports if _is_foreign(node)), key=lambda node: node.lineno)


def _is_foreign(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name.startswith(OURS) for alias in node.names)
    ours = (node.module or "").startswith(OURS) and node.module != WORDS
    return bool(node.level) or ours or [alias.name for alias in node.names] == ["*"]

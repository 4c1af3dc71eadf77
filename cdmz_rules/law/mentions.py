"""Which formulas name which items of the law: read from their source, file and line.

A path is found wherever a formula, a declaration or a function they call in the same file writes it, also where it is put together
from a folder kept in a local name. What only a run could tell (``…{term_band}``, a loop variable) stands for any one step.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ANY = "{}"
PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.(?:[a-z0-9_]+|\{\w*\}))+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a formula that names a path of the law.

    Attributes:
        variable: The variable whose formula it is.
        file: Where it stands.
        line: On which line.
        path: The path, with ``{…}`` for a step that differs by row.
        placed: Whether the look-up itself names the place whose rule applies.
    """

    variable: str
    file: Path
    line: int
    path: str
    placed: bool

    def names(self, path: str) -> bool:
        """Whether this is that item."""
        steps, others = self.path.split("."), path.split(".")
        return len(steps) == len(others) and all(
            a == b or a.startswith("{") for a, b in zip(steps, others, strict=True)
        )


@lru_cache(maxsize=8)
def mentions(variables: Path) -> tuple[Mention, ...]:
    """Every mention in every formula of a folder."""
    return tuple(mention for file in sorted(variables.rglob("*.py")) for mention in _in_file(file))


def of(path: str, variables: Path) -> list[Mention]:
    """The mentions of an item in the formulas of a folder, each variable once: where it is named in full, else where any step may be it."""
    return list(_of(path, variables))


@lru_cache(maxsize=4096)
def _of(path: str, variables: Path) -> tuple[Mention, ...]:
    by_variable: dict[str, Mention] = {}
    for mention in sorted(mentions(variables), key=lambda mention: ("{" in mention.path, mention.file, mention.line)):
        if mention.names(path):
            by_variable.setdefault(mention.variable, mention)
    return tuple(by_variable.values())


def _in_file(file: Path) -> Iterator[Mention]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    known = _constants(tree.body)
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            for part in _parts(node, functions):
                for line, path, placed in _paths(part, known):
                    yield Mention(node.name, file, line, path, placed)


def _parts(node: ast.ClassDef, functions: Mapping[str, ast.FunctionDef]) -> Iterator[ast.AST]:
    """The class, and the functions of the file that it calls."""
    queue: list[ast.AST] = [node]
    seen: set[str] = set()
    while queue:
        part = queue.pop(0)
        yield part
        called = {name.id for name in ast.walk(part) if isinstance(name, ast.Name)} & functions.keys() - seen
        seen |= called
        queue += [functions[name] for name in sorted(called)]


def _constants(body: list[ast.stmt]) -> dict[str, str]:
    """Names that are given one text."""
    texts: dict[str, str] = {}
    for statement in body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            text = _text(statement.value, texts)
            if text is not None:
                texts[statement.targets[0].id] = text
    return texts


def _paths(node: ast.AST, known: Mapping[str, str]) -> Iterator[tuple[int, str, bool]]:
    names = dict(known)
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef):
            names |= _constants(inner.body)
    calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    placed = {id(word) for call in calls if any(key.arg == "place" for key in call.keywords) for word in call.args}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant | ast.JoinedStr | ast.BinOp):
            text = _text(inner, names)
            if text is not None and PATH.fullmatch(text):
                yield inner.lineno, text, id(inner) in placed


def _text(node: ast.AST, known: Mapping[str, str]) -> str | None:
    """The text of an expression, if it is one; what is not known yet is any step."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, known) or ANY for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, known)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left, known), _text(node.right, known)
        return left + right if left is not None and right is not None else None
    return None

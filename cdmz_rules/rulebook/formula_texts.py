"""What a formula names: the text constants in it, and in the functions and tables of its file that it uses."""

from __future__ import annotations

import inspect
from types import CodeType
from typing import Any


def texts(formula: Any) -> list[str]:
    """The text constants in a formula and in the functions and tables of its own file that it uses."""
    constants: list[str] = []
    queue, seen = [formula], set[int]()
    while queue:
        function = queue.pop(0)
        if id(function) in seen:
            continue
        seen.add(id(function))
        constants += _constants(function.__code__)
        values = [function.__globals__.get(name) for name in function.__code__.co_names]
        queue += [other for other in values if inspect.isfunction(other) and other.__module__ == function.__module__]
        constants += [text for value in values if isinstance(value, tuple) for text in _flat(value)]
    return constants


def _flat(value: Any) -> list[str]:
    if isinstance(value, frozenset):
        value = tuple(sorted(value, key=str))
    if isinstance(value, tuple):
        return [text for part in value for text in _flat(part)]
    return [value] if isinstance(value, str) else []


def _constants(code: CodeType) -> list[str]:
    """The text constants of a function and of those within it, in the order in which they stand there."""
    inner = (_constants(each) if isinstance(each, CodeType) else _flat(each) for each in code.co_consts)
    return [text for constants in inner for text in constants]

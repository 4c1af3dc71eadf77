"""Reading JSON as it is: a key that stands twice, and half of a character, are refused with their place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cdmz_rules.errors import MAX_SHOWN, InputError, Problem, pointer_of

Steps = tuple[str | int, ...]
SUFFIX = ".json"
WITHIN = ("given_twice", "not_text")
"""Codes of what is wrong within a text that is JSON."""


class _Twice(Exception):
    """A key stands twice in an object; where, is looked up only then."""


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _Twice
    return mapping


class _Pairs(tuple[tuple[str, Any], ...]):
    """The keys and values of an object as they were written."""

    __slots__ = ()


_PLAIN = json.JSONDecoder(object_pairs_hook=_mapping)
_WRITTEN = json.JSONDecoder(object_pairs_hook=_Pairs)


def read(content: bytes | str) -> Any:
    """What a JSON text says.

    Raises:
        InputError: with line and column, if it is no JSON; with its place, of each key that stands twice and each text that is none.
    """
    text = content if isinstance(content, str) else _decoded(content)
    try:
        return _read(text)
    except json.JSONDecodeError as error:
        raise InputError([_no_json(f"line {error.lineno}, column {error.colno}")]) from None
    except RecursionError:
        raise InputError([Problem("too_deep", "", "嵌套过深", "this nests too deeply")]) from None


def _read(text: str) -> Any:
    try:
        data = _PLAIN.decode(text)
    except _Twice:
        raise InputError(_doubled(_WRITTEN.decode(text), ())) from None
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python reads no number of thousands of digits
        raise InputError([_no_json("")]) from None
    if "\\u" in text and (halves := list(_halves(data, ()))):
        raise InputError(halves)
    return data


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError([Problem("not_utf8", "", "不是 UTF-8 文本", "this is not UTF-8 text", "UTF-8")]) from None


def _no_json(place: str) -> Problem:
    return Problem("not_json", place, "不是有效的 JSON", "this is not JSON")


def _doubled(value: Any, steps: Steps) -> Iterator[Problem]:
    """Every key that stands twice in its object, with its place."""
    if isinstance(value, _Pairs):
        names = set()
        for name, inner in value:
            place = (*steps, name)
            if name in names:
                shown = _shown(name[:MAX_SHOWN])
                words = f"“{shown}”写了两次", f"{shown} is given twice"
                yield Problem("given_twice", _shown(pointer_of(place)), *words)
            names.add(name)
            yield from _doubled(inner, place)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _doubled(inner, (*steps, position))


def _halves(value: Any, steps: Steps) -> Iterator[Problem]:
    """Every text or key that holds half of a character, which JSON can write and nothing can store."""
    if isinstance(value, str):
        if _shown(value) != value:
            words = "含有半个字符（未成对的代理项）", "this holds half of a character (an unpaired surrogate)"
            yield Problem("not_text", _shown(pointer_of(steps)), *words)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _halves(name, (*steps, name))
            yield from _halves(inner, (*steps, name))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _halves(inner, (*steps, position))


def _shown(text: str) -> str:
    """A text without halves of characters."""
    return text.encode("utf-8", "replace").decode()

"""One of several choices, by its key or by its words in either language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from cdmz_rules.errors import Problem, nearest
from cdmz_rules.reading.plain import half_width, plain, shown

CITY = "市"
"""A place may be written without it."""


class Named(Protocol):
    """What has words in both languages."""

    @property
    def zh(self) -> str:
        """In Chinese."""
        ...

    @property
    def en(self) -> str:
        """In English."""
        ...


def spellings(choices: Mapping[str, Named]) -> dict[str, str]:
    """The keys of choices by what may be written for them, in small letters; what would fit two is left out."""
    written: dict[str, str | None] = {}
    for key, words in choices.items():
        for word in {_folded(name) for name in (words.zh, words.zh.removesuffix(CITY), words.en)}:
            written[word] = None if written.get(word, key) != key else key
    keys = {_folded(key): key for key in choices}
    return {word: key for word, key in written.items() if key is not None} | keys


def read(raw: Any, spelled: Mapping[str, str]) -> str | Problem:
    """A choice.

    Args:
        raw: The raw value.
        spelled: The keys by `spellings`.

    Returns:
        Its key; or what is wrong, with the keys there are and the nearest.
    """
    value = plain(raw)
    key = spelled.get(_folded(value)) if isinstance(value, str) else None
    if key is not None:
        return key
    words, keys = shown(raw), list(dict.fromkeys(spelled.values()))
    near = nearest(_folded(words.en), spelled)
    message = f"没有“{words.zh}”这一选项", f"{words.en} is not one of the choices"
    return Problem("unknown_value", "", *message, ", ".join(keys), spelled[near] if near else None)


def _folded(text: str) -> str:
    return half_width(text).casefold()

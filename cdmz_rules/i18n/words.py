"""Words in two languages: Chinese first, English beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Words(NamedTuple):
    """One phrase in Chinese and in English."""

    zh: str
    en: str


def both(text: str | Mapping[str, str] | Words) -> Words:
    """Read ``"中文 | English"`` or ``{zh: …, en: …}``; a text without a bar is the same in both languages."""
    if isinstance(text, Words):
        return text
    if isinstance(text, Mapping):
        return Words(str(text["zh"]), str(text["en"]))
    chinese, bar, english = text.partition("|")
    return Words(chinese.strip(), english.strip() if bar else chinese.strip())

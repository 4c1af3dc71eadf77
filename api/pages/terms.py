"""Official terms within words, so that a page can explain them where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cdmz_rules.i18n.words import Language
from cdmz_rules.rulebook.registry import Registry

TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Term:
    """An official term as it stands in some words.

    Attributes:
        name: Its name in the register.
        text: How it is written there.
        plain: What it means.
    """

    name: str
    text: str
    plain: str


def parts(registry: Registry, words: str, lang: Language, met: list[str]) -> Iterator[str | Term]:
    """Words in order, with each official term apart where it stands first.

    Args:
        registry: The terms.
        words: The words.
        lang: Their language.
        met: The names of the terms that stood before; those that stand here join them.
    """
    found, last = _pattern(registry, lang), 0
    for match in found.finditer(words) if found else ():
        name = _names(registry, lang)[match[0].lower()]
        if name in met:
            continue
        met.append(name)
        yield words[last : match.start()]
        yield Term(name, match[0], getattr(registry.terms[name].plain, lang))
        last = match.end()
    yield words[last:]


def within(registry: Registry, page: str, lang: Language) -> list[Term]:
    """The official terms that stand in a part of a page, in that order."""
    return [part for part in parts(registry, TAGS.sub(" ", page), lang, []) if isinstance(part, Term)]


@lru_cache(maxsize=8)
def _names(registry: Registry, lang: Language) -> dict[str, str]:
    return {text.lower(): name for name, term in registry.terms.items() for text in getattr(term, lang)}


@lru_cache(maxsize=8)
def _pattern(registry: Registry, lang: Language) -> re.Pattern[str] | None:
    """The longest term that fits; in English whole words alone."""
    texts = sorted(_names(registry, lang), key=len, reverse=True)
    if not texts:
        return None
    edge = r"\b" if lang == "en" else ""
    return re.compile(f"{edge}(?:{'|'.join(map(re.escape, texts))}){edge}", re.IGNORECASE)

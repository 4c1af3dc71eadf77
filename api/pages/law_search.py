"""Items of the law found by everyday words, official terms, or the initials of their pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from cdmz_rules import Rulebook
from cdmz_rules.reading.plain import half_width
from cdmz_rules.rulebook import folders
from cdmz_rules.rulebook.uses import benefits_on

from .search import closeness

LONGEST = 40
MOST = 60
CITY = "市"
BETWEEN = r"[\s,;，；、]+"


@dataclass(frozen=True)
class Called:
    """What an item is called.

    Attributes:
        path: The item.
        names: Its own names, in small letters.
        around: What it lies in, how it is asked for, and what people call the benefits that rest on it.
    """

    path: str
    names: tuple[str, ...]
    around: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What a search finds.

    Attributes:
        paths: The items, the closest first; no more than so many.
        number: How many there are.
        place: The place that was named beside; None if none was.
    """

    paths: list[str]
    number: int
    place: str | None


def find(rulebook: Rulebook, sought: str) -> Found:
    """The items that every word of a search names; a place among the words is set apart."""
    words = re.split(BETWEEN, half_width(sought).lower().strip())
    place = next((name for word in words if (name := _places(rulebook).get(word))), None)
    wanted = [word for word in words if word and word not in _places(rulebook)]
    if not wanted:
        return Found([], 0, place)
    ranked = [
        (rank, len(each.names[0]), each.path) for each in _called(rulebook) if (rank := _rank(each, wanted)) is not None
    ]
    return Found([path for _, _, path in sorted(ranked)][:MOST], len(ranked), place)


def near(rulebook: Rulebook, path: str) -> list[str]:
    """Items that somebody may have meant by a path: those that share its words."""
    steps = {step for step in path.lower().replace(".", "_").split("_") if len(step) > 1}
    shared = [(-len(steps & set(key.replace(".", "_").split("_"))), key) for key in rulebook.base]
    return [key for number, key in sorted(shared)[:8] if number]


def _rank(called: Called, wanted: list[str]) -> int | None:
    """How close an item comes to all the words together; None if one of them is not found."""
    ranks = [_word(called, word) for word in wanted]
    return None if None in ranks else sum(rank for rank in ranks if rank is not None)


def _word(called: Called, word: str) -> int | None:
    own = [rank for name in called.names if (rank := closeness(name, word)) is not None]
    if own:
        return min(own)
    return 5 if any(word in text for text in called.around) else None


@lru_cache(maxsize=4)
def _called(rulebook: Rulebook) -> tuple[Called, ...]:
    return tuple(_each(rulebook))


def _each(rulebook: Rulebook) -> Iterator[Called]:
    known = folders.by_path(rulebook)
    for path, item in rulebook.base.items():
        initials = "".join(lazy_pinyin(item.label.zh, style=Style.FIRST_LETTER))
        steps = path.split(".")
        above = [known[".".join(steps[:depth])].words for depth in range(1, len(steps))]
        benefits = benefits_on(rulebook, path)
        around = [
            *(text for words in (*above, *([item.question] if item.question else [])) for text in words),
            *(text for name in benefits for text in rulebook.registry.everyday.get(name, ())),
            *(text for name in benefits for text in rulebook.benefits[name].label.words),
        ]
        everyday = [
            word for term, words in rulebook.registry.synonyms.items() if term in item.label.zh for word in words
        ]
        own = [item.label.zh, item.label.en, initials, steps[-1].replace("_", " "), *everyday]
        yield Called(path, _small(own), _small(around))


def _small(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(half_width(text).lower() for text in texts))


@lru_cache(maxsize=4)
def _places(rulebook: Rulebook) -> dict[str, str]:
    """The places by what people call them."""
    named: dict[str, str] = {}
    for name, place in rulebook.places.items():
        for text in (place.words.zh, place.words.zh.removesuffix(CITY), place.words.en, name):
            named.setdefault(text.lower(), name)
    return named

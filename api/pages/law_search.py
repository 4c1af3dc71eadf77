"""Items of the law found by everyday words, official terms, or the initials of their pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from cdmz_rules import Rulebook
from cdmz_rules.reading.plain import half_width
from cdmz_rules.rulebook import folders
from cdmz_rules.rulebook.uses import benefits_on

from .search import closeness

LONGEST = 40
MOST = 150
CITY, BRACKET = "市", "("
BETWEEN = r"[\s,;，；、]+"
NO_FIGURES = ("boolean", "choice")
SHORTEST_IN_ORDER, STRETCH = 4, 3
"""Letters of so many at least are looked for in order, with at most so many others between them."""
ALIKE = {"最高": "最多", "最低": "最少", "至少": "最少"}
"""What means the same in what is asked and what is looked for."""
IN_ORDER, REMOTE, FARTHEST = 6, 7, 9
"""How close: letters in order; only a benefit called so; not at all."""


@dataclass(frozen=True)
class Called:
    """What an item is called.

    Attributes:
        path: The item.
        label: Its Chinese label, without what stands in brackets behind it.
        names: Its own names, in small letters.
        terms: Official terms in its label that people call otherwise, by what they call them.
        folders: What it lies in, and the initials of that.
        question: How it is asked for.
        benefits: What people call the benefits that rest on it.
        figure: Whether it says how much, and not whether or which.
    """

    path: str
    label: str
    names: tuple[str, ...]
    terms: Mapping[str, str]
    folders: tuple[str, ...]
    question: tuple[str, ...]
    benefits: tuple[str, ...]
    figure: bool


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
    """The items that every word of a search names; a place among the words is set apart.

    What only a benefit is called, whose rules are many, counts where nothing is called so itself.
    """
    words = re.split(BETWEEN, _plain(sought.strip()))
    place = next((name for word in words if (name := _places(rulebook).get(word))), None)
    wanted = [word for word in words if word and word not in _places(rulebook)]
    if not wanted:
        return Found([], 0, place)
    ranks = [(each, [_word(each, word) for word in wanted]) for each in _called(rulebook)]
    least = [min(column) for column in zip(*(found for _, found in ranks), strict=True)]
    ranked = [
        # Of those as close, figures are asked for most, and among them what people have a word of their own for.
        (
            sum(found),
            not each.figure,
            not any(map(each.label.endswith, each.terms.values())),
            len(each.label),
            each.path,
        )
        for each, found in ranks
        if all(rank < REMOTE or rank == best < FARTHEST for rank, best in zip(found, least, strict=True))
    ]
    return Found([path for *_, path in sorted(ranked)][:MOST], len(ranked), place)


def near(rulebook: Rulebook, path: str) -> list[str]:
    """Items that somebody may have meant by a path: those that share its words."""
    steps = {step for step in path.lower().replace(".", "_").split("_") if len(step) > 1}
    shared = [(-len(steps & set(key.replace(".", "_").split("_"))), key) for key in rulebook.base]
    return [key for number, key in sorted(shared)[:8] if number]


def _word(called: Called, word: str) -> int:
    """How close an item comes to a word, 0 for the same."""
    ranks = [rank for name in called.names if (rank := closeness(name, word)) is not None]
    ranks += [1 + (not called.label.endswith(term)) for name, term in called.terms.items() if word in name]
    ranks += [1 for name in called.names if name.endswith(word) and name != word]
    ranks += [2 + (not name.endswith(word)) for name in called.folders if word in name]
    if any(word in text for text in called.question):
        ranks.append(4)
    if not ranks and any(_in_order(word, text) for text in (*called.names, *called.question)):
        ranks.append(IN_ORDER)
    if not ranks and any(word in text for text in called.benefits):
        ranks.append(REMOTE)
    return min(ranks, default=FARTHEST)


def _in_order(word: str, text: str) -> bool:
    """Whether a text holds the letters of a Chinese word in order, close to each other."""
    if len(word) < SHORTEST_IN_ORDER or word.isascii():
        return False
    return re.search(f".{{0,{STRETCH}}}?".join(re.escape(letter) for letter in word), text) is not None


@lru_cache(maxsize=4)
def _called(rulebook: Rulebook) -> tuple[Called, ...]:
    return tuple(_each(rulebook))


def _each(rulebook: Rulebook) -> Iterator[Called]:
    known = folders.by_path(rulebook)
    for path, item in rulebook.base.items():
        steps = path.split(".")
        above = [known[".".join(steps[:depth])].words for depth in range(1, len(steps))]
        benefits = benefits_on(rulebook, path)
        everyday = {
            _plain(word): _plain(term)
            for term, words in rulebook.registry.synonyms.items()
            if term in item.label.zh
            for word in words
        }
        own = [item.label.zh, item.label.en, _initials(item.label.zh), steps[-1].replace("_", " ")]
        around = [text for words in above for text in (*words, _initials(words.zh))]
        called = [
            *(text for name in benefits for text in rulebook.registry.everyday.get(name, ())),
            *(text for name in benefits for text in rulebook.benefits[name].label.words),
        ]
        yield Called(
            path,
            _plain(item.label.zh).partition(BRACKET)[0],
            _small(own),
            everyday,
            _small(around),
            _small(list(item.question or ())),
            _small(called),
            item.unit not in NO_FIGURES,
        )


def _initials(text: str) -> str:
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


def _small(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_plain, texts)))


def _plain(text: str) -> str:
    """A text in small letters, with one way to say what may be said in several."""
    plain = half_width(text).lower()
    for said, same in ALIKE.items():
        plain = plain.replace(said, same)
    return plain


@lru_cache(maxsize=4)
def _places(rulebook: Rulebook) -> dict[str, str]:
    """The places by what people call them."""
    named: dict[str, str] = {}
    for name, place in rulebook.places.items():
        for text in (place.words.zh, place.words.zh.removesuffix(CITY), place.words.en, name):
            named.setdefault(text.lower(), name)
    return named

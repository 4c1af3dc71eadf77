"""What somebody looks for in everyday words, finds: events, benefits and bundles by any of their names, or the initials of its pinyin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from cdmz_rules import Rulebook
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.reading.plain import half_width
from cdmz_rules.rulebook.offices import Contact

MOST = 12
SHORTEST_INITIALS = 2
HOLDS, HELD = 2, 3
"""How close a name comes that holds what is sought, and one that is held in it."""


@dataclass(frozen=True)
class Entry:
    """Something to be found.

    Attributes:
        href: Its page.
        words: Its name.
        about: What it is about.
        names: Everything it is called, in small letters, the initials of Chinese names among them.
    """

    href: str
    words: Words
    about: Words | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class Elsewhere:
    """What is looked for and no rule is about.

    Attributes:
        words: What it is.
        office: The office that knows, and how to reach it.
    """

    words: Words
    office: tuple[str, Contact | None]


def find(rulebook: Rulebook, sought: str) -> list[Entry]:
    """What is called like that, the closest first; nothing for nothing.

    Of what no rule is about, nothing is found that is only named in it: a pension is no care for elders.
    """
    wanted = half_width(sought).strip().lower()
    if not wanted:
        return []
    most = HOLDS if not_covered(rulebook, sought) else HELD
    ranks = ((_rank(each, wanted), each) for each in entries(rulebook))
    ranked = [(rank, each) for rank, each in ranks if rank is not None and rank <= most]
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])][:MOST]


def not_covered(rulebook: Rulebook, sought: str) -> list[Elsewhere]:
    """What is looked for and no rule is about, with whom to ask."""
    wanted = half_width(sought).strip().lower()
    return [
        Elsewhere(each.words, _office(rulebook, each.domain))
        for each in rulebook.registry.not_covered.values()
        if any(half_width(name).lower() in wanted for name in each.names)
    ]


def _office(rulebook: Rulebook, domain: str) -> tuple[str, Contact | None]:
    """The office of the nation, which has the number that everybody calls."""
    name = next(place.offices[domain] for place in rulebook.places.values() if domain in place.offices)
    return name, rulebook.contact(name, domain)


def _rank(entry: Entry, wanted: str) -> int | None:
    """How close a name comes: the same, begins so, holds it, or is held in what is sought; None if it does not."""
    ranks = [rank for name in entry.names if (rank := closeness(name, wanted)) is not None]
    return min(ranks, default=None)


def closeness(name: str, wanted: str) -> int | None:
    """How close a name comes to what is sought, 0 for the same; None if it does not."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if wanted in name:
        return HOLDS
    return HELD if len(name) >= SHORTEST_INITIALS and name in wanted and not name.isascii() else None


@lru_cache(maxsize=4)
def entries(rulebook: Rulebook) -> tuple[Entry, ...]:
    """Everything that can be found."""
    return tuple(_entries(rulebook))


def _entries(rulebook: Rulebook) -> Iterator[Entry]:
    registry = rulebook.registry
    for name, event in registry.events.items():
        yield _entry(rulebook, name, f"/interviews/{name}", both(event), both(event["about"]))
    for name, info in rulebook.benefits.items():
        about = info.about.words if info.about else None
        yield _entry(rulebook, name, f"/interviews/{name}", info.label.words, about)
    for name, bundle in registry.bundles.items():
        yield _entry(rulebook, name, f"/bundles/{name}", both(bundle), None)


def _entry(rulebook: Rulebook, name: str, href: str, words: Words, about: Words | None) -> Entry:
    called = [words.zh, *rulebook.registry.everyday.get(name, ())]
    initials = ["".join(lazy_pinyin(each, style=Style.FIRST_LETTER)) for each in called]
    names = {half_width(each).lower() for each in (*called, *initials, words.en, name.replace("_", " "))}
    return Entry(href, words, about, tuple(sorted(names)))

"""The registers of a rulebook beside places and documents: bundles, events, interactions, what if, interviews, words, terms, offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cdmz_rules.files import yaml
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.rulebook import offices
from cdmz_rules.rulebook.offices import Offices


@dataclass(frozen=True)
class Term:
    """An official term.

    Attributes:
        zh: How it is written in Chinese.
        en: How it is written in English.
        plain: What it means in everyday words.
    """

    zh: tuple[str, ...]
    en: tuple[str, ...]
    plain: Words


@dataclass(frozen=True)
class NotCovered:
    """What people look for and no rule is about.

    Attributes:
        words: What it is.
        names: What people call it.
        domain: Whose offices one asks.
    """

    words: Words
    names: tuple[str, ...]
    domain: str


@dataclass(frozen=True, eq=False)
class Registry:
    """The registers of a folder; a file that is missing registers nothing. A bureau's overlay may write offices."""

    folder: Path
    overlay: Path | None = None

    @cached_property
    def bundles(self) -> Mapping[str, Mapping[str, Any]]:
        """The bundles beside those of each domain, by name: their domain, words and benefits."""
        return self._read("bundles.yaml") or {}

    @cached_property
    def events(self) -> Mapping[str, Mapping[str, Any]]:
        """What happens to people, by name: words, an icon, and the benefits that it concerns."""
        return self._read("events.yaml") or {}

    @cached_property
    def questions(self) -> Mapping[str, Words]:
        """How an interview asks for inputs, in everyday words."""
        return {name: both(words) for name, words in (self._read("questions.yaml") or {}).items()}

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Official terms in plain words, by name."""
        entries = (self._read("terms.yaml") or {}).items()
        return {
            name: Term(tuple(each["term"]["zh"]), tuple(each["term"]["en"]), both(each["plain"]))
            for name, each in entries
        }

    @cached_property
    def everyday(self) -> Mapping[str, tuple[str, ...]]:
        """What people call benefits and events, by name."""
        return {name: tuple(words) for name, words in (self._read("everyday.yaml") or {}).items()}

    @cached_property
    def synonyms(self) -> Mapping[str, tuple[str, ...]]:
        """What people call what labels of the law say officially, by the official term."""
        return {term: tuple(words) for term, words in (self._read("synonyms.yaml") or {}).items()}

    @cached_property
    def not_covered(self) -> Mapping[str, NotCovered]:
        """What people look for and no rule is about, by name."""
        entries = (self._read("not_covered.yaml") or {}).items()
        return {name: NotCovered(both(each), tuple(each["names"]), each["domain"]) for name, each in entries}

    @cached_property
    def interactions(self) -> tuple[Mapping[str, Any], ...]:
        """What one benefit does to another, as somebody asked."""
        return tuple(self._read("interactions.yaml") or ())

    @cached_property
    def fixed(self) -> frozenset[str]:
        """The inputs that nobody can change."""
        return frozenset((self._read("what_if.yaml") or {}).get("fixed", ()))

    @cached_property
    def grows(self) -> Mapping[str, Words]:
        """The inputs whose months or years grow with time, each with what somebody has to go on doing meanwhile."""
        entries = (self._read("what_if.yaml") or {}).get("grows", ())
        return {name: both(entry["while"]) for entry in entries for name in entry["inputs"]}

    @cached_property
    def asked_early(self) -> frozenset[str]:
        """Inputs that an interview asks early."""
        return frozenset((self._read("interview.yaml") or {}).get("early", ()))

    @cached_property
    def asked_together(self) -> tuple[Mapping[str, Any], ...]:
        """Inputs that are asked on one screen: their words and names."""
        return tuple((self._read("interview.yaml") or {}).get("together", ()))

    @cached_property
    def moot(self) -> Mapping[str, Mapping[str, Any]]:
        """Inputs that an interview does not ask where another has a value: of each, the others and their values."""
        entries = (self._read("interview.yaml") or {}).get("moot", ())
        return {name: entry["where"] for entry in entries for name in entry["inputs"]}

    @cached_property
    def offices(self) -> Offices:
        """How to reach the offices that answers name."""
        return offices.read(self.folder, self.overlay)

    def _read(self, name: str) -> Any:
        file = self.folder / name
        return yaml.read(file) if file.is_file() else None

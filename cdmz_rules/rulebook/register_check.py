"""Checking the registers of a rulebook beside places and documents: their shape, and whether what they name exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field, TypeAdapter, ValidationError

from cdmz_rules.errors import LawFileError, LawProblem, meant
from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import archive, check, schema, superseded
from cdmz_rules.law import population as populations
from cdmz_rules.law.documents import Document
from cdmz_rules.law.law import Law
from cdmz_rules.law.schema import Both, Day, PlaceName, Strict
from cdmz_rules.places import Places
from cdmz_rules.rulebook import offices as office_register
from cdmz_rules.rulebook.rulebook import Rulebook

NEEDED = ("jurisdictions.yaml", "sources.yaml", "population.yaml")
BUNDLES, INTERACTIONS, WHAT_IF, UNITS = "bundles.yaml", "interactions.yaml", "what_if.yaml", "units.yaml"
INTERVIEW, EVENTS, QUESTIONS, EVERYDAY = "interview.yaml", "events.yaml", "questions.yaml", "everyday.yaml"
SYNONYMS, TERMS, NOT_COVERED = "synonyms.yaml", "terms.yaml", "not_covered.yaml"

GROWING_UNITS = ("months", "years")


class BundleEntry(Both):
    """Benefits that somebody looks at together."""

    domain: str
    benefits: list[str] = Field(min_length=1)


class EventEntry(Both):
    """Something that happens to people, and the benefits that it concerns."""

    icon: str
    about: Both
    benefits: list[str] = Field(min_length=1)


class InteractionEntry(Strict):
    """What one benefit does to another."""

    benefits: list[str] = Field(min_length=1)
    words: Both
    either_or: bool = False
    item: str | None = None
    place: str | None = None


class GrowingEntry(Strict):
    """Inputs that count months or years, and what has to go on for them to grow."""

    meanwhile: Both = Field(alias="while")
    inputs: list[str] = Field(min_length=1)


class WhatIfFile(Strict):
    """What nobody can change about a household, and what of it grows with time."""

    fixed: tuple[str, ...] = ()
    grows: tuple[GrowingEntry, ...] = ()


class TogetherEntry(Both):
    """Inputs that are asked on one screen."""

    inputs: list[str] = Field(min_length=2)


class MootEntry(Strict):
    """Inputs that are not asked where another has a value."""

    where: dict[str, str] = Field(min_length=1)
    inputs: list[str] = Field(min_length=1)


class InterviewFile(Strict):
    """How a household is asked."""

    early: tuple[str, ...] = ()
    moot: tuple[MootEntry, ...] = ()
    together: tuple[TogetherEntry, ...] = ()


class TermWays(Strict):
    """How a term is written in each language; what a language has no word for, in no way."""

    zh: list[str] = Field(default_factory=list)
    en: list[str] = Field(default_factory=list)


class TermEntry(Strict):
    """An official term, and what it means in everyday words."""

    term: TermWays
    plain: Both


class NotCoveredEntry(Both):
    """What people look for and no rule is about, and whose offices one asks."""

    names: list[str] = Field(min_length=1)
    domain: str


SHAPES: Mapping[str, tuple[Any, type[Strict]]] = {
    BUNDLES: (dict[str, BundleEntry], BundleEntry),
    INTERACTIONS: (list[InteractionEntry], InteractionEntry),
    WHAT_IF: (WhatIfFile, WhatIfFile),
    INTERVIEW: (InterviewFile, InterviewFile),
    EVENTS: (dict[str, EventEntry], EventEntry),
    QUESTIONS: (dict[str, Both], Both),
    EVERYDAY: (dict[str, list[str]], Strict),
    SYNONYMS: (dict[str, list[str]], Strict),
    TERMS: (dict[str, TermEntry], TermEntry),
    NOT_COVERED: (dict[str, NotCoveredEntry], NotCoveredEntry),
}
"""What each register is, and the keys of an entry."""


def gaps(registry: Path) -> list[LawProblem]:
    """The first register that a law cannot do without and has not: of what rests on it nothing can be said."""
    absent = [registry / name for name in NEEDED if not (registry / name).is_file()]
    mend = "a law that has formulas has registers: registry/jurisdictions.yaml, sources.yaml and population.yaml"
    return [LawProblem(file, 0, "the file is missing", mend) for file in absent[:1]]


def units(folder: Path) -> list[LawProblem]:
    """A register of units that nobody reads; one that a snapshot has archived says what units meant then, and may stay."""
    file = folder / UNITS
    if not file.is_file() or folder.resolve() == paths.REGISTRY or (folder.parent / archive.MANIFEST).is_file():
        return []
    mend = "remove it, and use the units of cdmz_rules/registry/units.yaml"
    return [LawProblem(file, 0, "units are the engine's own, the same for every law: this file is not read", mend)]


def shapes(registry: Path) -> list[LawProblem]:
    """Every register that is no YAML, or does not have the form of its kind."""
    return [*(problem for name in SHAPES for problem in _shape(registry / name)), *offices(registry)]


def offices(folder: Path) -> list[LawProblem]:
    """What is no YAML, or has not its form, in the offices of a register folder or overlay."""
    file = folder / office_register.FILE
    try:
        if file.is_file():
            office_register.parse(file)
    except LawFileError as error:
        return list(error.problems)
    return []


def office_names(folder: Path, law: Law) -> Iterator[LawProblem]:
    """The offices of a register folder or overlay that nothing names, and what is said of one from no document, or from one not read so."""
    file = folder / office_register.FILE
    if not file.is_file() or offices(folder):
        return
    register, data = _Register(file), office_register.parse(file)
    named = {each: None for place in law.places.values() for each in place.offices.values()}
    named |= {cell.ask: None for item in law.values() for cells in item.versions.values() for cell in cells if cell.ask}
    domains = {domain for place in law.places.values() for domain in place.offices}
    for domain, hotline in data.hotlines.items():
        yield from register.look_up(("hotlines", domain), "no place has an office of the domain", domain, domains)
        yield from _known_by(register, ("hotlines", domain), hotline, law.documents)
    for domain, item in data.from_afar.items():
        yield from register.look_up(("from_afar", domain), "the law has no item", item, law)
    for name, office in data.offices.items():
        yield from register.look_up(("offices", name), "nothing names the office", name, named)
        for detail in office_register.DETAILS:
            known = getattr(office, detail)
            if known is not None:
                yield from _known_by(register, ("offices", name, detail), known, law.documents)


def _known_by(
    register: _Register, path: tuple[str, ...], known: office_register.Known, documents: Mapping[str, Document]
) -> Iterator[LawProblem]:
    yield from register.look_up((*path, "source"), "there is no document", known.source, documents)
    document = documents.get(known.source)
    if known.evidence == "official" and document is not None and not document.is_official:
        message = f"{document.title} was not read in its official text"
        yield LawProblem(register.file, check.line_of(register.lines, (*path, "evidence")), message, "write `reported`")


def _shape(file: Path) -> list[LawProblem]:
    form, entry = SHAPES[file.name]
    try:
        data = yamls.read(file) if file.is_file() else None
        if data is not None:
            TypeAdapter(form).validate_python(data)
    except LawFileError as error:
        return list(error.problems)
    except ValidationError as error:
        return check.faults(error, file, yamls.lines(file.read_text(encoding="utf-8")), entry.model_fields)
    return []


def earlier(law: Law, folder: Path) -> list[LawProblem]:
    """What is wrong with the registers of what was known earlier: releases, and what stood before, of a law or of an overlay.

    Args:
        law: The law.
        folder: The folder of its registers, or the overlay.
    """
    try:
        first = law.past.first if law.past is not None else None
    except LawFileError as error:
        return list(error.problems)
    return superseded.problems(folder, law, law.places, law.documents, first)


def population(registry: Path, places: Places, documents: Mapping[str, Document]) -> list[LawProblem]:
    """The counts of residents of places that there are not, of no day, or from no document in the register."""
    file, form = registry / populations.FILE, dict[PlaceName, dict[Day, populations.Count]]
    try:
        counts = TypeAdapter(form).validate_python(yamls.read(file) or {}, context=schema.names(places))
    except LawFileError as error:
        return list(error.problems)
    except ValidationError as error:
        return check.faults(error, file, _Register(file).lines, populations.Count.model_fields)
    return [
        problem
        for place, by_day in counts.items()
        for day, count in by_day.items()
        for problem in _Register(file).look_up((place, day, "source"), "there is no document", count.source, documents)
    ]


def names(rulebook: Rulebook) -> list[LawProblem]:
    """The benefits, items and inputs and offices that registers name and the rulebook does not have."""
    return [
        *_bundles(rulebook),
        *_events(rulebook),
        *_everyday(rulebook),
        *_synonyms(rulebook),
        *_not_covered(rulebook),
        *_interactions(rulebook),
        *_what_if(rulebook),
        *_interview(rulebook),
        *_questions(rulebook),
        *office_names(rulebook.registry.folder, rulebook.law),
    ]


def _bundles(rulebook: Rulebook) -> Iterator[LawProblem]:
    register = _Register(rulebook.registry.folder / BUNDLES)
    domains = {info.domain for info in rulebook.benefits.values()}
    for name, entry in rulebook.registry.bundles.items():
        yield from register.look_up((str(name), "domain"), "there is no domain", entry["domain"], domains)
        yield from register.look_up_each(
            (str(name), "benefits"), "there is no benefit", entry["benefits"], rulebook.benefits
        )


def _events(rulebook: Rulebook) -> Iterator[LawProblem]:
    register = _Register(rulebook.registry.folder / EVENTS)
    for name, entry in rulebook.registry.events.items():
        yield from register.look_up_each(
            (str(name), "benefits"), "there is no benefit", entry["benefits"], rulebook.benefits
        )


def _everyday(rulebook: Rulebook) -> Iterator[LawProblem]:
    register = _Register(rulebook.registry.folder / EVERYDAY)
    known = {*rulebook.benefits, *rulebook.registry.bundles, *rulebook.registry.events}
    for name in rulebook.registry.everyday:
        yield from register.look_up((str(name),), "there is no benefit, bundle or event", name, known)


def _synonyms(rulebook: Rulebook) -> Iterator[LawProblem]:
    register, labels = (
        _Register(rulebook.registry.folder / SYNONYMS),
        [item.label.zh for item in rulebook.base.values()],
    )
    known = {term for term in rulebook.registry.synonyms if any(term in label for label in labels)}
    for term in rulebook.registry.synonyms:
        yield from register.look_up((str(term),), "no label of the law says", term, known)


def _not_covered(rulebook: Rulebook) -> Iterator[LawProblem]:
    register = _Register(rulebook.registry.folder / NOT_COVERED)
    domains = {domain for place in rulebook.places.values() for domain in place.offices}
    for name, entry in rulebook.registry.not_covered.items():
        yield from register.look_up(
            (str(name), "domain"), "no place has an office of the domain", entry.domain, domains
        )


def _questions(rulebook: Rulebook) -> Iterator[LawProblem]:
    register = _Register(rulebook.registry.folder / QUESTIONS)
    for name in rulebook.registry.questions:
        yield from register.look_up((str(name),), "there is no input", name, rulebook.catalogue.inputs)


def _interactions(rulebook: Rulebook) -> Iterator[LawProblem]:
    register, inputs = _Register(rulebook.registry.folder / INTERACTIONS), rulebook.catalogue.inputs
    for number, entry in enumerate(rulebook.registry.interactions):
        path = (str(number),)
        yield from register.look_up_each(
            (*path, "benefits"), "there is no benefit", entry["benefits"], rulebook.benefits
        )
        yield from register.look_up((*path, "item"), "the law has no item", entry.get("item"), rulebook.law)
        yield from register.look_up((*path, "place"), "there is no input", entry.get("place"), inputs)


def _what_if(rulebook: Rulebook) -> Iterator[LawProblem]:
    # The rulebook keeps them as a set: only the file knows their order, and so their lines.
    file = rulebook.registry.folder / WHAT_IF
    data = (yamls.read(file) or {}) if file.is_file() else {}
    register, inputs = _Register(file), rulebook.catalogue.inputs
    yield from register.look_up_each(("fixed",), "there is no input", data.get("fixed", ()), inputs)
    counted = {name: info for name, info in inputs.items() if info.unit in GROWING_UNITS}
    for number, entry in enumerate(data.get("grows", ())):
        path = ("grows", str(number), "inputs")
        yield from register.look_up_each(path, "no input counts months or years", entry["inputs"], counted)


def _interview(rulebook: Rulebook) -> Iterator[LawProblem]:
    register, asked = _Register(rulebook.registry.folder / INTERVIEW), set(rulebook.catalogue.inputs)
    file = rulebook.registry.folder / INTERVIEW
    data = (yamls.read(file) or {}) if file.is_file() else {}
    yield from register.look_up_each(("early",), "there is no input", data.get("early", ()), asked)
    for number, entry in enumerate(data.get("moot", ())):
        yield from register.look_up_each(("moot", str(number), "inputs"), "there is no input", entry["inputs"], asked)
        for name, value in entry["where"].items():
            path = ("moot", str(number), "where", name)
            yield from register.look_up(path, "there is no input", name, asked)
            if name in asked:
                choices = rulebook.catalogue.choices(name) or {}
                yield from register.look_up(path, "it cannot have the value", value, choices)
    message = "there is no input, or it stands in a group already:"
    for number, entry in enumerate(rulebook.registry.asked_together):
        for position, name in enumerate(entry["inputs"]):
            yield from register.look_up(("together", str(number), "inputs", str(position)), message, name, asked)
            asked.discard(name)


@dataclass(frozen=True)
class _Register:
    """A register's file, to say on which line a name stands that means nothing."""

    file: Path

    @cached_property
    def lines(self) -> Mapping[tuple[str, ...], int]:
        return yamls.lines(self.file.read_text(encoding="utf-8"))

    def look_up_each(
        self, path: tuple[str, ...], message: str, values: Iterable[str], known: Collection[str]
    ) -> Iterator[LawProblem]:
        for position, name in enumerate(values):
            yield from self.look_up((*path, str(position)), message, name, known)

    def look_up(
        self, path: tuple[str, ...], message: str, name: str | None, known: Collection[str]
    ) -> Iterator[LawProblem]:
        if name is not None and name not in known:
            yield LawProblem(self.file, check.line_of(self.lines, path), f"{message} {name}", meant(name, known))

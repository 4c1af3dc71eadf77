"""The places that rules belong to and people name: `Places`, and what is known of each `Jurisdiction`.

They come from a register (``jurisdictions.yaml``) and, beside it, from the one in an overlay folder, so that a further city needs no code.
Every rulebook has places of its own: OpenFisca stores a place as its number among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from openfisca_core.indexed_enums import Enum

from cdmz_rules.errors import LawFileError, LawProblem, meant
from cdmz_rules.files import yaml
from cdmz_rules.i18n.words import Words

FILE = "jurisdictions.yaml"
OUTSIDE = "outside"
"""The level of what lies beyond the places that have rules here."""
LEVELS = ("national", "province", "city", "zone", "housing_zone", "pool", OUTSIDE)
UNKNOWN = "unknown"
NEEDED = ("level", "zh", "en")
KNOWN = (*NEEDED, "parent", "beside", "region", "code", "offices")
"""What a register says of a place."""


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place: its level, where its rules are looked up next, and its offices.

    Attributes:
        name: The key used in YAML, HTTP and Python.
        level: national, province, city, zone (of the provident fund), housing_zone, pool or outside.
        words: Its name in both languages.
        parent: The place whose rules stand where this one has none of its own.
        beside: For a pool, the city in which it works.
        region: The group of cities whose centres have agreed with each other, if it is of one.
        code: GB/T 2260, where the place has one.
        offices: Whom to ask, by domain.
    """

    name: str
    level: str
    words: Words
    parent: str | None = None
    beside: str | None = None
    region: str | None = None
    code: int | None = None
    offices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Places(Mapping[str, Jurisdiction]):
    """The places of a rulebook, by name.

    Attributes:
        by_name: The places, in the order of the register.
        shipped: Those that come with the register itself; an overlay may add others.
    """

    by_name: Mapping[str, Jurisdiction]
    shipped: frozenset[str]

    def __getitem__(self, name: str) -> Jurisdiction:
        return self.by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_name)

    def __len__(self) -> int:
        return len(self.by_name)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @cached_property
    def enum(self) -> Any:
        """Every place as an OpenFisca enumeration; ``unknown`` is number 0."""
        return Enum("Place", {UNKNOWN: "未知", **{name: place.words.zh for name, place in self.items()}})

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The name of each number."""
        return (UNKNOWN, *self.by_name)

    def index(self, name: str) -> int:
        """The number of a place."""
        return self._numbers[name]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names)}

    @cached_property
    def parents(self) -> npt.NDArray[np.int64]:
        """By number, the number of the place above; 0 without one."""
        return np.array([0] + [self.index(place.parent) if place.parent else 0 for place in self.values()])

    @cached_property
    def beside(self) -> npt.NDArray[np.int64]:
        """By number, the number of the city in which a pool works; 0 for what is no pool."""
        return np.array([0] + [self.index(place.beside) if place.beside else 0 for place in self.values()])

    def of_region(self, region: str) -> npt.NDArray[np.bool_]:
        """By number, whether a place is of a group of cities that have agreed with each other."""
        return np.array([name in self.by_name and self.by_name[name].region == region for name in self.names])

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Every city."""
        return tuple(name for name, place in self.items() if place.level == "city")

    @cached_property
    def agreed_cities(self) -> tuple[str, ...]:
        """The cities of a region: they have agreed to compare; an overlay that gives a further city a region adds it."""
        return tuple(name for name in self.cities if self[name].region)

    def chain(self, name: str) -> tuple[str, ...]:
        """The place and every place above it, nearest first: where a rule is looked up; nothing for a place there is not."""
        return self._chains.get(name, ())

    @cached_property
    def _chains(self) -> dict[str, tuple[str, ...]]:
        return {name: self._chain(name) for name in self}

    def _chain(self, name: str) -> tuple[str, ...]:
        steps: list[str] = []
        step: str | None = name
        while step is not None and step in self:
            steps.append(step)
            step = self[step].parent
        return tuple(steps)

    def below(self, name: str) -> tuple[str, ...]:
        """The places whose rules are looked up at ``name`` too, itself first."""
        return tuple(place for place in self if name in self.chain(place))

    def city_of(self, name: str) -> str:
        """The city in which a place lies; the place itself, if it is of no city."""
        return next((step for step in self.chain(name) if self[step].level == "city"), name)

    def office(self, name: str, domain: str) -> str:
        """Whom to ask about a domain at a place: its own office, or that of the nearest place above."""
        for step in self.chain(name):
            if domain in self[step].offices:
                return self[step].offices[domain]
        return self[name].words.zh if name in self else "当地主管部门"

    def domains(self, office: str) -> tuple[str, ...]:
        """The domains for which some place names an office."""
        return self._domains.get(office, ())

    @cached_property
    def _domains(self) -> dict[str, tuple[str, ...]]:
        named: dict[str, dict[str, None]] = {}
        for place in self.values():
            for domain, office in place.offices.items():
                named.setdefault(office, {})[domain] = None
        return {office: tuple(domains) for office, domains in named.items()}


def read(folder: Path, overlay: Path | None = None) -> Places:
    """The places of a register folder, with those that an overlay folder adds.

    Raises:
        LawFileError: if a register has mistakes.
    """
    registers = [folder / FILE]
    if overlay is not None and (overlay / FILE).is_file():
        registers.append(overlay / FILE)
    entries: dict[str, Any] = {}
    for file in registers:
        register = yaml.read(file)
        mistakes = _mistakes(file, register, entries)
        if mistakes:
            raise LawFileError(mistakes)
        entries |= register
    places = {name: _place(name, facts) for name, facts in entries.items()}
    return Places(places, frozenset(entries) if len(registers) == 1 else frozenset(yaml.read(registers[0])))


def problems(file: Path, base: Path | None = None) -> list[LawProblem]:
    """Every mistake in a register of places.

    Args:
        file: The register.
        base: The register to which it adds places, if it is an overlay's.

    Raises:
        LawFileError: if a file is no YAML.
    """
    return _mistakes(file, yaml.read(file), yaml.read(base) if base is not None else {})


def _mistakes(file: Path, register: Any, base: Mapping[str, Any]) -> list[LawProblem]:
    if not isinstance(register, dict):
        return [LawProblem(file, 1, "a register is a mapping")]
    entries = {**base, **register}
    faults = [(str(name), *fault) for name, facts in register.items() for fault in _faults(str(name), facts, entries)]
    # Lines are looked up only for what is wrong: to find them takes longer than to read the file.
    lines = yaml.lines(file.read_text(encoding="utf-8")) if faults else {}
    return [LawProblem(file, lines[(name,)], message, mend) for name, message, mend in faults]


def _place(name: str, facts: Mapping[str, Any]) -> Jurisdiction:
    others = {key: value for key, value in facts.items() if key not in ("zh", "en")}
    return Jurisdiction(name=name, words=Words(facts["zh"], facts["en"]), **others)


def _faults(name: str, facts: Any, entries: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with a place, and how to mend it."""
    if not isinstance(facts, dict):
        yield f"{name}: a place is a mapping", f"write {', '.join(NEEDED)}"
        return
    for key in NEEDED:
        if key not in facts:
            yield f"{name}.{key}: Field required", ""
    for key in facts:
        if key not in KNOWN:
            yield f"{name}.{key}: Extra inputs are not permitted", meant(key, KNOWN)
    if "level" in facts and facts["level"] not in LEVELS:
        yield f"{name}.level: there is no level {facts['level']}", meant(facts["level"], LEVELS)
    for key in ("parent", "beside"):
        other = facts.get(key)
        if other is not None and str(other) not in entries:
            yield f"{name}.{key}: there is no place {other}", meant(other, entries)
    if _lies_in_itself(name, entries):
        yield f"{name}.parent: {name} lies in itself", ""


def _lies_in_itself(name: str, entries: Mapping[str, Any]) -> bool:
    passed: set[str] = set()
    step: Any = name
    while isinstance(step, str) and step not in passed and isinstance(entries.get(step), dict):
        passed.add(step)
        step = entries[step].get("parent")
        if step == name:
            return True
    return False

"""The places that rules belong to and people name: `Place` and what is known of each.

They come from ``registry/jurisdictions.yaml`` and, beside it, from ``jurisdictions.yaml`` in the overlay folder, so that a further
city needs no code. The list is read once a process, because OpenFisca stores a place as its number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.words import Words

LEVELS = ("national", "province", "city", "zone", "housing_zone", "pool", "outside")


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


def _read() -> dict[str, Jurisdiction]:
    raw: dict[str, dict[str, Any]] = dict(yamls.read(paths.REGISTRY / "jurisdictions.yaml"))
    overlay = paths.overlay()
    if overlay is not None and (overlay / "jurisdictions.yaml").is_file():
        raw |= yamls.read(overlay / "jurisdictions.yaml")
    found = {}
    for name, facts in raw.items():
        rest = {key: value for key, value in facts.items() if key not in ("zh", "en")}
        found[name] = Jurisdiction(name=name, words=Words(facts["zh"], facts["en"]), **rest)
    return found


JURISDICTIONS: dict[str, Jurisdiction] = _read()
SHIPPED = frozenset(yamls.read(paths.REGISTRY / "jurisdictions.yaml"))
"""The places that come with the package; an overlay may add others."""

Place = Enum("Place", {"unknown": "未知", **{name: place.words.zh for name, place in JURISDICTIONS.items()}})
"""Every place as an OpenFisca enumeration; ``unknown`` is number 0."""

NAMES: tuple[str, ...] = tuple(place.name for place in Place)
_INDEX = {name: index for index, name in enumerate(NAMES)}


def index(name: str) -> int:
    """The number of a place."""
    return _INDEX[name]


@lru_cache(maxsize=1024)
def chain(name: str) -> tuple[str, ...]:
    """The place and every place above it, nearest first: where a rule is looked up."""
    steps: list[str] = []
    step: str | None = name
    while step is not None and step in JURISDICTIONS:
        steps.append(step)
        step = JURISDICTIONS[step].parent
    return tuple(steps)


@lru_cache(maxsize=1024)
def below(name: str) -> tuple[str, ...]:
    """The places whose rules are looked up at ``name`` too, itself first."""
    return tuple(place for place in JURISDICTIONS if name in chain(place))


def office(place: str, domain: str) -> str:
    """Whom to ask about a domain at a place: its own office, or that of the nearest place above."""
    for step in chain(place):
        if domain in JURISDICTIONS[step].offices:
            return JURISDICTIONS[step].offices[domain]
    return JURISDICTIONS[place].words.zh if place in JURISDICTIONS else "当地主管部门"


PARENT = np.array([0] + [index(p.parent) if p.parent else 0 for p in JURISDICTIONS.values()])
BESIDE = np.array([0] + [index(p.beside) if p.beside else 0 for p in JURISDICTIONS.values()])

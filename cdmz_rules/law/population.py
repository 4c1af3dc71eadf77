"""How many people live where: the weights of `rule: population_weighted`, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law.schema import Day, PlaceName, Strict, names
from cdmz_rules.places import Places

FILE = "population.yaml"


class Count(Strict):
    """Permanent residents (常住人口) of a place on a day.

    Attributes:
        value: Persons.
        evidence: How it is known.
        source: The document in the register.
        note: A remark for the reader.
    """

    value: int = Field(gt=0)
    evidence: Literal["official", "reported", "recalled"]
    source: str
    note: str | None = None


Population = Mapping[str, Mapping[str, Count]]
"""By place and day of the count."""


def read(data: Any, places: Places, file: Path) -> Population:
    """The counts of a file's content, for some of the places.

    Raises:
        LawFileError: if it does not fit.
    """
    try:
        return TypeAdapter(dict[PlaceName, dict[Day, Count]]).validate_python(data or {}, context=names(places))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise LawFileError([LawProblem(file, 1, fault) for fault in faults]) from error


def load(registry: Path, places: Places, overlay: Path | None = None) -> Population:
    """The counts of a register, with those of an overlay folder: of a place that both count, the overlay's stand."""
    counts = read(yamls.read(registry / FILE), places, registry / FILE)
    if overlay is None or not (overlay / FILE).is_file():
        return counts
    return {**counts, **read(yamls.read(overlay / FILE), places, overlay / FILE)}


def on(population: Population, place: str, day: date) -> int | None:
    """The last count of a place up to a day; None if there is none."""
    counts = population.get(place, {})
    days = [counted for counted in counts if counted <= day.isoformat()]
    return counts[max(days)].value if days else None

"""The population in the forms that others take it in: persons and households, cases, OpenFisca's situations, an Arrow table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.book import BOOK
from benchmarks.names import DAY, OUTPUTS, SPOUSE, Array, Columns
from benchmarks.population import Population

ROLES = ("applicant", "spouse")


@dataclass(frozen=True)
class Rows:
    """Persons and households, as OpenFisca holds them; the applicant stands before the spouse.

    Attributes:
        household_of: The household of each person.
        role_of: The role of each person, by its number in `ROLES`.
        person: Persons' inputs.
        household: Households' inputs.
    """

    household_of: npt.NDArray[np.intp]
    role_of: npt.NDArray[np.uint8]
    person: Columns
    household: Columns


def inputs(columns: Columns, role: str | None) -> dict[str, Array]:
    """The inputs of a role, or of the household, by name."""
    if role is None:
        return {name: array for name, array in columns.items() if "." not in name and name != SPOUSE}
    start = f"{role}."
    return {name.removeprefix(start): array for name, array in columns.items() if name.startswith(start)}


def rows(population: Population) -> Rows:
    """Persons and households of a population. Of whom an input is not asked, its example is given: nothing depends on it."""
    columns = population.columns
    sizes = 1 + columns[SPOUSE].astype(np.intp)
    household_of = np.repeat(np.arange(population.count), sizes)
    applicant = np.cumsum(sizes) - sizes
    spouse = applicant[columns[SPOUSE]] + 1
    role_of = np.zeros(len(household_of), np.uint8)
    role_of[spouse] = 1
    asked = inputs(columns, "spouse")
    person: Columns = {}
    for name, array in inputs(columns, "applicant").items():
        person[name] = np.full(len(household_of), _example(name), array.dtype)
        person[name][applicant] = array
        if name in asked:
            person[name][spouse] = asked[name][columns[SPOUSE]]
    return Rows(household_of, role_of, person, inputs(columns, None))


def _example(name: str) -> Any:
    example = BOOK.catalogue.facts(name).example
    return options(BOOK.system, name)[example].index if isinstance(example, str) else example


def options(rules: Any, name: str) -> Any:
    """The enumeration of a variable of a system; None if it has none."""
    return getattr(rules.variables.get(name), "possible_values", None)


def cases(population: Population, chosen: Sequence[int]) -> list[dict[str, Any]]:
    """Households as cases for ``decide``, every input given."""
    found = []
    for row in chosen:
        members = [{"role": role, **_plain(population, row, role)} for role in _present(population, row)]
        found.append({"members": members, **_plain(population, row, None)})
    return found


def situations(population: Population, chosen: Sequence[int]) -> list[dict[str, Any]]:
    """The same households as OpenFisca's web API and `SimulationBuilder.build_from_entities` take them.

    The outputs are asked for. An input of which the spouse is not asked has its example.
    """
    day = DAY.isoformat()
    found = []
    for row in chosen:
        present = _present(population, row)
        persons = {role: _dated(_plain(population, row, role), day) for role in present}
        if "spouse" in persons:
            persons["spouse"] = {**_dated(_examples(population), day), **persons["spouse"]}
        household = {**_dated(_plain(population, row, None), day), **{name: {day: None} for name in OUTPUTS}}
        household |= {role: [role] for role in present}
        found.append({"persons": persons, "households": {"h": household}})
    return found


def _present(population: Population, row: int) -> tuple[str, ...]:
    return ROLES if population.columns[SPOUSE][row] else ROLES[:1]


def _plain(population: Population, row: int, role: str | None) -> dict[str, Any]:
    return {name: _written(name, array[row]) for name, array in inputs(population.columns, role).items()}


def _examples(population: Population) -> dict[str, Any]:
    return {name: _written(name, np.asarray(_example(name))) for name in inputs(population.columns, "applicant")}


def _dated(plain: dict[str, Any], day: str) -> dict[str, Any]:
    forever = {name for name in plain if BOOK.catalogue.variables[name].definition_period == "eternity"}
    return {name: {"ETERNITY" if name in forever else day: value} for name, value in plain.items()}


def _written(name: str, value: Any) -> Any:
    """A value as JSON has it."""
    enum = options(BOOK.system, name)
    if enum is not None:
        return list(enum)[int(value)].name
    return str(value) if value.dtype.kind in "MO" else value.item()


def arrow(population: Population) -> Any:
    """The population as an Arrow table in wide form, enumerations as dictionaries of their names; nothing of a spouse who is not."""
    import pyarrow

    return pyarrow.table(dict(_arrow_columns(population.columns)))


def _arrow_columns(columns: Columns) -> Iterator[tuple[str, Any]]:
    import pyarrow

    for name, array in columns.items():
        enum = options(BOOK.system, name.rpartition(".")[2])
        values = pyarrow.array(array, mask=~columns[SPOUSE] if name.startswith(f"{SPOUSE}.") else None)
        if enum is not None:
            values = pyarrow.DictionaryArray.from_arrays(values, pyarrow.array([member.name for member in enum]))
        yield name, values

"""Boundaries: every line of the law, in every place and version, one unit below it, on it, and one unit above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation

from cdmz_rules import Rulebook
from cdmz_rules.law.item import Item, State
from cdmz_rules.law.schema import UNITS
from cdmz_rules.model.context import Context
from cdmz_rules.rulebook.catalogue import Catalogue

PERIOD = period_of("2026-01-01")
MEMBER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Row:
    """One comparison: a value held against a line.

    Attributes:
        item: The line.
        place: Whose line.
        day: The day on which the version was selected.
        chosen: For a line by member, the member of each enumeration.
        value: The value held against it.
        holds: Whether it holds, by the sign written in the law and decimal arithmetic.
    """

    item: Item
    place: str
    day: date
    chosen: Mapping[str, str]
    value: Decimal
    holds: bool


def conditions(catalogue: Catalogue) -> list[str]:
    """The clauses that hold a variable against a line."""
    return sorted(name for name in catalogue.variables if catalogue.facts(name).compares)


def lines(rulebook: Rulebook, condition: str) -> dict[str, tuple[Item, dict[str, str]]]:
    """The items that a clause compares with, and the members that select each."""
    law, compared = rulebook.law, rulebook.catalogue.facts(condition).compares
    assert compared is not None
    path = re.compile(MEMBER.sub(lambda match: f"(?P<{match.group(1)}>[^.]+)", compared[1].replace(".", r"\.")))
    matches = {name: path.fullmatch(name) for name in law}
    return {name: (law[name], match.groupdict()) for name, match in matches.items() if match}


def rows(rulebook: Rulebook, condition: str) -> Iterator[Row]:
    """The comparisons of a clause, in every place and version."""
    for item, chosen in lines(rulebook, condition).values():
        for place in rulebook.places:
            for start, last, cell in versions(item, place):
                if cell.state is not State.KNOWN:
                    continue
                line = Decimal(str(cell.value))
                unit = Decimal(1).scaleb(-int(UNITS[item.unit]["decimals"]))
                for day in {start, last}:
                    for value in (line - unit, line, line + unit):
                        yield Row(item, place, day, chosen, value, _holds(value, item.comparison, line))


def versions(item: Item, place: str) -> Iterator[tuple[date, date, Any]]:
    """The versions of an item in a place: first day, last day, cell."""
    timeline = item.timeline(place)
    for position, (start, cell) in enumerate(timeline):
        follows = timeline[position + 1][0] if position + 1 < len(timeline) else date(2100, 1, 1)
        yield start, max(start, follows - timedelta(days=1)), cell


def _holds(value: Decimal, comparison: str | None, line: Decimal) -> bool:
    return {"<=": value <= line, "<": value < line, ">=": value >= line, ">": value > line}[str(comparison)]


def run(rulebook: Rulebook, condition: str, tried: list[Row]) -> list[bool]:
    """What a clause's own formula says of each row: only the value, the line and what selects the line are given."""
    declared = rulebook.catalogue.facts(condition)
    assert declared.compares is not None
    inputs: dict[str, list[Any]] = {declared.compares[0]: [float(row.value) for row in tried]}
    if declared.applies:
        inputs[declared.applies] = [True] * len(tried)
    items = [row.item for row in tried]
    for governed in {str(item.governed_by) for item in items}:
        inputs[governed] = [rulebook.places.index(row.place) for row in tried]
    for anchor in {item.date_anchor for item in items}:
        inputs[f"{anchor}_date"] = [np.datetime64(row.day, "D") for row in tried]
    for member in tried[0].chosen:
        codes = rulebook.catalogue.codes(member)
        inputs[member] = [codes[row.chosen[member]] for row in tried]
    simulation = _households(rulebook, len(tried))
    simulation.cdmz_context = Context(rulebook.law)
    for name, values in inputs.items():
        simulation.set_input(name, PERIOD, np.array(values))
    return [bool(value) for value in simulation.calculate(condition, PERIOD)]


def mistakes(rulebook: Rulebook, condition: str, tried: list[Row]) -> list[str]:
    """The rows of which a clause says something else than the text of the law."""
    answers = run(rulebook, condition, tried) if tried else []
    return [
        f"{row.item.path} {row.place} {row.day}: {row.value} {row.item.comparison} line"
        for row, holds in zip(tried, answers, strict=True)
        if holds != row.holds
    ]


def compared(rulebook: Rulebook) -> set[str]:
    """The lines that some clause compares with."""
    return {path for condition in conditions(rulebook.catalogue) for path in lines(rulebook, condition)}


def _households(rulebook: Rulebook, count: int) -> Simulation:
    """So many households of one person each."""
    populations = rulebook.system.instantiate_entities()
    for population in populations.values():
        population.count, population.ids = count, range(count)
    households = populations["household"]
    households.members_entity_id = np.arange(count)
    households.members_role = np.array([households.entity.flattened_roles[0]] * count, object)
    return Simulation(rulebook.system, populations)

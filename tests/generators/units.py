"""Units through the traced graph: the law is clean, and with another unit each figure and each input would be refused somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openfisca_core.indexed_enums import Enum

from cdmz_rules import Rulebook
from cdmz_rules.law.law import Law
from cdmz_rules.plan import units
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace, trace
from cdmz_rules.plan.units import named
from cdmz_rules.plan.units.inference import infer

DAY = date(2026, 10, 15)


def of_households(rulebook: Rulebook) -> list[str]:
    """The variables of the household."""
    return [name for name, variable in rulebook.catalogue.variables.items() if not variable.entity.is_person]


def traced(rulebook: Rulebook, names: Sequence[str], system: Any = None) -> Trace:
    """The graph of some variables, of the rulebook's system or of another."""
    return trace(system or rulebook.system, rulebook.law, DAY, rulebook.catalogue.roles, names)


def of_benefits(rulebook: Rulebook) -> list[Trace]:
    """The graph of each benefit."""
    return [traced(rulebook, rulebook.benefit(benefit).outputs) for benefit in rulebook.benefits]


def check_declared(rulebook: Rulebook) -> None:
    """Every variable has a unit, and it is the declared one."""
    variables = rulebook.catalogue.variables
    written = {name for name, variable in variables.items() if variable.formulas}
    inferred = units.units_of(traced(rulebook, sorted(written & set(of_households(rulebook)))))
    assert set(inferred) == written
    for name, unit in inferred.items():
        variable = variables[name]
        if variable.value_type is float:
            assert unit == named(variable.unit), name
        else:
            assert str(unit) == {bool: "boolean", date: "date", Enum: "choice"}[variable.value_type], name


def _refused(graph: Trace) -> bool:
    inference = infer(graph)
    return bool(inference.clashes or inference.wrong)


def figures_held(rulebook: Rulebook) -> dict[str, bool]:
    """The figures that formulas look up, and whether each would be refused somewhere with another unit."""
    law, held = rulebook.law, {}
    for graph in of_benefits(rulebook):
        for path, choices in {look.path: look.choices for look in graph.looks if not held.get(look.path)}.items():
            grid = law.grid(path, [{name: values} for name, values in choices])
            if grid.item.kind == "number":
                unit = "stars" if grid.item.unit == "points" else "points"
                changed = {one: replace(law[one], unit=unit) for one in grid.paths}
                held[path] = _refused(replace(graph, law=law.with_items(changed, "mistaken")))
    return held


def inputs_held(rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """The numbers that are asked, and whether each would be refused somewhere with another unit."""
    held: dict[str, bool] = {}
    for graph in of_benefits(rulebook):
        for variable in {asked.name: rulebook.catalogue.variables[asked.name] for asked in graph.asked}.values():
            if variable.value_type is float and not held.get(variable.name):
                with monkeypatch.context() as patch:
                    patch.setattr(variable, "unit", "stars" if variable.unit == "points" else "points")
                    held[variable.name] = _refused(graph)
    return held


def unproven(held: dict[str, bool]) -> set[str]:
    """What no formula holds to its unit."""
    return {name for name, holds in held.items() if not holds}


def excused(rulebook: Rulebook) -> set[str]:
    """The variables of which a unit counts as another."""
    return {name for name in rulebook.catalogue.variables if rulebook.catalogue.facts(name).counts_as}


def of_another_unit(law: Law, path: str, unit: str) -> Law:
    """The law with another unit of an item, or of all items of a path by member."""
    folder = path.partition("{")[0]
    mistaken = {
        one: replace(law[one], unit=unit) for one in law if one == path or (folder != path and one.startswith(folder))
    }
    assert mistaken
    return law.with_items(mistaken, "mistaken")


def check_order_of_steps(graphs: Iterable[Trace]) -> None:
    """Steps stand in the graph after what they need: what the inference goes by."""
    for graph in graphs:
        place = {id(step): number for number, step in enumerate(graph.graph.symbols)}
        for step in graph.graph.symbols:
            assert all(place[id(arg)] < place[id(step)] for arg in step.args if isinstance(arg, Symbol))

"""Running formulas once on symbols: what they do to the arrays becomes a graph.

A household is traced with a fixed list of places for members (applicant, spouse, …), so that everything in the graph is one value a
household: a member's value is a column of its own, a sum over members a sum of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import period as period_of

from cdmz_rules import collector
from cdmz_rules.errors import LawFileError, LawProblem, meant
from cdmz_rules.law.law import Law
from cdmz_rules.model import lookup
from cdmz_rules.model.money import round_money
from cdmz_rules.model.variable import dtype_of, facts
from cdmz_rules.plan.population import Household, Person
from cdmz_rules.plan.symbols import Graph, Members, Symbol, Untraceable, constant_truth, sample_of


class FormulaError(LawFileError):
    """A formula cannot be planned: where it stands, and why."""

    def __init__(self, formula: Any, message: str, mend: str = "") -> None:
        code = formula.__code__
        super().__init__([LawProblem(Path(code.co_filename), code.co_firstlineno, message, mend)])


class Asked(NamedTuple):
    """An input as a plan reads it: its name, and of a person the place among the members."""

    name: str
    place: int | None


class Look(NamedTuple):
    """A look-up of a plan.

    Attributes:
        variable: Which variable looks up.
        path: What it looks up.
        choices: The members of the path, each with the names of its values.
        ends: What stands where the item is not in force, if that is one figure for all.
        dated: Whether each row has a day of its own.
    """

    variable: str
    path: str
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    ends: float | None
    dated: bool


class _Period:
    """Stands for the period of a traced formula, which must not depend on it but through the day decided for."""

    def __init__(self, day: date) -> None:
        self.of = period_of(day.isoformat())

    @property
    def start(self) -> Any:
        raise Untraceable("a formula must not read its period: use the day decided for (`application_date`)")


@dataclass(eq=False)
class Trace:
    """The formulas of one day, traced for households of certain members.

    Attributes:
        system: OpenFisca's system.
        law: A law of the shape for which it holds.
        day: A day on which these formulas are in force.
        roles: The role of each member's place; a household may lack any but one with the first role.
        values: Every variable traced, by name and place, in the order in which it was finished.
        asked: The inputs read.
        looks: The look-ups done.
        since: The first day on which the same formulas are in force.
        until: The first day on which they are no longer; None if there is none.
    """

    system: Any
    law: Law
    day: date
    roles: tuple[str, ...]
    graph: Graph = field(default_factory=Graph)
    values: dict[tuple[str, int | None], Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    since: date = date.min
    until: date | None = None
    _stack: list[tuple[str, int | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tracing = self
        self.tax_benefit_system = self.system
        self.period = _Period(self.day)
        first_role = self.system.group_entities[0].flattened_roles[0].key
        self.first_place = self.roles.index(first_role) if first_role in self.roles else None
        self.household = Household(self)
        self.persons = [Person(self, place) for place in range(len(self.roles))]

    def variable(self, name: str, place: int | None = None) -> Any:
        """A variable of the household, or of the member at a place."""
        key = (name, place)
        if key not in self.values:
            self.values[key] = self._computed(name, place)
        return self.values[key]

    def _computed(self, name: str, place: int | None) -> Any:
        variable = self.system.variables.get(name)
        if variable is None:
            raise Untraceable(f"there is no variable {name}", meant(name, self.system.variables))
        if variable.entity.is_person is (place is None):
            raise Untraceable(f"{name} is a variable of a {variable.entity.key}, but is read of the other")
        formula = self._formula(variable)
        if (name, place) in self._stack:
            raise FormulaError(formula, f"{name} is defined by itself")
        self._stack.append((name, place))
        try:
            result = formula(self.household if place is None else self.persons[place], self.period)
            result = _stored(variable, result)
        except Untraceable as error:
            raise FormulaError(formula, f"{name}: {error}", error.mend) from error
        except LawFileError:
            raise  # it names the formula in which it came up
        except Exception as error:
            raise FormulaError(formula, f"{name}: {type(error).__name__}: {error}") from error
        finally:
            self._stack.pop()
        underived = isinstance(result, Symbol) and result.op == "input" and self.asked[result.extra] == (name, place)
        if facts(variable).kind == "input" and not underived:
            number = self._number(Asked(name, place))
            return self.graph.add("given", [result], np.zeros(1, dtype_of(variable)), number)
        return result

    def to_the_fen(self, name: str) -> Any:
        """A variable of the household as an answer gives it: money rounded to the fen, anything else as it is."""
        value = self.variable(name)
        money = str(self.system.variables[name].unit).startswith("CNY")
        return round_money(value) if money and isinstance(value, Symbol) else value

    def _formula(self, variable: Any) -> Callable[..., Any]:
        formula = variable.get_formula(self.period.of)
        if formula is None:
            raise Untraceable(f"{variable.name} has no formula on {self.day}")
        for start in variable.formulas:
            first = date.fromisoformat(start)
            if first <= self.day:
                self.since = max(self.since, first)
            elif self.until is None or first < self.until:
                self.until = first
        return formula  # type: ignore[no-any-return]

    def _number(self, asked: Asked) -> int:
        if asked not in self.asked:
            self.asked.append(asked)
        return self.asked.index(asked)

    def ask(self, variable: Any, population: Any) -> Symbol:
        """An input; see `cdmz_rules.model.context.Tracing`."""
        number = self._number(Asked(variable.name, getattr(population, "place", None)))
        return self.graph.add("input", [], np.zeros(1, dtype_of(variable)), number)

    def decided_day(self) -> Symbol:
        """The day decided for."""
        return self.graph.add("day", [], np.zeros(1, "datetime64[D]"))

    def where_any(self, applies: Any, body: Callable[[], Any], otherwise: Any) -> Any:
        """A part computed only if it applies to any row."""
        always = constant_truth(applies)
        if always is not None:
            return body() if always else np.atleast_1d(np.asarray(otherwise))
        inner = body()
        return self.graph.add("part", [applies, inner, np.atleast_1d(np.asarray(otherwise))], sample_of(inner))

    def look_up(self, population: Any, path: str, where: Any, otherwise: Any, place: Any, listed: Any) -> Any:
        """A look-up of the law."""
        choices = lookup.choices(population, path)
        try:
            item = self.law.grid(path, choices).item
        except ValueError as error:
            raise Untraceable(str(error)) from error
        sample = np.zeros(1, bool if item.kind in ("boolean", "places") else np.float64)
        instead = otherwise if isinstance(otherwise, Symbol) else np.full(1, otherwise or 0, sample.dtype)
        applies = constant_truth(where)
        if applies is False:
            return instead
        index, days = lookup.keys(population, self.period, item, path, place)
        dated = None if isinstance(days, Symbol) and days.op == "day" else days
        members = tuple(entry for member in choices for entry in member.items())
        ends = None if otherwise is None or isinstance(otherwise, Symbol) else float(otherwise)
        self.looks.append(Look(self._stack[-1][0], path, members, ends, dated is not None))
        args = [True if applies else where, index, dated, listed, instead, otherwise is not None]
        return self.graph.add("look", args, sample, len(self.looks) - 1)


def _stored(variable: Any, value: Any) -> Any:
    """A formula's result as the variable stores it."""
    if value is None:
        raise Untraceable("the formula returns nothing", "")
    if isinstance(value, Symbol):
        return value.astype(dtype_of(variable))
    if isinstance(value, Members):
        raise Untraceable("the formula gives a value for each member: sum them up, or take one")
    if isinstance(value, Enum):
        value = value.index
    return np.asarray(value).astype(dtype_of(variable)).reshape(1)


def trace(system: Any, law: Law, day: date, roles: Sequence[str], outputs: Sequence[str]) -> Trace:
    """Trace some variables of a household, and all that they need.

    Raises:
        FormulaError: with the place, if a formula does what cannot be traced.
    """
    traced = Trace(system, law, day, tuple(roles))
    with collector.paused(), np.errstate(all="ignore"):  # samples are zeros, and a formula may divide by them
        for name in outputs:
            traced.variable(name)
    return traced

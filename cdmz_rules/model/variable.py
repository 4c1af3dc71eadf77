"""The base of every variable: what OpenFisca wants of a class, and what we say of it beside.

openfisca-core refuses class attributes that it does not know and does not inherit those it knows. `Rule` copies the shared ones to each
class and lifts ours out into ``Facts``, where the engine finds them: ``facts(variable)``.
"""

from __future__ import annotations

import datetime
import inspect
import linecache
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from cdmz_rules.errors import InputMissing
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.model import context
from cdmz_rules.model.entities import Household
from cdmz_rules.model.never import Never

VARIABLES = "variables"
"""The name of the folder of formulas."""
SHARED = ("value_type", "entity", "definition_period", "default_value", "possible_values", "unit")


@dataclass(frozen=True)
class Alias:
    """Another way to give a day, as of the day decided for: an age instead of a date of birth.

    Attributes:
        name: The name under which it is given.
        words: What it is.
        most: The most that is accepted.
        months: How many months one of it is.
    """

    name: str
    words: str
    most: int
    months: int


@dataclass(frozen=True)
class Facts:
    """What we say of a variable beyond what OpenFisca knows.

    Attributes:
        kind: input, day, fact, step, limit, condition, all_of or benefit.
        words: For a step, its formula in words.
        favours: For an input, whether a higher or lower value widens eligibility or raises the amount; for an amount, ``lower`` if it
            is what the others leave.
        bounds: For an input, the least and greatest value accepted.
        example: For an input, a value to show.
        presumed: For an input, what holds unless somebody reports otherwise; every answer says so.
        roles: For a person's input, of whom it is asked.
        about: For an input, what it is for.
        rare: For an input, whether it matters only in rare cases; unless said, what is presumed or derived does.
        alias: For a date, another way to give it.
        identity: For a person's input that an identity number says, what it is of it: ``birth`` or ``sex``.
        future: For a date, whether it may lie after the day decided for.
        levels: For a place, which levels can be named.
        never: For an input, what can never be of it; see `cdmz_rules.model.never`.
        compares: For a condition, the variable held against the line, and the line.
        holds: For a condition, the variable that is true if it holds.
        requires: For a condition, the item of the law that must say yes.
        applies: For a condition, the variable that is true where the clause applies.
        paper: For a condition, which paper proves it.
        discretion: For a condition, whether the office decides where it does not hold.
        of: For all_of and limit, the variables it joins.
        counts_as: A unit that its formula puts together with another though they differ, that other, and why: the one counts as the other.
        within: For an amount that falls as another rises, the variable that it never exceeds: that bounds it where much is unknown.
        eligible: For a benefit, the variable that says whether one is entitled.
        examples: For a benefit, its inputs for which it shows another value, with that value.
        reports: For a benefit, the further amounts that an answer gives.
        payer: For a benefit, the variable that names the place whose office pays.
        office: For a benefit, whose offices pay: a key of the register of jurisdictions, if not that of its domain.
        payee: For a benefit, who is paid.
        flow: For a benefit, what its money is to the household: ``received`` (or not to be paid, as rent), ``lent``, its ``own`` that is
            paid out to it, ``owed`` by it, or paid to ``others``, such as the institution that cares for it.
        in_all: For a benefit of which an answer reports what comes with it, the report that holds all of it.
        not_encoded: For a benefit, what its rules hold that is not encoded.
    """

    kind: str = "fact"
    words: str | None = None
    favours: str = "none"
    bounds: tuple[Any, Any] = (None, None)
    example: Any = None
    presumed: Any = None
    roles: tuple[str, ...] | None = None
    about: str | None = None
    rare: bool | None = None
    alias: Alias | None = None
    identity: str | None = None
    future: bool = False
    levels: tuple[str, ...] | None = None
    never: tuple[Never, ...] = ()
    compares: tuple[str, str] | None = None
    holds: str | None = None
    requires: str | None = None
    applies: str | None = None
    paper: str | None = None
    discretion: bool = False
    of: tuple[str, ...] = ()
    counts_as: tuple[str, str, str] | None = None
    within: str | None = None
    eligible: str | None = None
    examples: tuple[tuple[str, Any], ...] = ()
    reports: tuple[str, ...] = ()
    payer: str | None = None
    office: str | None = None
    payee: str | None = None
    flow: str = "received"
    in_all: str | None = None
    not_encoded: tuple[str, ...] = field(default=())


OURS = frozenset(fact.name for fact in fields(Facts))


class Rule(Variable):  # type: ignore[misc]
    """The base of every variable. Money and counts are float64, not OpenFisca's float32."""

    __facts__: ClassVar[Facts] = Facts()
    label: ClassVar[str | None]

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Copy the shared attributes down, lift ours out, and derive the formula where the declaration gives one."""
        super().__init_subclass__(**kwargs)
        declared = {name: cls.__dict__[name] for name in OURS if name in cls.__dict__}
        for name in declared:
            delattr(cls, name)
        if isinstance(declared.get("never"), Never):
            declared["never"] = (declared["never"],)
        cls.__facts__ = replace(cls.__facts__, **declared)
        for name in SHARED:
            if name not in cls.__dict__ and getattr(cls, name, None) is not None:
                setattr(cls, name, getattr(cls, name))
        formula = cls._derive()
        if formula is not None and not any(name.startswith("formula") for name in cls.__dict__):
            cls.formula = formula
        if cls.__doc__ and "documentation" not in cls.__dict__:
            cls.documentation = cls.__doc__

    @classmethod
    def _derive(cls) -> Callable[..., Any] | None:
        return None

    def __init__(self, baseline_variable: Variable | None = None) -> None:
        super().__init__(baseline_variable)
        if self.value_type is float:
            self.dtype = np.float64

    @classmethod
    def source_file(cls) -> str:
        """The file that declares this variable, from its folder ``variables`` on, as OpenFisca's web API links to it."""
        file = Path(inspect.getfile(cls))
        below = [folder for folder in file.parents if folder.name == VARIABLES]
        return f"/{file.relative_to(below[0].parent).as_posix()}" if below else str(file)

    @classmethod
    def get_introspection_data(cls) -> tuple[str, str, int]:
        """File, source and first line of the declaration, for OpenFisca's web API."""
        lines = linecache.getlines(inspect.getfile(cls))
        first = next(number for number, line in enumerate(lines) if line.startswith(f"class {cls.__name__}("))
        return cls.source_file(), "".join(inspect.getblock(lines[first:])), first


class Fact(Rule):
    """Something derived that needs no line of its own in an answer."""

    value_type = float
    entity = Household
    definition_period = DateUnit.DAY


class YesNo(Fact):
    """A derived fact that holds or does not."""

    value_type = bool


class Step(Fact):
    """An amount a clerk would write down: label, formula in words, value."""

    kind = "step"
    unit = "CNY"


class Limit(Step):
    """The least of several limits; the answer names the one that binds."""

    kind = "limit"

    @classmethod
    def _derive(cls) -> Callable[..., Any] | None:
        names = cls.__facts__.of

        def formula(population: Any, period: Any) -> Any:
            return reduce(np.minimum, [population(name, period) for name in names])

        return formula if names else None


class Input(Rule):
    """Something a person is asked. If nobody gives it, no default stands in: see `context.StandIns`."""

    definition_period = DateUnit.DAY
    entity = Household
    kind = "input"

    @classmethod
    def _derive(cls) -> Callable[..., Any] | None:
        def formula(population: Any, period: Any) -> Any:
            variable = population.simulation.tax_benefit_system.variables[cls.__name__]
            traced = context.tracing(population)
            if traced is not None:
                return traced.ask(variable, population)
            stand_ins = context.of(population).stand_ins
            if stand_ins is None:
                raise InputMissing(cls.__name__)
            return stand_ins.input(variable, population)

        return formula


class NumberInput(Input):
    """A number; its default is NaN, which no comparison takes for zero."""

    value_type = float
    default_value = float("nan")
    unit = "count"
    bounds = (0, 1000)


class MoneyInput(NumberInput):
    """Yuan, exact to the fen."""

    unit = "CNY"
    bounds = (0, 1_000_000_000)


class YesNoInput(Input):
    """Yes or no; nobody's silence is a no."""

    value_type = bool
    unit = "boolean"
    bounds = (False, True)


class DateInput(Input):
    """A day. Day one of year one means unknown or never."""

    value_type = datetime.date
    default_value = datetime.date.min
    unit = "date"
    bounds = (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


class DecidedDay(Rule):
    """The day decided for: the day of the run, unless given row by row."""

    value_type = datetime.date
    entity = Household
    definition_period = DateUnit.DAY
    default_value = datetime.date.min
    kind = "day"

    @classmethod
    def _derive(cls) -> Callable[..., Any] | None:
        def formula(population: Any, period: Any) -> Any:
            traced = context.tracing(population)
            if traced is not None:
                return traced.decided_day()
            return np.full(population.count, str(period.start), "datetime64[D]")

        return formula


class ChoiceInput(Input):
    """One of several; the member ``unknown`` is what is stored until somebody chooses."""

    value_type = Enum
    unit = "choice"


def facts(variable: Variable) -> Facts:
    """What we say of a variable."""
    declared = getattr(variable, "__facts__", None)
    return declared if isinstance(declared, Facts) else Facts()


def dtype_of(variable: Variable) -> np.dtype[Any]:
    """The type of a variable's values; an enumeration's are its numbers."""
    return np.dtype(np.uint8 if variable.value_type is Enum else variable.dtype)


def label(variable: Variable) -> Words:
    """The name of a variable in both languages."""
    return both(variable.label or variable.name)

"""The unit of every step of a trace, from what inputs and items of the law declare."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from openfisca_core.indexed_enums import Enum
from openfisca_core.variables import Variable

from cdmz_rules.law.schema import UNITS
from cdmz_rules.model.variable import facts
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace
from cdmz_rules.plan.units import operations
from cdmz_rules.plan.units.formulas import Formulas
from cdmz_rules.plan.units.measure import YES_OR_NO, Literal, Measure, of_constant
from cdmz_rules.plan.units.operations import LOOK, Refused, Unreadable
from cdmz_rules.plan.units.unit import CHOICE, DATE, TRUTH, Unit, named

KINDS = {bool: TRUTH, datetime.date: DATE, Enum: CHOICE}
"""By type of value, the unit of what is no number."""


def declared(variable: Variable) -> Unit | None:
    """The unit that a variable declares; None of a number that declares none, or one that the register does not have."""
    kind = KINDS.get(variable.value_type)
    return named(variable.unit) if kind is None and variable.unit in UNITS else kind


@dataclass(frozen=True)
class Clash:
    """An operation that was refused, or of which nothing is known.

    Attributes:
        step: The operation.
        why: What is wrong with it.
    """

    step: Symbol
    why: Refused | Unreadable


@dataclass(frozen=True)
class Wrong:
    """A variable whose formula gives another unit than the declared one.

    Attributes:
        variable: Which.
        inferred: What its formula gives.
    """

    variable: str
    inferred: Unit | Literal


@dataclass(frozen=True)
class Inference:
    """What is known of the units of a trace.

    Attributes:
        formulas: The formulas of the trace.
        clashes: The operations that do not go together.
        wrong: The variables that declare another unit.
        excused: The variables whose `counts_as` excused an operation.
    """

    formulas: Formulas
    clashes: list[Clash] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    excused: set[str] = field(default_factory=set)
    _measures: dict[int, Measure] = field(default_factory=dict)

    @property
    def trace(self) -> Trace:
        """The trace."""
        return self.formulas.trace

    def measure(self, value: Any) -> Measure:
        """The measure of a step that was gone through, or of what a formula writes down."""
        return self._measures[id(value)] if isinstance(value, Symbol) else of_constant(value)

    def unit(self, name: str, value: Any) -> Unit | None:
        """The unit of a variable that has this value; None if something before it is wrong."""
        unit, declares = self.measure(value), declared(self.trace.system.variables[name])
        if isinstance(unit, Literal):
            return declares if declares is not None and unit.fits(declares) else None
        return unit

    def go_through(self, step: Symbol) -> None:
        """Infer a step whose arguments are inferred, and hold the variables whose value it is to what they declare."""
        try:
            unit = self._infer(step)
        except Refused as refused:
            unit = self._excused(step, refused) or self._note_clash(step, refused)
        except Unreadable as unreadable:
            unit = self._note_clash(step, unreadable)
        fits = [self.declares(name, unit) for name in self.formulas.valued(step)]
        self._measures[id(step)] = unit if all(fits) else None

    def _infer(self, step: Symbol) -> Measure:
        if step.op == "input":
            unit = declared(self.trace.system.variables[self.trace.asked[step.extra].name])
            return YES_OR_NO if unit == TRUTH else unit
        if step.op == "day":
            return DATE
        if step.op == "look":
            return self._of_look_up(step)
        return operations.of(step, [self.measure(arg) for arg in step.args])

    def _of_look_up(self, step: Symbol) -> Measure:
        look = self.trace.looks[step.extra]
        item = self.trace.law.grid(look.path, [{name: values} for name, values in look.choices]).item
        if item.kind in ("boolean", "places"):
            return YES_OR_NO
        unit, instead, stands = named(item.unit), step.args[4], step.args[5]
        if stands:
            operations.needed(LOOK, instead, self.measure(instead), unit)
        return unit

    def _note_clash(self, step: Symbol, why: Refused | Unreadable) -> Measure:
        self.clashes.append(Clash(step, why))
        return YES_OR_NO if step.dtype == bool else None

    def _excused(self, step: Symbol, refused: Refused) -> Measure:
        """The unit as which another counts here, if every formula that does this says so; None if one does not."""
        holding = self.formulas.holding(step)
        excuses = {facts(self.trace.system.variables[name]).counts_as for name in holding}
        only = excuses.pop() if len(excuses) == 1 else None
        units = [named(name) for name in only[:2] if name in UNITS] if only is not None else []
        if {unit for _, unit in refused.operands} != set(units):
            return None
        self.excused.update(holding)
        return units[-1]

    def declares(self, name: str, unit: Measure) -> bool:
        """Whether a variable declares what its formula gives; noted where it does not."""
        declares = declared(self.trace.system.variables[name])
        if declares is None or unit is None or declares == unit or (isinstance(unit, Literal) and unit.fits(declares)):
            return True
        self.wrong.append(Wrong(name, unit))
        return False


def infer(traced: Trace) -> Inference:
    """Go through all steps of a trace: what a step needs comes before it."""
    inference = Inference(Formulas(traced))
    for step in traced.graph.symbols:
        inference.go_through(step)
    for (name, _), value in traced.values.items():
        if not isinstance(value, Symbol):
            inference.declares(name, inference.measure(value))
    return inference

"""Plans: the formulas behind some outputs, traced and compiled once, and kept for whoever asks again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeVar

from cdmz_rules.law.law import Law
from cdmz_rules.plan import arrays, scalar
from cdmz_rules.plan.arrays import Function
from cdmz_rules.plan.bounds import Program, program
from cdmz_rules.plan.law_tables import LawTables
from cdmz_rules.plan.trace import Asked, Look, Trace, trace

MAX_PLANS = 128
"""So many plans are kept; each is some hundred kilobytes."""
MAX_TABLES = 32
"""Under so many laws and days the tables of each plan are kept."""


F = TypeVar("F")


@dataclass(frozen=True, eq=False)
class Plan:
    """The formulas behind some outputs, for households of certain members, while the same formulas are in force.

    Attributes:
        outputs: The variables of the household that are always computed.
        beside: Others that are kept if they are computed on the way.
        traced: The formulas, traced.
    """

    outputs: tuple[str, ...]
    beside: tuple[str, ...]
    traced: Trace
    _tables: OrderedDict[tuple[Law, date | None], LawTables] = field(default_factory=OrderedDict, repr=False)

    @property
    def asked(self) -> Sequence[Asked]:
        """The inputs it can read."""
        return self.traced.asked

    @property
    def looks(self) -> Sequence[Look]:
        """The look-ups it can do."""
        return self.traced.looks

    @property
    def roles(self) -> tuple[str, ...]:
        """The role of each member's place."""
        return self.traced.roles

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every variable, of household or members, in the order in which it is finished."""
        return tuple(dict.fromkeys(name for name, _ in self.traced.values))

    def under(self, law: Law, day: date | None) -> LawTables:
        """What the look-ups take from, under a law and on a day (None: each row has its own)."""
        key = (law, day)
        with _lock:
            tables = self._tables.get(key)
            if tables is None:
                grids = [law.grid(look.path, [{name: values} for name, values in look.choices]) for look in self.looks]
                tables = self._tables[key] = LawTables(self.looks, grids, day)
            self._tables.move_to_end(key)
            while len(self._tables) > MAX_TABLES:
                self._tables.popitem(last=False)
        return tables

    @cached_property
    def bare(self) -> Function:
        """Computes the outputs, by name; money to the fen."""
        return self._shared("bare", self._rounded, lambda: arrays.function(self.traced, self._rounded, {}, notes=False))

    @cached_property
    def noted(self) -> Function:
        """Computes the outputs and keeps what is asked for beside, by name and place, unrounded; notes what they rest on."""
        beside = self._of_household(self.beside)
        write = partial(arrays.function, self.traced, self._outputs, beside, notes=True)
        return self._shared("noted", beside | self._outputs, write)

    @cached_property
    def full(self) -> Function:
        """Computes the outputs and keeps every variable on the way, by name and place, unrounded; notes what they rest on."""
        write = partial(arrays.function, self.traced, self._outputs, self.traced.values, notes=True)
        return self._shared("full", self.traced.values | self._outputs, write)

    @cached_property
    def bounded(self) -> Program:
        """Computes what the outputs can be, by name and place, unrounded."""
        return self._shared("bounded", self._outputs, partial(program, self.traced, self._outputs))

    @cached_property
    def wide(self) -> Program:
        """Computes what every variable can be, by name and place, unrounded."""
        every = {name: value for name, value in self.traced.values.items() if name[1] is None} | self._outputs
        return self._shared("wide", every, partial(program, self.traced, every))

    def _shared(self, kind: str, named: Mapping[Any, Any], write: Callable[[], F]) -> F:
        """Code for these steps: written now, or for another law whose formulas take the same."""
        key = (kind, tuple(self._outputs), self.traced.graph.digest(named.items()))
        with _lock:
            if key not in _written:
                _written[key] = write()
            _written.move_to_end(key)
            while len(_written) > MAX_PLANS:
                _written.popitem(last=False)
            return _written[key]  # type: ignore[no-any-return]

    @cached_property
    def _outputs(self) -> dict[Any, Any]:
        return self._of_household(self.outputs)

    def _of_household(self, names: Sequence[str]) -> dict[Any, Any]:
        return {(name, None): self.traced.values[name, None] for name in names if (name, None) in self.traced.values}

    @cached_property
    def _rounded(self) -> dict[str, Any]:
        return {name: self.traced.to_the_fen(name) for name in self.outputs}

    @cached_property
    def scalar(self) -> Callable[..., tuple[list[Any], list[int]]] | None:
        """Compute the outputs of one household, money to the fen; None if a formula cannot be written that way."""
        try:
            write = partial(scalar.function, self.traced, list(self._rounded.values()))
            return self._shared("scalar", self._rounded, write)
        except scalar.Unwritten:
            return None

    @cached_property
    def whole(self) -> Callable[..., tuple[dict[Any, Any], list[tuple[int, int, int | None]]]] | None:
        """Compute one household and keep every variable on the way; see `full` and `cdmz_rules.plan.scalar.whole`."""
        try:
            write = partial(scalar.whole, self.traced, self._outputs, self.traced.values)
            return self._shared("whole", self.traced.values | self._outputs, write)
        except scalar.Unwritten:
            return None

    def holds(self, day: date) -> bool:
        """Whether the same formulas are in force on a day."""
        return self.traced.since <= day and (self.traced.until is None or day < self.traced.until)


_plans: OrderedDict[Any, list[Plan]] = OrderedDict()
_written: OrderedDict[Any, Any] = OrderedDict()
_lock = threading.RLock()


def plan_for(
    system: Any, law: Law, day: date, roles: Sequence[str], outputs: Sequence[str], beside: Sequence[str] = ()
) -> Plan:
    """The plan of some outputs, and of others to keep beside, traced now or kept from before.

    Laws of one shape (a law and its reforms) share their plans: values are looked up when a plan runs.

    Raises:
        FormulaError: with the place, if a formula cannot be planned.
    """
    key = (system, law.shape, tuple(roles), tuple(outputs), tuple(beside))
    with _lock:
        kept = _plans.setdefault(key, [])
        _plans.move_to_end(key)
        plan = next((plan for plan in kept if plan.holds(day)), None)
        if plan is None:
            plan = Plan(tuple(outputs), tuple(beside), trace(system, law, day, roles, outputs))
            kept.append(plan)
        while len(_plans) > MAX_PLANS:
            _plans.popitem(last=False)
    return plan


def clear() -> None:
    """Forget every plan, but not the code that was written for other laws: for measuring what it takes to make one."""
    with _lock:
        _plans.clear()

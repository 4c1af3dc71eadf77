"""Plans: the formulas behind some outputs, traced and compiled once, and kept for whoever asks again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from cdmz_rules.law.grid import Grid
from cdmz_rules.law.law import Law
from cdmz_rules.plan import arrays
from cdmz_rules.plan.arrays import Frame
from cdmz_rules.plan.trace import Asked, Look, Trace, trace

MAX_PLANS = 128
"""So many plans are kept; each is some hundred kilobytes."""


@dataclass(frozen=True)
class Plan:
    """The formulas behind some outputs, for households of certain members, while the same formulas are in force.

    Attributes:
        outputs: The variables of the household that are always computed.
        traced: The formulas, traced.
    """

    outputs: tuple[str, ...]
    traced: Trace

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

    def grids(self, law: Law) -> list[Grid]:
        """What each look-up takes from, under a law."""
        return [law.grid(look.path, [{name: values} for name, values in look.choices]) for look in self.looks]

    @cached_property
    def run(self) -> Callable[[Frame], None]:
        """Compute the outputs of a frame's rows into its values."""
        return arrays.function(self.traced, self.outputs, [(name, None) for name in self.outputs])

    @cached_property
    def explain(self) -> Callable[[Frame], None]:
        """Compute the outputs, and keep every variable that was computed on the way."""
        return arrays.function(self.traced, self.outputs, self.traced.values)

    def holds(self, day: date) -> bool:
        """Whether the same formulas are in force on a day."""
        return self.traced.since <= day and (self.traced.until is None or day < self.traced.until)


_plans: OrderedDict[Any, list[Plan]] = OrderedDict()
_lock = threading.Lock()


def plan_for(rules: Any, law: Law, day: date, roles: Sequence[str], outputs: Sequence[str]) -> Plan:
    """The plan of some outputs, traced now or kept from before.

    Laws of one shape (a law and its reforms) share their plans: values are looked up when a plan runs.

    Raises:
        FormulaError: with the place, if a formula cannot be planned.
    """
    key = (id(rules), law.shape, tuple(roles), tuple(outputs))
    with _lock:
        kept = _plans.setdefault(key, [])
        _plans.move_to_end(key)
        found = next((plan for plan in kept if plan.holds(day)), None)
        if found is None:
            found = Plan(tuple(outputs), trace(rules, law, day, roles, outputs))
            kept.append(found)
        while len(_plans) > MAX_PLANS:
            _plans.popitem(last=False)
    return found


def clear() -> None:
    """Forget every plan: for measuring what it takes to make one."""
    with _lock:
        _plans.clear()


__all__ = ["Plan", "clear", "plan_for"]

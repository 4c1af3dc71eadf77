"""Which variables the steps of a trace belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace


@dataclass(frozen=True)
class Formulas:
    """The formulas of a trace, of which each step is in one or, where several do the same, in more.

    Attributes:
        trace: The trace.
    """

    trace: Trace

    def valued(self, step: Symbol) -> Sequence[str]:
        """The variables of which a step is the value."""
        return self._valued.get(id(step), ())

    def holding(self, step: Symbol) -> Sequence[str]:
        """The variables whose own formulas do a step."""
        return list(dict.fromkeys(self._holding.get(id(step), ())))

    @cached_property
    def _valued(self) -> dict[int, list[str]]:
        named: dict[int, list[str]] = {}
        for (name, _), value in self.trace.values.items():
            if isinstance(value, Symbol):
                named.setdefault(id(value), []).append(name)
        return named

    @cached_property
    def _holding(self) -> dict[int, list[str]]:
        named: dict[int, list[str]] = {}
        for (name, _), value in self.trace.values.items():
            for step in self._steps(value):
                named.setdefault(id(step), []).append(name)
        return named

    def _steps(self, value: Any) -> Iterator[Symbol]:
        """The steps of a variable's own formula: up to the variables that it reads."""
        queue, seen = [value], set[int]()
        while queue:
            step = queue.pop()
            another = step is not value and id(step) in self._valued
            if isinstance(step, Symbol) and id(step) not in seen and not another:
                seen.add(id(step))
                yield step
                queue += step.args

"""Dialects: every step that some formula takes is known to each way of running it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cdmz_rules import Rulebook
from cdmz_rules.plan import arrays, bounds, scalar
from cdmz_rules.plan.script import steps_of
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace

ROLES = ("applicant", "spouse", "child", "other")
DIALECTS: Mapping[str, Callable[[Trace, Sequence[Symbol]], Any]] = {
    "arrays": lambda trace, steps: arrays.function(trace, dict(enumerate(steps)), {}, notes=False),
    "scalar": lambda trace, steps: scalar.function(trace, steps),
    "script": lambda trace, steps: steps_of(
        bounds.program(trace, {(str(at), None): step for at, step in enumerate(steps)})
    ),
    "bounds": lambda trace, steps: bounds.program(trace, dict(enumerate(steps))).run,
}
"""How steps, with all that they take, are written in each; what cannot be is an error."""


def missing(rulebook: Rulebook, days: list[date]) -> list[str]:
    """What a formula does that a dialect cannot, each with the benefit in which it came up."""
    return list(dict.fromkeys(found for benefit in sorted(rulebook.benefits) for found in _of(rulebook, benefit, days)))


def _of(rulebook: Rulebook, benefit: str, days: list[date]) -> Iterator[str]:
    for day in days:
        trace = rulebook.benefit(benefit).plan(day, ROLES).traced
        steps = steps_of_a_kind(trace)
        for name in DIALECTS:
            if fault(name, trace, steps) is None:
                continue
            for step in steps:
                alone = fault(name, trace, [step])
                if alone is not None:
                    yield f"{name}: {step.op} of {_kinds(step)}: {alone} ({benefit})"


def fault(dialect: str, trace: Trace, steps: Sequence[Symbol]) -> str | None:
    """Why steps cannot be written in a dialect; None if they can."""
    try:
        DIALECTS[dialect](trace, steps)
    except Exception as error:
        return f"{type(error).__name__} {error}"
    return None


def steps_of_a_kind(trace: Trace) -> list[Symbol]:
    """One step of each operation and types."""
    kinds: dict[Any, Symbol] = {}
    for step in trace.graph.symbols:
        kinds.setdefault((step.op, _kinds(step)), step)
    return list(kinds.values())


def _kinds(step: Symbol) -> str:
    kinds = [arg.dtype.str for arg in step.args if isinstance(arg, Symbol)]
    return f"{', '.join(kinds) or 'nothing'} to {step.dtype.str}"

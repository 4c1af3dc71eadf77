"""The limits of an amount as bars on one scale, with the one that binds marked on all of them."""

from __future__ import annotations

from dataclasses import dataclass

from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.explanation import StepLine

MOST_TIMES = 4
"""A limit many times the least one would squeeze the others flat: the scale ends at so many times the least."""


@dataclass(frozen=True)
class Bar:
    """A limit as a bar, in percent of the scale.

    Attributes:
        step: The limit.
        low: How far it reaches for certain.
        high: How far it may reach.
        cut: Whether it goes on beyond the scale.
        open: Whether it may be nothing or far above all others: a figure would tell nobody anything.
    """

    step: StepLine
    low: float
    high: float
    cut: bool
    open: bool


@dataclass(frozen=True)
class Limits:
    """The limits of an amount.

    Attributes:
        bars: One for each.
        mark: Where the one that binds ends, in percent of the scale; None if that is not certain.
    """

    bars: list[Bar]
    mark: float | None


def limits(decision: Decision) -> Limits | None:
    """The limits of the amount; None if it has none, or none is known."""
    steps = [step for step in decision.steps if step.limit]
    tops = [step.upper for step in steps if step.upper is not None]
    if not any(tops):
        return None
    widest, least = max(tops), min(tops)
    scale = min(widest, MOST_TIMES * least) if least else widest
    bars = [_bar(step, scale) for step in steps]
    binding = next((bar for bar in bars if bar.step.binds and not bar.open), None)
    return Limits(bars, binding.high if binding and not binding.cut else None)


def _bar(step: StepLine, scale: float) -> Bar:
    cut = step.upper is None or step.upper > scale
    open_ended = step.lower == 0 and step.upper is not None and step.upper > scale
    high = 1.0 if step.upper is None else min(step.upper / scale, 1.0)
    low = min((step.lower or 0.0) / scale, 1.0)
    return Bar(step, round(100 * low, 1), 0.0 if open_ended else round(100 * high, 1), cut, open_ended)

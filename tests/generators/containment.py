"""When one answer is consistent with another that was given with less knowledge.

No amount is negative: where no text says how low an amount can be, it is still no less than 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.decisions.figure import Figure

CERTAIN = (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)
TOLERANCE = 0.005
"""Half a fen, and half of the last decimal of whatever else is reported."""


def within(inner: Figure, outer: Figure) -> bool:
    """Whether all that one answer leaves possible of an amount, another leaves possible too."""
    below = outer.lower is not None and (inner.lower is None or inner.lower < outer.lower - TOLERANCE)
    above = outer.upper is not None and (inner.upper is None or inner.upper > outer.upper + TOLERANCE)
    return inner.id == outer.id and inner.unit == outer.unit and not below and not above


def contradictions(less: Decision, more: Decision, *, reported: bool) -> Iterator[str]:
    """What an answer with less knowledge excluded and an answer with more knowledge brings.

    Args:
        less: The answer with less knowledge.
        more: The answer with more knowledge.
        reported: Whether to hold what is reported beside the benefit too, or the outcome and the main amount alone.
    """
    if less.outcome in CERTAIN and more.outcome is not less.outcome:
        yield f"outcome: {less.outcome.value} was certain, then {more.outcome.value}"
    if less.outcome is Outcome.NEEDS_A_PERSON and more.outcome is Outcome.ELIGIBLE:
        yield "outcome: the office was to decide, then eligible"
    wide = {amount.id: amount for amount in less.amounts}
    for amount in more.amounts if reported else more.amounts[:1]:
        if amount.id not in wide:
            continue
        low, high = wide[amount.id].lower, wide[amount.id].upper
        below = low is not None and (amount.lower or 0) < low - TOLERANCE
        above = high is not None and (amount.upper is None or amount.upper > high + TOLERANCE)
        if below or above:
            yield f"{amount.id}: {wide[amount.id].bound} {low}…{high}, then {amount.bound} {amount.lower}…{amount.upper}"

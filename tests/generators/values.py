"""Random values of an input: what anybody could give, and mostly what somebody would."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cdmz_rules.rulebook.infos import InputInfo

WHOLE = ("count", "months", "stars")


def of(info: InputInfo, day: date) -> SearchStrategy[Any]:
    """Values that a case decided on a day can give for an input."""
    if info.kind == "choice":
        return st.sampled_from(list(info.choices or ()))
    if info.kind == "yes_no":
        return st.booleans()
    low, high = info.bounds
    if info.kind == "date":
        last = high if info.future else min(high, day)
        near = max(low, day - timedelta(days=4000))
        return st.dates(near, last) | st.dates(low, last)
    if info.unit in WHOLE:
        usual = min(high, max(10, 10 * int(info.example or 0)))
        return st.integers(low, usual) | st.integers(low, high)
    if info.kind == "money":
        usual = min(high, 10 * (info.example or 10_000))
        return (st.integers(low * 100, int(usual) * 100) | st.integers(low * 100, high * 100)).map(
            lambda fen: fen / 100
        )
    return st.floats(low, high).map(lambda number: round(number, 4))

"""What is owed over the years as a drawing: one area a loan, upon each other, in the units of an SVG."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from cdmz_rules.repayment import Repayment

from .plot import nice, scale, short

WIDTH, HEIGHT = 640, 250
LEFT, RIGHT, TOP, BOTTOM = 80, 628, 10, 210
PARTS = ("fund", "commercial")
TICKS = 6


def plot(answer: Repayment) -> dict[str, Any]:
    """What a template needs: an area for each loan, ticks, and where rates are no longer known."""
    days = list(dict.fromkeys(row.date for row in answer.rows))
    owed = {part: _owed(answer, part, days) for part in PARTS}
    across = scale(days[0].toordinal(), days[-1].toordinal(), LEFT, RIGHT)
    top = max(sum(each) for each in zip(*owed.values(), strict=True))
    upward = scale(0, (top or 1) * 1.05, BOTTOM, TOP)
    places = [across(day.toordinal()) for day in days]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "frame": {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM},
        "areas": list(_areas(owed, places, upward)),
        "projected": across(answer.projected_from.toordinal()) if answer.projected_from else None,
        "early": [across(row.date.toordinal()) for row in answer.rows if row.prepayment or row.converted],
        "x": list(_years(days, across)),
        "y": [{"at": upward(value), "words": short(value)} for value in nice(0, top, 4)],
    }


def _owed(answer: Repayment, part: str, days: list[date]) -> list[float]:
    """What is owed of a loan on each day; before it begins and after its last payment, nothing."""
    balances = {row.date: row.balance for row in answer.rows if row.part == part}
    if part == "fund":
        balances |= {row.date: row.converted for row in answer.rows if row.converted}
    return [balances.get(day, 0.0) for day in days]


def _areas(owed: dict[str, list[float]], places: list[float], upward: Any) -> Iterator[dict[str, Any]]:
    below = [0.0] * len(places)
    for part, values in owed.items():
        if not any(values):
            continue
        above = [low + value for low, value in zip(below, values, strict=True)]
        line = [f"{x} {upward(value)}" for x, value in zip(places, above, strict=True)]
        back = [f"{x} {upward(value)}" for x, value in zip(reversed(places), reversed(below), strict=True)]
        yield {"part": part, "d": f"M{' L'.join([*line, *back])} Z"}
        below = above


def _years(days: list[date], across: Any) -> Iterator[dict[str, Any]]:
    first, last = days[0].year + 1, days[-1].year
    every = max(1, -(-(last - first + 1) // TICKS))
    for year in range(first, last + 1, every):
        yield {"at": across(date(year, 1, 1).toordinal()), "words": str(year)}

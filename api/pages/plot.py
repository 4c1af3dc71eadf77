"""A sweep as a drawing: where each line runs, breaks, and lies in the dark, in the units of an SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cdmz_rules.i18n.words import Words
from cdmz_rules.whatif.breaks import Piece, Point, Swept
from cdmz_rules.whatif.sweep import Sweep

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 56, 348, 10, 190
COLOURS = ("#0b5cab", "#a11d1d", "#17663a", "#7a4b00", "#6a54b5", "#00707a", "#9c2c77", "#4d5a00")
WAN = 10_000
DAYS_A_YEAR = 365.25


def plot(sweep: Sweep) -> dict[str, Any]:
    """What a template needs to draw a sweep: paths, ticks, and the stretches of which no amount is known."""
    across = scale(_number(sweep.input.low), _number(sweep.input.high), LEFT, RIGHT)
    top = max((_known(point) or 0 for line in sweep.lines for point in line.points), default=0)
    upward = scale(0, top * 1.05, BOTTOM, TOP)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "frame": {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM},
        "lines": [
            {
                "colour": COLOURS[number % len(COLOURS)],
                "at": line.at,
                "paths": list(_paths(line, across, upward)),
                "cliffs": list(_cliffs(line, across, upward)),
            }
            for number, line in enumerate(sweep.lines)
        ],
        "dark": [_dark(piece, across) for line in sweep.lines for piece in line.pieces if _known(piece.first) is None],
        "x": [{"at": across(value), "words": _written(value, sweep)} for value in _ticks(sweep)],
        "y": [{"at": upward(value), "words": short(value)} for value in nice(0, top, 4)],
    }


def scale(low: float, high: float, first: float, last: float) -> Any:
    """What takes values to places between two."""
    span = (high - low) or 1
    return lambda value: round(first + (value - low) / span * (last - first), 2)


def _number(at: Any) -> float:
    return float(at.toordinal()) if isinstance(at, date) else float(at)


def _known(point: Point) -> float | None:
    """What is drawn of an answer: the amount, or the most it can be; nothing where no bound is known."""
    return point.upper


def _paths(line: Swept, across: Any, upward: Any) -> Iterator[dict[str, Any]]:
    for piece in line.pieces:
        ends = [piece.first, piece.last]
        low, high = (_number(point.at) for point in ends)
        inside = [point for point in line.points if low <= _number(point.at) <= high] if piece.curved else ends
        places = [
            (across(_number(point.at)), upward(value)) for point in inside if (value := _known(point)) is not None
        ]
        if places:
            path = "M" + " L".join(f"{x} {y}" for x, y in places)
            # A stretch of one point is still seen.
            yield {"d": path if len(places) > 1 else f"{path} h0.1", "most": piece.first.bound != "exact"}


def _cliffs(line: Swept, across: Any, upward: Any) -> Iterator[dict[str, float]]:
    for each in line.breaks:
        before, after = _known(each.before), _known(each.after)
        if each.kind == "cliff" and before is not None and after is not None:
            yield {"x": across(_number(each.after.at)), "from": upward(before), "to": upward(after)}


def _dark(piece: Piece, across: Any) -> dict[str, float]:
    start, end = (across(_number(point.at)) for point in (piece.first, piece.last))
    return {"x": start, "width": max(round(end - start, 2), 1)}


def _ticks(sweep: Sweep) -> Sequence[float]:
    low, high = sweep.input.low, sweep.input.high
    if isinstance(low, date) and isinstance(high, date):
        every = max(1, math.ceil((high - low).days / DAYS_A_YEAR / 4))
        return [float(date(year, 1, 1).toordinal()) for year in range(low.year + 1, high.year + 1, every)]
    return nice(_number(low), _number(high), 4)


def nice(low: float, high: float, count: int) -> list[float]:
    """Round numbers from end to end, about so many."""
    rough = (high - low) / count
    if rough <= 0:
        return [low]
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= rough)
    first = math.ceil(low / step)
    return [round(step * number, 10) for number in range(first, math.floor(high / step) + 1)]


def _written(value: float, sweep: Sweep) -> Words:
    if sweep.input.kind == "date":
        year = str(date.fromordinal(int(value)).year)
        return Words(year, year)
    return short(value)


def short(value: float) -> Words:
    """A number as short as an axis wants it: from ten thousand on in 万, or in thousands."""
    if abs(value) < WAN:
        return Words(f"{value:g}", f"{value:g}")
    return Words(f"{value / WAN:g}万", f"{value / 1000:g}k")

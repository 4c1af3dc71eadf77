"""The history of an item as drawings: of each strip the steps of its value, and the time of which nothing is known, hatched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import Item
from cdmz_rules.whatif.history import Span, Strip, turns

from .plot import scale
from .render import large

WIDTH, HEIGHT = 360, 96
LEFT, RIGHT, TOP, BOTTOM = 4, 356, 24, 74
YEAR = 365.25
EDGE = 0.06
"""How much of the time drawn lies before the first day on which anything begins."""
SHORT = 24
"""What is narrower has no room for words."""
WIDE_LETTER, LETTER, PADDING = 12.5, 7, 8
"""About how wide a letter is drawn: a Chinese one, any other."""


class Axis(NamedTuple):
    """What all strips of an item share: where days and values lie."""

    first: date
    last: date
    across: Callable[[float], float]
    upward: Callable[[float], float]


def plots(item: Item, strips: Sequence[Strip], today: date) -> list[dict[str, Any]]:
    """What a template needs to draw each strip, all on one scale."""
    axis = _axis(item, strips, today)
    return [
        {
            "strip": strip,
            "parts": [_part(item, axis, strip, number) for number, span in enumerate(strip.spans) if _seen(axis, span)],
            "today": axis.across(today.toordinal()),
            "ticks": _ticks(axis),
        }
        for strip in strips
    ]


def _axis(item: Item, strips: Sequence[Strip], today: date) -> Axis:
    days = [*turns(strips), today]
    end = date(max(days).year + 1, 1, 1)
    begin = min(min(days), date(today.year - 3, 1, 1)).toordinal()
    first = date.fromordinal(round(begin - max(EDGE * (end.toordinal() - begin), YEAR / 4)))
    levels = [span.number for strip in strips for span in strip.spans if span.cell.state == "known"]
    low, high = min(levels, default=0.0), max(levels, default=1.0)
    # Where values lie close together, steps are seen only if the axis does not begin at nothing; every value stands beside its step.
    floor = 0.0 if 0 <= low < high / 2 else low - (high - low)
    if low == high:
        floor, high = low - 1, low + 1
    return Axis(
        first, end, scale(first.toordinal(), end.toordinal(), LEFT, RIGHT), scale(floor, high, BOTTOM - 4, TOP + 16)
    )


def _seen(axis: Axis, span: Span) -> bool:
    return span.last is None or span.last > axis.first


def _part(item: Item, axis: Axis, strip: Strip, number: int) -> dict[str, Any]:
    span = strip.spans[number]
    start = axis.across(max(span.first, axis.first).toordinal())
    end = RIGHT if span.last is None else axis.across(min(span.last, axis.last).toordinal())
    width = max(round(end - start, 2), 1.0)
    words = said(item, span)
    shown = width >= SHORT and not _as_before(strip, number)
    return {
        "state": span.cell.state if span.cell.state != "known" else ("step" if item.kind == "number" else "band"),
        "x": start,
        "width": width,
        "y": axis.upward(span.number) if span.cell.state == "known" else None,
        "rise": _rise(axis, strip, number),
        "words": {lang: _cut(getattr(words, lang), width) if shown else "" for lang in ("zh", "en")},
    }


def _as_before(strip: Strip, number: int) -> bool:
    """Whether the value before is the same, so that one label stands for both."""
    if number == 0:
        return False
    before, now = strip.spans[number - 1].cell, strip.spans[number].cell
    return (before.state, before.value) == (now.state, now.value) == ("known", now.value)


def _rise(axis: Axis, strip: Strip, number: int) -> float | None:
    """Where the value before lies, if a step leads from it to this one."""
    spans = strip.spans[max(number - 1, 0) : number + 1]
    known = len(spans) > 1 and all(span.cell.state == "known" for span in spans) and _seen(axis, spans[0])
    return axis.upward(spans[0].number) if known else None


def said(item: Item, span: Span) -> Words:
    """A value as short as a drawing wants it."""
    if span.cell.state == "known" and item.kind == "number":
        return large(float(span.cell.value), item.unit)
    return span.cell.words.words if span.cell.state == "known" else Words("", "")


def _cut(text: str, width: float) -> str:
    """As much of a text as there is room for; nothing, if that would be no more than a letter or two."""
    room = width - PADDING
    for length in range(len(text), 0, -1):
        drawn = text[:length] if length == len(text) else f"{text[:length]}…"
        if sum(WIDE_LETTER if ord(letter) > 0x2E80 else LETTER for letter in drawn) <= room:
            return drawn if length > 2 or length == len(text) else ""
    return ""


def _ticks(axis: Axis) -> list[dict[str, Any]]:
    years = range(axis.first.year + 1, axis.last.year + 1)
    every = max(1, -(-len(years) // 6))
    return [
        {"at": axis.across(date(year, 1, 1).toordinal()), "words": str(year)}
        for year in years
        if (axis.last.year - year) % every == 0
    ]

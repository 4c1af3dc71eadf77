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

LEFT, RIGHT, TOP, BOTTOM = 4, 356, 8, 84
YEAR = 365.25
EDGE = 0.06
"""How much of the time drawn lies before the first day on which anything begins."""
SHORT = 24
"""What is narrower has no room for words."""
FEW = 3
"""So many letters of a text say something."""
LABEL = 20
"""So high is a label above its step."""
WIDE_LETTER, LETTER, CHINESE = 12, 6.5, 0x2E80
"""About how wide a letter is drawn: a Chinese one, any other; and from where on letters are Chinese."""


class Axis(NamedTuple):
    """What all strips of an item share: where days and values lie."""

    first: date
    last: date
    across: Callable[[float], float]
    upward: Callable[[float], float]


def plots(item: Item, strips: Sequence[Strip], today: date) -> list[dict[str, Any]]:
    """What a template needs to draw each strip, all on one scale; places of which nothing was ever known share one."""
    axis = _axis(item, strips, today)
    drawn = [_joined(strip) for strip in _together(strips)]
    return [
        {
            "places": strip.places,
            "parts": [_part(item, axis, strip, number) for number, span in enumerate(strip.spans) if _seen(axis, span)],
            "today": axis.across(today.toordinal()),
            "ticks": _ticks(axis),
        }
        for strip in drawn
    ]


def _together(strips: Sequence[Strip]) -> list[Strip]:
    """The strips that hold a value at any time, then one for all others."""
    dark = [strip for strip in strips if all(span.cell.state == "unknown" for span in strip.spans)]
    if not dark:
        return list(strips)
    places = tuple(name for strip in dark for name in strip.places)
    return [*(strip for strip in strips if strip not in dark), Strip(places, dark[0].spans)]


def _joined(strip: Strip) -> Strip:
    """A strip without the days on which the same value is only said anew."""
    spans: list[Span] = []
    for span in strip.spans:
        if spans and (spans[-1].cell.state, spans[-1].cell.value) == (span.cell.state, span.cell.value):
            spans[-1] = spans[-1]._replace(last=span.last)
        else:
            spans.append(span)
    return Strip(strip.places, tuple(spans))


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
        first, end, scale(first.toordinal(), end.toordinal(), LEFT, RIGHT), scale(floor, high, BOTTOM - 4, TOP + LABEL)
    )


def _seen(axis: Axis, span: Span) -> bool:
    return span.last is None or span.last > axis.first


def _part(item: Item, axis: Axis, strip: Strip, number: int) -> dict[str, Any]:
    span = strip.spans[number]
    start = axis.across(max(span.first, axis.first).toordinal())
    end = RIGHT if span.last is None else axis.across(min(span.last, axis.last).toordinal())
    width = max(round(end - start, 2), 1.0)
    words = said(item, span)
    # The value that stands now is always named: it has the room to its left too.
    ends = number == len(strip.spans) - 1 and width < SHORT * 3
    room = end - LEFT if ends else width
    return {
        "state": span.cell.state if span.cell.state != "known" else ("step" if item.kind == "number" else "band"),
        "x": start,
        "width": width,
        "y": axis.upward(span.number) if span.cell.state == "known" else None,
        "rise": _rise(axis, strip, number),
        "ends": ends,
        "words": {lang: _cut(getattr(words, lang), room) for lang in ("zh", "en")},
    }


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


def _cut(text: str, room: float) -> str:
    """A text, or as much of one as there is room for; nothing, if that would be a letter or two. A figure is never cut."""
    for length in range(len(text), 0, -1):
        drawn = text if length == len(text) else f"{text[:length]}…"
        if sum(WIDE_LETTER if ord(letter) > CHINESE else LETTER for letter in drawn) <= room:
            return drawn if length == len(text) or (length >= FEW and not text[0].isdigit()) else ""
    return ""


def _ticks(axis: Axis) -> list[dict[str, Any]]:
    years = range(axis.first.year + 1, axis.last.year + 1)
    every = max(1, -(-len(years) // 6))
    return [
        {"at": axis.across(date(year, 1, 1).toordinal()), "words": str(year)}
        for year in years
        if (axis.last.year - year) % every == 0
    ]

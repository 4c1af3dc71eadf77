"""What an item of the law has said over time: one strip for all places that share their values, one span for each value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cdmz_rules.law.item import Cell, Item, Timeline
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.whatif.matrix_cells import MatrixCell, matrix_cell


class Span(NamedTuple):
    """A value for as long as it stands.

    Attributes:
        first: Its first day; the beginning of time for what has always stood.
        last: Its last day; None if nothing says one.
        number: The value as formulas take it, for drawing.
        note: A remark for the reader, in English; None without one.
        cell: The value with its words and document.
    """

    first: date
    last: date | None
    number: float
    note: str | None
    cell: MatrixCell


class Strip(NamedTuple):
    """What stands at some places that share it all, the oldest first."""

    places: tuple[str, ...]
    spans: tuple[Span, ...]

    def on(self, day: date) -> Span:
        """What stands on a day."""
        return next(span for span in reversed(self.spans) if span.first <= day)


def history(rulebook: Rulebook, item: Item, also: str = "") -> list[Strip]:
    """The strips of an item: those of the cities that have agreed to compare first, then of all places that have values of their own.

    Args:
        rulebook: The rules.
        item: The item.
        also: A place to show too, whatever it has.
    """
    names = dict.fromkeys([*rulebook.places.agreed_cities, *item.versions, *([also] if also else [])])
    shared: dict[tuple[object, ...], list[str]] = {}
    for name in names:
        timeline = item.timeline(name)
        shared.setdefault(tuple((start, cell.key, cell.state) for start, cell in timeline), []).append(name)
    return [Strip(tuple(places), tuple(_spans(rulebook, item, places[0]))) for places in shared.values()]


def _spans(rulebook: Rulebook, item: Item, place: str) -> Iterator[Span]:
    timeline = item.timeline(place)
    for position, (first, cell) in enumerate(timeline):
        last = _last(timeline, position, cell)
        yield Span(first, last, cell.number, cell.note, matrix_cell(rulebook, item, place, cell))


def _last(timeline: Timeline, position: int, cell: Cell) -> date | None:
    if position + 1 < len(timeline):
        return timeline[position + 1][0] - timedelta(days=1)
    return cell.until


def turns(strips: Sequence[Strip]) -> list[date]:
    """The days on which anything begins, the beginning of time left out."""
    return sorted({span.first for strip in strips for span in strip.spans} - {date.min})

"""Settling a table of stays under a law: what the command, the service and the page share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np

from cdmz_rules.decisions.acceptors import calendar_day
from cdmz_rules.decisions.calculate import calculate
from cdmz_rules.errors import InputError, LawUnknown, Problem
from cdmz_rules.law.law import Law
from cdmz_rules.settlement.beds.clear import clear
from cdmz_rules.settlement.beds.clearing import Clearing
from cdmz_rules.settlement.beds.columns import day_of
from cdmz_rules.settlement.beds.gather import Gathered, gather
from cdmz_rules.settlement.beds.stays import Ints
from cdmz_rules.settlement.beds.told import read
from cdmz_rules.settlement.beds.wrong import listed
from cdmz_rules.settlement.claims.under import unknown_rule
from cdmz_rules.tables.cells import Fault
from cdmz_rules.tables.source import Chunk, Source

MOST_MONTHS = 120
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
Done = Callable[[int], None]


def nobody(_: int) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True)
class Progress:
    """Who is told how far it is.

    Attributes:
        read: Told how many rows more are read.
        settled: Told how many months are settled.
    """

    read: Done = nobody
    settled: Done = nobody


@dataclass(frozen=True)
class Settlement:
    """A settled table.

    Attributes:
        clearing: What cities owe and institutions get.
        gathered: Which rows could be settled.
        rows: The number of each row as a person sees it.
        names: The elder and the institution of each row, as text.
    """

    clearing: Clearing
    gathered: Gathered
    rows: Ints
    names: Mapping[str, Any]

    def refused(self) -> Iterator[Fault]:
        """What is wrong with the other rows, by the number that a person sees, in their order."""
        return ((int(self.rows[row]), problem) for row, problem in listed(self.gathered.wrong))


def settle_beds(
    source: Source, months: Sequence[date], day: date, law: Law, progress: Progress | None = None
) -> Settlement:
    """Settle a table of stays.

    A row that is wrong is refused, named and not paid; the others are settled.

    Args:
        source: The rows.
        months: The months, as `months_from` gives them.
        day: The day on which it is settled.
        law: The law, with the packs and reforms that are wanted.
        progress: Who is told how far it is.

    Raises:
        InputError: if no row can be read, or a rule that matters is not known.
    """
    told_to = progress or Progress()
    told = read(source, day, told_to.read)
    gathered = gather(told, day)
    try:
        clearing = clear(gathered.stays, months, partial(calculate, law=law), told.count, told_to.settled)
    except LawUnknown as error:
        raise InputError([unknown_rule(error)]) from error
    return Settlement(clearing, gathered, told.rows, told.names)


def months_from(first: str, last: str | None, day: date, written: str = "{}", most: int = MOST_MONTHS) -> list[date]:
    """The months from one to another, both included, each by its first day.

    Args:
        first: The first, such as ``2026-01``.
        last: The last; the first alone if left out.
        day: The day of settling.
        written: How a mistake in ``month`` or ``until`` is pointed at.
        most: How many there may be.

    Raises:
        InputError: if one is no month, the last comes before the first or is not over on the day of settling, or there are too many.
    """
    begin_at, end_at = written.format("month"), written.format("until" if last is not None else "month")
    begins = _month(first, begin_at)
    ends = _month(last, end_at) if last is not None else begins
    if ends < begins:
        raise _wrong("backwards", end_at, "早于起始月份", "it comes before the first month")
    if day_of(ends) > day:
        words = f"该月在结算日{day}尚未结束", f"this month is not over on the day of settling, {day}"
        raise _wrong("in_the_future", end_at, *words)
    found = [begins]
    while found[-1] < ends:
        if len(found) == most:
            raise _wrong("too_many", end_at, f"超过{most}个月", f"more than {most} months")
        found.append(day_of(found[-1]) + timedelta(days=1))
    return found


def _month(text: str, pointer: str) -> date:
    found = calendar_day(f"{text}-01")
    if found is None:
        raise _wrong("not_a_month", pointer, "不是有效月份", "this is no month", "2026-01")
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        words = "月份超出范围", "this month is out of range"
        raise _wrong("out_of_range", pointer, *words, f"{EARLIEST_YEAR}-01–{LATEST_YEAR}-12")
    return found


def _wrong(code: str, pointer: str, zh: str, en: str, expected: str | None = None) -> InputError:
    return InputError([Problem(code, pointer, zh, en, expected)])


def _whole(cell: Any) -> Any:
    """A cell without halves of surrogate pairs, which can be written in JSON but are no text."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell


class Rows:
    """Rows that are in memory already, as a source of a table.

    Attributes:
        names: The headings.
        total: How many rows.
        typed: Whether a column has one type throughout.
    """

    typed = False

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.names = list(dict.fromkeys(name for row in rows for name in row))
        self.total = len(rows)
        self._rows = rows

    def chunks(self) -> Any:
        """All rows at once, numbered from 0."""
        if self._rows:
            columns = [[_whole(row.get(name)) for row in self._rows] for name in self.names]
            yield Chunk(columns, np.arange(len(self._rows)))

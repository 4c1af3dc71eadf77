"""How far the cells of an Excel sheet reach: one at its far corner makes a few bytes stand for more than any memory holds.

What reads a sheet keeps a place for every cell between the first and the last. How large a sheet says that it is tells nothing; only the
places of its cells do. To look for one that stands further out than usual takes a tenth of the time of reading the sheet; only where there
is one is it looked through cell by cell, because a text may look like a cell, and a cell may be blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase, digits
from typing import Any
from xml.parsers import expat

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.tables.sheet_faults import letters_of
from cdmz_rules.tables.unread_cells import column_of

MAX_COLUMNS, MAX_ROWS, MAX_CELLS = 1000, 1_048_576, 40_000_000
NARROW = MAX_CELLS // MAX_ROWS
"""A sheet of so many columns may have every row that there is."""
PLACE = re.compile("([A-Za-z]*)([0-9]*)")
USUAL = re.compile(rb'r="([A-Z]{1,3})([0-9]{1,7})"')
"""What stands behind the name of a cell: its place."""
CELLS = (b"<c", b":c")
"""How a cell begins, the second in files that name what it belongs to: ``<x:c``."""


class Reach:
    """How far the cells of a sheet may reach, seen part by part.

    Attributes:
        width: Columns up to the last that holds a cell; `NARROW` if fewer.
        doubtful: Whether a cell may stand beyond the last row or column that is read, or it cannot be told so quickly where one stands.
    """

    def __init__(self) -> None:
        self.width, self.doubtful = NARROW, False
        self._unusual = [_unusual(mark, self.width, MAX_ROWS) for mark in CELLS]

    def see(self, part: bytes) -> None:
        """Look through a part of the sheet in which every tag is whole."""
        for number, mark in enumerate(CELLS):
            start = part.find(mark)
            while start >= 0 and not self.doubtful and (found := self._unusual[number].search(part, start)):
                start = found.start()
                self._widen(USUAL.match(part, found.end()))

    def _widen(self, place: re.Match[bytes] | None) -> None:
        width = column_of(place[1].decode()) + 1 if place else 0
        if place is None or int(place[2]) > MAX_ROWS or not self.width < width <= MAX_COLUMNS:
            self.doubtful = True
        else:
            self.width = width
            self._unusual = [_unusual(mark, width, MAX_ROWS) for mark in CELLS]

    def is_long(self, parts: Iterator[bytes]) -> bool:
        """Whether a sheet that was seen may have more rows than are read of so wide a one."""
        if self.width == NARROW:
            return False
        beyond = [_unusual(mark, MAX_COLUMNS, MAX_CELLS // self.width) for mark in CELLS]
        return any(
            mark in part and each.search(part) for part in parts for mark, each in zip(CELLS, beyond, strict=True)
        )


def _unusual(mark: bytes, columns: int, rows: int) -> re.Pattern[bytes]:
    """Cells but for those that say that they stand in one of the first columns and rows."""
    place = _up_to(letters_of(columns - 1), ascii_uppercase), _up_to(str(rows), digits)
    return re.compile(mark + rb"[\s>](?!r=\"%s%s\")" % tuple(each.encode() for each in place))


def _up_to(last: str, marks: str) -> str:
    """What is as long as a number or the name of a column, and no larger, or shorter."""
    some = f"[{marks[0]}-{marks[-1]}]"
    shorter = [f"{some}{{1,{len(last) - 1}}}"] if len(last) > 1 else []
    smaller = [
        f"{last[:at]}[{marks[0]}-{marks[marks.index(mark) - 1]}]{some * (len(last) - at - 1)}"
        for at, mark in enumerate(last)
        if mark != marks[0]
    ]
    return f"(?:{'|'.join([*shorter, *smaller, last])})"


class Cells:
    """One reading of a sheet's XML: between which rows and columns the cells lie that say anything."""

    def __init__(self) -> None:
        self._row, self._column, self._in_cell = 0, 0, False
        self._first: tuple[int, int] | None = None
        self._last = 0, 0

    def check(self, stream: Any, name: str) -> None:
        """Read it.

        Raises:
            InputError: if they lie too far apart, with the place of the last.
            expat.ExpatError: if it is damaged.
        """
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.ParseFile(stream)
        if self._first is None:
            return
        columns, rows = self._last[1] - self._first[1] + 1, self._last[0] - self._first[0] + 1
        if columns > MAX_COLUMNS or self._last[0] > MAX_ROWS or columns * rows > MAX_CELLS:
            raise InputError([_too_large(name, columns, rows, f"{letters_of(self._last[1] - 1)}{self._last[0]}")])

    def _start(self, tag: str, facts: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row, self._column = int(facts.get("r", self._row + 1)), 0
        elif name == "c":
            letters, number = PLACE.match(facts.get("r", "")).groups()  # type: ignore[union-attr]
            self._column = column_of(letters) + 1 if letters else self._column + 1
            self._row = int(number) if number else self._row
            self._in_cell = True
        elif self._in_cell:
            here = self._row, self._column
            self._first = here if self._first is None else _each(min, self._first, here)
            self._last = _each(max, self._last, here)

    def _end(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag.rpartition(":")[2] != "c"


def _each(of: Any, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return of(one[0], other[0]), of(one[1], other[1])


def _too_large(name: str, columns: int, rows: int, last: str) -> Problem:
    zh = f"工作表从第一个有内容的格到最后一格{last}共{rows}行、{columns}列，过大；请删去远离表格的内容"
    en = (
        f"the sheet has {rows:,} rows of {columns:,} columns from its first cell to the last, {last}: "
        "too large; clear what stands far from the table"
    )
    return Problem("too_large", name, zh, en, f"≤ {MAX_COLUMNS:,} × {MAX_ROWS:,}, ≤ {MAX_CELLS:,}")

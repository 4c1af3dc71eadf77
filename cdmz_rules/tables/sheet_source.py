"""Households in a sheet of a spreadsheet, cell by cell as people see it: what says something is never read as nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import python_calamine as calamine

from cdmz_rules.errors import Problem
from cdmz_rules.i18n.words import Words
from cdmz_rules.tables import sheet_faults
from cdmz_rules.tables.layout import LOOKED_AT, Knows, Row, headings_at, remarks_above, says
from cdmz_rules.tables.package import Package
from cdmz_rules.tables.sheet_choice import choose
from cdmz_rules.tables.sheet_faults import Area
from cdmz_rules.tables.source import ROWS, Chunk, damaged, without_headings

WHOLE = 2**53
"""Below this a float is exact if it is a whole number."""


class SheetSource:
    """A sheet of a spreadsheet. It is held as calamine keeps it; an Excel sheet ends at 1,048,576 rows."""

    def __init__(self, stream: BinaryIO, name: str, knows: Knows, sheet: str | None = None) -> None:
        package = Package(stream, name)
        self.door = package.door
        self._sheet, remarks = _opened(stream, name, sheet, package)
        self._unread = package.unread(self._sheet.name)
        self._first, self._width = self._columns()
        rows = [Row(number, row) for number, row in islice(self._saying(), LOOKED_AT)]
        if not rows:
            raise without_headings(name)
        at, _ = headings_at(rows, knows)
        self.remarks: Sequence[Words] = (*remarks, *remarks_above(rows[:at], rows[at], knows, name))
        self.names: Sequence[str] = [str(cell) for cell in rows[at].cells]
        self._headings = rows[at].number
        self.total: int | None = max(self._last() - self._headings, 0)
        self._faults: dict[int, list[Problem]] = {}
        merged = sheet_faults.merged(self._merged(), range(self._headings, self._last()), self._heading)
        for number, problem in chain(sheet_faults.unread(self._unread, self._heading), merged):
            self._faults.setdefault(number, []).append(problem)

    def _columns(self) -> tuple[int, int]:
        """The first column, from 0, and how many there are: more than are read, if what is not read stands beside them."""
        unread = [cell.column for cells in self._unread.values() for cell in cells]
        start, end = self._sheet.start, self._sheet.end
        first = min([*unread, *([start[1]] if start else [])], default=0)
        return first, max([*unread, *([end[1]] if end else [])], default=-1) + 1 - first

    def _last(self) -> int:
        """The number of the last row."""
        return max(self._sheet.end[0] + 1 if self._sheet.end else 0, max(self._unread, default=0))

    def _rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Every row with its number; calamine's begin at the sheet's first row, but at the first column that says anything."""
        left = [""] * (self._sheet.start[1] - self._first if self._sheet.start else 0)
        right = [""] * (self._width - len(left) - self._sheet.width)
        number = 0
        for number, row in enumerate(self._sheet.iter_rows(), 1):
            yield number, [*left, *row, *right] if left or right else row
        for below in range(number + 1, self._last() + 1):
            yield below, [""] * self._width

    def _saying(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows that are not blank."""
        return ((number, row) for number, row in self._rows() if any(map(says, row)) or number in self._unread)

    def chunks(self) -> Iterator[Chunk]:
        """Its rows; blank ones are left out, but counted."""
        rows: list[list[Any]] = []
        numbers: list[int] = []
        for number, row in self._saying():
            if number > self._headings:
                rows.append(row)
                numbers.append(number)
            if len(rows) == ROWS:
                yield self._chunk(rows, numbers)
                rows, numbers = [], []
        if rows:
            yield self._chunk(rows, numbers)

    def _chunk(self, rows: list[list[Any]], numbers: list[int]) -> Chunk:
        columns = [_column(column) for column in zip(*rows, strict=True)]
        faults = [(row, problem) for row, number in enumerate(numbers) for problem in self._faults.get(number, ())]
        return Chunk(columns, np.array(numbers, np.int64), faults)

    def letters(self, place: int) -> str:
        """What the column of one of the names is called in the sheet."""
        return sheet_faults.letters_of(self._first + place)

    def _heading(self, column: int) -> str:
        place = column - self._first
        return self.names[place].strip() if 0 <= place < self._width else ""

    def _merged(self) -> list[Area]:
        """The merged areas whose first cell says something."""
        areas: list[Area] = self._sheet.merged_cell_ranges or []
        tops = {top for (top, _), _ in areas}
        if not tops:
            return []
        cells = {number - 1: row for number, row in islice(self._rows(), max(tops) + 1) if number - 1 in tops}
        error = {(number - 1, cell.column) for number, row in self._unread.items() for cell in row}
        return [
            area
            for area in areas
            if area[0] in error or (area[0][0] in cells and _says_at(cells[area[0][0]], area[0][1] - self._first))
        ]


def names_of_sheets(stream: BinaryIO, name: str) -> list[str]:
    """The names of the sheets of a spreadsheet, hidden ones too.

    Raises:
        InputError: if it is no spreadsheet that is read here.
    """
    Package(stream, name)
    stream.seek(0)
    try:
        return list(calamine.CalamineWorkbook.from_filelike(stream).sheet_names)
    except (calamine.CalamineError, OSError) as error:
        raise damaged(name, "Excel", ".xlsx") from error


def _says_at(row: Sequence[Any], place: int) -> bool:
    return 0 <= place < len(row) and says(row[place])


def _opened(stream: BinaryIO, name: str, sheet: str | None, package: Package) -> tuple[Any, tuple[Words, ...]]:
    """The sheet that is read, and what is said of the others."""
    stream.seek(0)
    try:
        return choose(calamine.CalamineWorkbook.from_filelike(stream), name, sheet, package.check)
    except (calamine.CalamineError, OSError) as error:
        raise damaged(name, "Excel", ".xlsx") from error


def _column(cells: Sequence[Any]) -> Any:
    """The cells of a column; those of one type as an array, which is read many times as fast."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return pa.array([cell or None for cell in cells], pa.string())
    if kinds == {date}:
        return pa.array(cells, pa.date32())
    if kinds == {float}:
        numbers = np.array(cells)
        if ((numbers == np.floor(numbers)) & (np.abs(numbers) < WHOLE)).all():
            return pa.array(numbers.astype(np.int64))
    return list(map(_cell, cells))


def _cell(cell: Any) -> Any:
    """A cell without what a spreadsheet cannot tell: whole numbers are whole, empty ones are nothing."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < WHOLE:
        return int(cell)
    return None if cell == "" else cell

"""Answers as a spreadsheet, row by row, so that a long one needs no more memory than a short one."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from cdmz_rules.tables.sink import FORMULA, as_text

SHEET = "decisions"
LAST_ROW = 1_048_576
WIDTHS = (10, 40)
# XML cannot hold these.
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")


class XlsxSink:
    """A spreadsheet; a full sheet is followed by another."""

    def __init__(self, stream: BinaryIO, schema: Any) -> None:
        self._stream, self._names = stream, list(schema.names)
        self._book = Workbook(write_only=True)
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        self._sheet = self._book.create_sheet(SHEET if self._sheets == 1 else f"{SHEET} {self._sheets}")
        self._sheet.freeze_panes = "A2"
        for position, name in enumerate(self._names, 1):
            width = min(max(len(name) + 2, WIDTHS[0]), WIDTHS[1])
            self._sheet.column_dimensions[get_column_letter(position)].width = width
        self._sheet.append([heading(self._sheet, name) for name in self._names])
        self._rows = 1

    def write(self, table: Any) -> None:
        """Write some more rows."""
        columns = [column.to_pylist() for column in as_text(table).columns]
        for row in zip(*columns, strict=True):
            if self._rows == LAST_ROW:
                self._begin()
            self._sheet.append([cell(self._sheet, value) for value in row])
            self._rows += 1

    def close(self) -> None:
        """Pack the sheets."""
        self._book.save(self._stream)


def heading(sheet: Any, text: str) -> Any:
    """A cell of the heading row."""
    found = text_cell(sheet, text)
    found.font = Font(bold=True)
    return found


def cell(sheet: Any, value: Any) -> Any:
    """A value as a cell; text is never a formula, whatever it begins with."""
    return text_cell(sheet, value) if isinstance(value, str) else value


def text_cell(sheet: Any, text: str) -> Any:
    """Text as text."""
    found = WriteOnlyCell(sheet)
    found.value = None
    # Assigning to `value` would make a formula of a text that begins with an equals sign.
    found._value, found.data_type = ILLEGAL.sub("�", text), "s"
    if re.match(FORMULA, text):
        found.quotePrefix = True
    return found

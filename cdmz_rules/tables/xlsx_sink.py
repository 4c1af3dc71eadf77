"""Answers as a spreadsheet, row by row, so that a long one needs no more memory than a short one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from math import isfinite
from typing import Any, BinaryIO
from weakref import finalize

import pyarrow as pa

from cdmz_rules.tables.sink import as_text
from cdmz_rules.tables.spreadsheet import LAST_ROW, Spreadsheet

SHEET = "decisions"
WIDTHS = (10, 40)
DIGITS = 10**15
"""From here on a spreadsheet no longer keeps every digit of a number."""

Write = Callable[[int, int, Any], object]


class XlsxSink:
    """A spreadsheet; a full sheet is followed by another."""

    def __init__(self, stream: BinaryIO, schema: Any) -> None:
        self._names = list(schema.names)
        folder = tempfile.TemporaryDirectory(prefix="cdmz-")
        self._book = Spreadsheet(stream, constant_memory=True, tmpdir=folder.name)
        # Rows about people wait in files until all are there: nothing of them is left behind, even if the last never comes.
        self._leave_nothing = finalize(self, _remove, self._book, folder)
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        self._sheet = self._book.sheet(SHEET if self._sheets == 1 else f"{SHEET} {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._names):
            self._sheet.set_column(column, column, min(max(len(name) + 2, WIDTHS[0]), WIDTHS[1]))
            self._book.text(self._sheet, 0, column, name, self._book.bold)
        self._rows = 1

    def write(self, table: Any) -> None:
        """Write some more rows."""
        written = as_text(table)
        columns = [column.to_pylist() for column in written.columns]
        writers = self._writers(written.schema)
        for row in zip(*columns, strict=True):
            if self._rows == LAST_ROW:
                self._begin()
                writers = self._writers(written.schema)
            for column, (write, value) in enumerate(zip(writers, row, strict=True)):
                if value is not None:
                    write(self._rows, column, value)
            self._rows += 1

    def _writers(self, schema: Any) -> list[Write]:
        return [self._writer(kind) for kind in schema.types]

    def _writer(self, kind: Any) -> Write:
        """What writes the values of a type into the sheet."""
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            return partial(self._book.text, self._sheet)
        write: Write = self._number
        if pa.types.is_boolean(kind):
            write = self._sheet.write_boolean
        elif pa.types.is_temporal(kind):
            write = self._sheet.write_datetime
        return write

    def _number(self, row: int, column: int, value: Any) -> None:
        if isinstance(value, int) and abs(value) >= DIGITS:
            self._book.text(self._sheet, row, column, str(value))
        elif isfinite(value):
            self._sheet.write_number(row, column, value)

    def close(self) -> None:
        """Pack the sheets."""
        self._book.close()
        self._leave_nothing()


def _remove(book: Spreadsheet, folder: tempfile.TemporaryDirectory[str]) -> None:
    book.discard()
    folder.cleanup()

"""Households in a spreadsheet: the first sheet, its first row that is not blank holds the headings."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
import python_calamine as calamine

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.tables.source import ROWS, Chunk, damaged, without_headings
from cdmz_rules.tables.xlsx_epoch import door_of

MAX_UNPACKED = 4_000_000_000


class XlsxSource:
    """A spreadsheet. The sheet is held as calamine keeps it; an Excel sheet ends at 1,048,576 rows."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._name = name
        _refuse_bombs(stream, name)
        self.door = door_of(stream)
        stream.seek(0)
        try:
            self._sheet = calamine.CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
        except calamine.PasswordError as error:
            words = "文件设有密码", "the file is protected by a password"
            raise InputError([Problem("unreadable_file", name, *words)]) from error
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise damaged(name, "Excel", ".xlsx") from error
        number, headings = next(((n, row) for n, row in self._rows() if _says(row)), (0, []))
        if not headings:
            raise without_headings(name)
        self.names: Sequence[str] = [str(cell) for cell in headings]
        self._headings = number
        self.total: int | None = self._sheet.end[0] + 1 - number if self._sheet.end else 0

    def _rows(self) -> Iterator[tuple[int, list[Any]]]:
        yield from enumerate(self._sheet.iter_rows(), 1)

    def chunks(self) -> Iterator[Chunk]:
        """Its rows; blank ones are left out, but counted."""
        rows: list[list[Any]] = []
        numbers: list[int] = []
        for number, row in self._rows():
            if number > self._headings and _says(row):
                rows.append(row)
                numbers.append(number)
            if len(rows) == ROWS:
                yield _chunk(rows, numbers)
                rows, numbers = [], []
        if rows:
            yield _chunk(rows, numbers)


def _chunk(rows: list[list[Any]], numbers: list[int]) -> Chunk:
    return Chunk([list(map(_cell, column)) for column in zip(*rows, strict=True)], np.array(numbers, np.int64))


def _cell(cell: Any) -> Any:
    """A cell without what a spreadsheet cannot tell: whole numbers are whole, empty ones nothing."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return None if cell == "" else cell


def _says(row: Sequence[Any]) -> bool:
    return any(cell != "" and not (isinstance(cell, str) and not cell.strip()) for cell in row)


def _refuse_bombs(stream: BinaryIO, name: str) -> None:
    """A file of a few bytes may unpack to more than any memory holds."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(name, "Excel", ".xlsx") from error
    if unpacked > MAX_UNPACKED:
        words = "文件解压后过大", "the file unpacks to too much"
        raise InputError([Problem("too_large", name, *words, ".parquet")])

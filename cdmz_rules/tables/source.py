"""A file of households, read piece by piece: which kinds there are, and what each piece holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.words import Words
from cdmz_rules.reading.doors import Door
from cdmz_rules.tables.cells import Fault

Format = Literal["csv", "xlsx", "parquet", "arrow"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "parquet", "arrow")
READ_AS: dict[str, Format] = {"txt": "csv", "tsv": "csv", "xlsm": "xlsx"}
"""Further ends of names of files that are read; none of them is written."""
UNREAD = ("xls", "et", "xlsb", "ods", "numbers")
"""Spreadsheets that are not read: what reads them takes a cell in error for an empty one."""
ROWS = 16_384


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file.

    Attributes:
        columns: One for each of the source's names; see `columns.read`.
        rows: The number of each row as a person sees it in the file.
        faults: What is wrong with the make of a row, such as a cell too many, or a cell in error: its pointer is the heading.
    """

    columns: Sequence[Any]
    rows: npt.NDArray[np.int64]
    faults: Sequence[Fault] = ()

    def slice(self, start: int, count: int) -> Chunk:
        """Some of its rows."""
        inside = [(row - start, problem) for row, problem in self.faults if start <= row < start + count]
        columns = [column[start : start + count] for column in self.columns]
        return Chunk(columns, self.rows[start : start + count], inside)


class Source(Protocol):
    """A file of households."""

    @property
    def names(self) -> Sequence[str]:
        """The headings of its columns."""
        ...

    @property
    def total(self) -> int | None:
        """How many rows there are, if that is known; blank rows may be counted."""
        ...

    @property
    def door(self) -> Door:
        """What may be written in its cells."""
        ...

    @property
    def remarks(self) -> Sequence[Words]:
        """What a reader should know of the file: what of it is left out."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """Its rows, piece by piece.

        Raises:
            InputError: if the file turns out to be damaged.
        """
        ...


def format_of(path: Path, pointer: str) -> Format:
    """The format that the name of a file to be written stands for.

    Raises:
        InputError: if it is none of ours.
    """
    return _format(path, pointer, {known: known for known in FORMATS})


def format_to_read(path: Path, pointer: str) -> Format:
    """The format that the name of a file to be read stands for.

    Raises:
        InputError: if it is none of ours.
    """
    if path.suffix.lower().removeprefix(".") in UNREAD:
        raise unread_spreadsheet(pointer)
    return _format(path, pointer, {**{known: known for known in FORMATS}, **READ_AS})


def _format(path: Path, pointer: str, known: Mapping[str, Format]) -> Format:
    suffix = path.suffix.lower().removeprefix(".")
    if suffix in known:
        return known[suffix]
    words = f"“{path.name}”不是可用的文件类型", f"{path.name} is no kind of file that is known here"
    raise InputError([Problem("unknown_format", pointer, *words, ", ".join(f".{each}" for each in known))])


def unread_spreadsheet(pointer: str) -> InputError:
    """The mistake of a spreadsheet of a kind that is not read, or that has a password."""
    words = (
        "不读取 .xls、.et 等旧格式或设有密码的表格，请在 Excel 或 WPS 中另存为不带密码的 .xlsx",
        "spreadsheets of other kinds (.xls, .et) or with a password are not read: save it as .xlsx without a password in Excel or WPS",
    )
    return InputError([Problem("unknown_format", pointer, *words, ".xlsx, .xlsm")])


def damaged(name: str, kind: str, expected: str | None = None) -> InputError:
    """The mistake of a file that cannot be read."""
    words = f"无法读取这个 {kind} 文件，文件可能已损坏", f"this {kind} file cannot be read; it may be damaged"
    return InputError([Problem("unreadable_file", name, *words, expected)])


def without_headings(name: str) -> InputError:
    """The mistake of a table without a first row."""
    words = "文件中没有列名", "there are no headings in the file"
    return InputError([Problem("empty_file", name, *words, "cdmz batch --template BENEFIT -o households.xlsx")])

"""The parts of an Excel file (.xlsx, .xlsm) that tell what the library that reads it does not."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO
from xml.etree import ElementTree
from xml.parsers import expat

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading.doors import SHEET, SHEET_1904
from cdmz_rules.tables.extent import Cells, Reach
from cdmz_rules.tables.source import damaged, unread_spreadsheet
from cdmz_rules.tables.unread_cells import Scan, Unread, is_suspicious, parts

MAX_UNPACKED = 4_000_000_000
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TRUE = ("1", "true")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that holds an old spreadsheet, or one with a password, whatever it is called."""
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    RuntimeError,
    ElementTree.ParseError,
    expat.ExpatError,
)
"""What the standard library raises at damaged files."""


class Package:
    """An Excel file.

    Attributes:
        door: What may be written in its cells: old Macs count days from another day.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Open a file.

        Raises:
            InputError: if it is no such file, has a password, or unpacks to too much: a few bytes may unpack to more than any memory holds.
        """
        self._name = name
        self._suspicious: dict[str, bool] = {}
        stream.seek(0)
        if stream.read(len(COMPOUND)) == COMPOUND:
            raise unread_spreadsheet(name)
        with self._whole():
            self._archive = zipfile.ZipFile(stream)
            unpacked = sum(entry.file_size for entry in self._archive.infolist())
        if unpacked > MAX_UNPACKED:
            words = "文件解压后过大", "the file unpacks to too much"
            raise InputError([Problem("too_large", name, *words, ".parquet")])
        with self._whole():
            self._read_book()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        try:
            yield
        except InputError:
            raise
        except DAMAGED as error:
            raise damaged(self._name, "Excel", ".xlsx") from error

    def _read_book(self) -> None:
        parts = {each.filename.replace("\\", "/").casefold(): each for each in self._archive.infolist()}
        book = ElementTree.fromstring(self._archive.read(parts[BOOK]))
        relations = ElementTree.fromstring(self._archive.read(parts[RELATIONS]))
        targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
        facts = {_local(element): element.attrib for element in book}
        self.door = SHEET_1904 if facts.get("workbookPr", {}).get("date1904") in TRUE else SHEET
        # Who writes a file without computing it says so; the results that are stored are none then.
        self._stale = facts.get("calcPr", {}).get("fullCalcOnLoad") in TRUE
        self._sheets = {
            sheet.get("name"): parts.get(_path(targets.get(_relation(sheet.attrib), "")))
            for sheet in book.iter()
            if _local(sheet) == "sheet"
        }

    def check(self, sheet: str) -> None:
        """Look a sheet through before it is read.

        Raises:
            InputError: if the file is damaged, or the cells of the sheet lie so far apart that no memory would hold it.
        """
        if sheet in self._suspicious:
            return
        reach, suspicious = Reach(), False
        with self._opened(sheet) as stream:
            for part in parts(stream):
                suspicious = suspicious or is_suspicious(part)
                reach.see(part)
        self._suspicious[sheet] = suspicious
        with self._opened(sheet) as stream:
            if not reach.doubtful and not reach.is_long(parts(stream)):
                return
        with self._opened(sheet) as stream:
            Cells().check(stream, self._name)

    def unread(self, sheet: str) -> dict[int, list[Unread]]:
        """The cells of a sheet that was checked which say something that is read as nothing, by the number of their row.

        Raises:
            InputError: if the file is damaged.
        """
        if not self._suspicious[sheet]:
            return {}
        with self._opened(sheet) as stream:
            return Scan(self._stale).read(stream)

    @contextmanager
    def _opened(self, sheet: str) -> Iterator[Any]:
        with self._whole():
            part = self._sheets[sheet]
            if part is None:
                raise KeyError(sheet)
            with self._archive.open(part) as stream:
                yield stream


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _relation(facts: Mapping[str, str]) -> str:
    """What ties a sheet to its part: its attribute ``r:id``."""
    return next((value for key, value in facts.items() if key.endswith("}id")), "")


def _path(target: str) -> str:
    path = target if target.startswith("/") else f"xl/{target}"
    return path.removeprefix("/").casefold()

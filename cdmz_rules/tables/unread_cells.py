"""Cells of an Excel sheet that say something which the library that reads them takes for nothing: errors, and formulas without a result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple
from xml.parsers import expat

BLOCK, LONG = 1 << 20, 1 << 16
"""Bytes read at once, and more than any tag has that a program writes."""
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How a part begins that is no UTF-8."""
SUSPICIOUS = re.compile(rb"""\st\s*=\s*["']e|<(?:[^\s<>/:]+:)?f[\s/>]""")
"""What every cell in error and every formula looks like; a text may look so as well."""
TELLING = (b'"e"', b"'e'", b"<f", b":f")
"""Where none of these stands, the pattern cannot fit; to look for them takes a tenth of the time."""
LONGEST = 20
"""Characters of an error."""


class Unread(NamedTuple):
    """A cell that says something which is read as nothing.

    Attributes:
        column: Its column, from 0.
        state: Whether it is in error, or a formula of which no result is stored.
        text: The error: ``#REF!``.
    """

    column: int
    state: Literal["error", "no_result"]
    text: str = ""


def parts(stream: Any) -> Iterator[bytes]:
    """A sheet's XML in parts, no tag of which is cut in two unless it is longer than any."""
    end = b""
    while block := stream.read(BLOCK):
        part = end + block
        cut = part.rfind(b"<")
        if cut <= 0:
            cut = len(part) if len(part) > LONG else 0
        yield part[:cut]
        end = part[cut:]
    yield end


def is_suspicious(part: bytes) -> bool:
    """Whether there may be such cells: most sheets have none, and to look for them cell by cell takes longer than to read the sheet."""
    if part.startswith(WIDE_MARKS):
        return True
    return any(telling in part for telling in TELLING) and SUSPICIOUS.search(part) is not None


class Scan:
    """One reading of a sheet's XML, cell by cell."""

    def __init__(self, stale: bool) -> None:
        self._stale = stale
        self._found: dict[int, list[Unread]] = {}
        self._row, self._column = 0, -1
        self._kind: str | None = None
        self._in_cell = self._in_value = self._formula = self._stored = False
        self._text = ""

    def read(self, stream: Any) -> dict[int, list[Unread]]:
        """What is found in it."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        parser.ParseFile(stream)
        return self._found

    def _start(self, tag: str, facts: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._begin_cell(facts)
        elif name == "row":
            self._row, self._column = int(facts.get("r", self._row + 1)), -1
        elif self._in_cell and name == "f":
            self._formula = True
        elif self._in_cell and name == "v":
            self._in_value = self._stored = True

    def _begin_cell(self, facts: dict[str, str]) -> None:
        reference = facts.get("r", "")
        self._column = column_of(reference) if reference else self._column + 1
        self._kind, self._text = facts.get("t"), ""
        self._in_cell, self._formula, self._stored = True, False, False

    def _said(self, text: str) -> None:
        if self._in_value:
            self._text += text

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._in_cell = False
            if self._kind == "e":
                self._add(Unread(self._column, "error", self._text.strip()[:LONGEST]))
            elif self._formula and (self._stale or not self._has_result()):
                self._add(Unread(self._column, "no_result"))

    def _has_result(self) -> bool:
        # The empty text is the result of many a formula; an empty number is none.
        return self._stored and (self._kind == "str" or bool(self._text.strip()))

    def _add(self, cell: Unread) -> None:
        self._found.setdefault(self._row, []).append(cell)


def column_of(reference: str) -> int:
    """The column of a cell, from 0: 4 of ``E2``."""
    number = 0
    for letter in reference.upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number - 1

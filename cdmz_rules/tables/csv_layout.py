"""How a CSV file is written: its encoding, what parts its cells, and where its headings stand."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.files import encodings
from cdmz_rules.files.encodings import Encoding
from cdmz_rules.i18n.words import Words
from cdmz_rules.tables.layout import LOOKED_AT, Knows, Row, headings_at, remarks_above, says
from cdmz_rules.tables.source import damaged, without_headings

MAX_START = 1 << 20
"""Bytes within which the headings stand: a file whose first row never ends is not read to its end."""
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class CsvLayout:
    """How a CSV file is written.

    Attributes:
        encoding: In which encoding.
        separator: What stands between two cells.
        headings: The headings.
        row: The number of their row.
        start: Bytes of UTF-8 in front of that row.
        known: How many of the headings are known.
        above: The rows above the headings that say anything.
        remarks: What a reader should know of it.
    """

    encoding: Encoding
    separator: str
    headings: Sequence[str]
    row: int
    start: int
    known: int
    above: Sequence[Row]
    remarks: Sequence[Words] = ()

    def opened(self, stream: BinaryIO) -> Any:
        """The file as UTF-8 from its headings on."""
        stream.seek(self.encoding.mark)
        content = pa.PythonFile(stream, "r")
        if self.encoding.codec != "utf-8":
            content = pa.transcoding_input_stream(content, self.encoding.codec, "utf-8")
        content.read(self.start)
        return content


def layout_of(stream: BinaryIO, name: str, knows: Knows) -> CsvLayout:
    """Find out how a file is written; of the ways in which it can be read, that which gives the most headings that are known.

    Raises:
        InputError: if it is no text, holds no headings, or more than a title or notes above them.
    """
    encoding = encodings.of(stream)
    if encoding is None:
        words = (
            "无法识别文件的编码，请在 Excel 中另存为“CSV UTF-8”",
            "the file is in no encoding that is read here; in Excel save it as CSV UTF-8",
        )
        raise InputError([Problem("unknown_encoding", name, *words, "UTF-8, UTF-16, GB18030")])
    start = _start(stream, encoding)
    if not start.strip():
        raise without_headings(name)
    found = [layout for separator in SEPARATORS if (layout := _parted(encoding, start, separator, knows))]
    if not found:
        raise damaged(name, "CSV")
    best = max(found, key=lambda layout: (layout.known, len(layout.headings)))
    headings = Row(best.row, best.headings)
    return replace(best, remarks=remarks_above(best.above, headings, knows, name))


def _start(stream: BinaryIO, encoding: Encoding) -> str:
    stream.seek(encoding.mark)
    return codecs.getincrementaldecoder(encoding.codec)().decode(stream.read(MAX_START))


def _parted(encoding: Encoding, start: str, separator: str, knows: Knows) -> CsvLayout | None:
    """The layout if that is the separator; None if nothing can be read so."""
    rows: list[Row] = []
    starts: list[int] = []
    try:
        for row, begin in islice(_rows(start, separator), LOOKED_AT):
            rows.append(row)
            starts.append(begin)
    except csv.Error:
        # What is too long for a cell here is no heading; with another separator it may be several cells.
        pass
    if not rows:
        return None
    at, known = headings_at(rows, knows)
    return CsvLayout(encoding, separator, rows[at].cells, rows[at].number, starts[at], known, rows[:at])


def _rows(text: str, separator: str) -> Iterator[tuple[Row, int]]:
    """The first rows that say anything, each with the bytes of UTF-8 in front of it."""
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for line in io.StringIO(text, newline=""):
            read += len(line.encode())
            yield line

    begin = 0
    for number, cells in enumerate(csv.reader(lines(), delimiter=separator), 1):
        if any(map(says, cells)):
            yield Row(number, cells), begin
        begin = read

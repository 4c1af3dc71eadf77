"""Households in a CSV file: UTF-8, commas, one heading row."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading.doors import TABLE
from cdmz_rules.tables.cells import Fault
from cdmz_rules.tables.source import ROWS, Chunk, damaged, without_headings

BLOCK = 1 << 20
"""Bytes read at once, and the longest row. The reader below reads up to 32 blocks ahead, so this bounds its memory."""
MAX_HEADINGS = 1 << 20
MAX_RAGGED = 10_000


class CsvSource:
    """A CSV file; every cell is text."""

    door = TABLE

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self.names = _headings(stream, name)
        self.total = _lines(stream)

    def chunks(self) -> Iterator[Chunk]:
        """Its rows; blank ones are left out, but counted."""
        waiting: list[Chunk] = []
        for chunk in self._blocks():
            waiting.append(chunk)
            if sum(len(one.rows) for one in waiting) >= ROWS:
                yield _joined(waiting)
                waiting = []
        if waiting:
            yield _joined(waiting)

    def _blocks(self) -> Iterator[Chunk]:
        ragged: deque[tuple[int, int]] = deque()
        row = 2
        try:
            for batch in _batches(self._stream, len(self.names), ragged):
                table, faults = _with_ragged(batch, row, ragged, len(self.names))
                numbers = np.arange(row, row + len(table), dtype=np.int64)
                row += len(table)
                yield from _filled(table, numbers, faults)
            rest = pa.table([pa.array([], pa.string())] * len(self.names), _aliases(len(self.names)))
            while ragged:
                table, faults = _with_ragged(rest, row, ragged, len(self.names))
                yield from _filled(table, np.arange(row, row + len(table), dtype=np.int64), faults)
                row += len(table) or ragged[0][0] - row
        except pa.ArrowInvalid as error:
            raise _fault(error, self._name) from error


def _headings(stream: BinaryIO, name: str) -> Sequence[str]:
    stream.seek(0)
    try:
        # A file whose first row never ends is not read to its end.
        start = stream.read(MAX_HEADINGS + 1).decode("utf-8-sig", "strict" if _ends(stream) else "ignore")
        headings = next(csv.reader(io.StringIO(start, newline="")), [])
    except UnicodeDecodeError as error:
        raise _not_utf8(name) from error
    except csv.Error as error:
        raise damaged(name, "CSV") from error
    if not any(cell.strip() for cell in headings):
        raise without_headings(name)
    return headings


def _ends(stream: BinaryIO) -> bool:
    here = stream.tell()
    ends = not stream.read(1)
    stream.seek(here)
    return ends


def _lines(stream: BinaryIO) -> int:
    """How many rows there are at most: a line break within a cell counts as well."""
    stream.seek(0)
    count, last = 0, b"\n"
    while block := stream.read(BLOCK):
        count += block.count(b"\n")
        last = block[-1:]
    return max(0, count - (last == b"\n"))


def _aliases(width: int) -> list[str]:
    """Names that are different, whatever the headings are."""
    return [f"c{position}" for position in range(width)]


def _batches(stream: BinaryIO, width: int, ragged: deque[tuple[int, int]]) -> Any:
    stream.seek(0)

    def skip(row: Any) -> str:
        ragged.append((row.number, row.actual_columns))
        return "error" if len(ragged) > MAX_RAGGED else "skip"

    return arrow_csv.open_csv(
        pa.PythonFile(stream, "r"),
        # One thread: only so do rows that do not fit have a number.
        arrow_csv.ReadOptions(
            use_threads=False, block_size=BLOCK, column_names=_aliases(width), skip_rows_after_names=1
        ),
        arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip),
        arrow_csv.ConvertOptions(column_types=dict.fromkeys(_aliases(width), pa.string()), strings_can_be_null=False),
    )


def _with_ragged(batch: Any, first: int, ragged: deque[tuple[int, int]], width: int) -> tuple[Any, list[Fault]]:
    """The rows with those put back that have too few or too many cells: empty, each with its problem."""
    faults: list[Fault] = []
    end = first + batch.num_rows
    while ragged and ragged[0][0] <= end:
        number, cells = ragged.popleft()
        words = f"这一行有{cells}格，表头有{width}格", f"this row has {cells} cells, the headings have {width}"
        faults.append((number - first, Problem("wrong_length", "", *words, str(width))))
        end += 1
    table = pa.table(batch.columns, batch.schema.names)
    if not faults:
        return table, []
    kept = np.ones(end - first, bool)
    kept[[row for row, _ in faults]] = False
    positions = np.cumsum(kept) - 1
    return table.take(pa.array(positions, mask=~kept)), faults


def _filled(table: Any, numbers: npt.NDArray[np.int64], faults: Sequence[Fault]) -> Iterator[Chunk]:
    """The rows that are not blank."""
    blank = np.ones(len(table), bool)
    blank[[row for row, _ in faults]] = False
    for column in table.columns:
        if not blank.any():
            break
        blank &= pc.equal(column, "").fill_null(False).to_numpy()
    if blank.all():
        return
    if blank.any():
        kept = np.cumsum(~blank) - 1
        table, numbers = table.filter(pa.array(~blank)), numbers[~blank]
        faults = [(int(kept[row]), problem) for row, problem in faults]
    yield Chunk([column.combine_chunks() for column in table.columns], numbers, faults)


def _joined(chunks: Sequence[Chunk]) -> Chunk:
    """Small pieces as one: what decides is fastest on many rows at a time."""
    if len(chunks) == 1:
        return chunks[0]
    starts = np.cumsum([0, *(len(chunk.rows) for chunk in chunks)])
    faults = [
        (row + int(start), problem)
        for start, chunk in zip(starts, chunks, strict=False)
        for row, problem in chunk.faults
    ]
    columns = [pa.concat_arrays(parts) for parts in zip(*(chunk.columns for chunk in chunks), strict=True)]
    return Chunk(columns, np.concatenate([chunk.rows for chunk in chunks]), faults)


def _fault(error: Exception, name: str) -> InputError:
    return _not_utf8(name) if "UTF8" in str(error) else damaged(name, "CSV")


def _not_utf8(name: str) -> InputError:
    words = (
        "文件不是 UTF-8 编码，请在 Excel 中另存为“CSV UTF-8”",
        "the file is not UTF-8; in Excel save it as CSV UTF-8",
    )
    return InputError([Problem("not_utf8", name, *words, "UTF-8")])

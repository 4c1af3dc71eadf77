"""Households in a CSV file, in any layout that spreadsheet programs write; see `csv_layout`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from cdmz_rules.errors import Problem
from cdmz_rules.reading.doors import TABLE
from cdmz_rules.tables.cells import Fault
from cdmz_rules.tables.csv_layout import CsvLayout, layout_of
from cdmz_rules.tables.layout import Knows
from cdmz_rules.tables.source import ROWS, Chunk, damaged

BLOCK = 1 << 20
"""Bytes read at once, and the longest row. The reader below reads up to 32 blocks ahead, so this bounds its memory."""
MAX_RAGGED = 10_000


class CsvSource:
    """A CSV file; every cell is text."""

    door = TABLE

    def __init__(self, stream: BinaryIO, name: str, knows: Knows) -> None:
        self._stream, self._name = stream, name
        self._layout = layout_of(stream, name, knows)
        self.names, self.remarks = self._layout.headings, self._layout.remarks
        self.total = max(0, _lines(stream) - self._layout.row)

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
        row = self._layout.row + 1
        try:
            for batch in _batches(self._layout, self._stream, ragged):
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
            raise damaged(self._name, "CSV") from error


def _lines(stream: BinaryIO) -> int:
    """How many rows there are at most: a line break within a cell counts as well."""
    stream.seek(0)
    feeds, returns, end = 0, 0, b""
    while block := stream.read(BLOCK):
        feeds += block.count(b"\n")
        if not feeds:  # only where none ends a row do returns
            returns += block.count(b"\r")
        end = block[-2:]
    return max(feeds, returns) + (end.rstrip(b"\0")[-1:] not in (b"\n", b"\r"))


def _aliases(width: int) -> list[str]:
    """Names that are different, whatever the headings are."""
    return [f"c{position}" for position in range(width)]


def _batches(layout: CsvLayout, stream: BinaryIO, ragged: deque[tuple[int, int]]) -> Any:
    names = _aliases(len(layout.headings))

    def skip(row: Any) -> str:
        blank = not row.text.replace(layout.separator, "").replace('"', "").strip()
        ragged.append((row.number + layout.row - 1, 0 if blank else row.actual_columns))
        return "error" if len(ragged) > MAX_RAGGED else "skip"

    return arrow_csv.open_csv(
        layout.opened(stream),
        # One thread: only so do rows that do not fit have a number.
        arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names, skip_rows_after_names=1),
        arrow_csv.ParseOptions(
            delimiter=layout.separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
        ),
        arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )


def _with_ragged(batch: Any, first: int, ragged: deque[tuple[int, int]], width: int) -> tuple[Any, list[Fault]]:
    """The rows with those put back that have too few or too many cells: empty, each with its problem unless it is blank."""
    faults: list[Fault] = []
    put_back: list[int] = []
    end = first + batch.num_rows
    while ragged and ragged[0][0] <= end:
        number, cells = ragged.popleft()
        words = f"这一行有{cells}格，表头有{width}格", f"this row has {cells} cells, the headings have {width}"
        if cells:
            faults.append((number - first, Problem("wrong_length", "", *words, str(width))))
        put_back.append(number - first)
        end += 1
    table = pa.table(batch.columns, batch.schema.names)
    if not put_back:
        return table, []
    kept = np.ones(end - first, bool)
    kept[put_back] = False
    positions = np.cumsum(kept) - 1
    return table.take(pa.array(positions, mask=~kept)), faults


def _filled(table: Any, numbers: npt.NDArray[np.int64], faults: Sequence[Fault]) -> Iterator[Chunk]:
    """The rows that are not blank."""
    blank = np.ones(len(table), bool)
    blank[[row for row, _ in faults]] = False
    for column in table.columns:
        if not blank.any():
            break
        blank &= _spaces(column)
    if blank.all():
        return
    if blank.any():
        kept = np.cumsum(~blank) - 1
        table, numbers = table.filter(pa.array(~blank)), numbers[~blank]
        faults = [(int(kept[row]), problem) for row, problem in faults]
    yield Chunk([column.combine_chunks() for column in table.columns], numbers, faults)


def _spaces(column: Any) -> npt.NDArray[np.bool_]:
    """Where there is nothing in a column, or nothing but spaces of any width."""
    return np.asarray(pc.or_(pc.equal(column, ""), pc.utf8_is_space(column)).fill_null(True).to_numpy())


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

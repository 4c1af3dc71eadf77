"""The rows of a workbook as somebody filled them in: read with the bounds of every spreadsheet that is read here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from cdmz_rules.enquiry.columns import BY_HEADING, CHOICES, COLUMNS, FILLED, READ_ME
from cdmz_rules.errors import InputError, Problem, below
from cdmz_rules.reading.doors import Door
from cdmz_rules.reading.plain import plain, says_nothing
from cdmz_rules.tables.sheet_source import SheetSource, names_of_sheets
from cdmz_rules.tables.source import Chunk, format_to_read

MAX_BYTES, MAX_SHEETS, MAX_ROWS = 20_000_000, 50, 20_000
NEEDED = tuple(column.heading for column in COLUMNS if column.part != "reference")


@dataclass(frozen=True)
class Row:
    """A row in which something is filled in.

    Attributes:
        sheet: The name of the sheet.
        row: Its number.
        letters: What each column is called in the sheet, by key.
        cells: What stands in the columns that are filled in, and in the keys; nothing is left out.
        door: What may be written in the sheet's cells.
        faults: What is wrong with the make of its cells, which are read as nothing: formulas without a result, errors, merged cells.
    """

    sheet: str
    row: int
    letters: Mapping[str, str]
    cells: Mapping[str, Any]
    door: Door
    faults: Sequence[Problem] = ()

    @property
    def says_something(self) -> bool:
        """Whether anything can be read in it that somebody filled in."""
        return not self.cells.keys().isdisjoint(column.key for column in FILLED)

    def where(self, key: str) -> str:
        """A cell of it, as one would name it: ``住房公积金!C12``."""
        return f"{self.sheet}!{self.letters[key]}{self.row}"


def read(stream: BinaryIO, name: str) -> list[Row]:
    """The rows of a workbook, filled in or not.

    Args:
        stream: Its bytes; can be rewound.
        name: What the file is called in problems.

    Raises:
        InputError: if it is no such workbook, or a sheet cannot be read: with every such sheet.
    """
    format_to_read(Path(name), name)
    if stream.seek(0, 2) > MAX_BYTES:
        raise _too_large(name, f"≤ {MAX_BYTES:,} bytes")
    sheets = [sheet for sheet in names_of_sheets(stream, name) if sheet not in (READ_ME, CHOICES)]
    if len(sheets) > MAX_SHEETS:
        raise _too_large(name, f"≤ {MAX_SHEETS}")
    problems: list[Problem] = []
    known = [source for sheet in sheets for source in _opened(stream, name, sheet, problems)]
    if not known and not problems:
        words = "这不是核对表：没有找到它的列名", "this is no workbook of ours: none of its headings are in it"
        raise InputError([Problem("not_a_workbook", name, *words, "cdmz law workbook PLACE -o FILE.xlsx")])
    if problems:
        raise InputError(problems)
    rows = (row for sheet, source in known for row in _rows(sheet, source))
    return list(rows)


def _opened(stream: BinaryIO, name: str, sheet: str, problems: list[Problem]) -> Iterator[tuple[str, SheetSource]]:
    """A sheet, if it is one of a workbook's: somebody may have added one to calculate in."""
    try:
        source = SheetSource(stream, name, BY_HEADING.__contains__, sheet)
    except InputError as error:
        if error.problems[0].code != "empty_file":
            problems += below(error, sheet, ": ").problems
        return
    headings = [heading.strip() for heading in source.names]
    if BY_HEADING.keys().isdisjoint(headings):
        return
    missing = [heading for heading in NEEDED if heading not in headings]
    twice = sorted({heading for heading in headings if heading in BY_HEADING and headings.count(heading) > 1})
    if missing:
        words = f"缺少列：{'、'.join(missing)}", f"columns are missing: {', '.join(missing)}"
        problems.append(Problem("missing_column", sheet, *words))
    if twice:
        problems.append(
            Problem("given_twice", sheet, f"列出现两次：{'、'.join(twice)}", f"stands twice: {', '.join(twice)}")
        )
    if source.total is not None and source.total > MAX_ROWS:
        problems += _too_large(sheet, f"≤ {MAX_ROWS:,}").problems
    elif not missing and not twice:
        yield sheet, source


def _too_large(place: str, most: str) -> InputError:
    return InputError([Problem("too_large", place, "对核对表而言过大", "this is too large for a workbook", most)])


def _rows(sheet: str, source: SheetSource) -> Iterator[Row]:
    keys = {
        place: BY_HEADING[heading.strip()] for place, heading in enumerate(source.names) if heading.strip() in NEEDED
    }
    letters = {key: source.letters(place) for place, key in keys.items()}
    for chunk in source.chunks():
        columns = {keys[place]: _listed(column) for place, column in enumerate(chunk.columns) if place in keys}
        for number, row in enumerate(chunk.rows.tolist()):
            cells = {key: column[number] for key, column in columns.items()}
            said = {key: cell for key, cell in cells.items() if not says_nothing(plain(cell), source.door)}
            made = Row(sheet, row, letters, said, source.door)
            yield replace(made, faults=tuple(_faults(chunk, number, made)))


def _listed(column: Any) -> Sequence[Any]:
    return column if isinstance(column, list) else column.tolist() if hasattr(column, "tolist") else column.to_pylist()


def _faults(chunk: Chunk, number: int, row: Row) -> Iterator[Problem]:
    """What is wrong with the make of its cells that count: errors, formulas without a result, cells that are merged."""
    for at, problem in chunk.faults:
        key = BY_HEADING.get(problem.pointer, "")
        if at == number and key in row.letters:
            yield Problem(problem.code, row.where(key), problem.message_zh, problem.message_en, problem.expected)

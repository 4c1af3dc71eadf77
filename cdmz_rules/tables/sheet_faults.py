"""What is wrong with cells of a sheet before anybody reads them: errors, formulas without a result, cells merged with others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from cdmz_rules.errors import Problem
from cdmz_rules.tables.unread_cells import Unread

Area = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of an area, each by row and column from 0."""
CellFault = tuple[int, Problem]
"""The number of a row, and what is wrong with a cell of it."""
Heading = Callable[[int], str]
"""The heading of a column, which is counted from 0; empty if it has none."""


def unread(cells: Mapping[int, Sequence[Unread]], heading: Heading) -> Iterator[CellFault]:
    """Cells that say something which is read as nothing.

    Args:
        cells: By the number of their row.
        heading: The headings.
    """
    known: dict[Unread, Problem] = {}
    for number, row in cells.items():
        for cell in row:
            if cell not in known:
                known[cell] = _unread(cell, heading(cell.column) or letters_of(cell.column))
            yield number, known[cell]


def _unread(cell: Unread, pointer: str) -> Problem:
    if cell.state == "error":
        return in_error(cell.text, pointer)
    words = (
        "此格的公式没有存下结果，请在表格软件中打开文件并保存",
        "no result of this cell's formula is stored: open the file in a spreadsheet program and save it",
    )
    return Problem("no_result", pointer, *words)


def in_error(text: str, pointer: str) -> Problem:
    """The problem of a cell whose formula ends in an error: ``#REF!``."""
    return Problem("error_cell", pointer, f"此格为错误值 {text}", f"this cell is in error: {text}")


def merged(areas: Sequence[Area], rows: range, heading: Heading) -> Iterator[CellFault]:
    """Cells that are merged with one that says something: a person sees its value in all of them, but it stands in the first alone.

    Args:
        areas: Those whose first cell says something.
        rows: The rows that are read, from 0.
        heading: The headings; what stands below none of them is not read.
    """
    for (top, left), (bottom, right) in areas:
        first = f"{letters_of(left)}{top + 1}"
        words = (
            f"此格与{first}合并，值只存在该格；请取消合并，逐行填写",
            f"this cell is merged with {first}, where alone the value stands: part them and fill in every row",
        )
        for column in range(left, right + 1):
            if heading(column):
                problem = Problem("merged_cell", heading(column), *words)
                below = range(max(top, rows.start), min(bottom + 1, rows.stop))
                yield from ((row + 1, problem) for row in below if (row, column) != (top, left))


def letters_of(column: int) -> str:
    """The name of a column that is counted from 0: ``E`` of 4."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(65 + letter) + letters
        column -= 1
    return letters

"""Where a table begins: in the row of its headings, which a title or notes may stand above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.words import Words
from cdmz_rules.reading.plain import shown

LOOKED_AT = 20
"""So many of the first rows that say anything may hold the headings."""

LEAST_OF_A_TABLE = 2
"""A row of fewer cells may be a title, even above a single heading."""

Knows = Callable[[str], bool]
"""Whether a text is the heading of a column."""


class Row(NamedTuple):
    """A row that says anything: its number, and its cells."""

    number: int
    cells: Sequence[Any]


def says(cell: Any) -> bool:
    """Whether there is anything in a cell."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def headings_at(rows: Sequence[Row], knows: Knows) -> tuple[int, int]:
    """Where the headings are: in the row with most that are known, or in the first if none is.

    Returns:
        The position of that row among the rows, and how many of its headings are known.
    """
    known = [len({cell for cell in row.cells if isinstance(cell, str) and knows(cell)}) for row in rows]
    most = max(known)
    return known.index(most), most


def remarks_above(above: Sequence[Row], headings: Row, knows: Knows, name: str) -> tuple[Words, ...]:
    """What is to be said of the rows above the headings: that they are left out, as a title or a note may be.

    Args:
        above: These rows.
        headings: The row of the headings.
        knows: Whether a text is the heading of a column.
        name: What the file is called in problems.

    Raises:
        InputError: if one of them may be more than a title or a note, for what it says would be lost.
    """
    if not above:
        return ()
    problems = [*_of_headings(above, headings, knows, name), *_of_households(above, headings, name)]
    if problems:
        raise InputError(problems)
    zh = f"列名在第{headings.number}行，其上的行已略过：{_listed(above)}"
    en = f"the headings are in row {headings.number}; rows above them are left out: {_listed(above)}"
    return (Words(zh, en),)


def _of_headings(above: Sequence[Row], headings: Row, knows: Knows, name: str) -> Iterator[Problem]:
    """The mistake of rows of headings above those that are taken for them: what stands below the first would be lost."""
    found = [row for row in above if any(isinstance(cell, str) and says(cell) and knows(cell) for cell in row.cells)]
    if found:
        known = next(cell.strip() for cell in found[0].cells if isinstance(cell, str) and says(cell) and knows(cell))
        zh = f"列名似在第{headings.number}行，但其上的行也有列名（如“{shown(known).zh}”），请更正或删去：{_listed(found)}"
        en = (
            f"the headings seem to be in row {headings.number}, but rows above it hold headings as well, "
            f'such as "{shown(known).en}": mend them or take them away: {_listed(found)}'
        )
        yield Problem("several_headings", name, zh, en)


def _of_households(above: Sequence[Row], headings: Row, name: str) -> Iterator[Problem]:
    """The mistake of rows that say as much as the headings do: they are rather what stands below headings."""
    least = max(LEAST_OF_A_TABLE, _count(headings))
    found = [row for row in above if _count(row) >= least]
    if found:
        zh = f"列名似在第{headings.number}行，但其上的行与列名一样多格，不像标题或说明，请更正列名或删去：{_listed(found)}"
        en = (
            f"the headings seem to be in row {headings.number}, but rows above it fill as many cells, "
            f"as no title or note does: mend the headings or take them away: {_listed(found)}"
        )
        yield Problem("rows_above_headings", name, zh, en)


def _count(row: Row) -> int:
    return sum(map(says, row.cells))


def _listed(rows: Sequence[Row]) -> str:
    return ", ".join(str(row.number) for row in rows)

"""Where a table begins: in the row of its headings, which a title or notes may stand above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cdmz_rules.i18n.words import Words

LOOKED_AT = 20
"""So many of the first rows that say anything may hold the headings."""

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


def remarks_above(rows: Sequence[Row], at: int) -> tuple[Words, ...]:
    """What is to be said of the rows above the headings."""
    if not at:
        return ()
    left_out = ", ".join(str(row.number) for row in rows[:at])
    zh = f"列名在第{rows[at].number}行，其上的行已略过：{left_out}"
    en = f"the headings are in row {rows[at].number}; rows above them are left out: {left_out}"
    return (Words(zh, en),)

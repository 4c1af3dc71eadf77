"""The cells of a table of stays, column by column: ids, days and facts, and the problem of each cell that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.settlement.beds import columns
from cdmz_rules.settlement.beds.columns import Own
from cdmz_rules.settlement.beds.stays import Array, Bools, Ints
from cdmz_rules.tables import cells
from cdmz_rules.tables import columns as made
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.headings import Heading
from cdmz_rules.tables.households import ids
from cdmz_rules.tables.source import Chunk, Source

NO_DAY = Problem("not_a_date", "", "不是有效日期", "this is no calendar day", "2026-01-31")


@dataclass(frozen=True)
class Told:
    """What a table says.

    Attributes:
        names: The elder and the institution of each row, as text; empty where nobody is named.
        days: The days of each row (``from``, ``to``, ``died_on``); NaT where none is told.
        facts: Inputs of the benefit.
        rows: The number of each row as a person sees it.
        faults: What cannot be read, by position.
    """

    names: dict[str, Any]
    days: dict[str, Array]
    facts: dict[str, Known]
    rows: Ints
    faults: list[Fault]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)


@dataclass
class _Columns:
    """Pieces of columns while a table is read."""

    names: dict[str, list[Any]] = field(default_factory=dict)
    days: dict[str, list[Array]] = field(default_factory=dict)
    facts: dict[str, list[Known]] = field(default_factory=dict)
    rows: list[Ints] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    count: int = 0


def read(source: Source, day: date, done: Callable[[int], None] = lambda _: None) -> Told:
    """Read a table.

    Args:
        source: Its rows.
        day: The day on which it is settled; nobody was born after it.
        done: Told after each piece how many rows it had.

    Raises:
        InputError: if a column says nothing or is missing, the file is damaged, or there is no row.
    """
    headings = columns.resolve(list(source.names))
    parts = _Columns()
    for chunk in source.chunks():
        _add(parts, headings, chunk, day)
        done(len(chunk.rows))
    if not parts.count:
        raise InputError([Problem("empty_file", "", "表中没有任何入住记录", "there is no stay in the table")])
    return Told(
        {name: pa.chunked_array(pieces).combine_chunks() for name, pieces in parts.names.items()},
        {name: np.concatenate(pieces) for name, pieces in parts.days.items()},
        {name: _joined(pieces) for name, pieces in parts.facts.items()},
        np.concatenate(parts.rows),
        parts.faults,
    )


def _add(parts: _Columns, headings: Sequence[Own | Heading | None], chunk: Chunk, day: date) -> None:
    count = len(chunk.rows)
    faults = list(chunk.faults)
    for heading, cells_of in zip(headings, chunk.columns, strict=True):
        if isinstance(heading, Own):
            faults += _own(parts, heading, cells_of)
        elif heading is not None:
            wanted = made.read(heading.written, cells_of, cells.wanted(heading))
            known, wrong = cells.read(heading, wanted, np.full(count, day, "datetime64[D]"))
            parts.facts.setdefault(heading.name, []).append(known)
            faults += wrong
    parts.faults += [(parts.count + row, problem) for row, problem in faults]
    parts.rows.append(chunk.rows)
    parts.count += count


def _own(parts: _Columns, own: Own, cells_of: Any) -> Iterator[Fault]:
    if own.kind == "name":
        array, long = ids(own.key, cells_of)
        text = pc.utf8_trim_whitespace(array.cast(pa.string())).fill_null("")
        parts.names.setdefault(own.key, []).append(text)
        words = "编号过长", "this name is too long"
        yield from ((row, Problem("too_long", own.key, *words)) for row in long)
        return
    days, known, strange = cells.days_of(made.read(own.key, cells_of, "day"))
    parts.days.setdefault(own.key, []).append(np.where(known, days, np.datetime64("NaT")))
    problem = Problem(NO_DAY.code, own.key, NO_DAY.message_zh, NO_DAY.message_en, NO_DAY.expected)
    yield from ((int(row), problem) for row in np.flatnonzero(strange))


def _joined(pieces: Sequence[Known]) -> Known:
    known: Bools = np.concatenate([piece.known for piece in pieces])
    return Known(np.concatenate([piece.values for piece in pieces]), known)

"""A table of stays as it is read, column by column: names, days and inputs, and the problem of each cell that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.words import Words
from cdmz_rules.reading.doors import TABLE, Door
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.settlement import identity, totals
from cdmz_rules.settlement.beds.columns import stay_columns
from cdmz_rules.settlement.columns import Extra, keyed
from cdmz_rules.settlement.order import Array, Bools, Ints
from cdmz_rules.tables import cells, columns, headings, ids
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.reader import without_heading
from cdmz_rules.tables.source import Chunk, Source


@dataclass(frozen=True)
class StayTable:
    """What a table says.

    Attributes:
        names: The elder and the institution of each row, as text; empty where nobody is named.
        days: The days of each row (``from``, ``to``, ``died_on``); NaT where none is told.
        inputs: Inputs of the benefit.
        rows: The number of each row as a person sees it.
        faults: What cannot be read, by position.
        called: The columns of inputs that stand in another one's place.
        private: Columns of which no figure may be repeated.
        totals: The rows that are no stays but add up others; None if there is none.
    """

    names: dict[str, Any]
    days: dict[str, Array]
    inputs: dict[str, Known]
    rows: Ints
    faults: list[Fault]
    called: Mapping[str, str] = field(default_factory=dict)
    private: frozenset[str] = frozenset()
    totals: Bools | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)


class StayRows:
    """Stays that are in memory already, as a source of a table.

    Attributes:
        names: The headings.
        total: How many rows.
        door: What may be written in the cells.
        remarks: Nothing is left out.
    """

    door = TABLE
    remarks: Sequence[Words] = ()

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.names = list(dict.fromkeys(name for row in rows for name in row))
        self.total = len(rows)
        self._rows = rows

    def chunks(self) -> Iterator[Chunk]:
        """All rows at once, numbered from 0."""
        if self._rows:
            cells_of = [[_whole(row.get(name)) for row in self._rows] for name in self.names]
            yield Chunk(cells_of, np.arange(len(self._rows)))


def _whole(cell: Any) -> Any:
    """A cell without halves of surrogate pairs, which can be written in JSON but are no text."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell


@dataclass
class _Pieces:
    """Pieces of columns while a table is read."""

    names: dict[str, list[Any]] = field(default_factory=dict)
    days: dict[str, list[Array]] = field(default_factory=dict)
    inputs: dict[str, list[Known]] = field(default_factory=dict)
    rows: list[Ints] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    totals: list[Bools] = field(default_factory=list)
    count: int = 0


def read(catalogue: Catalogue, source: Source, day: date, done: Callable[[int], None] = lambda _: None) -> StayTable:
    """Read a table.

    Args:
        catalogue: What can be asked.
        source: Its rows.
        day: The day on which it is settled; nobody was born after it.
        done: Told after each piece how many rows it had.

    Raises:
        InputError: if a column says nothing or is missing, the file is damaged, or there is no row.
    """
    keys = stay_columns(catalogue).resolve(source.names)
    pieces = _Pieces()
    for chunk in source.chunks():
        faults = keyed(source.names, keys, chunk.faults)
        _add(catalogue, pieces, keys, replace(chunk, faults=faults), day, source.door)
        done(len(chunk.rows))
    if not pieces.count:
        raise InputError([Problem("empty_file", "", "表中没有任何入住记录", "there is no stay in the table")])
    return StayTable(
        {name: pa.chunked_array(parts).combine_chunks() for name, parts in pieces.names.items()},
        {name: np.concatenate(parts) for name, parts in pieces.days.items()},
        {name: _joined(parts) for name, parts in pieces.inputs.items()},
        np.concatenate(pieces.rows),
        pieces.faults,
        identity.called(catalogue, keys),
        identity.private(catalogue, keys),
        np.concatenate(pieces.totals),
    )


def _add(
    catalogue: Catalogue, pieces: _Pieces, keys: Sequence[str | None], chunk: Chunk, day: date, door: Door
) -> None:
    form, count = stay_columns(catalogue), len(chunk.rows)
    days = np.full(count, day, "datetime64[D]")
    faults, said = list(chunk.faults), dict[str, Known]()
    for key, column in zip(keys, chunk.columns, strict=True):
        if key is None:
            faults += without_heading(column)
        elif key in form.inputs:
            heading = replace(headings.of_input(catalogue, key), written=key)
            plain = columns.read(key, column, cells.form_of(heading))
            said[key], unreadable = cells.read(catalogue, heading, plain, days, door)
            faults += unreadable
        elif key != identity.NAME:
            faults += _extra(pieces, form.extras[key], column, door)
    if identity.NAME in keys:
        faults += identity.read(form, chunk.columns[keys.index(identity.NAME)], days, said)
    for key, known in said.items():
        pieces.inputs.setdefault(key, []).append(known)
    sums = totals.where(pieces.names["elder"][-1], chunk.columns)
    faults = [*totals.faults(sums, "elder", "入住记录", "stay"), *totals.without(faults, sums)]
    pieces.faults += [(pieces.count + row, problem) for row, problem in faults]
    pieces.totals.append(sums)
    pieces.rows.append(chunk.rows)
    pieces.count += count


def _extra(pieces: _Pieces, extra: Extra, column: Any, door: Door) -> list[Fault]:
    if extra.kind == "name":
        texts, faults = ids.names(extra.key, column)
        pieces.names.setdefault(extra.key, []).append(texts)
        return faults
    days, known, faults = cells.days_of(columns.read(extra.key, column, "day"), door)
    pieces.days.setdefault(extra.key, []).append(np.where(known, days, np.datetime64("NaT")))
    return [(row, replace(problem, pointer=extra.key)) for row, problem in faults]


def _joined(pieces: Sequence[Known]) -> Known:
    known: Bools = np.concatenate([piece.known for piece in pieces])
    return Known(np.concatenate([piece.values for piece in pieces]), known)

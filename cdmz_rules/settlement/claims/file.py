"""A file of claims: its columns as they were sent, and what is wrong with the make of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdmz_rules.reading.doors import Door
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.settlement.claims.columns import claim_columns
from cdmz_rules.settlement.columns import keyed
from cdmz_rules.tables.cells import Fault
from cdmz_rules.tables.reader import without_heading
from cdmz_rules.tables.source import Chunk, Source


@dataclass(frozen=True)
class ClaimFile:
    """What a file holds.

    Attributes:
        columns: Its cells, by heading.
        rows: The number of each row as a person sees it in the file.
        faults: What is wrong with rows, by position.
        door: What may be written in the cells.
    """

    columns: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    faults: Sequence[Fault]
    door: Door


def read(catalogue: Catalogue, source: Source) -> ClaimFile:
    """Read a file.

    Raises:
        InputError: if a column says nothing or is missing, or the file is damaged.
    """
    keys = claim_columns(catalogue).resolve(source.names)
    named = [(name, place) for place, name in enumerate(source.names) if keys[place] is not None]
    columns: dict[str, list[Any]] = {name: [] for name, _ in named}
    rows: list[int] = []
    faults: list[Fault] = []
    for chunk in source.chunks():
        faults += [(len(rows) + row, problem) for row, problem in _faults(source.names, keys, chunk)]
        rows += chunk.rows.tolist()
        for name, place in named:
            columns[name] += _plain(chunk.columns[place])
    return ClaimFile(columns, rows, faults, source.door)


def _faults(headings: Sequence[str], keys: Sequence[str | None], chunk: Chunk) -> list[Fault]:
    nameless = [column for key, column in zip(keys, chunk.columns, strict=True) if key is None]
    return [*keyed(headings, keys, chunk.faults), *(fault for column in nameless for fault in without_heading(column))]


def _plain(column: Any) -> list[Any]:
    return column.to_pylist() if hasattr(column, "to_pylist") else list(column)

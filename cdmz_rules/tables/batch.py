"""Deciding a file of households piece by piece: no more of it is in memory than a piece."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.tables import naming, reader, results
from cdmz_rules.tables.decide_table import Core, Question, RowError, decide_households
from cdmz_rules.tables.households import Households
from cdmz_rules.tables.results import BenefitColumns
from cdmz_rules.tables.source import ROWS, Chunk, Source

FIRST_ROWS, LEAST_ROWS = 256, 16
BRISK, SLOW = 0.5, 2.0
"""Seconds that a piece may take before the next is made no larger, and before it is made smaller."""


@dataclass(frozen=True)
class Piece:
    """Some households of a file, decided.

    Attributes:
        rows: The number of each row as a person sees it in the file.
        households: What the rows said.
        answers: By benefit.
        asked: What was asked.
    """

    rows: npt.NDArray[np.int64]
    households: Households
    answers: Mapping[str, BenefitColumns]
    asked: Question

    def table(self) -> Any:
        """The answers as a pyarrow table."""
        return results.table(self.asked.rulebook, self.households, self.answers)

    def compact(self, row: int) -> list[dict[str, Any]]:
        """The answers about one row, as `Decision.compact` gives each."""
        return results.compact(self.asked.rulebook, self.households, self.answers, row)

    def errors(self) -> Iterator[RowError]:
        """What is wrong with its rows; the rows are numbered as in the file."""
        for row, problem in self.households.faults:
            yield RowError(int(self.rows[row]), self.households.id_of(row), problem)


class Batch:
    """The households of a file, and what is asked about them."""

    def __init__(self, source: Source, asked: Question, day: date | None, core: Core = decide_households) -> None:
        """Take the headings of the file.

        Args:
            source: The file.
            asked: What is asked.
            day: The day decided for where no row says otherwise; by default today.
            core: What decides.

        Raises:
            InputError: if a column says nothing that a household has.
        """
        self.source, self.asked, self.core = source, asked, core
        self.day = day or asked.today
        self.catalogue = asked.rulebook.catalogue
        self.headings = naming.resolve(self.catalogue, source.names)

    def pieces(self) -> Iterator[Piece]:
        """The decisions, piece by piece, in the order of the file.

        Raises:
            InputError: if the file turns out to be damaged.
        """
        for chunk in paced(self.source.chunks()):
            households = self.read(chunk)
            yield Piece(chunk.rows, households, self.core(self.asked, households), self.asked)

    def read(self, chunk: Chunk) -> Households:
        """The households of some rows."""
        count = len(chunk.rows)
        return reader.read(
            self.catalogue, self.headings, chunk.columns, count, self.day, chunk.faults, self.source.door
        )


def paced(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """The same rows in pieces that take about the same time, so that who waits sees how it goes on."""
    size = FIRST_ROWS
    for chunk in chunks:
        start = 0
        while start < len(chunk.rows):
            begun = time.monotonic()
            yield chunk.slice(start, size)
            taken = time.monotonic() - begun
            start += size
            if taken < BRISK:
                size = min(size * 2, ROWS)
            elif taken > SLOW:
                size = max(size // 2, LEAST_ROWS)

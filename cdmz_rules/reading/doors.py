"""Where a value comes in: what may be written there and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Door:
    """A way in.

    Attributes:
        nan: Whether NaN says nothing: columns have no other way to leave a number out.
        epoch: Where days may be given as numbers, the day that is number 0.
    """

    nan: bool = False
    epoch: date | None = None


CASE = Door()
"""Cases in YAML, JSON and Python, forms, settings, answers typed at a terminal."""
TABLE = Door(nan=True)
"""Columns of CSV, Parquet and Arrow, of lists and arrays."""
SHEET = Door(nan=True, epoch=date(1899, 12, 30))
"""Cells of a spreadsheet."""
SHEET_1904 = Door(nan=True, epoch=date(1904, 1, 1))
"""Cells of a spreadsheet that counts days from 1904."""

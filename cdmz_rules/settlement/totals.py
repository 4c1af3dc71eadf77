"""Rows of totals that stand below the rows of a table: nobody's, and to be settled least of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.errors import Problem
from cdmz_rules.settlement.order import Bools
from cdmz_rules.tables.cells import Fault
from cdmz_rules.tables.spellings import TOTALS

TEXT = str, pa.StringScalar, pa.LargeStringScalar, pa.DictionaryScalar
"""What a cell of text may be."""


def where(names: Any, cells: Sequence[Any]) -> Bools:
    """The rows whose name, or first text where they have none, says that they are totals.

    Args:
        names: What each row is called, as text; empty where nothing is said.
        cells: The columns in the order of the table.
    """
    found = _mask(pc.is_in(names, value_set=pa.array(TOTALS))).copy()
    for row in np.flatnonzero(_mask(pc.equal(names, ""))).tolist():
        found[row] = _first_text(cells, row) in TOTALS
    return found


def faults(rows: Bools, pointer: str, zh: str, en: str) -> list[Fault]:
    """That the rows are none of what a table is to hold."""
    problem = Problem(
        "row_of_totals", pointer, f"合计行不是{zh}，请删去此行", f"a row of totals is no {en}: take it out"
    )
    return [(int(row), problem) for row in np.flatnonzero(rows)]


def without(found: Iterable[Fault], rows: Bools) -> list[Fault]:
    """What is wrong with the other rows."""
    return [fault for fault in found if not rows[fault[0]]]


def _mask(mask: Any) -> Bools:
    return np.asarray(mask.to_numpy(zero_copy_only=False), bool)


def _first_text(cells: Sequence[Any], row: int) -> str:
    """The first cell of a row that holds text."""
    each = (column[row] for column in cells)
    said = (cell if isinstance(cell, str) else cell.as_py() for cell in each if isinstance(cell, TEXT))
    return next((text.strip() for text in said if isinstance(text, str) and text.strip()), "")

"""Days to months and back by tables: NumPy's own conversion of calendar dates takes some fifty times as long for each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

FIRST, LAST = np.datetime64("-200-01", "M"), np.datetime64("2500-01", "M")
FEW = 512
"""So few conversions are quicker than a look at whether the table holds them."""

Array = npt.NDArray[Any]

TABLES = {("<M8[D]", "<M8[M]"): "month_of", ("<M8[M]", "<M8[D]"): "first_day"}
"""By types before and after: the conversion that has a table. Others are NumPy's own."""


@lru_cache(maxsize=1)
def _months() -> tuple[int, Array]:
    """The first day of the table, and the month of each day."""
    days = np.arange(FIRST.astype("datetime64[D]"), LAST.astype("datetime64[D]"))
    return int(days[0].astype(np.int64)), days.astype("datetime64[M]")


@lru_cache(maxsize=1)
def _days() -> tuple[int, Array]:
    """The first month of the table, and the first day of each month."""
    months = np.arange(FIRST, LAST)
    return int(months[0].astype(np.int64)), months.astype("datetime64[D]")


def month_of(days: Array) -> Array:
    """The month in which each day lies, as ``astype("datetime64[M]")`` gives it."""
    return _take(days, *_months()) if days.size > FEW else days.astype("datetime64[M]")


def first_day(months: Array) -> Array:
    """The first day of each month, as ``astype("datetime64[D]")`` gives it."""
    return _take(months, *_days()) if months.size > FEW else months.astype("datetime64[D]")


def converted(values: Array, dtype: np.dtype[Any]) -> Array:
    """``values.astype(dtype)``."""
    table = TABLES.get((values.dtype.str, dtype.str))
    return {"month_of": month_of, "first_day": first_day}[table](values) if table else values.astype(dtype)


def _take(dates: Array, first: int, table: Array) -> Array:
    places = dates.view(np.int64) - first
    try:
        return table.take(places) if places.min() >= 0 else dates.astype(table.dtype)
    except IndexError:
        return dates.astype(table.dtype)

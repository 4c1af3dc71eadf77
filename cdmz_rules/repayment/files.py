"""Payments as a table that is written to a file, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Literal

import pyarrow as pa

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.text import Part
from cdmz_rules.repayment.report import Repayment, Row
from cdmz_rules.repayment.schedule import Payment
from cdmz_rules.tables.sinks import open_sink

Kind = Literal["csv", "xlsx"]
FORMATS: dict[str, Kind] = {".csv": "csv", ".xlsx": "xlsx"}
TYPES = {"date": pa.date32(), "part": pa.string(), "month": pa.int64(), "projected": pa.bool_()}
"""The types of columns that hold no float."""
ORDER = (
    "date",
    "part",
    "month",
    "rate",
    "payment",
    "principal",
    "interest",
    "prepayment",
    "converted",
    "balance",
    "projected",
)


def kind_of(file: Path, pointer: str) -> Kind:
    """The format of a file by its name.

    Raises:
        InputError: if it is neither ``.csv`` nor ``.xlsx``.
    """
    if file.suffix not in FORMATS:
        message = "文件名应以 .csv 或 .xlsx 结尾", "the name must end in .csv or .xlsx"
        raise InputError([Problem("unknown_format", pointer, *message, ", ".join(FORMATS))])
    return FORMATS[file.suffix]


def write(answer: Repayment, kind: Kind, stream: BinaryIO) -> None:
    """Write every payment of a loan's life; nothing in it is ever computed by the program that opens it."""
    _write(answer.rows, [name for name in ORDER if name in Row.model_fields], kind, stream)


def write_schedule(payments: Sequence[Payment], kind: Kind, stream: BinaryIO) -> None:
    """Write the payments of a schedule at one rate."""
    _write(payments, list(Payment.model_fields), kind, stream)


def _write(rows: Sequence[Part], names: Sequence[str], kind: Kind, stream: BinaryIO) -> None:
    columns = {name: pa.array([getattr(row, name) for row in rows], TYPES.get(name, pa.float64())) for name in names}
    table = pa.table(columns)
    sink = open_sink(kind, stream, table.schema)
    sink.write(table)
    sink.close()

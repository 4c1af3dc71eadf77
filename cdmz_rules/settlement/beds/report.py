"""What a settlement says as tables: debts by month, what is left once they are set off, institutions, stays, and the rows refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.settlement import refusals
from cdmz_rules.settlement.beds.netting import Clearing
from cdmz_rules.settlement.beds.settlement import Settlement
from cdmz_rules.settlement.order import Ints

TABLES = ("matrix", "net", "balance", "institutions", "stays", "refused")
YUAN = pa.scalar(Decimal("0.01"))


def tables(settlement: Settlement) -> Mapping[str, Any]:
    """The tables by name; money in yuan to the fen."""
    clearing = settlement.clearing
    columns = _matrix(clearing), _net(clearing), _balance(clearing), _institutions(clearing), _stays(settlement)
    return dict(zip(TABLES, (*map(pa.table, columns), refusals.table(settlement.refused())), strict=True))


def yuan(fen: Any) -> Any:
    """Fen as yuan with two decimals."""
    return pc.multiply(pa.array(fen, pa.int64()).cast(pa.decimal128(19, 0)), YUAN)


def _matrix(clearing: Clearing) -> dict[str, Any]:
    """Every month, city that owes and city of the institution with something to pay."""
    month, owes, host = np.nonzero(clearing.owed)
    return {
        "month": pa.array(clearing.months[month].astype("datetime64[M]").astype(str), pa.string()),
        "owes": _names(clearing, owes),
        "institution_city": _names(clearing, host),
        "elder_months": clearing.paid_months[month, owes, host],
        "yuan": yuan(clearing.owed[month, owes, host]),
    }


def _net(clearing: Clearing) -> dict[str, Any]:
    payer, payee = np.nonzero(clearing.net)
    pair = {"pays": _names(clearing, payer), "gets": _names(clearing, payee)}
    return {**pair, "yuan": yuan(clearing.net[payer, payee])}


def _balance(clearing: Clearing) -> dict[str, Any]:
    between = clearing.between
    return {
        "city": pa.array(clearing.cities),
        "owes": yuan(between.sum(1)),
        "is_owed": yuan(between.sum(0)),
        "balance": yuan(clearing.positions),
        "pays_for_its_own": yuan(np.diag(clearing.matrix)),
    }


def _institutions(clearing: Clearing) -> dict[str, Any]:
    return {
        "institution": pa.array([each.name for each in clearing.institutions], pa.string()),
        "city": pa.array([each.city for each in clearing.institutions], pa.string()),
        "elder_months": pa.array([each.months for each in clearing.institutions], pa.int64()),
        "yuan": yuan([each.fen for each in clearing.institutions]),
    }


def _stays(settlement: Settlement) -> dict[str, Any]:
    clearing, table = settlement.clearing, settlement.table
    return {"row": table.rows, **table.names, "months": clearing.stay_months, "yuan": yuan(clearing.stay_fen)}


def _names(clearing: Clearing, numbers: Ints) -> Any:
    return pa.array([clearing.cities[number] for number in numbers], pa.string())

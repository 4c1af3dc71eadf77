"""What a settlement says as tables: debts by month, what is left once they are set off, institutions, stays, and the rows refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.settlement.beds.clearing import Clearing, cities
from cdmz_rules.settlement.beds.stays import Ints
from cdmz_rules.settlement.beds.under import Settlement

TABLES = ("matrix", "net", "balance", "institutions", "stays", "refused")
YUAN = pa.scalar(Decimal("0.01"))


def tables(settlement: Settlement) -> Mapping[str, Any]:
    """The tables by name; money in yuan to the fen."""
    clearing = settlement.clearing
    made = (
        _matrix(clearing),
        _net(clearing),
        _balance(clearing),
        _institutions(clearing),
        _stays(settlement),
        _refused(settlement),
    )
    return dict(zip(TABLES, made, strict=True))


def yuan(fen: Any) -> Any:
    """Fen as yuan with two decimals."""
    return pc.multiply(pa.array(fen, pa.int64()).cast(pa.decimal128(19, 0)), YUAN)


def _matrix(clearing: Clearing) -> Any:
    """Every month, city that owes and city of the institution with something to pay."""
    month, owes, host = np.nonzero(clearing.owed)
    return pa.table(
        {
            "month": pa.array(clearing.months[month].astype("datetime64[M]").astype(str), pa.string()),
            "owes": _names(owes),
            "institution_city": _names(host),
            "elder_months": clearing.paid_months[month, owes, host],
            "yuan": yuan(clearing.owed[month, owes, host]),
        }
    )


def _net(clearing: Clearing) -> Any:
    payer, payee = np.nonzero(clearing.net)
    return pa.table({"pays": _names(payer), "gets": _names(payee), "yuan": yuan(clearing.net[payer, payee])})


def _balance(clearing: Clearing) -> Any:
    between = clearing.between
    return pa.table(
        {
            "city": pa.array(cities()),
            "owes": yuan(between.sum(1)),
            "is_owed": yuan(between.sum(0)),
            "balance": yuan(clearing.positions),
            "pays_for_its_own": yuan(np.diag(clearing.matrix)),
        }
    )


def _institutions(clearing: Clearing) -> Any:
    return pa.table(
        {
            "institution": pa.array([each.name for each in clearing.institutions], pa.string()),
            "city": pa.array([each.city for each in clearing.institutions], pa.string()),
            "elder_months": pa.array([each.months for each in clearing.institutions], pa.int64()),
            "yuan": yuan([each.fen for each in clearing.institutions]),
        }
    )


def _stays(settlement: Settlement) -> Any:
    clearing, named = settlement.clearing, settlement.names
    return pa.table(
        {
            "row": settlement.rows,
            **named,
            "months": clearing.stay_months,
            "yuan": yuan(clearing.stay_fen),
        }
    )


def _refused(settlement: Settlement) -> Any:
    kinds = {
        "row": pa.int64(),
        **dict.fromkeys(("code", "column", "message_zh", "message_en", "expected"), pa.string()),
    }
    found = [
        dict(zip(kinds, (row, p.code, p.pointer, p.message_zh, p.message_en, p.expected), strict=True))
        for row, p in settlement.refused()
    ]
    return pa.Table.from_pylist(found, pa.schema(kinds))


def _names(numbers: Ints) -> Any:
    return pa.array([cities()[number] for number in numbers], pa.string())

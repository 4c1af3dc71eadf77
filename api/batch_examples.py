"""What a batch and its answer look like, in each form: for the description of the interface."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from cdmz_rules.errors import Problem

from .media import TYPES
from .schema import EXAMPLE_CASE


def _lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


CASES: list[dict[str, Any]] = [
    {"id": "A-001", "date": "2026-04-01", **EXAMPLE_CASE},
    {"id": "A-002", **EXAMPLE_CASE, "members": [{**EXAMPLE_CASE["members"][0], "provident_fund_contribution": "none"}]},
]
TABLE = (
    "id,date,applicant.provident_fund_contribution,applicant.deposit_centre,applicant.provident_fund_balance,property_city,price\n"
    "A-001,2026-04-01,employee,chengdu,40000,chengdu,1500000\n"
    "A-002,2026-04-01,none,,,,\n"
)
LINES = _lines(*CASES)

AMOUNT = {
    "id": "provident_fund_loan",
    "unit": "CNY",
    "bound": "range",
    "value": None,
    "lower": 790_000.0,
    "upper": 800_000.0,
}
DECISION = {
    "benefit": "provident_fund_loan",
    "date": "2026-04-01",
    "outcome": "eligible",
    "amounts": [AMOUNT],
    "evidence": "reported",
    "reform": None,
    "failed": [],
}
PROBLEM = Problem("out_of_range", "price", "-1小于0", "-1 is below 0", "0–100,000,000")
DECIDED = _lines(
    {"row": 1, "id": "A-001", "decisions": [DECISION]}, {"row": 2, "id": "A-002", "errors": [asdict(PROBLEM)]}
)
DECIDED_TABLE = (
    '"id","date","provident_fund_loan.outcome","provident_fund_loan.evidence","provident_fund_loan.failed","provident_fund_loan",'
    '"provident_fund_loan.lower","provident_fund_loan.upper","provident_fund_loan.bound","error"\n'
    '"A-001",2026-04-01,"eligible","reported","",,,800000,"at_most",\n'
    '"A-002",2026-04-01,,,,,,,,"price: -1小于0 · -1 is below 0"\n'
)

TEXT = {"type": "string"}
BINARY = {"type": "string", "format": "binary"}

BODIES: dict[str, Any] = {
    TYPES["lines"]: {"schema": TEXT, "examples": {"cases": {"value": LINES}}},
    TYPES["csv"]: {"schema": TEXT, "examples": {"households": {"value": TABLE}}},
    TYPES["parquet"]: {"schema": BINARY},
    TYPES["arrow"]: {"schema": BINARY},
}
ANSWERS: dict[str, Any] = {
    TYPES["lines"]: {"schema": TEXT, "examples": {"decisions": {"value": DECIDED}}},
    TYPES["csv"]: {"schema": TEXT, "examples": {"decisions": {"value": DECIDED_TABLE}}},
    TYPES["parquet"]: {"schema": BINARY},
    TYPES["arrow"]: {"schema": BINARY},
}

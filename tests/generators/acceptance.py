"""Values that are plainly right: what is accepted at once is what the full check gives."""

from __future__ import annotations

from datetime import date
from typing import Any

from cdmz_rules.decisions.acceptors import acceptors
from cdmz_rules.decisions.situation import checked
from cdmz_rules.errors import Problem
from cdmz_rules.rulebook.catalogue import Catalogue

VALUES = (
    *(True, False, 0, 1, -1, 0.0, 0.5, 1.005, 1234.56, 0.1 + 0.2, 10**30, float("nan"), float("inf")),
    *(-0.0, "12", "1_000", "是", "2026/1/31", 20260131, "2026-01-31 00:00"),
    *("unknown", "", "2026-01-31", "2026-02-31", "2099-01-01", date.min, None, [], {}),
)


def check_accepted_at_once(catalogue: Catalogue, name: str, day: date, *more: Any) -> int:
    """What is accepted of an input at once is what the full check gives; how many values are."""
    info, count = catalogue.inputs[name], 0
    accept = acceptors(catalogue, info.entity)[name]
    for value in (*VALUES, day, *more, *(info.choices or ()), *info.bounds):
        accepted = accept(value, day)
        if accepted is not None:
            full = checked(catalogue, name, value, name, day)
            assert not isinstance(full, Problem)
            assert (type(accepted), accepted) == (type(full), full)
            count += 1
    return count

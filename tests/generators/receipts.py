"""Receipts: an answer is given again by its receipt alone; applying a pack leaves the law as it was."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from cdmz_rules import Rulebook, decide
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.replay import replay
from cdmz_rules.law.law import Law
from generators.cases import Case

TODAY = date(2026, 11, 23)


def decided(rulebook: Rulebook, case: Case) -> tuple[Decision, dict[str, Any]]:
    """The decision on a case, and its receipt as it is written down."""
    decision = decide(case.inputs, case.benefit, case.day, rulebook=rulebook, today=TODAY)
    return decision, json.loads(json.dumps(decision.receipt.model_dump(mode="json"), ensure_ascii=False))


def check_replayed(rulebook: Rulebook, reformed: Rulebook, case: Case) -> None:
    """The receipt of a decision under a reform gives the same decision again, without the reform at hand."""
    decision, written = decided(reformed, case)
    again = replay(written, rulebook=rulebook)
    assert again.same
    assert again.needs == again.differences == []
    assert again.decision == decision


def check_law_untouched(rulebook: Rulebook, name: str, case: Case) -> None:
    """Applying a pack or reform, and deciding under it, leaves the law as it was."""
    law = rulebook.law
    before, items = law.fingerprint, {path: (item, item.table) for path, item in law.items()}
    reformed = rulebook.under(name)
    decided(reformed, case)
    assert law.fingerprint == before
    assert all(law[path] is item and law[path].table is table for path, (item, table) in items.items())
    assert reformed.law.fingerprint != before
    assert reformed.law.applied == tuple(step.name for step in rulebook.reforms.load(name).steps)


def packs(rulebook: Rulebook) -> list[str]:
    """The packs that fill what is unknown."""
    return [name for name in rulebook.reforms.names if rulebook.reforms.load(name).mode == "fill_unknown"]


def check_only_filled(law: Law, filled: Law, name: str) -> None:
    """A pack fills what is unknown and nothing else."""
    for path, item in law.items():
        known = {cell.key: cell for cell in item.table.cells if cell.state.name in ("KNOWN", "NOT_IN_FORCE")}
        kept = {cell.key: cell for cell in filled[path].table.cells if cell.origin == "law"}
        assert {key: cell.value for key, cell in known.items()} == {
            key: cell.value for key, cell in kept.items() if key in known
        }, path
        for cell in filled[path].table.cells:
            assert cell.origin in ("law", name)
            assert cell.origin == "law" or cell.evidence in ("assumed", None)

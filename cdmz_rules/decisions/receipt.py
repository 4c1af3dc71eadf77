"""A receipt: enough to give the same answer years later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from cdmz_rules.decisions.decision import Amount, AmountBounds, Outcome, Receipt, Result, ShippedReform
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.files import paths
from cdmz_rules.law import reform as reforms
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.version import __version__


def receipt(
    benefit: str,
    case: Situation,
    decided: date,
    asked: date,
    reform: Reform | None,
    law: Law,
    outcome: Outcome,
    amounts: Sequence[Amount],
) -> Receipt:
    """The receipt of a decision. Its results are rounded, as the law rounds them."""
    return Receipt(
        version=__version__,
        benefit=benefit,
        date=decided,
        today=asked,
        situation=json.loads(json.dumps(case.raw, default=str, ensure_ascii=False)),
        reform=_kept(reform) if reform else None,
        law=law.fingerprint,
        formulas=formulas_fingerprint(),
        result=Result(
            outcome=outcome,
            amounts={a.id: AmountBounds(bound=a.bound, lower=_round(a.lower), upper=_round(a.upper)) for a in amounts},
        ),
    )


def _kept(reform: Reform) -> ShippedReform | dict[str, Any]:
    """What is shipped is named: its body is three quarters of an answer, and the same in every one."""
    named = _shipped(reform)
    if named is not None or len(reform.steps) < 2:
        return named or reform.plain
    steps = [(step, _shipped(step)) for step in reform.steps]
    return {**reform.plain, "steps": [shipped.model_dump() if shipped else step.own for step, shipped in steps]}


def _shipped(reform: Reform) -> ShippedReform | None:
    if reform.name not in reforms.names() or reforms.load(reform.name) is not reform:
        return None
    return ShippedReform(name=reform.name, hash=content_hash(reform))


@lru_cache(maxsize=64)
def content_hash(reform: Reform) -> str:
    """A hash of what a pack or reform says."""
    return hashlib.sha256(json.dumps(reform.plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


@lru_cache(maxsize=1)
def formulas_fingerprint() -> str:
    """A hash of the formulas and of what they are written in."""
    digest = hashlib.sha256()
    for folder in (paths.content("variables"), paths.PACKAGE / "model"):
        for file in sorted(folder.rglob("*.py")):
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()

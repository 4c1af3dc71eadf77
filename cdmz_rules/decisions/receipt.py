"""A receipt: enough to give the same answer years later."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import lru_cache
from typing import Any

import rfc8785

from cdmz_rules.decisions.decision import Receipt, Result, ShippedReform
from cdmz_rules.decisions.figure import AmountBounds, Figure
from cdmz_rules.decisions.interpret import Interpretation
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.law.reform import Reform
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.version import __version__


def receipt(
    rules: BenefitRules, case: Situation, interpretation: Interpretation, decided: date, asked: date
) -> Receipt:
    """The receipt of a decision. Its results are rounded, as the law rounds them."""
    rulebook = rules.rulebook
    return Receipt(
        version=__version__,
        benefit=rules.id,
        date=decided,
        today=asked,
        known_on=rulebook.known_on,
        situation=json.loads(json.dumps(case.raw, default=str, ensure_ascii=False)),
        reform=_kept(rulebook.reforms, rulebook.reform) if rulebook.reform else None,
        law=rulebook.base.fingerprint,
        formulas=rulebook.formulas,
        result=Result(
            outcome=interpretation.outcome,
            amounts={figure.id: _bounds(figure) for figure in interpretation.figures},
        ),
    )


def _kept(reforms: Reforms, reform: Reform) -> ShippedReform | dict[str, Any]:
    """What is shipped is named: its body is three quarters of an answer, and the same in every one."""
    named = _shipped(reforms, reform)
    if named is not None or len(reform.steps) < 2:
        return named or reform.plain
    steps = [(step, _shipped(reforms, step)) for step in reform.steps]
    return {**reform.plain, "steps": [shipped.model_dump() if shipped else step.plain_body for step, shipped in steps]}


def _shipped(reforms: Reforms, reform: Reform) -> ShippedReform | None:
    if reform.name not in reforms.names or reforms.load(reform.name) is not reform:
        return None
    return ShippedReform(name=reform.name, hash=content_hash(reform))


@lru_cache(maxsize=64)
def content_hash(reform: Reform) -> str:
    """A hash of what a pack or reform says: of its JSON in the one form that RFC 8785 gives it.

    A whole number from 2**53 on has no such form: whatever holds one keeps the hash that 0.1 gave it.
    """
    try:
        return hashlib.sha256(rfc8785.dumps(reform.plain)).hexdigest()
    except rfc8785.IntegerDomainError:
        return content_hash_0_1(reform)


@lru_cache(maxsize=64)
def content_hash_0_1(reform: Reform) -> str:
    """The hash by which receipts of cdmz-rules 0.1 name it: of its JSON as Python prints it."""
    return hashlib.sha256(json.dumps(reform.plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _bounds(figure: Figure) -> AmountBounds:
    return AmountBounds(bound=figure.bound, lower=_round(figure.lower), upper=_round(figure.upper))


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)

"""A medical bill, layer by layer, and the same bill at other levels and in the other cities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cdmz_rules import Rulebook, decide
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.decisions.explanation import Amount
from cdmz_rules.i18n.text import text

BENEFIT = "medical_reimbursement"
LAYERS = (
    BENEFIT,
    "critical_illness_payment",
    "mutual_supplement_payment",
    "medical_assistance_payment",
)
HALF_A_FEN = 0.005


def of(rulebook: Rulebook, decision: Decision, case: Mapping[str, Any], day: date) -> dict[str, Any] | None:
    """The bar of a bill, and the comparisons; None for other benefits and for bills that are not known well enough."""
    total = case.get("total_cost")
    known = decision.outcome in (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.RULE_UNKNOWN)
    if decision.benefit != BENEFIT or not total or not known or decision.next_questions:
        return None
    return {
        "total": total,
        "parts": _parts(decision, total),
        "levels": [_row(rulebook, *other, day) for other in _levels(rulebook, case)],
        "cities": [_row(rulebook, *other, day) for other in _cities(rulebook, case)],
    }


def _parts(decision: Decision, total: float) -> list[dict[str, Any]]:
    """What each layer pays, and the patient: as much as is certain, or the most; nothing if that would come to more than the bill."""
    amounts = {amount.id: amount for amount in decision.amounts}
    layers = [amounts[name] for name in LAYERS if name in amounts]
    tops = [amount.upper for amount in layers]
    if decision.outcome is not Outcome.ELIGIBLE or any(top is None for top in tops):
        return []
    most = sum(top for top in tops if top is not None)
    if most > total + HALF_A_FEN:
        return []
    parts = [_part(amount, amount.upper or 0, total) for amount in layers if amount.upper]
    rest = round(total - most, 2)
    patient = _part(amounts["patient_pays"], rest, total)
    return _placed([*parts, {**patient, "bound": "exact" if _sure(layers) else "at_least"}])


def _sure(layers: list[Amount]) -> bool:
    return all(amount.bound == "exact" for amount in layers)


def _part(amount: Amount, value: float, total: float) -> dict[str, Any]:
    bound = "exact" if amount.bound == "exact" else "at_most"
    return {"id": amount.id, "label": amount.label, "value": value, "bound": bound, "share": 100 * value / total}


def _placed(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each part with where it begins, in percent of the bill."""
    begun = 0.0
    for part in parts:
        part["from"] = begun
        begun += part["share"]
    return parts


def _levels(rulebook: Rulebook, case: Mapping[str, Any]) -> Iterator[tuple[Any, dict[str, Any], bool]]:
    info = rulebook.catalogue.inputs["hospital_level"]
    for level, words in (info.choices or {}).items():
        yield words, {**case, "hospital_level": level}, level == case.get("hospital_level")


def _cities(rulebook: Rulebook, case: Mapping[str, Any]) -> Iterator[tuple[Any, dict[str, Any], bool]]:
    """The same bill of somebody insured and treated in each city."""
    pool = case["members"][0].get("insurance_pool")
    for name in rulebook.places.cities:
        members = [{**member, "insurance_pool": name} for member in case["members"]]
        moved = {key: value for key, value in case.items() if key != "remote_status"}
        words = text(rulebook.places[name].words)
        yield words, {**moved, "members": members, "treatment_city": name}, name == pool


def _row(rulebook: Rulebook, words: Any, case: Mapping[str, Any], same: bool, day: date) -> dict[str, Any]:
    """What another case would get: the sum of all layers and the patient's share, if they are known."""
    decision = decide(case, BENEFIT, day, rulebook=rulebook)
    amounts = {amount.id: amount for amount in decision.amounts}
    patient = amounts.get("patient_pays")
    total = float(case["total_cost"])
    left = patient.lower if patient is not None and decision.outcome is Outcome.ELIGIBLE else None
    return {
        "label": words,
        "same": same,
        "outcome": decision.outcome.value,
        "patient": patient if left is not None else None,
        "share": 100 * left / total if left is not None else 0,
    }

"""What pages call the codes of an answer: phrases of the catalogue, by code."""

from __future__ import annotations

from typing import Any

from cdmz_rules.i18n import outcomes
from cdmz_rules.i18n.grades import NAMES
from cdmz_rules.i18n.phrases import N_

CODES: dict[str, dict[Any, str]] = {
    "outcome": dict(outcomes.NAMES),
    "clause": {
        "holds": N_("is met"),
        "fails": N_("fails"),
        "unknown": N_("unknown"),
        "not_applicable": N_("does not apply"),
    },
    "group": {
        "gets": N_("What you get"),
        "may_get": N_("What you may get"),
        "owes": N_("What you have to pay"),
        "may_owe": N_("What you may have to pay"),
        "neither": N_("What you do not get, or need not pay"),
    },
    "flow": {
        "received": N_("You get, rent saved included"),
        "others": N_("Paid to others for you"),
        "own": N_("Your own money, paid out"),
        "lent": N_("You can borrow"),
        "owed": N_("You pay"),
    },
    "interaction": {"yes": N_("yes"), "no": N_("no"), "not_known": N_("unknown")},
    "bound": {"at_most": N_("at most"), "at_least": N_("at least")},
    "evidence": {**NAMES, None: N_("none")},
    "home": {"first": N_("a first home"), "second": N_("a second home")},
    "part": {"fund": N_("Provident fund loan"), "commercial": N_("Commercial loan"), "all": N_("Together")},
    "then": {"shorter_term": N_("a shorter term"), "smaller_payment": N_("smaller payments")},
    "method": {"equal_instalments": N_("equal instalments"), "equal_principal": N_("equal principal")},
    "break": {
        "cliff": N_("cliff"),
        "kink": N_("kink"),
        "verdict": N_("another outcome"),
        "certainty": N_("another certainty"),
    },
    "ask": {
        "sweep": N_("Vary something: how the amount moves"),
        "least": N_("The least change that helps"),
        "when": N_("When it is so"),
    },
    "lapse": {
        "known": N_("another value"),
        "unknown": N_("not known then"),
        "not_in_force": N_("not in force then"),
    },
}
DOMAINS = {
    "provident_fund": N_("Provident fund"),
    "public_rental_housing": N_("Housing support"),
    "medical_insurance": N_("Medical insurance"),
    "elder_care": N_("Elder care"),
    "common": N_("Common to all"),
    "all": N_("Everything"),
}
APPLICANTS = {
    "elder_care": N_("The elder, or insured person"),
    "care_institutions": N_("One elder in the institution"),
}
"""What the applicant is called in the form of a benefit, bundle or domain, where it is not plainly the applicant."""
HOUSEHOLDS = {
    "medical_insurance": N_("Treatment and bill"),
    "elder_care": N_("Services and institution"),
    "care_institutions": N_("Institution and beds"),
    "bed_operating_subsidy": N_("Institution and stay"),
    "bed_construction_grant": N_("The institution"),
    "chain_award": N_("The institution"),
    "elder_care_voucher": N_("Services and bill"),
    "nursing_subsidy": N_("The other nursing subsidy"),
    "childcare_subsidy": N_("The infant"),
    "long_term_care_contribution": N_("Day"),
    "long_term_care_insurance": N_("Day"),
    "old_age_allowance": N_("Day"),
    "resident_long_term_care_contribution": N_("Day"),
}
"""What the household is called there, where it is not plainly the household and its home."""


def domain(name: str) -> str:
    """What a domain is called; one that is not of the shipped law by its own name."""
    return DOMAINS.get(name, name)

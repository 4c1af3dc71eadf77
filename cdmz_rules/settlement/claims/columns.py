"""What a table of claims holds, what each claim hands on to the next, and what comes out."""

from __future__ import annotations

from functools import lru_cache

from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.settlement.columns import NUMBER, Columns, Extra

BENEFIT = "medical_reimbursement"
PERSON = "person"
"""The column that says whose claim it is: any text, the same for all claims of one person."""

CARRIED = {
    "admissions_before": "admissions_after",
    "fund_paid_before": "fund_paid_after",
    "outpatient_deductible_met_before": "outpatient_deductible_met_after",
    "outpatient_paid_before": "outpatient_paid_after",
    "two_diseases_paid_before": "two_diseases_paid_after",
    "chronic_deductible_met_before": "chronic_deductible_met_after",
    "chronic_paid_before": "chronic_paid_after",
    "critical_base_before": "critical_base_after",
    "critical_paid_before": "critical_paid_after",
    "supplement_paid_before": "supplement_paid_after",
    "assistance_base_before": "assistance_base_after",
}
"""Each input that a claim takes from the one before it in the same year, and the output that feeds it."""

RESULTS = (
    "medical_reimbursement_eligible",
    "in_scope_cost",
    "claim_deductible",
    "claim_ratio",
    "basic_fund_payment",
    "critical_illness_payment",
    "mutual_supplement_payment",
    "medical_assistance_payment",
    "medical_paid_in_all",
    "patient_pays",
)
LAYERS = RESULTS[4:8]

ALWAYS = (
    "birth_date",
    "insurance_scheme",
    "insurance_pool",
    "claim_kind",
    "hospital_level",
    "treatment_city",
    "discharge_date",
    "total_cost",
    "full_self_pay",
    "category_b_first_pay",
)
SOMETIMES = {
    "employee_status": "职工医保 | the employees' scheme",
    "contribution_tier": "居民住院 | a resident's stay",
    "supplement_insured": "住院 | a stay",
    "remote_status": "异地就医 | treatment elsewhere",
    "two_disease_kind": "两病用药 | drugs for the two diseases",
    "chronic_certified": "门诊慢特病 | chronic outpatient care",
}
"""Inputs that must be told for some claims, and for which."""


@lru_cache(maxsize=8)
def claim_columns(catalogue: Catalogue) -> Columns:
    """The columns of a table of claims: whose each is, and every input of a claim."""
    return Columns(
        catalogue,
        inputs={info.name: info for info in catalogue.inputs_of(BENEFIT)},
        extras={PERSON: Extra(PERSON, Words("个人标识", "Whose claim it is"), "name"), NUMBER.key: NUMBER},
        required=(PERSON, *ALWAYS),
        unknown=Words("没有名为“{}”的列", "there is no column {}"),
        missing=Words("缺少“{}”列", "the column {} is missing"),
        longest=80,
    )

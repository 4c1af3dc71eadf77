"""Which claims are paid at all. Not encoded: contracts of hospitals and pharmacies, time limits, the catalogue item by item."""

from cdmz_rules.model import AllOf, Condition, YesNo


class medical_claim_insured(Condition):
    label = "已参加基本医疗保险 | Insured in basic medical insurance"
    holds = "medically_insured"
    paper = "医保电子凭证或社会保障卡 | electronic insurance certificate or social security card"


class coverage_is_in_force(YesNo):
    label = "就医时待遇正常 | The insurance was in force on that day"

    def formula(household, period):
        return household("coverage_in_force", period)


class medical_claim_covered(Condition):
    label = "就医时处于待遇享受期 | Treated while the insurance was in force"
    holds = "coverage_is_in_force"
    paper = "参保缴费记录 | record of contributions"


class medical_claim_not_excluded(Condition):
    label = "不属于应由他方负担的费用 | Not a cost that somebody else must bear"
    applies = "somebody_else_bears"
    requires = "medical_insurance.payable.{cost_bearer}"
    paper = "外伤情况说明、责任认定书 | statement of the injury, finding of liability"


class institution_fits(YesNo):
    """A stay is in a hospital; drugs for the two diseases are paid at level 2 and below (medical institutions)."""

    label = "机构能提供此类服务 | The institution can provide this care"

    def formula(household, period):
        stay_in_shop = household("is_inpatient", period) & household("at_pharmacy", period)
        drugs_too_high = household("is_two_diseases", period) & ~household("below_level_3", period)
        return ~(stay_in_shop | drugs_too_high)


class medical_claim_institution(Condition):
    label = "就医机构符合此类费用的规定 | The institution is one where this care is paid"
    holds = "institution_fits"
    paper = "收费票据 | the receipt"


class medical_claim_resident_drugs(Condition):
    label = "两病用药限城乡居民医保 | Drugs for the two diseases are for insured residents"
    applies = "is_two_diseases"
    holds = "insured_as_resident"
    paper = "处方和参保信息 | prescription, insurance record"


class medical_claim_certified(Condition):
    label = "门诊慢特病已认定 | The chronic disease is certified"
    applies = "is_chronic"
    holds = "chronic_is_certified"
    paper = "门诊慢特病认定表 | certificate of the chronic disease"


class medical_claim_paid_for(Condition):
    label = "当地对此类费用规定了支付比例和限额 | The rules give this care a share and an amount"
    holds = "claim_is_paid_for"
    paper = "费用清单 | itemised bill"


class medical_reimbursement_eligible(AllOf):
    label = "符合医保报销条件 | Entitled to reimbursement"
    of = (
        "medical_claim_insured",
        "medical_claim_covered",
        "medical_claim_not_excluded",
        "medical_claim_institution",
        "medical_claim_resident_drugs",
        "medical_claim_certified",
        "medical_claim_paid_for",
    )

"""The first layer: what the pooled fund of basic medical insurance pays of one claim."""

import numpy as np

from cdmz_rules.model import Benefit, Step, YesNo, law, round_money


class claim_deductible(Step):
    label = "本次起付标准 | Deductible charged"
    words = "起付标准，不超过政策范围内费用 | the deductible, no more than the cost in scope"

    def formula(household, period):
        asked = household("inpatient_deductible", period) + household("outpatient_deductible_left", period)
        return np.minimum(asked, household("in_scope_cost", period))


class claim_ratio(Step):
    label = "本次支付比例 | Share paid"
    unit = "ratio"
    words = "当地支付比例 － 异地就医降低比例 | the local share − points taken off elsewhere"

    def formula(household, period):
        local = household("inpatient_ratio", period) + household("outpatient_ratio", period)
        return np.maximum(local - household("elsewhere_reduction", period), 0)


class claim_annual_cap(Step):
    label = "本类费用年度限额 | Yearly cap of this kind of care"
    words = "住院按统筹基金年度最高支付限额，门诊按各自限额 | the fund's yearly cap for stays, its own cap for each other kind"

    def formula(household, period):
        stay = household("stay_of_employee", period) | household("stay_of_resident", period)
        path = "medical_insurance.inpatient.{insured_scheme}.annual_cap"
        return law(household, period, path, where=stay) + household("outpatient_annual_cap", period)


class claim_cap_left(Step):
    label = "年度限额余额 | What is left of the yearly cap"
    words = "年度限额 － 本年度已付 | yearly cap − paid before in the year"

    def formula(household, period):
        kinds = ("is_inpatient", "is_outpatient", "is_two_diseases")
        paid = ("fund_paid_before", "outpatient_paid_before", "two_diseases_paid_before")
        before = np.select(
            [household(kind, period) for kind in kinds],
            [household(name, period) for name in paid],
            household("chronic_paid_before", period),
        )
        return np.maximum(round_money(household("claim_annual_cap", period) - before), 0)


class claim_is_paid_for(YesNo):
    """A kind of care is paid where the rules give it a share; without a stay also only where they give it a yearly amount."""

    label = "当地对此类费用规定了支付比例和限额 | The rules give this care a share and an amount"

    def formula(household, period):
        local = household("inpatient_ratio", period) + household("outpatient_ratio", period)
        stay = household("is_inpatient", period)
        return (local > 0) & (stay | (household("outpatient_annual_cap", period) > 0))


class basic_fund_payment(Step):
    """Rounded to the fen. Whether the fund's yearly cap for stays also takes in visits is not known; it is taken not to."""

    label = "统筹基金支付 | Paid by the basic fund"
    words = "（政策范围内费用 － 起付标准）× 支付比例，不超过限额余额 | (cost in scope − deductible) × share, up to what is left of the cap"
    payer = "medical_insurance_place"

    def formula(household, period):
        above = round_money(household("in_scope_cost", period) - household("claim_deductible", period))
        share = round_money(above * household("claim_ratio", period))
        paid = np.minimum(share, household("claim_cap_left", period))
        return paid * household("medical_reimbursement_eligible", period)


class medical_reimbursement(Benefit):
    label = "基本医疗保险报销 | Medical reimbursement"
    words = (
        "统筹基金对本次费用的支付，其余各层另列 | what the basic fund pays of this bill; further layers stand beside it"
    )
    eligible = "medical_reimbursement_eligible"
    payer = "medical_insurance_place"
    payee = "参保人（直接结算时付给医疗机构） | the insured person (the hospital, if settled directly)"
    in_all = "medical_paid_in_all"
    reports = (
        "critical_illness_payment",
        "mutual_supplement_payment",
        "medical_assistance_payment",
        "medical_paid_in_all",
        "patient_pays",
    )
    not_encoded = (
        "个人账户支付和家庭共济 | personal accounts and sharing within the family",
        "公务员补助、惠蓉保等商业保险 | supplements of civil servants, commercial insurance",
        "门诊慢特病的病种、认定和分病种限额 | the list, certification and caps of chronic diseases",
        "生育医疗费用和产前检查定额 | medical costs of maternity and fixed sums for check-ups",
        "未备案的异地就医；云南、贵州、西藏不单列 | treatment elsewhere that was not filed; Yunnan, Guizhou and Tibet by themselves",
        "逐级转诊的起付线（2026年4月国家意见，当地规定未见） | deductibles of stepwise referrals (national guidance of April 2026)",
        "居民住院免起付标准的人群 | which residents are free of the deductible",
        "限价耗材、集采中选价、非疾病治疗用途 | price limits of consumables, purchase prices, uses that are not treatment",
        "大病保险是否计入门诊自付 | whether critical illness insurance counts visits",
        "互助补充保险的计算基数仅凭记忆 | the base of the supplement is remembered only",
        "医疗救助的年度限额和门诊限制 | the yearly cap of medical assistance and its limits for visits",
        "定点协议、先行垫付和报销时限 | contracts of hospitals, advance payment, time limits for claims",
    )

    def formula(household, period):
        return household("basic_fund_payment", period)

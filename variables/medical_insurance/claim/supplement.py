"""大病医疗互助补充保险: Chengdu's own insurance on what stays leave."""

import numpy as np

from cdmz_rules.model import Fact, Step, YesNo, YesNoInput, law, round_money


class supplement_insured(YesNoInput):
    label = "是否参加大病医疗互助补充保险（成都） | Insured in the mutual supplement (Chengdu)?"
    favours = "higher"
    example = True
    about = "由互助补充保险支付部分余下费用 | it pays a part of what remains"


class supplement_applies(YesNo):
    label = "互助补充保险适用 | The mutual supplement applies"

    def formula(household, period):
        stay = household("is_inpatient", period) & household("medical_reimbursement_eligible", period)
        return stay & household("supplement_insured", period)


class supplement_billed(Fact):
    """What a patient pays for outside the catalogue counts for no layer."""

    label = "费用减全自费和不予支付的耗材 | Cost less what is self-paid and consumables not payable"
    unit = "CNY"

    def formula(household, period):
        outside = household("full_self_pay", period) + household("unlisted_consumables_not_paid", period)
        return np.maximum(round_money(household("total_cost", period) - outside), 0)


class mutual_supplement_most(Fact):
    label = "互助补充保险至多计入的费用 | The most that could count for the mutual supplement"
    unit = "CNY"

    def formula(household, period):
        return household("supplement_billed", period) * household("supplement_applies", period)


class mutual_supplement_payment(Step):
    """Chengdu's own insurance. Known is its yearly cap; share and base are remembered only.

    The deductible comes off whole, also where less of it was charged because less was in scope: no insurance pays for it.
    Not encoded: its bands for costly consumables and above the basic fund's cap; which care it covers beside stays.
    """

    label = "大病医疗互助补充保险支付 | Paid by the mutual supplement"
    within = "mutual_supplement_most"
    words = (
        "（费用 － 全自费和不予支付的耗材 － 起付标准 － 前几层支付）× 比例，不超过限额余额"
        " | (cost − self-paid and consumables not payable − deductible − paid before) × share, up to the cap"
    )
    payer = "medical_insurance_place"

    def formula(household, period):
        applies = household("supplement_applies", period)
        folder = "medical_insurance.supplement"
        share = law(household, period, f"{folder}.coefficient", where=applies, otherwise=0)
        first = law(household, period, f"{folder}.counts_first_pay", where=applies, otherwise=False)
        cap = law(household, period, f"{folder}.annual_cap", where=applies & (share > 0), otherwise=0)
        counted = np.where(first, household("supplement_billed", period), household("in_scope_cost", period))
        earlier = household("basic_fund_payment", period) + household("critical_illness_payment", period)
        rest = np.maximum(round_money(counted - household("inpatient_deductible", period) - earlier), 0)
        left = np.maximum(round_money(cap - household("supplement_paid_before", period)), 0)
        return np.minimum(round_money(rest * share), left) * applies

"""医疗救助: the last layer, for people in hardship, on what insurance left in scope."""

import numpy as np

from cdmz_rules.model import Fact, Step, YesNo, law, round_money


class assistance_applies(YesNo):
    label = "属于医疗救助对象 | Entitled to medical assistance"

    def formula(household, period):
        return household("in_assisted_group", period) & household("medical_reimbursement_eligible", period)


class medical_assistance_base(Step):
    label = "救助范围内自付 | Own cost that counts for medical assistance"
    words = "政策范围内费用 － 前几层支付 | cost in scope − paid by the layers before"

    def formula(household, period):
        paid = (
            household("basic_fund_payment", period)
            + household("critical_illness_payment", period)
            + household("mutual_supplement_payment", period)
        )
        left = np.maximum(round_money(household("in_scope_cost", period) - paid), 0)
        return left * household("assistance_applies", period)


class assistance_local_income(Step):
    label = "上年居民人均可支配收入 | Disposable income a head, year before"
    words = "参保地统计数 | the figure of the insured place"

    def formula(household, period):
        measured = household("assistance_applies", period) & (household("assistance_deductible_share", period) > 0)
        return law(household, period, "medical_insurance.assistance.local_income", where=measured)


class assistance_deductible_share(Step):
    label = "医疗救助起付标准占收入比例 | Deductible of medical assistance as a share of income"
    unit = "ratio"
    words = "按对象类别 | by group"

    def formula(household, period):
        path = "medical_insurance.assistance.deductible_share.{assistance_class}"
        return law(household, period, path, where=household("assistance_applies", period))


class medical_assistance_deductible(Step):
    label = "医疗救助年度起付标准 | Deductible of medical assistance"
    words = "上年居民人均可支配收入 × 该类对象的比例 | last year's disposable income a head × the group's share"

    def formula(household, period):
        share = household("assistance_deductible_share", period)
        return round_money(share * household("assistance_local_income", period))


class medical_assistance_most(Fact):
    label = "医疗救助至多计入的费用 | The most that could count for medical assistance"
    unit = "CNY"

    def formula(household, period):
        return household("in_scope_cost", period) * household("assistance_applies", period)


class medical_assistance_payment(Step):
    """Over the year, above the group's deductible. 低保对象 and 特困人员 get at least the national share, without a deductible."""

    label = "医疗救助支付 | Paid by medical assistance"
    within = "medical_assistance_most"
    words = (
        "（年度累计自付 － 起付标准）× 救助比例，减此前已计 | (own cost of the year − deductible) × share, less earlier"
    )
    payer = "medical_insurance_place"

    def formula(household, period):
        applies, least_off = household("assistance_applies", period), household("hardship_at_national_floor", period)
        local = law(household, period, "medical_insurance.assistance.ratio.{assistance_class}", where=applies)
        path = "medical_insurance.assistance.ratio_floor"
        share = np.maximum(local, law(household, period, path, where=applies & least_off, otherwise=0))
        before, own = household("assistance_base_before", period), household("medical_assistance_base", period)
        line = household("medical_assistance_deductible", period)
        counted = round_money(np.maximum(before + own - line, 0) - np.maximum(before - line, 0))
        return round_money(counted * share)

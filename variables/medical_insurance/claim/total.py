"""All layers together, and what is left to the patient."""

import functools

import numpy as np

from cdmz_rules.model import Step, round_money


class medical_paid_in_all(Step):
    """No layer pays for what another has paid: together they never pay more than the bill."""

    label = "各层合计支付 | Paid in all"
    words = "统筹基金 ＋ 大病保险 ＋ 互助补充保险 ＋ 医疗救助 | basic fund + critical illness + supplement + assistance"

    def formula(household, period):
        layers = (
            "basic_fund_payment",
            "critical_illness_payment",
            "mutual_supplement_payment",
            "medical_assistance_payment",
        )
        paid = round_money(functools.reduce(np.add, [household(layer, period) for layer in layers]))
        return np.minimum(paid, household("total_cost", period))


class patient_pays(Step):
    label = "个人负担 | Left to the patient"
    words = "医疗费用总额 － 各层合计支付 | total of the bill − paid in all"
    favours = "lower"

    def formula(household, period):
        return round_money(household("total_cost", period) - household("medical_paid_in_all", period))

"""The bill of one stay or visit, as the hospital hands it out."""

import numpy as np

from cdmz_rules.model import (
    Below,
    ChoiceInput,
    Enum,
    Fact,
    MoneyInput,
    Step,
    YesNo,
    YesNoInput,
    law,
    round_money,
    years_between,
)


class ClaimKind(Enum):
    unknown = "未知 | unknown"
    inpatient = "住院 | hospital stay"
    outpatient = "普通门诊 | ordinary visit"
    two_diseases = "高血压、糖尿病门诊用药 | drugs for high blood pressure or diabetes"
    chronic = "门诊慢特病 | chronic or special disease, outpatient"


class CostBearer(Enum):
    unknown = "未知 | unknown"
    nobody_else = "无 | nobody else"
    work_injury_fund = "工伤保险基金 | the work injury fund"
    third_party = "有责任的第三人 | a liable third party"
    third_party_not_paying = "第三人不支付或无法确定 | a third party who does not pay or is not found"
    public_health = "公共卫生 | public health"
    abroad = "在境外就医 | treated outside the mainland"


class claim_kind(ChoiceInput):
    possible_values = ClaimKind
    default_value = ClaimKind.unknown
    label = "就医类型 | Kind of care"
    example = "inpatient"
    about = "住院、门诊的起付和比例不同 | stays and visits have deductibles and shares of their own"


class total_cost(MoneyInput):
    label = "医疗费用总额 | Total of the bill"
    favours = "higher"
    bounds = (0, 100_000_000)
    example = 20_000
    # Until July 2026 the first payment for category B holds a share of the consumables: they are no parts beside each other.
    never = Below(
        "full_self_pay",
        ("category_b_first_pay", "consumables_cost"),
        "unlisted_consumables",
        "unlisted_formerly_paid",
    )
    about = "账单合计 | the sum of the bill"


class full_self_pay(MoneyInput):
    label = "其中全自费 | Of it outside the catalogue"
    favours = "lower"
    bounds = (0, 100_000_000)
    example = 1000
    about = "目录外项目由本人负担 | items outside the catalogue are the patient's own"


class category_b_first_pay(MoneyInput):
    """By the catalogue of the place of treatment. From 2026-08-01 without the share for listed consumables, which is computed."""

    label = "乙类先行自付（2026年8月起不含耗材） | First payment for category B (from August 2026 without consumables)"
    favours = "lower"
    bounds = (0, 100_000_000)
    example = 500
    about = "乙类项目先由本人支付的部分 | what is paid first for items of category B"


class consumables_cost(MoneyInput):
    label = "目录内医用耗材费用 | Listed consumables"
    favours = "lower"
    bounds = (0, 100_000_000)
    presumed = 0
    example = 0
    about = "2026年8月1日起均按乙类先行自付一部分 | from 2026-08-01 all are category B"


class unlisted_consumables(MoneyInput):
    label = "目录外医用耗材费用（未计入全自费） | Unlisted consumables (not among the self-paid)"
    favours = "lower"
    bounds = (0, 100_000_000)
    presumed = 0
    example = 0
    about = "2026年8月1日起目录外耗材不予支付 | not payable from 2026-08-01"


class unlisted_formerly_paid(MoneyInput):
    label = "此前当地已支付的目录外耗材费用 | Unlisted consumables that the city paid for before"
    favours = "lower"
    bounds = (0, 100_000_000)
    presumed = 0
    example = 0
    about = "目录施行后有6个月过渡期 | they stay payable for six months"


class cost_bearer(ChoiceInput):
    possible_values = CostBearer
    default_value = CostBearer.unknown
    label = "应由谁另行负担 | Who else must bear the cost"
    presumed = "nobody_else"
    example = "nobody_else"
    about = "工伤、第三人责任、公共卫生和境外费用不报销 | work injuries, liability, public health and treatment abroad are not paid"


class coverage_in_force(YesNoInput):
    label = "就医时医保待遇是否正常 | Was the insurance in force on that day?"
    favours = "higher"
    presumed = True
    example = True
    about = "等待期内或停保期间不报销；可先查询参保待遇 | nothing is paid while one waits or is not insured"


class is_inpatient(YesNo):
    label = "住院 | A stay"

    def formula(household, period):
        return household("claim_kind", period) == ClaimKind.inpatient


class is_outpatient(YesNo):
    label = "普通门诊 | An ordinary visit"

    def formula(household, period):
        return household("claim_kind", period) == ClaimKind.outpatient


class is_two_diseases(YesNo):
    label = "两病门诊用药 | Drugs for the two diseases"

    def formula(household, period):
        return household("claim_kind", period) == ClaimKind.two_diseases


class is_chronic(YesNo):
    label = "门诊慢特病 | Chronic outpatient care"

    def formula(household, period):
        return household("claim_kind", period) == ClaimKind.chronic


class somebody_else_bears(YesNo):
    label = "费用另有负担人 | Somebody else must bear the cost"

    def formula(household, period):
        return household("cost_bearer", period) != CostBearer.nobody_else


class consumables_first_pay(Step):
    """2026-08-01: every listed consumable is category B; each city sets the share paid first.

    Not encoded: limits for costly consumables, selected prices of central purchases, uses that are not treatment.
    """

    label = "医用耗材先行自付 | First payment for consumables"
    words = "目录内耗材费用 × 先行自付比例 | listed consumables × share paid first"

    def formula(household, period):
        cost = household("consumables_cost", period)
        path = "medical_insurance.consumables.first_pay_ratio"
        return round_money(cost * law(household, period, path, where=cost > 0, otherwise=0))


class unlisted_consumables_not_paid(Step):
    label = "不予支付的目录外耗材 | Unlisted consumables not payable"
    words = "目录外耗材费用，过渡期内原已支付的除外 | unlisted consumables, but for those still paid in the transition"

    def formula(household, period):
        never, formerly = household("unlisted_consumables", period), household("unlisted_formerly_paid", period)
        folder = "medical_insurance.consumables"
        some = (never > 0) | (formerly > 0)
        payable = law(household, period, f"{folder}.unlisted_payable", where=some)
        still = law(household, period, f"{folder}.formerly_paid_payable", where=formerly > 0, otherwise=False)
        return (never + formerly * ~still) * ~payable


class in_scope_cost(Step):
    """What the catalogue of the place of treatment leaves payable."""

    label = "政策范围内费用 | Cost within the scope of the policy"
    words = "总额 － 全自费 － 先行自付 － 不予支付的耗材 | total − self-paid − paid first − consumables not payable"

    def formula(household, period):
        outside = household("full_self_pay", period) + household("category_b_first_pay", period)
        consumables = household("consumables_first_pay", period) + household("unlisted_consumables_not_paid", period)
        return np.maximum(round_money(household("total_cost", period) - outside - consumables), 0)


class claim_age(Fact):
    label = "就医时年龄（周岁） | Age at that day"
    unit = "age"

    def formula(household, period):
        return years_between(household.applicant("birth_date", period), household("discharge_date", period))

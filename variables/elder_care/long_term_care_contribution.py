"""长期护理保险缴费: what employees, employers and the treasury pay in, by pool."""

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Benefit,
    Fact,
    MoneyInput,
    Person,
    Step,
    YesNo,
    law,
    round_money,
)


class medical_contribution_base(MoneyInput):
    entity = Person
    label = "职工医保缴费基数（月） | Monthly base of the medical contribution"
    unit = "CNY/month"
    favours = "none"
    bounds = (0, 1_000_000)
    example = 6000
    roles = ("applicant",)
    about = "长期护理保险费按其一定比例 | contributions are shares of it"


class account_credit_base(MoneyInput):
    entity = Person
    label = "退休人员个人账户划入基数（月） | Monthly base of a retiree's account credits"
    unit = "CNY/month"
    favours = "none"
    bounds = (0, 1_000_000)
    example = 3000
    roles = ("applicant",)
    about = "退休人员的长期护理保险费按其一定比例 | a retiree's contributions are shares of it"


class insured_age(Fact):
    label = "参保人年龄 | Age of the insured person"
    unit = "age"

    def formula(household, period):
        return household("elder_age", period)


class contribution_base(Fact):
    label = "缴费基数 | Base of the contribution"
    unit = "CNY/month"

    def formula(household, period):
        retired = household("insured_retiree", period)
        account = household.applicant("account_credit_base", period)
        return np.where(retired, account, household.applicant("medical_contribution_base", period))


class younger_contributor(YesNo):
    label = "在职且不超过规定年龄 | Working, and no older than the line"

    def formula(household, period):
        working = household("insured_worker", period)
        line = law(household, period, "elder_care.long_term_care.contribution.younger_up_to_age", where=working)
        return working & (household("insured_age", period) <= line)


class long_term_care_personal_rate(Step):
    label = "个人缴费比例 | Personal share"
    unit = "ratio"
    words = "在职按年龄，退休另定 | by age while working, another for retirees"

    def formula(household, period):
        working, younger = household("insured_worker", period), household("younger_contributor", period)
        folder = "elder_care.long_term_care.contribution"
        return (
            law(household, period, f"{folder}.younger", where=younger)
            + law(household, period, f"{folder}.older", where=working & ~younger)
            + law(household, period, f"{folder}.retiree", where=household("insured_retiree", period))
        )


class long_term_care_employer_pays(Step):
    label = "单位缴费 | Employer's contribution"
    unit = "CNY/month"
    words = "基数 × 单位比例，从基本医保费中划转 | base × share, carved out of the medical contribution"

    def formula(household, period):
        working = household("insured_worker", period)
        rate = law(household, period, "elder_care.long_term_care.contribution.employer", where=working)
        return round_money(household("contribution_base", period) * rate)


class long_term_care_treasury_pays(Step):
    label = "财政补助（退休人员） | Treasury, for retirees"
    unit = "CNY/month"
    words = "基数 × 财政比例，按年度补助 | base × share, paid yearly"

    def formula(household, period):
        retired = household("insured_retiree", period)
        rate = law(household, period, "elder_care.long_term_care.contribution.treasury_retiree", where=retired)
        return round_money(household("contribution_base", period) * rate)


class long_term_care_contribution_eligible(AllOf):
    label = "应缴长期护理保险费 | Contributes to long-term care insurance"
    of = ("long_term_care_scheme", "long_term_care_member")


class long_term_care_contribution(Benefit):
    label = "长期护理保险个人缴费 | Personal contribution to long-term care insurance"
    unit = "CNY/month"
    words = "基数 × 个人比例，从个人账户划转 | base × personal share, from the personal account"
    eligible = "long_term_care_contribution_eligible"
    payer = "long_term_care_place"
    office = "medical_insurance"
    payee = "长期护理保险基金（从个人账户划转） | the fund, from the personal account"
    flow = "owed"
    reports = ("long_term_care_employer_pays", "long_term_care_treasury_pays")
    not_encoded = (
        "18周岁以下随父母参保、不单独筹资（省级方案，2026年） | the province's plan has those under 18 insured with their parents",
        "单建统筹参保人员自愿参加 | members without an account take part if they choose",
    )

    def formula(household, period):
        amount = round_money(household("contribution_base", period) * household("long_term_care_personal_rate", period))
        return amount * household("long_term_care_contribution_eligible", period)

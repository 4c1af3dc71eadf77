"""城乡居民医保缴费: what an insured resident pays for a coverage year."""

import numpy as np

from cdmz_rules.model import AllOf, Benefit, Condition, Step, YesNo, law


class resident_contribution_local(Step):
    """In a city of two tiers students and children pay as the low tier does."""

    label = "当地个人缴费标准 | Local personal contribution"
    unit = "CNY/year"
    words = "按年度和档次 | by year and tier"

    def formula(household, period):
        resident, high = household("insured_as_resident", period), household("pays_high_tier", period)
        folder = "medical_insurance.contribution.personal"
        sole = law(household, period, f"{folder}.standard", where=resident)
        return law(household, period, f"{folder}.high_tier", where=resident & high, otherwise=sole)


class resident_contribution_standard(Step):
    """At least the national minimum, fixed in the autumn before the coverage year."""

    label = "个人缴费标准 | Personal contribution before aid"
    unit = "CNY/year"
    words = "当地标准与国家最低标准取高 | the greater of the local standard and the national minimum"

    def formula(household, period):
        resident = household("insured_as_resident", period)
        least = law(household, period, "medical_insurance.contribution.national_minimum", where=resident)
        return np.maximum(household("resident_contribution_local", period), least)


class resident_contribution_aid(Step):
    """People in extreme hardship in full, those on the minimum allowance or fallen back into poverty by a fixed amount.

    Not encoded: the subsidies of article 25 of the Social Insurance Law for disabled people, the old and the young of poor families.
    """

    label = "资助参保金额 | Aid towards the contribution"
    unit = "CNY/year"
    words = "特困人员全额，低保对象和返贫致贫人口定额 | in full for extreme hardship, a fixed amount for the others"

    def formula(household, period):
        resident = household("insured_as_resident", period)
        hardest = resident & household("hardship_in_full", period)
        allowance = resident & household("hardship_by_allowance", period)
        returned = resident & household("hardship_by_return", period)
        folder = "medical_insurance.contribution.aid"
        in_full = hardest & law(household, period, f"{folder}.tekun_in_full", where=hardest)
        fixed = law(household, period, f"{folder}.dibao", where=allowance)
        other = law(household, period, f"{folder}.returned_to_poverty", where=returned)
        standard = household("resident_contribution_standard", period)
        return np.where(in_full, standard, np.minimum(fixed + other, standard))


class resident_fiscal_subsidy(Step):
    label = "财政补助（未见当地标准的按国家最低） | Public subsidy (the national least where no local figure is known)"
    unit = "CNY/year"
    words = (
        "当地人均标准，未见的按国家规定的最低标准 | the local figure a head, or the national least where none was found"
    )

    def formula(household, period):
        resident = household("insured_as_resident", period)
        return law(household, period, "medical_insurance.contribution.fiscal_subsidy", where=resident)


class resident_supplement_premium(Step):
    """Whoever joins pays it beside the contribution; where it is within the contribution there is nothing more to pay."""

    label = "补充医疗保险保费（自愿参加，另交） | Premium of the voluntary supplement, on top"
    unit = "CNY/year"
    words = "按年度，成年人和学生儿童不同 | by year, not the same for adults and for students and children"

    def formula(household, period):
        resident, student = household("insured_as_resident", period), household("pays_as_student", period)
        folder = "medical_insurance.contribution.supplement_premium"
        young = law(household, period, f"{folder}.student", where=student, otherwise=0)
        return young + law(household, period, f"{folder}.adult", where=resident & ~student)


class resident_contribution_insured(Condition):
    label = "参加城乡居民医保 | Insured as a resident"
    holds = "insured_as_resident"
    paper = "户口簿或居住证 | hukou booklet or residence permit"


class contribution_is_set(YesNo):
    label = "该年度缴费标准已确定 | The standard of the year is set"

    def formula(household, period):
        return household("resident_contribution_standard", period) > 0


class resident_contribution_set(Condition):
    label = "该年度个人缴费标准已确定 | The standard of the year is set"
    holds = "contribution_is_set"


class resident_medical_contribution_eligible(AllOf):
    label = "可按居民医保缴费 | May contribute as a resident"
    of = ("resident_contribution_insured", "resident_contribution_set")


class resident_medical_contribution(Benefit):
    label = "城乡居民医保个人缴费 | Resident's medical insurance contribution"
    unit = "CNY/year"
    words = "个人缴费标准 － 资助参保金额 | personal contribution − aid"
    eligible = "resident_medical_contribution_eligible"
    payer = "medical_insurance_place"
    payee = "城乡居民医保基金（由参保人缴纳） | the residents' fund (paid by the insured person)"
    flow = "owed"
    reports = ("resident_contribution_aid", "resident_fiscal_subsidy", "resident_supplement_premium")
    not_encoded = (
        "集中缴费期和逾期补缴 | the period of enrolment and late payment",
        "残疾人、低收入家庭老人和未成年人的资助 | subsidies for disabled people, the old and the young of poor families",
        "德阳、眉山、资阳高于国家最低标准的财政补助 | public subsidies of Deyang, Meishan and Ziyang above the national least",
        "居民长期护理保险缴费，一并收取、另列 | contributions to long-term care insurance, collected together and listed apart",
    )

    def formula(household, period):
        standard, aid = (
            household("resident_contribution_standard", period),
            household("resident_contribution_aid", period),
        )
        return (standard - aid) * household("resident_medical_contribution_eligible", period)

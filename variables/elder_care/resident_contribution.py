"""城乡居民长期护理保险缴费: what a resident pays for a year, and what the treasury adds, by pool and year."""

import numpy as np

from cdmz_rules.model import AllOf, Benefit, Condition, Enum, Fact, Step, YesNo, law


class ResidentKind(Enum):
    unknown = "未知 | unknown"
    adult = "成年居民 | adult"
    student = "学生儿童（含大学生） | student or child, university included"


class resident_kind(Fact):
    value_type = Enum
    possible_values = ResidentKind
    default_value = ResidentKind.unknown
    label = "居民类别 | Kind of resident"

    def formula(household, period):
        adult = household("pays_high_tier", period) | household("pays_low_tier", period)
        return np.where(adult, ResidentKind.adult.index, ResidentKind.student.index)


class contributes_as_resident(YesNo):
    label = "按居民缴费 | Contributes as a resident"

    def formula(household, period):
        return household("insured_as_resident", period)


class long_term_care_resident(Condition):
    label = "参加城乡居民医保 | Insured in the residents' scheme"
    holds = "contributes_as_resident"
    paper = "参保证明 | proof of insurance"


class resident_long_term_care_contribution_eligible(AllOf):
    label = "应缴城乡居民长期护理保险费 | Contributes as a resident to long-term care insurance"
    of = ("long_term_care_scheme", "long_term_care_resident")


class resident_long_term_care_treasury(Step):
    label = "财政补助（居民） | Treasury, for a resident"
    unit = "CNY/year"
    words = "按居民类别的年补助 | the yearly amount of the kind of resident"

    def formula(household, period):
        resident = household("resident_long_term_care_contribution_eligible", period)
        path = "elder_care.long_term_care.contribution.treasury_resident.{resident_kind}"
        return law(household, period, path, where=resident)


class resident_long_term_care_contribution(Benefit):
    label = "城乡居民长期护理保险个人缴费 | Residents' contribution to long-term care insurance"
    unit = "CNY/year"
    words = "按居民类别的年缴费额，与居民医保一并征收 | the yearly amount of the kind of resident, collected with medical insurance"
    eligible = "resident_long_term_care_contribution_eligible"
    payer = "long_term_care_place"
    office = "medical_insurance"
    payee = "长期护理保险基金 | the fund"
    flow = "owed"
    reports = ("resident_long_term_care_treasury",)
    not_encoded = (
        "18周岁以下随父母参保、不单独筹资（省级方案，2026年） | the province's plan has those under 18 insured with their parents",
    )

    def formula(household, period):
        resident = household("resident_long_term_care_contribution_eligible", period)
        path = "elder_care.long_term_care.contribution.resident.{resident_kind}"
        return law(household, period, path, where=resident)

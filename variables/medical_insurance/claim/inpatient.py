"""Hospital stays: deductible and share paid above it."""

import functools

import numpy as np

from cdmz_rules.model import ChoiceInput, Enum, Step, YesNo, law


class ExemptDiagnosis(Enum):
    unknown = "未知 | unknown"
    none = "其他 | any other"
    psychiatric = "精神病 | psychiatric disease"
    hiv = "艾滋病 | HIV/AIDS"


class exempt_diagnosis(ChoiceInput):
    possible_values = ExemptDiagnosis
    default_value = ExemptDiagnosis.unknown
    label = "是否免起付标准的病种 | A diagnosis without a deductible?"
    presumed = "none"
    example = "none"
    about = "精神病、艾滋病住院可不计起付标准 | some diagnoses have no deductible"


class stay_of_employee(YesNo):
    label = "职工住院 | A stay of an insured employee"

    def formula(household, period):
        return household("is_inpatient", period) & _hospital(household, period, "insured_as_employee")


class stay_of_resident(YesNo):
    label = "居民住院 | A stay of an insured resident"

    def formula(household, period):
        return household("is_inpatient", period) & _hospital(household, period, "insured_as_resident")


def _hospital(household, period, scheme):
    return household(scheme, period) & ~household("at_pharmacy", period)


class deductible_exempt(YesNo):
    """Exemptions are known of employees' rules alone; of residents none is encoded."""

    label = "免计起付标准 | Free of the deductible"

    def formula(household, period):
        employee, diagnosis = household("stay_of_employee", period), household("exempt_diagnosis", period)
        folder = "medical_insurance.inpatient.employee"
        line = law(household, period, f"{folder}.exempt_age", where=employee, otherwise=np.inf)
        named = employee & (diagnosis != ExemptDiagnosis.none)
        listed = law(
            household,
            period,
            "medical_insurance.inpatient.employee.exempt_diagnosis.{exempt_diagnosis}",
            where=named,
            otherwise=False,
        )
        return (employee & (household("claim_age", period) >= line)) | (named & listed)


class inpatient_deductible(Step):
    """Of the level, or its own for referrals out of the city; it falls with each stay of the year down to a floor.

    Not encoded: stepwise referrals, whose deductible the national guidance of April 2026 wants continued, and referrals down.
    """

    label = "住院起付标准 | Deductible of the stay"
    words = "按级别，再次住院逐次降低，不低于下限 | by level, lower with each further stay, not below the floor"

    def formula(household, period):
        stay = household("stay_of_employee", period) | household("stay_of_resident", period)
        before = household("admissions_before", period)
        again = stay & (before > 0)
        path = "medical_insurance.inpatient.{insured_scheme}."
        level = law(household, period, path + "deductible.{hospital_level}", where=stay)
        away = stay & household("referred_away", period)
        first = law(household, period, path + "deductible_referred_away", where=away, otherwise=level)
        fall = law(household, period, path + "repeat_reduction", where=again, otherwise=0) * before
        floor = law(household, period, path + "deductible_floor", where=again, otherwise=0)
        lowered = np.maximum(first - fall, np.minimum(floor, first))
        return np.where(again, lowered, first) * ~household("deductible_exempt", period)


class inpatient_age_bonus(Step):
    label = "按年龄增加的比例 | Points by age"
    unit = "ratio"
    words = "达到起始年龄后每隔若干年增加，不超过上限 | so many points at an age and every so many years, up to a most"

    def formula(household, period):
        employee, age = household("stay_of_employee", period), household("claim_age", period)
        folder = "medical_insurance.inpatient.employee.age_bonus"
        first = law(household, period, f"{folder}.from_age", where=employee, otherwise=np.inf)
        old = employee & (age >= first)
        years = law(household, period, f"{folder}.step_years", where=old, otherwise=1)
        each = law(household, period, f"{folder}.per_step", where=old, otherwise=0)
        most = law(household, period, f"{folder}.most", where=old, otherwise=0)
        steps = np.floor(np.where(old, age - first, 0) / years) + 1
        return np.where(old, np.minimum(steps * each, most), 0)


class inpatient_ratio(Step):
    """By level, and for employees with points by age or for retirees; for the oldest a share of its own."""

    label = "住院支付比例 | Share paid for the stay"
    unit = "ratio"
    words = "按级别和档次，加年龄或退休增加的比例，不超过上限 | by level and tier, plus points by age or for retirees, up to a most"

    def formula(household, period):
        employee, resident = household("stay_of_employee", period), household("stay_of_resident", period)
        folder = "medical_insurance.inpatient.employee"
        own = law(household, period, "medical_insurance.inpatient.employee.ratio.{hospital_level}", where=employee)
        retired = employee & household("insured_retiree", period)
        bonus = law(household, period, f"{folder}.retiree_bonus", where=retired, otherwise=0)
        most = law(household, period, f"{folder}.ratio_max", where=employee, otherwise=1)
        usual = np.minimum(functools.reduce(np.add, (own, bonus, household("inpatient_age_bonus", period))), most)
        line = law(household, period, f"{folder}.full_ratio_age", where=employee, otherwise=np.inf)
        oldest = employee & (household("claim_age", period) >= line)
        full = law(household, period, f"{folder}.ratio_at_full_age", where=oldest, otherwise=0)
        path = "medical_insurance.inpatient.resident.ratio.standard.{hospital_level}"
        standard = law(household, period, path, where=resident)
        student = resident & household("pays_as_student", period)
        path = "medical_insurance.inpatient.resident.ratio.student.{hospital_level}"
        young = law(household, period, path, where=student, otherwise=standard)
        low = resident & household("pays_low_tier", period)
        path = "medical_insurance.inpatient.resident.ratio.low_tier.{hospital_level}"
        return np.where(employee, np.maximum(usual, full), law(household, period, path, where=low, otherwise=young))

"""Care without a stay: ordinary visits, drugs for the two diseases, certified chronic diseases."""

import numpy as np

from cdmz_rules.model import ChoiceInput, Enum, Person, Step, YesNo, YesNoInput, law, round_money


class Account(Enum):
    unknown = "未知 | unknown"
    combined = "统账结合（有个人账户） | with a personal account"
    pooled_only = "单建统筹（无个人账户） | without a personal account"


class TwoDisease(Enum):
    unknown = "未知 | unknown"
    hypertension = "高血压 | high blood pressure"
    diabetes = "糖尿病 | diabetes"
    both = "高血压和糖尿病 | both"


class employee_account(ChoiceInput):
    entity = Person
    possible_values = Account
    default_value = Account.unknown
    label = "职工医保参保方式 | Kind of employee insurance"
    presumed = "combined"
    example = "combined"
    roles = ("applicant",)
    about = "单建统筹人员的门诊限额较低 | without a personal account the yearly cap is lower"


class two_disease_kind(ChoiceInput):
    possible_values = TwoDisease
    default_value = TwoDisease.unknown
    label = "两病类别 | Which of the two diseases"
    example = "hypertension"
    about = "年度限额因病种而异 | the yearly cap differs"


class chronic_certified(YesNoInput):
    label = "是否已认定门诊慢特病 | Has the chronic disease been certified?"
    favours = "higher"
    example = True
    about = "须先在参保地认定 | it is certified where one is insured"


class chronic_is_certified(YesNo):
    label = "已认定门诊慢特病 | The chronic disease is certified"

    def formula(household, period):
        return household("chronic_certified", period)


class visit_of_employee(YesNo):
    label = "职工普通门诊 | An ordinary visit of an insured employee"

    def formula(household, period):
        return household("is_outpatient", period) & household("insured_as_employee", period)


class visit_of_resident(YesNo):
    label = "居民普通门诊 | An ordinary visit of an insured resident"

    def formula(household, period):
        return household("is_outpatient", period) & household("insured_as_resident", period)


class drugs_of_resident(YesNo):
    label = "居民两病用药 | Drugs of an insured resident for the two diseases"

    def formula(household, period):
        return household("is_two_diseases", period) & household("insured_as_resident", period)


class chronic_care(YesNo):
    label = "参保人门诊慢特病 | Chronic care of an insured person"

    def formula(household, period):
        return household("is_chronic", period) & household("medically_insured", period)


class outpatient_deductible_left(Step):
    """What is left of the year's deductible. Of residents' visits and of the two diseases none is known; none is charged."""

    label = "尚未累计满的门诊起付标准 | Outpatient deductible not yet met"
    words = "年度起付标准 － 已累计 | deductible of the year − met before"

    def formula(household, period):
        visit, chronic = household("visit_of_employee", period), household("chronic_care", period)
        path = "medical_insurance.outpatient.employee.annual_deductible.{fund_status}"
        of_visits = law(household, period, path, where=visit)
        path = "medical_insurance.outpatient.chronic.{insured_scheme}.annual_deductible"
        of_chronic = law(household, period, path, where=chronic)
        met = np.where(
            chronic,
            household("chronic_deductible_met_before", period),
            household("outpatient_deductible_met_before", period),
        )
        return np.maximum(round_money(of_visits + of_chronic - met), 0)


class outpatient_ratio(Step):
    """2023-01-01: by level, ten points more for retirees. Drugs for the two diseases at least at the national floor.

    One share stands for all chronic diseases: their list is not known.
    """

    label = "门诊支付比例 | Share paid without a stay"
    unit = "ratio"
    words = "按机构级别，退休人员增加 | by level, more for retirees"

    def formula(household, period):
        employee, resident = household("visit_of_employee", period), household("visit_of_resident", period)
        drugs, chronic = household("drugs_of_resident", period), household("chronic_care", period)
        retired = employee & household("insured_retiree", period)
        folder = "medical_insurance.outpatient"
        bonus = law(household, period, f"{folder}.employee.retiree_bonus", where=retired, otherwise=0)
        path = "medical_insurance.outpatient.employee.ratio.{outpatient_level}"
        own = np.minimum(law(household, period, path, where=employee) + bonus, 1)
        path = "medical_insurance.outpatient.resident.ratio.{hospital_level}"
        visits = law(household, period, path, where=resident)
        local = law(household, period, f"{folder}.two_diseases.ratio", where=drugs)
        least = law(household, period, f"{folder}.two_diseases.ratio_floor", where=drugs)
        path = "medical_insurance.outpatient.chronic.{insured_scheme}.ratio"
        return own + visits + np.maximum(local, least) + law(household, period, path, where=chronic)


class outpatient_annual_cap(Step):
    label = "门诊年度限额 | Yearly cap without a stay"
    words = "按参保类型、身份和类别 | by scheme, status and kind of care"

    def formula(household, period):
        employee, resident = household("visit_of_employee", period), household("visit_of_resident", period)
        pooled = employee & (household.applicant("employee_account", period) == Account.pooled_only)
        path = "medical_insurance.outpatient.employee.annual_cap.{fund_status}"
        own = law(household, period, path, where=employee & ~pooled)
        path = "medical_insurance.outpatient.employee.annual_cap.pooled_only.{fund_status}"
        lower = law(household, period, path, where=pooled)
        visits = law(household, period, "medical_insurance.outpatient.resident.annual_cap", where=resident)
        path = "medical_insurance.outpatient.two_diseases.annual_cap.{two_disease_kind}"
        drugs = law(household, period, path, where=household("drugs_of_resident", period))
        path = "medical_insurance.outpatient.chronic.{insured_scheme}.annual_cap"
        return own + lower + visits + drugs + law(household, period, path, where=household("chronic_care", period))

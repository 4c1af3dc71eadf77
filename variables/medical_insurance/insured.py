"""Who is insured where, and how."""

import numpy as np

from cdmz_rules.model import ChoiceInput, Enum, Fact, Person, PlaceFact, PlaceInput, YesNo


class Scheme(Enum):
    unknown = "未知 | unknown"
    employee = "职工医保 | employees' scheme"
    resident = "城乡居民医保 | residents' scheme"
    none = "未参保 | not insured"


class EmployeeStatus(Enum):
    unknown = "未知 | unknown"
    active = "在职职工 | employed"
    flexible = "灵活就业人员 | flexible worker"
    unemployed = "领取失业保险金人员 | drawing unemployment benefit"
    retired = "退休人员 | retired"


class FundStatus(Enum):
    unknown = "未知 | unknown"
    active = "在职 | active"
    retired = "退休 | retired"


class Tier(Enum):
    unknown = "未知 | unknown"
    high = "成年人高档 | adult, high tier"
    low = "成年人低档 | adult, low tier"
    student = "学生儿童 | student or child"


class insurance_scheme(ChoiceInput):
    entity = Person
    possible_values = Scheme
    default_value = Scheme.unknown
    label = "医保类型 | Scheme"
    example = "employee"
    roles = ("applicant",)
    about = "职工和居民的待遇不同 | employees and residents are treated differently"


class insurance_pool(PlaceInput):
    entity = Person
    label = "参保地 | Where the person is insured"
    levels = ("city", "pool", "outside")
    example = "chengdu"
    roles = ("applicant",)
    about = "执行参保地的待遇政策 | the rules of that place apply"


class employee_status(ChoiceInput):
    entity = Person
    possible_values = EmployeeStatus
    default_value = EmployeeStatus.unknown
    label = "职工医保参保身份 | Status in the employees' scheme"
    example = "active"
    roles = ("applicant",)
    about = "在职与退休的待遇不同 | active and retired members are treated differently"


class contribution_tier(ChoiceInput):
    entity = Person
    possible_values = Tier
    default_value = Tier.unknown
    label = "居民医保缴费档次 | Tier of a resident"
    example = "student"
    roles = ("applicant",)
    about = "成都、德阳、资阳的成年居民分高低两档 | adults in Chengdu, Deyang and Ziyang choose between two tiers"


class medical_insurance_place(PlaceFact):
    label = "执行哪地医保政策 | Whose medical insurance rule applies"

    def formula(household, period):
        return household.applicant("insurance_pool", period)


class insured_scheme(Fact):
    value_type = Enum
    possible_values = Scheme
    default_value = Scheme.unknown
    label = "申请人医保类型 | Applicant's scheme"

    def formula(household, period):
        return household.applicant("insurance_scheme", period)


class insured_as_employee(YesNo):
    label = "参加职工医保 | Insured as an employee"

    def formula(household, period):
        return household("insured_scheme", period) == Scheme.employee


class insured_as_resident(YesNo):
    label = "参加城乡居民医保 | Insured as a resident"

    def formula(household, period):
        return household("insured_scheme", period) == Scheme.resident


class medically_insured(YesNo):
    label = "已参加基本医疗保险 | Insured in basic medical insurance"

    def formula(household, period):
        return household("insured_as_employee", period) | household("insured_as_resident", period)


class insured_status(Fact):
    value_type = Enum
    possible_values = EmployeeStatus
    default_value = EmployeeStatus.unknown
    label = "申请人职工参保身份 | Applicant's status in the employees' scheme"

    def formula(household, period):
        return household.applicant("employee_status", period)


class insured_retiree(YesNo):
    label = "职工医保退休人员 | Retired member of the employees' scheme"

    def formula(household, period):
        retired = household("insured_status", period) == EmployeeStatus.retired
        return retired & household("insured_as_employee", period)


class insured_worker(YesNo):
    label = "职工医保在职或灵活就业等人员 | Member of the employees' scheme who is not retired"

    def formula(household, period):
        return household("insured_as_employee", period) & ~household("insured_retiree", period)


class fund_status(Fact):
    """Flexible workers and recipients of unemployment benefit count as active."""

    value_type = Enum
    possible_values = FundStatus
    default_value = FundStatus.unknown
    label = "在职或退休 | Active or retired"

    def formula(household, period):
        retired = household("insured_retiree", period)
        return np.where(retired, FundStatus.retired.index, FundStatus.active.index)


class pays_high_tier(YesNo):
    """Where the city has one tier, the answer does not matter."""

    label = "按高档缴费 | Pays the high tier"

    def formula(household, period):
        high = household.applicant("contribution_tier", period) == Tier.high
        return high & household("insured_as_resident", period)


class pays_low_tier(YesNo):
    label = "按低档缴费 | Pays the low tier"

    def formula(household, period):
        low = household.applicant("contribution_tier", period) == Tier.low
        return low & household("insured_as_resident", period)


class pays_as_student(YesNo):
    label = "按学生儿童缴费 | Pays as a student or child"

    def formula(household, period):
        student = household.applicant("contribution_tier", period) == Tier.student
        return student & household("insured_as_resident", period)

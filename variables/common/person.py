"""Facts of a person that several benefits ask for."""

import datetime

import numpy as np

from cdmz_rules.model import (
    Alias,
    Before,
    ChoiceInput,
    DateInput,
    DateUnit,
    Enum,
    Fact,
    MoneyInput,
    Person,
    PlaceFact,
    YesNo,
    add_months,
    calendar_months_after,
    law,
    place_named,
)


class Sex(Enum):
    unknown = "未知 | unknown"
    female = "女 | female"
    male = "男 | male"


class WorkCategory(Enum):
    unknown = "未知 | unknown"
    worker = "女工人（原50周岁退休） | woman worker (formerly retiring at 50)"
    cadre = "女干部（原55周岁退休） | woman cadre (formerly retiring at 55)"


class RetirementGroup(Enum):
    unknown = "未知 | unknown"
    men = "男职工 | men"
    women_55 = "原55周岁退休的女职工 | women formerly retiring at 55"
    women_50 = "原50周岁退休的女职工 | women formerly retiring at 50"


class birth_date(DateInput):
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "出生日期 | Date of birth"
    example = datetime.date(1992, 5, 1)
    roles = ("applicant",)
    bounds = (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))
    about = "用于计算年龄和退休时间 | for age and retirement"
    alias = Alias("age", "周岁年龄 | age in completed years", most=120, months=12)
    identity = "birth"


class sex(ChoiceInput):
    entity = Person
    definition_period = DateUnit.ETERNITY
    possible_values = Sex
    default_value = Sex.unknown
    label = "性别 | Sex"
    example = "female"
    roles = ("applicant",)
    identity = "sex"
    about = "法定退休年龄男女不同 | the statutory retirement age differs"


class work_category(ChoiceInput):
    entity = Person
    possible_values = WorkCategory
    default_value = WorkCategory.unknown
    label = "女职工岗位类别 | Category of a woman's work"
    example = "cadre"
    roles = ("applicant",)
    about = "女干部与女工人退休年龄不同 | the retirement age of women differs by it"


class monthly_wage(MoneyInput):
    entity = Person
    label = "上一年度月平均工资 | Average monthly wage of the year before"
    unit = "CNY/month"
    favours = "higher"
    bounds = (0, 1_000_000)
    example = 8000
    roles = ("applicant",)
    about = "公积金缴存基数 | the base of provident fund deposits"


class retirement_group(Fact):
    value_type = Enum
    possible_values = RetirementGroup
    default_value = RetirementGroup.unknown
    entity = Person
    label = "退休年龄类别 | Group of the retirement age"

    def formula(person, period):
        man = person("sex", period) == Sex.male
        cadre = person("work_category", period) == WorkCategory.cadre
        groups = [RetirementGroup.men.index, RetirementGroup.women_55.index]
        return np.select([man, cadre], groups, RetirementGroup.women_50.index)


class retirement_date(DateInput):
    """The statutory retirement date, raised step by step from 2025; a person's own date, where given, takes precedence.

    Not encoded: early and flexible retirement, special trades.
    """

    entity = Person
    label = "法定退休日期 | Statutory retirement date"
    example = datetime.date(2050, 1, 1)
    future = True
    roles = ("applicant",)
    never = Before("birth_date")
    about = "已知本人退休日期时填写 | if the person's own date is known"

    def formula(person, period):
        born = person("birth_date", period)
        due = add_months(born, 12 * law(person, period, "common.retirement.age.{retirement_group}"))
        first = law(person, period, "common.retirement.delay_from", otherwise=np.inf)
        reformed = np.isfinite(first)
        start = np.where(reformed, first, 0).astype("datetime64[D]")
        months = calendar_months_after(start, due)
        step = law(
            person, period, "common.retirement.delay_step_months.{retirement_group}", where=reformed, otherwise=1
        )
        most = law(person, period, "common.retirement.delay_limit_months.{retirement_group}", where=reformed)
        delay = np.minimum(np.floor(months / np.maximum(step, 1)) + 1, most)
        return add_months(due, np.where(reformed & (months >= 0), delay, 0))


class applicant_is_man(YesNo):
    label = "申请人为男性 | The applicant is a man"

    def formula(household, period):
        return household.applicant("sex", period) == Sex.male


class nationwide(PlaceFact):
    entity = Person
    label = "全国 | nationwide"

    def formula(person, period):
        return place_named(person, "national")


class applicant_sex(Fact):
    value_type = Enum
    possible_values = Sex
    default_value = Sex.unknown
    label = "申请人性别 | Applicant's sex"

    def formula(household, period):
        return household.applicant("sex", period)

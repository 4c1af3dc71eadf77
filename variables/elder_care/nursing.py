"""护理补贴择高: the nursing subsidy for severely disabled people, and for elders; not both, but the higher."""

import numpy as np

from cdmz_rules.model import AllOf, Benefit, ChoiceInput, Condition, Enum, Fact, MoneyInput, Person, Step, YesNo, law


class DisabilityGrade(Enum):
    unknown = "未知 | unknown"
    none = "无残疾证或三、四级 | no certificate, or grade 3 or 4"
    grade_1 = "一级残疾 | grade 1"
    grade_2 = "二级残疾 | grade 2"


class disability_grade(ChoiceInput):
    entity = Person
    possible_values = DisabilityGrade
    default_value = DisabilityGrade.unknown
    label = "残疾证等级 | Grade of the disability certificate"
    example = "grade_1"
    roles = ("applicant",)
    about = "重度残疾人（一、二级）有护理补贴 | severely disabled people have a nursing subsidy"


class elder_nursing_subsidy_due(MoneyInput):
    label = "可领取的老年人护理补贴（无则填0） | Nursing subsidy for elders one could draw, 0 if none"
    unit = "CNY/month"
    favours = "higher"
    bounds = (0, 100_000)
    example = 150
    about = "金额由当地确定，未见文件；请填当地答复的金额 | set locally, no text was found; tell what the office says"


class grade_of_disability(Fact):
    value_type = Enum
    possible_values = DisabilityGrade
    default_value = DisabilityGrade.unknown
    label = "残疾等级 | Grade of disability"

    def formula(household, period):
        return household.applicant("disability_grade", period)


class severely_disabled(YesNo):
    label = "重度残疾 | Severely disabled"

    def formula(household, period):
        return household("grade_of_disability", period) != DisabilityGrade.none


class disability_nursing_subsidy(Step):
    label = "重度残疾人护理补贴 | Nursing subsidy for severely disabled people"
    unit = "CNY/month"
    words = "按残疾等级 | by the grade"

    def formula(household, period):
        severe = household("severely_disabled", period)
        return law(household, period, "elder_care.nursing.disability.{grade_of_disability}", where=severe)


class two_nursing_subsidies(YesNo):
    label = "两项护理补贴都可领取 | Both could be drawn"

    def formula(household, period):
        return (household("disability_nursing_subsidy", period) > 0) & (
            household("elder_nursing_subsidy_due", period) > 0
        )


class nursing_subsidies_exclude(YesNo):
    label = "两项护理补贴不得重复，择高 | Not both, but the higher"

    def formula(household, period):
        both = household("two_nursing_subsidies", period)
        return law(household, period, "elder_care.nursing.higher_of_the_two", where=both)


class some_nursing_subsidy(YesNo):
    label = "有一项护理补贴 | Some nursing subsidy"

    def formula(household, period):
        return (household("disability_nursing_subsidy", period) + household("elder_nursing_subsidy_due", period)) > 0


class nursing_subsidy_due(Condition):
    label = "可领取至少一项护理补贴 | Some nursing subsidy can be drawn"
    holds = "some_nursing_subsidy"
    paper = "残疾人证、能力评估报告 | disability certificate, report of the ability assessment"


class nursing_subsidy_eligible(AllOf):
    label = "可领取护理补贴 | Entitled to a nursing subsidy"
    of = ("nursing_subsidy_due",)


class nursing_subsidy(Benefit):
    label = "护理补贴（残疾人与老年人两项择高） | Nursing subsidy, the higher of two"
    unit = "CNY/month"
    words = "两项不得重复的，取较高者 | the higher, where both cannot be had"
    eligible = "nursing_subsidy_eligible"
    payer = "elder_hukou"
    payee = "本人 | the person"
    reports = ("disability_nursing_subsidy",)
    not_encoded = (
        "困难残疾人生活补贴 | living subsidy for poor disabled people",
        "市、县提高的标准 | higher rates of cities and counties",
        "老年人护理补贴的条件和金额（未见文件） | conditions and rates of the elders' subsidy: no text was found",
    )

    def formula(household, period):
        disabled, old = household("disability_nursing_subsidy", period), household("elder_nursing_subsidy_due", period)
        due = np.where(household("nursing_subsidies_exclude", period), np.maximum(disabled, old), disabled + old)
        return due * household("nursing_subsidy_eligible", period)

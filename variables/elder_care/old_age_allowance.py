"""高龄津贴: a monthly allowance from an age on, in three bands of age, paid where the elder has hukou.

Hukou is how such allowances usually go; no text that says so was read. Districts may pay more than the rate of the city.
"""

import datetime

import numpy as np

from cdmz_rules.model import AllOf, Benefit, Condition, Enum, Fact, Step, YesNo, law


class AllowanceBand(Enum):
    unknown = "未知 | unknown"
    first = "第一档 | first"
    second = "第二档 | second"
    third = "第三档 | third"


class in_second_allowance_band(YesNo):
    label = "达到高龄津贴第二档年龄 | Of the age of the second rate"

    def formula(household, period):
        return household("elder_age", period) >= law(household, period, "elder_care.old_age_allowance.second_band_from")


class in_third_allowance_band(YesNo):
    label = "达到高龄津贴第三档年龄 | Of the age of the third rate"

    def formula(household, period):
        return household("elder_age", period) >= law(household, period, "elder_care.old_age_allowance.third_band_from")


class allowance_band(Fact):
    value_type = Enum
    possible_values = AllowanceBand
    default_value = AllowanceBand.unknown
    label = "高龄津贴档次 | Band of the allowance"

    def formula(household, period):
        reached = [household("in_third_allowance_band", period), household("in_second_allowance_band", period)]
        bands = [AllowanceBand.third.index, AllowanceBand.second.index]
        return np.select(reached, bands, AllowanceBand.first.index)


class old_age_allowance_age(Condition):
    label = "年龄 | Age"
    compares = ("elder_age", "elder_care.old_age_allowance.age_least")
    paper = "身份证、户口簿 | identity card, hukou booklet"


class old_age_allowance_eligible(AllOf):
    label = "可领取高龄津贴 | Entitled to the old-age allowance"
    of = ("old_age_allowance_age",)


class old_age_allowance_of_city(Step):
    label = "市定月津贴标准 | Rate of the city"
    unit = "CNY/month"
    words = "按年龄档 | by the band of age"

    def formula(household, period):
        return law(household, period, "elder_care.old_age_allowance.amount.{allowance_band}")


class old_age_allowance_of_district(Step):
    label = "区（市）县另加 | What the district adds"
    unit = "CNY/month"
    words = "区（市）县高于市定标准的部分 | what the district pays beyond the rate of the city"

    def formula(household, period):
        return law(household, period, "elder_care.old_age_allowance.district_adds")


class old_age_allowance(Benefit):
    label = "高龄津贴 | Old-age allowance"
    unit = "CNY/month"
    words = "市定标准＋区（市）县另加 | the rate of the city, and what the district adds"
    eligible = "old_age_allowance_eligible"
    payer = "elder_hukou"
    payee = "老年人本人 | the elder"
    reports = ("old_age_allowance_of_city",)
    examples = (("birth_date", datetime.date(1944, 5, 12)),)
    not_encoded = (
        "须有当地户籍（通常如此，未读到条文） | local hukou, as is usual; no text that says so was read",
        "市、县分担比例 | how the city and the county share the cost",
    )

    def formula(household, period):
        paid = household("old_age_allowance_of_city", period) + household("old_age_allowance_of_district", period)
        return paid * household("old_age_allowance_eligible", period)

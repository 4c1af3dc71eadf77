"""育儿补贴: the neighbour that the regional plan names beside elder care; paid where the infant has hukou.

A child born since the scheme began is paid by years of age; one born before, by the calendar months left until the third birthday.
"""

import datetime

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Before,
    Benefit,
    Condition,
    DateInput,
    Fact,
    PlaceFact,
    PlaceInput,
    Step,
    YesNo,
    add_months,
    calendar_months_after,
    law,
    month_of_year,
    month_start,
)


class infant_birth_date(DateInput):
    label = "婴幼儿出生日期 | The infant's date of birth"
    example = datetime.date(2025, 3, 10)
    bounds = (datetime.date(2010, 1, 1), datetime.date(2100, 12, 31))
    never = Before("birth_date")
    about = "3周岁以下婴幼儿 | infants under three"


class infant_hukou_city(PlaceInput):
    label = "婴幼儿户籍所在城市 | The infant's city of hukou"
    example = "chengdu"
    about = "向婴幼儿户籍地申请 | applied for where the infant has hukou"


class infant_hukou(PlaceFact):
    label = "婴幼儿户籍地 | Where the infant has hukou"

    def formula(household, period):
        return household("infant_hukou_city", period)


class childcare_begins(Fact):
    """As a number of days since 1970, like every day that the law gives; infinite before the scheme."""

    label = "育儿补贴起始日 | First day of the scheme"
    unit = "date"

    def formula(household, period):
        return law(household, period, "elder_care.childcare.first_day", otherwise=np.inf)


class childcare_is_in_force(YesNo):
    label = "育儿补贴已施行 | The scheme is in force"

    def formula(household, period):
        return np.isfinite(household("childcare_begins", period))


class childcare_last_day(Fact):
    """The third birthday, or the last day of the month before, if the month of the birthday does not count."""

    value_type = datetime.date
    default_value = datetime.date.min
    label = "补贴截止月的首日 | First day of the last month paid"

    def formula(household, period):
        begun = household("childcare_is_in_force", period)
        years = law(household, period, "elder_care.childcare.years", where=begun)
        counts = law(household, period, "elder_care.childcare.birthday_month_counts", where=begun)
        months = 12 * years - ~counts
        return month_start(add_months(month_start(household("infant_birth_date", period)), months))


class infant_is_young(YesNo):
    label = "已出生且未满3周岁（含满3周岁当月） | Born, and not past the month of the third birthday"

    def formula(household, period):
        day, born = household("application_date", period), household("infant_birth_date", period)
        return (born <= day) & (calendar_months_after(day, household("childcare_last_day", period)) >= 0)


class born_before_childcare(YesNo):
    label = "施行前出生 | Born before the scheme"

    def formula(household, period):
        begun = household("childcare_is_in_force", period)
        start = np.where(begun, household("childcare_begins", period), 0).astype("datetime64[D]")
        return begun & (household("infant_birth_date", period) < start)


class childcare_months_in_all(Fact):
    """Of a child born before: from the first month of the scheme to the last month paid."""

    label = "施行前出生的应补月数 | Months paid in all, of a child born before"
    unit = "months"

    def formula(household, period):
        before = household("born_before_childcare", period)
        start = np.where(before, household("childcare_begins", period), 0).astype("datetime64[D]")
        months = calendar_months_after(start, household("childcare_last_day", period)) + 1
        return np.where(before, np.maximum(months, 0), 0)


class childcare_months_this_year(Step):
    """Of a child born before the scheme: the months of the calendar year up to the last month paid."""

    label = "当年应补月数 | Months paid this year"
    unit = "months"
    words = (
        "施行前出生的，当年1月至截止月；其余为12个月 | January to the last month, if born before the scheme; else 12"
    )

    def formula(household, period):
        day, last = household("application_date", period), household("childcare_last_day", period)
        months = calendar_months_after(day, last) + month_of_year(day)
        return np.where(household("born_before_childcare", period), np.minimum(np.maximum(months, 0), 12), 12)


class childcare_in_force(Condition):
    label = "育儿补贴已施行 | The scheme is in force"
    holds = "childcare_is_in_force"


class childcare_age(Condition):
    label = "婴幼儿未满3周岁（含满3周岁当月） | The infant is under three, the month of the birthday included"
    applies = "childcare_is_in_force"
    holds = "infant_is_young"
    paper = "出生医学证明、户口簿 | birth certificate, hukou booklet"


class childcare_subsidy_eligible(AllOf):
    label = "符合育儿补贴条件 | Entitled to the childcare subsidy"
    of = ("childcare_in_force", "childcare_age")


class childcare_subsidy_in_all(Step):
    label = "至满3周岁合计 | In all until the third birthday"
    words = "施行前出生的按月折算，其余三个周岁年 | by months if born before the scheme, else three years"

    def formula(household, period):
        begun, before = household("childcare_is_in_force", period), household("born_before_childcare", period)
        month = law(household, period, "elder_care.childcare.per_month", where=before)
        year = law(household, period, "elder_care.childcare.per_year", where=begun)
        years = law(household, period, "elder_care.childcare.years", where=begun)
        return np.where(before, month * household("childcare_months_in_all", period), year * years)


class childcare_subsidy(Benefit):
    label = "育儿补贴 | Childcare subsidy"
    unit = "CNY/year"
    counts_as = ("CNY", "CNY/year", "what is due for some months of the one year is what is due by the year")
    words = (
        "每月标准 × 当年应补月数；满一年的按年标准 | monthly rate × months of the year; a full year by the yearly rate"
    )
    eligible = "childcare_subsidy_eligible"
    payer = "infant_hukou"
    office = "childcare"
    payee = "婴幼儿父母（监护人） | the infant's parents"
    reports = ("childcare_months_this_year", "childcare_subsidy_in_all")
    not_encoded = (
        "收养的婴幼儿 | adopted infants",
        "2025年以前出生的首次申请截止2025年12月31日 | first applications for infants born before 2025 ended on 2025-12-31",
        "地方另发的育儿补贴和托育补贴 | subsidies of cities, and of nurseries",
    )

    def formula(household, period):
        begun, before = household("childcare_is_in_force", period), household("born_before_childcare", period)
        months = household("childcare_months_this_year", period)
        month = law(household, period, "elder_care.childcare.per_month", where=before)
        year = law(household, period, "elder_care.childcare.per_year", where=begun)
        full = ~before | (months >= 12)
        return np.where(full, year, month * months) * household("childcare_subsidy_eligible", period)

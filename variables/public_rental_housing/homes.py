"""Clauses about homes: the floor area that the household owns, and homes given away.

"No home of one's own, or less area than the line" is one clause: without a home the area is nothing. In central Chengdu no home
of one's own in the zone is asked instead.

Not encoded: inherited shares; homes lost by divorce.
"""

import datetime

import numpy as np

from cdmz_rules.model import (
    Condition,
    DateInput,
    Fact,
    NumberInput,
    Step,
    YesNo,
    YesNoInput,
    law,
    law_says,
    years_between,
)

NEVER = datetime.date.min


class own_floor_area(NumberInput):
    label = "家庭自有住房建筑面积合计 | Floor area of the homes the household owns"
    unit = "m2"
    favours = "lower"
    bounds = (0, 10_000)
    example = 0
    about = "无房填0；按人均面积与当地标准比较 | 0 without a home; held per head against the city's line"


class home_transferred_date(DateInput):
    label = "最近一次出售、赠与住房的日期 | Day a home was last sold or given away"
    favours = "lower"
    presumed = NEVER
    bounds = (NEVER, datetime.date(2100, 12, 31))
    example = datetime.date(2019, 5, 1)
    about = "转让住房后一定年限内不得申请 | bars an application for some years"


class parents_joined_hukou_date(DateInput):
    label = "父母投靠子女落户的日期 | Day parents joined a child's hukou"
    favours = "lower"
    presumed = NEVER
    bounds = (NEVER, datetime.date(2100, 12, 31))
    example = datetime.date(2025, 5, 1)
    about = "落户未满规定年限的，原户籍地住房计入 | within some years their former home counts too"


class parents_former_area(NumberInput):
    label = "父母原户籍地住房建筑面积 | Floor area of the parents' former home"
    unit = "m2"
    favours = "lower"
    presumed = 0
    bounds = (0, 10_000)
    example = 60
    about = "父母投靠落户未满规定年限时计入 | counts while they joined only some years ago"


class years_since_parents_joined(Fact):
    label = "父母落户年数 | Years since parents joined"
    unit = "years"

    def formula(household, period):
        return years_between(household("parents_joined_hukou_date", period), household("application_date", period))


class counted_floor_area(Step):
    label = "计入的住房建筑面积 | Floor area that counts"
    unit = "m2"
    words = "自有住房面积＋投靠落户未满年限的父母原住房面积 | own area, plus that of parents who joined only lately"

    def formula(household, period):
        joined = household("parents_joined_hukou_date", period) > np.datetime64("0001-01-01")
        years = law(household, period, "public_rental_housing.access.parents_home_years", where=joined)
        lately = joined & (household("years_since_parents_joined", period) < years)
        return household("own_floor_area", period) + household("parents_former_area", period) * lately


class floor_area_per_head(Step):
    label = "人均住房建筑面积 | Floor area per head"
    unit = "m2"
    words = "计入的面积 ÷ 共同申请人数 | area that counts, divided by the people who apply"

    def formula(household, period):
        return household("counted_floor_area", period) / household("household_size", period)


class homes_in_residence_zone(NumberInput):
    label = "家庭在居住区域（如成都中心城区）的自有住房套数 | Homes the household owns in the zone where it lives"
    favours = "lower"
    bounds = (0, 50)
    example = 0
    about = "成都中心城区要求区域内无自有产权住房，其他区域的住房不计 | in central Chengdu homes elsewhere do not count"


class rents_state_housing(YesNoInput):
    label = "是否承租公房（直管公房、单位公房） | Does the household rent state or work-unit housing?"
    favours = "lower"
    presumed = False
    example = False
    about = "已承租公房的能否申请由当地规定 | whether such tenants may apply is a rule of the city"


class home_is_tested_by_area(YesNo):
    label = "按人均面积认定住房困难 | Tested by area per head"

    def formula(household, period):
        return law_says(household, period, "public_rental_housing.access.home_test", "area")


class home_is_tested_by_zone(YesNo):
    label = "要求所在区域内无房 | No home in the zone is asked"

    def formula(household, period):
        return ~household("home_is_tested_by_area", period)


class no_home_in_zone(YesNo):
    label = "所在区域内无自有住房 | No home is owned in the zone"

    def formula(household, period):
        return (household("own_floor_area", period) <= 0) | (household("homes_in_residence_zone", period) <= 0)


class public_rental_no_home(Condition):
    label = "所在区域内无自有产权住房 | No home of one's own in the zone"
    applies = "home_is_tested_by_zone"
    holds = "no_home_in_zone"
    paper = "住房情况查询证明 | search of the property register"


class in_state_housing(YesNo):
    label = "已承租公房 | Rents state housing"

    def formula(household, period):
        return household("rents_state_housing", period)


class public_rental_state_tenant(Condition):
    label = "未承租公房，或当地允许承租人申请 | No tenant of state housing, or such tenants may apply"
    applies = "in_state_housing"
    requires = "public_rental_housing.access.open_to_state_tenants"
    paper = "住房情况申报 | declaration of housing"


class public_rental_area(Condition):
    label = "无自有住房或人均面积低于住房困难标准 | No home, or less area per head than the line"
    applies = "home_is_tested_by_area"
    compares = ("floor_area_per_head", "public_rental_housing.access.area_per_head_below")
    paper = "住房情况查询证明（含父母原户籍地） | search of the property register, that of the parents' former hukou included"


class home_was_transferred(YesNo):
    label = "转让过住房 | A home was given away"

    def formula(household, period):
        return household("home_transferred_date", period) > np.datetime64("0001-01-01")


class years_since_transfer(Fact):
    label = "转让住房后年数 | Years since the transfer"
    unit = "years"

    def formula(household, period):
        return years_between(household("home_transferred_date", period), household("application_date", period))


class public_rental_transfer(Condition):
    label = "规定年限内未转让住房 | No home given away within the years of the rule"
    applies = "home_was_transferred"
    compares = ("years_since_transfer", "public_rental_housing.access.transfer_look_back_years")
    paper = "房屋交易记录查询证明 | search of property transfers"

"""公租房实物配租: the rent of a flat below the market's, the wait, and the order of allocation.

2016-05-30: Chengdu's central city allocates by class, inside a class by the year of qualification, inside a year by lot.
Not encoded: the lot itself; flat types by number of minor children (2022); shares of flats set aside for migrant workers; how rent
follows from the building and floor.
"""

import datetime
from functools import reduce

import numpy as np

from cdmz_rules.model import (
    Before,
    Benefit,
    DateInput,
    MoneyInput,
    NumberInput,
    Step,
    calendar_months_after,
    law,
    round_money,
)

# An order is one number: the class first, then the year of qualification in four digits.
CLASS_STEP, FIRST_YEAR = 10_000, 1970


class flat_floor_area(NumberInput):
    label = "房源建筑面积 | Floor area of the home to be rented"
    unit = "m2"
    favours = "higher"
    bounds = (1, 500)
    example = 48
    about = "公租房、保租房或人才公寓房源 | the public, affordable or talent flat"


class market_rent_per_m2(MoneyInput):
    label = "同地段市场租金单价 | Market rent of the same place, a square metre"
    unit = "CNY/m2/month"
    favours = "higher"
    bounds = (0, 1000)
    example = 30
    about = "保障性住房租金按市场租金的比例确定 | rents are a share of it"


class qualification_date(DateInput):
    """Taken as the day of the application until the household has been on the list."""

    label = "取得轮候资格的日期 | Day the household qualified"
    example = datetime.date(2024, 6, 1)
    never = Before("birth_date")
    about = "同类家庭先取得资格的先配租 | inside a class the earlier year comes first"

    def formula(household, period):
        return household("application_date", period)


class market_rent_of_flat(Step):
    label = "同地段市场月租金 | Market rent of the flat"
    unit = "CNY/month"
    words = "建筑面积 × 市场租金单价 | floor area × market rent"

    def formula(household, period):
        return round_money(household("flat_floor_area", period) * household("market_rent_per_m2", period))


class public_flat_rent_share(Step):
    label = "租金占市场租金比例 | Rent as a share of the market's"
    unit = "ratio"
    words = "所达到各档中最低的比例 | the least share of the tiers reached"

    def formula(household, period):
        low = household("in_low_income_tier", period)
        lowest = household("in_lowest_tier", period)
        path = "public_rental_housing.flat.rent_share"
        shares = [
            law(household, period, path + ".lower_middle"),
            law(household, period, path + ".low_income", where=low, otherwise=1),
            law(household, period, path + ".dibao", where=lowest, otherwise=1),
        ]
        return reduce(np.minimum, shares)


class public_flat_rent(Step):
    label = "公租房月租金 | Rent of the public flat"
    unit = "CNY/month"
    words = "市场月租金 × 比例 | market rent × share"

    def formula(household, period):
        return round_money(household("market_rent_of_flat", period) * household("public_flat_rent_share", period))


class public_rental_waiting_years(Step):
    label = "轮候期一般不超过 | Wait, generally no longer than"
    unit = "years"
    words = "取得资格后等候配租的年限 | years from qualifying to a flat"

    def formula(household, period):
        return law(household, period, "public_rental_housing.tenancy.waiting_years")


class public_rental_lease_years(Step):
    label = "租赁期限一般不超过 | Lease, generally no longer than"
    unit = "years"
    words = "每次签订合同的最长年限 | the longest contract"

    def formula(household, period):
        return law(household, period, "public_rental_housing.tenancy.lease_years")


class public_flat_area_most(Step):
    label = "新建公租房建筑面积不超过 | New public flats are no larger than"
    unit = "m2"
    words = "国家对成套新建公租房的控制 | what the state allows of new flats"

    def formula(household, period):
        return law(household, period, "public_rental_housing.tenancy.flat_area_most")


class public_rental_allocation_order(Step):
    """Comparable between households of a city: the lesser comes first; equal ones draw lots."""

    label = "配租次序（数小者先） | Order of allocation, the lesser first"
    unit = "class_and_year"
    counts_as = ("years", "count", "the class and the year are digits of one number, which only orders")
    words = (
        "类别，其后为取得资格的年份；同年摇号 | the class, then the year of qualification; a lot decides inside a year"
    )

    def formula(household, period):
        rank = law(household, period, "public_rental_housing.flat.allocation_class.{public_rental_tier}")
        months = calendar_months_after(np.datetime64("1970-01-01"), household("qualification_date", period))
        return rank * CLASS_STEP + FIRST_YEAR + np.floor(months / 12)


class public_rental_order_in_year(Step):
    """Families before individuals; then, of each, those in a trade that comes first."""

    label = "同年次序（数小者先） | Order inside a year, the lesser first"
    unit = "count"
    words = "家庭先于个人，其中优先行业在先 | families first, and among them the trades that come first"

    def formula(household, period):
        alone = household("lives_alone", period)
        first = law(household, period, "public_rental_housing.flat.families_first", where=alone, otherwise=False)
        later = (alone & first).astype(int)
        return later + later + (~household("in_listed_trade", period)).astype(int)


class public_rental_flat(Benefit):
    label = "公租房实物配租（每月少付的租金） | Public rental flat (rent saved a month)"
    unit = "CNY/month"
    words = "市场月租金 − 公租房月租金：每月少付的租金 | market rent less the flat's rent: what is saved each month"
    eligible = "public_rental_flat_eligible"
    payer = "housing_office_city"
    payee = "承租家庭 | the tenants"
    reports = (
        "public_flat_rent",
        "public_rental_waiting_years",
        "public_rental_lease_years",
        "public_flat_area_most",
        "public_rental_allocation_order",
        "public_rental_order_in_year",
    )
    not_encoded = (
        "成年孤儿单独申请免劳动合同（成都中心城区，转载） | adult orphans who apply alone need no contract (central Chengdu, by a reprint)",
        "同一年取得资格的摇号 | the lot inside a year",
        "按未成年子女数量照顾户型 | flat types by the number of children under age",
        "与人才公寓、保障性租赁住房能否同时享受（未见规定） | whether it can be had beside a talent or affordable flat: not known",
        "申请材料由申请人负责真实性；转租、改变用途等腾退情形 | subletting and misuse, which end a tenancy",
    )

    def formula(household, period):
        saved = household("market_rent_of_flat", period) - household("public_flat_rent", period)
        return np.maximum(round_money(saved), 0) * household("public_rental_flat_eligible", period)

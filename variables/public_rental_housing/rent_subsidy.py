"""租赁补贴: money for a home rented on the market.

The amount as Chengdu's scheme of 2018 is remembered: standard × subsidised area × tier ratio. None of the three is known.
Not encoded: what low-rent households got in 2010 and 2011 (by rented area per head); for how many months it is paid.
"""

from functools import reduce

import numpy as np

from cdmz_rules.model import Benefit, Condition, MoneyInput, Step, YesNo, law, round_money


class fund_withdrawn_for_rent(MoneyInput):
    label = "同期每月提取公积金付房租 | Withdrawn from the provident fund for the same rent, a month"
    unit = "CNY/month"
    favours = "lower"
    presumed = 0
    bounds = (0, 100_000)
    example = 800
    about = "能否与租赁补贴同时享受因城市而异 | whether both can be had is a rule of the city"


class registration_is_required(YesNo):
    label = "租赁须登记备案 | The lease must be registered"

    def formula(household, period):
        return law(household, period, "public_rental_housing.rent_subsidy.lease_registration_required")


class rent_subsidy_rent_paid(Condition):
    label = "在居住地租房并支付租金 | Rents a home in the city and pays for it"
    holds = "pays_rent"
    paper = "租赁合同 | lease"


class rent_subsidy_lease_registered(Condition):
    label = "租赁合同已登记备案 | The lease is registered"
    applies = "registration_is_required"
    holds = "lease_is_registered"
    paper = "租赁合同、房屋租赁登记备案证明 | lease, certificate of its registration"


class subsidy_beside_withdrawal(YesNo):
    label = "同时提取公积金付房租 | Withdraws from the provident fund for the same rent"

    def formula(household, period):
        return household("fund_withdrawn_for_rent", period) > 0


class rent_subsidy_beside_fund(Condition):
    label = "可与公积金租房提取同时享受 | Can be had beside a provident fund withdrawal"
    applies = "subsidy_beside_withdrawal"
    requires = "public_rental_housing.rent_subsidy.beside_fund_withdrawal"
    paper = "公积金提取记录 | record of withdrawals"


class rent_subsidy_tenancy(Condition):
    label = "非保障性住房承租人，或当地允许其申领 | No tenant of a public home, or the city pays them too"
    applies = "public_tenancy"
    requires = "public_rental_housing.rent_subsidy.open_to_tenants_of.{tenancy}"
    paper = "租赁合同 | lease"


class rent_subsidy_area(Step):
    """2016-12: the state recommends 60 m² at most; what a household rents beyond the area is its own affair."""

    label = "补贴面积 | Subsidised area"
    unit = "m2"
    words = "按人数的补贴面积，不超过户上限 | the area of the household's size, up to the cap"

    def formula(household, period):
        area = law(household, period, "public_rental_housing.rent_subsidy.area.{household_band}")
        return np.minimum(area, law(household, period, "public_rental_housing.rent_subsidy.area_cap"))


class rent_subsidy_ratio(Step):
    label = "补贴系数 | Tier ratio"
    unit = "ratio"
    words = "所达到各档中最高的系数 | the greatest ratio of the tiers reached"

    def formula(household, period):
        low = household("in_low_income_tier", period)
        lowest = household("in_lowest_tier", period)
        path = "public_rental_housing.rent_subsidy.tier_ratio"
        ratios = [
            law(household, period, path + ".lower_middle"),
            law(household, period, path + ".low_income", where=low),
            law(household, period, path + ".dibao", where=lowest),
        ]
        return reduce(np.maximum, ratios)


class rent_subsidy_standard(Step):
    label = "按标准计算的月补贴 | Subsidy by the standard"
    unit = "CNY/month"
    words = "补贴标准 × 补贴面积 × 系数 | rate × subsidised area × tier ratio"

    def formula(household, period):
        rate = law(household, period, "public_rental_housing.rent_subsidy.rate")
        area = household("rent_subsidy_area", period) * household("rent_subsidy_ratio", period)
        return round_money(rate * area)


class rent_subsidy(Benefit):
    label = "公租房租赁补贴 | Rent subsidy"
    unit = "CNY/month"
    words = "按标准计算的月补贴；规定封顶的，不超过实付租金 | by the standard, and no more than the rent where the rule says so"
    eligible = "rent_subsidy_eligible"
    payer = "housing_office_city"
    payee = "申请家庭 | the household"
    not_encoded = (
        "补贴发放的月数和起始月 | for how many months it is paid, and from which",
        "2010至2011年廉租补贴按人均租住面积分档的标准 | the low-rent subsidies of 2010 and 2011, by rented area per head",
        "领取补贴期间获得配租的处理（未见规定） | what follows when a flat is allocated meanwhile: not known",
    )

    def formula(household, period):
        standard = household("rent_subsidy_standard", period)
        capped = law(household, period, "public_rental_housing.rent_subsidy.capped_at_rent")
        paid = np.where(capped, np.minimum(standard, household("monthly_rent", period)), standard)
        return paid * household("rent_subsidy_eligible", period)

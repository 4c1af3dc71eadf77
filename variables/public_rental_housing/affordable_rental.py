"""保障性租赁住房: homes let below the market to new citizens and young people, in Sichuan whatever their income.

2022: no income line in Sichuan. 2023-12-23 (the news may be of 2021 or 2022): Chengdu caps rent, its rise and the term of contracts.
Not encoded: which of its homes are let to listed employers only; parking, property and service fees; deposits; that a contract can be
renewed while the conditions are met; which cities the province named (that is no condition of a tenant).
"""

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Below,
    Benefit,
    Condition,
    Fact,
    NumberInput,
    Step,
    YesNo,
    law,
    law_says,
    round_money,
)


class homes_in_residence_city(NumberInput):
    label = "家庭在居住城市的住房套数 | Homes of the household in the city where it lives"
    favours = "lower"
    bounds = (0, 50)
    example = 0
    never = Below("homes_in_residence_district")
    about = "保障性租赁住房审查无房的范围因城市而异 | where no home may be owned is a rule of the city"


class homes_in_residence_district(NumberInput):
    label = "其中在所住区（市）县的套数 | Of these, in the district where it lives"
    favours = "lower"
    bounds = (0, 50)
    example = 0
    about = "部分规定只审查所在区（市）县 | some rules look at the district only"


class lease_months_wanted(NumberInput):
    label = "合同租期（月） | Term of the contract, in months"
    unit = "months"
    bounds = (1, 600)
    example = 24
    about = "保障性租赁住房合同有最短和最长期限 | contracts have a shortest and a longest term"


class lease_years_wanted(Fact):
    label = "合同租期 | Term of the contract"
    unit = "years"

    def formula(household, period):
        return household("lease_months_wanted", period) / 12


class affordable_income_is_tested(YesNo):
    label = "审查收入 | Income is tested"

    def formula(household, period):
        return law(household, period, "public_rental_housing.affordable_rental.income_tested")


class affordable_rental_income(Condition):
    label = "家庭年收入不超过收入线（仅在审查收入的地方） | Yearly income within the line, where income is tested"
    applies = "affordable_income_is_tested"
    compares = ("household_annual_income", "public_rental_housing.affordable_rental.income_line")
    paper = "收入证明 | proof of income"


class affordable_homes_counted(Fact):
    label = "无房审查范围内的住房套数 | Homes where none may be owned"
    unit = "count"

    def formula(household, period):
        path = "public_rental_housing.affordable_rental.no_home_scope"
        city, district = law_says(household, period, path, "city"), law_says(household, period, path, "district")
        in_city = household("homes_in_residence_city", period)
        near = np.minimum(household("homes_in_residence_district", period), in_city)
        return np.select([city, district], [in_city, near], 0)


class affordable_home_free(YesNo):
    label = "范围内无房 | No home is owned there"

    def formula(household, period):
        return household("affordable_homes_counted", period) <= 0


class affordable_rental_no_home(Condition):
    label = "在规定范围内无自有住房 | No home of one's own where the rule looks"
    holds = "affordable_home_free"
    paper = "住房情况查询证明 | search of the property register"


class young_age_is_set(YesNo):
    label = "当地规定了青年人年龄 | The city says who is young"

    def formula(household, period):
        local = household("hukou_is_local", period)
        return law(household, period, "public_rental_housing.affordable_rental.young_age_most", where=local) > 0


class affordable_rental_young_set(Condition):
    label = "当地规定了青年人年龄 | The city says who is young"
    applies = "hukou_is_local"
    holds = "young_age_is_set"


class affordable_rental_group(Condition):
    """New citizens pass; of those with local hukou the young do. The list ends "and others": beyond it the operator judges."""

    label = "新市民或青年人 | A new citizen, or young"
    applies = "hukou_is_local"
    compares = ("applicant_age", "public_rental_housing.affordable_rental.young_age_most")
    discretion = True
    paper = "身份证、户口簿 | identity card, hukou booklet"


class contract_terms_are_set(YesNo):
    label = "当地规定了合同期限 | The city has set terms of contracts"

    def formula(household, period):
        least = law(household, period, "public_rental_housing.affordable_rental.lease_years_least")
        return least <= law(household, period, "public_rental_housing.affordable_rental.lease_years_most")


class affordable_rental_terms_set(Condition):
    label = "当地规定了合同期限 | The city has set terms of contracts"
    holds = "contract_terms_are_set"


class affordable_rental_term_least(Condition):
    """In principle no shorter: exceptions are the operator's."""

    label = "合同租期不短于下限（原则上） | Contract not shorter than the least term, in principle"
    compares = ("lease_years_wanted", "public_rental_housing.affordable_rental.lease_years_least")
    discretion = True
    paper = "租赁合同 | lease"


class affordable_rental_term_most(Condition):
    label = "合同租期不长于上限 | Contract not longer than the longest term"
    compares = ("lease_years_wanted", "public_rental_housing.affordable_rental.lease_years_most")
    paper = "租赁合同 | lease"


class affordable_rental_eligible(AllOf):
    label = "符合保障性租赁住房条件 | Entitled to affordable rental housing"
    of = (
        "affordable_rental_income",
        "affordable_rental_no_home",
        "affordable_rental_young_set",
        "affordable_rental_group",
        "affordable_rental_terms_set",
        "affordable_rental_term_least",
        "affordable_rental_term_most",
    )


class affordable_rental_rent_most(Step):
    label = "月租金最高 | Rent at most"
    unit = "CNY/month"
    words = "市场月租金 × 比例上限 | market rent × highest share"

    def formula(household, period):
        share = law(household, period, "public_rental_housing.affordable_rental.rent_share_most")
        return round_money(household("market_rent_of_flat", period) * share)


class affordable_rental_second_year_rent(Step):
    label = "第二年月租金最高 | Rent of the second year at most"
    unit = "CNY/month"
    words = "首年月租金最高 ×（1＋年涨幅上限） | highest rent × (1 + highest rise)"

    def formula(household, period):
        rise = law(household, period, "public_rental_housing.affordable_rental.rent_rise_most")
        return round_money(household("affordable_rental_rent_most", period) * (1 + rise))


class affordable_rental_order(Step):
    label = "配租次序（1为优先行业，2为其他） | Order, 1 for trades that come first"
    unit = "count"
    words = "环卫、公交、教育、医疗卫生从业人员优先 | sanitation, transport, education and health come first"

    def formula(household, period):
        named = household("works_in_priority_trade", period)
        path = "public_rental_housing.affordable_rental.priority.{applicant_trade}"
        first = law(household, period, path, where=named, otherwise=False)
        return 1 + (~first).astype(int)


class affordable_rental(Benefit):
    label = "保障性租赁住房（每月少付的租金） | Affordable rental housing (rent saved a month)"
    unit = "CNY/month"
    words = "市场月租金 − 月租金最高：每月至少少付的租金 | market rent less the highest rent: what is saved at least each month"
    eligible = "affordable_rental_eligible"
    payer = "housing_office_city"
    payee = "承租人 | the tenant"
    reports = ("affordable_rental_rent_most", "affordable_rental_second_year_rent", "affordable_rental_order")
    not_encoded = (
        "定向供应单位职工的房源 | homes for the staff of certain employers",
        "物业、停车等费用 | property, parking and service fees",
        "“等群体”的范围由运营单位把握 | whom the list's “and others” takes in",
        "期满仍符合条件可续租 | that a contract can be renewed",
        "与公租房、租赁补贴能否同时享受（未见规定） | whether it can be had beside a public flat: not known",
    )

    def formula(household, period):
        saved = household("market_rent_of_flat", period) - household("affordable_rental_rent_most", period)
        return np.maximum(round_money(saved), 0) * household("affordable_rental_eligible", period)

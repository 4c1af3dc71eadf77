"""Clauses about income and assets, and the income line that tiers go by.

Not encoded: which incomes count beyond whether money withdrawn from the provident fund does; which assets count.
"""

import numpy as np

from cdmz_rules.model import Condition, Enum, Fact, MoneyInput, Step, YesNo, YesNoInput, law, law_says


class HousingBand(Enum):
    unknown = "未知 | unknown"
    one_person = "单人 | one person"
    two_people = "2人 | two people"
    three_people = "3人 | three people"
    four_or_more = "4人及以上 | four or more"


class receives_minimum_allowance(YesNoInput):
    label = "是否低保家庭或特困人员 | On the minimum living allowance, or supported as destitute?"
    favours = "higher"
    example = False
    about = "低保、特困家庭应保尽保，档次最高 | such households are all covered, in the best tier"


class provident_fund_withdrawn_in_year(MoneyInput):
    label = "近12个月提取的住房公积金 | Withdrawn from the provident fund in the last twelve months"
    unit = "CNY/year"
    favours = "lower"
    presumed = 0
    bounds = (0, 10_000_000)
    example = 12_000
    about = "是否计入收入由当地规定 | whether it counts as income is a rule of the city"


class lives_alone(YesNo):
    label = "单人申请 | Applies alone"

    def formula(household, period):
        return household("household_size", period) <= 1


class household_band(Fact):
    value_type = Enum
    possible_values = HousingBand
    default_value = HousingBand.unknown
    label = "家庭人数档 | Band of household size"

    def formula(household, period):
        others = household("household_size", period) - 1
        bands = [HousingBand.one_person.index, HousingBand.two_people.index, HousingBand.three_people.index]
        return np.select([others <= 0, others <= 1, others - 1 <= 1], bands, HousingBand.four_or_more.index)


class public_rental_income(Step):
    label = "计入的家庭年收入 | Income that counts"
    unit = "CNY/year"
    words = "家庭年收入＋按规定计入的公积金提取额 | yearly income, plus provident fund withdrawals where they count"

    def formula(household, period):
        withdrawn = household("provident_fund_withdrawn_in_year", period)
        some = withdrawn > 0
        counts = law(household, period, "public_rental_housing.access.withdrawals_count_as_income", where=some)
        return household("household_annual_income", period) + withdrawn * counts


class public_rental_income_per_head(Fact):
    label = "人均年收入 | Yearly income per head"
    unit = "CNY/year"

    def formula(household, period):
        return household("public_rental_income", period) / household("household_size", period)


class income_is_held_per_head(YesNo):
    label = "按人均年收入审查 | Income is held per head"

    def formula(household, period):
        return law_says(household, period, "public_rental_housing.access.income_basis", "per_head")


class income_is_held_by_household(YesNo):
    label = "按家庭年收入审查 | Income is held by the household"

    def formula(household, period):
        return ~household("income_is_held_per_head", period)


class public_rental_income_within_line(Condition):
    label = "家庭年收入不超过收入线 | Yearly income within the line"
    applies = "income_is_held_by_household"
    compares = ("public_rental_income", "public_rental_housing.access.income_line.{household_band}")
    paper = "收入证明（无工作单位者为收入申报） | proof of income, or a declaration without an employer"


class public_rental_income_per_head_within_line(Condition):
    label = "人均年收入不超过收入线 | Yearly income per head within the line"
    applies = "income_is_held_per_head"
    compares = ("public_rental_income_per_head", "public_rental_housing.access.income_line_per_head")
    paper = "收入证明（无工作单位者为收入申报） | proof of income, or a declaration without an employer"


class public_rental_income_line(Step):
    label = "适用的年收入线 | Income line that applies"
    unit = "CNY/year"
    words = (
        "按人数的家庭收入线，或人均收入线×人数 | the line of the household's size, or the line per head times people"
    )

    def formula(household, period):
        per_head = household("income_is_held_per_head", period)
        path = "public_rental_housing.access.income_line"
        line = law(household, period, path + ".{household_band}", where=~per_head)
        head = law(household, period, "public_rental_housing.access.income_line_per_head", where=per_head)
        return line + head * household("household_size", period)


class public_rental_assets_within_line(Condition):
    label = "家庭资产不超过资产线 | Assets within the line"
    compares = ("household_assets", "public_rental_housing.access.asset_line")
    paper = "家庭资产申报和核查授权 | declaration of assets and leave to check them"

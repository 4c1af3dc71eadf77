"""The tier of a household, by which rent and subsidy are graded and flats are allocated.

A household in a poorer tier is in every tier above it too: it gets the best of what these give, so that a lower income never costs
anything, whatever a city's table says.
"""

import numpy as np

from cdmz_rules.model import Enum, Fact, YesNo, law, law_says, round_money


class HousingTier(Enum):
    unknown = "未知 | unknown"
    dibao = "低保、特困 | minimum living allowance"
    low_income = "低收入 | low income"
    lower_middle = "中等偏下收入 | lower-middle income"


class in_low_income_tier(YesNo):
    """Below an amount (Chengdu, as reported in 2019), or up to a share of the income line."""

    label = "达到低收入档 | In the low-income tier"

    def formula(household, period):
        by_amount = law_says(household, period, "public_rental_housing.tiers.low_income_rule", "amount")
        income = round_money(household("public_rental_income", period))
        below = law(household, period, "public_rental_housing.tiers.low_income_below", where=by_amount)
        share = law(household, period, "public_rental_housing.tiers.low_income_share", where=~by_amount)
        up_to = round_money(share * household("public_rental_income_line", period))
        low = np.where(by_amount, income < round_money(below), income <= up_to)
        return low | household("receives_minimum_allowance", period)


class in_lowest_tier(YesNo):
    label = "达到低保、特困档 | In the tier of the minimum living allowance"

    def formula(household, period):
        return household("receives_minimum_allowance", period)


class public_rental_tier(Fact):
    value_type = Enum
    possible_values = HousingTier
    default_value = HousingTier.unknown
    label = "保障档次 | Tier"

    def formula(household, period):
        reached = [household("in_lowest_tier", period), household("in_low_income_tier", period)]
        tiers = [HousingTier.dibao.index, HousingTier.low_income.index]
        return np.select(reached, tiers, HousingTier.lower_middle.index)

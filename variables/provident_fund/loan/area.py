"""Where a contributor from another city comes from, as the agreements between centres sort them."""

import numpy as np

from cdmz_rules.model import Condition, Enum, Fact, YesNo, at_place, of_region


class DepositArea(Enum):
    unknown = "未知 | unknown"
    four_cities = "成德眉资四市 | one of the four cities"
    chongqing = "重庆 | Chongqing"
    elsewhere = "其他地区 | elsewhere"


class deposit_area(Fact):
    value_type = Enum
    possible_values = DepositArea
    default_value = DepositArea.unknown
    label = "缴存地所属区域 | Area of deposit"

    def formula(household, period):
        centre = household("provident_fund_centre", period)
        inside, chongqing = of_region(household, centre, "four_cities"), at_place(household, centre, "chongqing")
        areas = [DepositArea.four_cities.index, DepositArea.chongqing.index]
        return np.select([inside, chongqing], areas, DepositArea.elsewhere.index)


class borrows_across_the_four(YesNo):
    """同城化: deposits and home in two of the four cities."""

    label = "在四市中另一城市缴存 | Deposits in another of the four cities"

    def formula(household, period):
        inside = of_region(household, household("provident_fund_loan_place", period), "four_cities")
        from_inside = household("deposit_area", period) == DepositArea.four_cities
        return inside & from_inside & household("deposits_in_another_city", period)


class borrows_second_hand_across_the_four(YesNo):
    label = "同城化贷款购买再交易住房 | Buys a second-hand home across the four cities"

    def formula(household, period):
        return household("buys_second_hand_home", period) & household("borrows_across_the_four", period)


class provident_fund_loan_second_hand_across(Condition):
    label = "同城化贷款可购再交易住房 | Second-hand homes are open across the four cities"
    applies = "borrows_second_hand_across_the_four"
    requires = "provident_fund.crosscity.same_city.second_hand_allowed"
    paper = "购房合同 | purchase contract"

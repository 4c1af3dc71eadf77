"""Where a contributor from another city comes from, as the agreements between centres sort them."""

import numpy as np

from cdmz_rules.model import Enum, Fact, at_place, of_region


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

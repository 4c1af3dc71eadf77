"""Years of contributions after which a retiree is covered without paying."""

import numpy as np

from cdmz_rules.model import Enum, Fact, NumberInput, Step, YesNo, YesNoInput, law


class RetirementSex(Enum):
    unknown = "未知 | unknown"
    women = "女 | women"
    men = "男 | men"


class contribution_years(NumberInput):
    label = "在参保地累计缴费年限 | Years of contributions in the pool"
    unit = "years"
    favours = "higher"
    bounds = (0, 80)
    example = 22
    about = "退休不再缴费须达到规定年限 | retirees with enough years pay no more"


class contribution_years_elsewhere(NumberInput):
    label = "在其他统筹区的缴费年限 | Years of contributions in other pools"
    unit = "years"
    favours = "higher"
    bounds = (0, 80)
    presumed = 0
    example = 3
    about = "跨统筹地区累计计算 | they are added up across pools"


class contribution_years_unbroken(NumberInput):
    label = "退休时连续缴费年限 | Years without a break at retirement"
    unit = "years"
    favours = "higher"
    bounds = (0, 80)
    example = 16
    about = "部分城市可按连续缴费年限 | some cities also take unbroken years"


class pays_on_after_retirement(YesNoInput):
    label = "年限不足时是否继续缴费 | Does a retiree without enough years pay on?"
    favours = "higher"
    presumed = False
    example = False
    about = "可继续缴费至规定年限 | one may pay on to the years required"


class retirement_sex(Fact):
    value_type = Enum
    possible_values = RetirementSex
    default_value = RetirementSex.unknown
    label = "性别（缴费年限） | Sex, for the years required"

    def formula(household, period):
        man = household("applicant_is_man", period)
        return np.where(man, RetirementSex.men.index, RetirementSex.women.index)


class retirement_years_counted(Step):
    """Years of all pools add up nationwide, so those of the four cities recognise each other.

    Not encoded: years that a pool may want to have been paid in itself; years deemed paid.
    """

    label = "累计缴费年限 | Years of contributions that count"
    unit = "years"
    words = "参保地年限 ＋ 可累计的外地年限 | years in the pool + years elsewhere that count"

    def formula(household, period):
        retired, elsewhere = household("insured_retiree", period), household("contribution_years_elsewhere", period)
        path = "medical_insurance.coverage.retirement.years_elsewhere_count"
        counts = law(household, period, path, where=retired & (elsewhere > 0), otherwise=False)
        return household("contribution_years", period) + elsewhere * counts


class retirement_years_missing(Step):
    label = "退休还差的缴费年限 | Years a retiree still lacks"
    unit = "years"
    words = "累计年限与连续年限两条件中差得较少的一项 | the lesser lack of the two alternatives"

    def formula(household, period):
        retired = household("insured_retiree", period)
        folder = "medical_insurance.coverage.retirement"
        path = "medical_insurance.coverage.retirement.cumulative_years.{retirement_sex}"
        in_all = law(household, period, path, where=retired, otherwise=np.inf)
        unbroken = law(household, period, f"{folder}.continuous_years", where=retired, otherwise=np.inf)
        lacks = np.minimum(
            in_all - household("retirement_years_counted", period),
            unbroken - household("contribution_years_unbroken", period),
        )
        return np.where(retired, np.maximum(lacks, 0), 0)


class retiree_need_not_pay(YesNo):
    label = "缴费年限已满或继续缴费 | The years are reached, or one pays on"

    def formula(household, period):
        reached = household("retirement_years_missing", period) <= 0
        return reached | household("pays_on_after_retirement", period)

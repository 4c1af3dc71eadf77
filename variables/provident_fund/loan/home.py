"""The home to be bought, whose rule decides, and whether it counts as the first."""

import numpy as np

from cdmz_rules.model import (
    ChoiceInput,
    Enum,
    Fact,
    MoneyInput,
    NumberInput,
    PlaceFact,
    YesNo,
    YesNoInput,
    law,
    law_says,
    serves,
)


class HomeKind(Enum):
    unknown = "未知 | unknown"
    new_commercial = "新建商品住房 | new commercial home"
    second_hand = "再交易住房（二手房） | second-hand home"
    affordable = "保障性住房 | affordable home"


class HomeOrder(Enum):
    unknown = "未知 | unknown"
    first_home = "首套住房 | first home"
    second_home = "第二套住房 | second home"


class home_kind(ChoiceInput):
    possible_values = HomeKind
    default_value = HomeKind.unknown
    label = "住房类型 | Kind of home"
    example = "new_commercial"
    about = "首付款比例、上浮和贴息因类型而异 | down payment, uplifts and subsidy differ by kind"


class completed_home(YesNoInput):
    label = "是否为现房 | Is the home already completed?"
    favours = "higher"
    example = False
    about = "购买新建现房额度可上浮 | a completed new home lifts the maximum"


class green_building_stars(NumberInput):
    label = "绿色建筑星级 | Stars of the green building"
    unit = "stars"
    favours = "higher"
    bounds = (0, 3)
    presumed = 0
    example = 1
    about = "绿色建筑额度可上浮 | a green building lifts the maximum"


class bought_after_expropriation(YesNoInput):
    label = "是否因房屋征收拆迁购房 | Bought because the old home was expropriated?"
    favours = "higher"
    presumed = False
    example = False
    about = "征收拆迁购房额度可上浮 | lifts the maximum"


class trade_in(YesNoInput):
    label = "是否以旧换新购房 | Bought in exchange for the old home?"
    favours = "higher"
    presumed = False
    example = False
    about = "以旧换新额度可上浮 | lifts the maximum"


class young_talent(YesNoInput):
    label = "是否为认定的青年人才 | Recognised as young talent?"
    favours = "higher"
    presumed = False
    example = False
    about = "人才额度可上浮 | lifts the maximum"


class appraised_value(MoneyInput):
    label = "房屋评估价 | Appraised value of the home"
    favours = "higher"
    bounds = (0, 100_000_000)
    example = 1_400_000
    about = "同城化二手房贷款、商转公按评估价与总价取低 | for some loans the lower of appraisal and price counts"


class homes_in_property_city(NumberInput):
    label = "其中在购房城市的住房套数 | Homes among them in the city of the purchase"
    favours = "lower"
    bounds = (0, 50)
    rare = True
    example = 0
    about = "同城化贷款只计缴存地和购房地的住房 | for loans across the four cities homes in these two places count"


class provident_fund_loans_taken(NumberInput):
    label = "家庭已使用公积金贷款次数 | Provident fund loans the household has had"
    favours = "lower"
    bounds = (0, 20)
    example = 0
    about = "公积金贷款次数可能受限 | their number may be limited"


class provident_fund_loan_place(PlaceFact):
    """A loan follows the rule of the city where the home is; a pool lends to its own contributors in the city it works in."""

    label = "贷款执行哪地政策 | Whose loan rule applies"

    def formula(household, period):
        centre, city = household("provident_fund_centre", period), household("property_city", period)
        return np.where(serves(household, centre, city), centre, city)


class buys_new_home(YesNo):
    label = "购买新建商品住房 | Buys a new commercial home"

    def formula(household, period):
        return household("home_kind", period) == HomeKind.new_commercial


class buys_second_hand_home(YesNo):
    label = "购买再交易住房 | Buys a second-hand home"

    def formula(household, period):
        return household("home_kind", period) == HomeKind.second_hand


class buys_affordable_home(YesNo):
    label = "购买保障性住房 | Buys an affordable home"

    def formula(household, period):
        return household("home_kind", period) == HomeKind.affordable


class buys_newly_built_home(YesNo):
    """新建住房: commercial or affordable. An affordable home that is sold again is a second-hand one (再交易住房)."""

    label = "购买新建住房 | Buys a newly built home"

    def formula(household, period):
        return household("buys_new_home", period) | household("buys_affordable_home", period)


class buys_completed_home(YesNo):
    """Of a new home it is asked; a second-hand one is completed by nature, and whether it is meant is for the law to say."""

    label = "购买可上浮的现房 | Buys a completed home of the kind that is meant"

    def formula(household, period):
        again = household("buys_second_hand_home", period)
        path = "provident_fund.loan.uplift.completed_home_second_hand"
        meant = law(household, period, path, where=again, otherwise=False)
        return np.where(again, meant, household("buys_newly_built_home", period) & household("completed_home", period))


class buys_green_home(YesNo):
    label = "购买达到星级的绿色建筑 | Buys a green building of enough stars"

    def formula(household, period):
        stars = household("green_building_stars", period)
        asked = household("buys_new_home", period) & (stars > 0)
        line = law(household, period, "provident_fund.loan.uplift.green_building_stars", where=asked, otherwise=0)
        return asked & (stars >= line)


class provident_fund_home_order(Fact):
    """First or second home, by the rule the centre counts with.

    2026-03-25: in Chengdu a family without an outstanding provident fund loan buys its first home. 2022-06-21: across the four cities
    homes where one deposits and where one buys count.
    Not encoded: how homes were counted from 2023-10-20 to 2026-03-24.
    """

    value_type = Enum
    possible_values = HomeOrder
    default_value = HomeOrder.unknown
    label = "住房套数认定 | Counts as which home"

    def formula(household, period):
        by_loan = law_says(household, period, "provident_fund.loan.first_home_rule", "no_outstanding_loan")
        outstanding = household("outstanding_provident_fund_loan", period)
        used = household("provident_fund_loans_taken", period) > 0
        owns = household("homes_that_count", period) > 0
        second = np.where(by_loan, outstanding, outstanding | used | owns)
        return np.where(second, HomeOrder.second_home.index, HomeOrder.first_home.index)


class homes_that_count(Fact):
    label = "计入套数的已有住房 | Homes that count"
    unit = "count"

    def formula(household, period):
        across = household("borrows_across_the_four", period)
        path = "provident_fund.crosscity.same_city.homes_counted"
        of_two = law_says(household, period, path, "deposit_and_purchase", where=across)
        here = household("homes_in_property_city", period) + household("homes_in_deposit_city", period)
        owned = household("homes_owned", period)
        return np.where(of_two, np.minimum(here, owned), owned)


class owns_a_home(YesNo):
    label = "已有住房 | Owns a home already"

    def formula(household, period):
        return household("homes_owned", period) > 0


class home_number_limited(YesNo):
    """2010-11-02: no loan for a third home; before that day no such rule is in force."""

    label = "限制贷款购房套数 | The number of homes is limited"

    def formula(household, period):
        owns = household("owns_a_home", period)
        path = "provident_fund.loan.refused_from_home_number"
        return owns & np.isfinite(law(household, period, path, where=owns, otherwise=np.inf))


class home_number(Fact):
    label = "所购为家庭第几套住房 | The home would be the household's number"
    unit = "count"

    def formula(household, period):
        return household("homes_owned", period) + 1


class loan_number_limited(YesNo):
    """The limit on the number of loans bites only those who had one, and in Chengdu not for newly built homes in 2026."""

    label = "贷款次数受限 | The number of loans is limited"

    def formula(household, period):
        used = household("provident_fund_loans_taken", period) > 0
        new = household("buys_newly_built_home", period)
        path = "provident_fund.loan.new_homes_free_of_loan_count"
        return used & ~law(household, period, path, where=used & new, otherwise=False)

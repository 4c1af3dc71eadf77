"""Facts of a household that several benefits ask for."""

from cdmz_rules.model import (
    Below,
    Beside,
    Fewer,
    MoneyInput,
    NumberInput,
    PlaceInput,
    YesNoInput,
)

LISTED_ALL = "members_complete"


class members_complete(YesNoInput):
    """Whoever lists only some of the members says nothing of how many there are: what is listed is the least of every count."""

    label = "家庭成员和全部子女是否都已列出 | Are all members of the household, and all children, listed?"
    rare = True
    example = False
    about = "已列全的按名单计人数，否则名单只是最少人数 | if so, people are counted off the list; if not, it is the least there are"


class children(NumberInput):
    label = "子女数 | Number of children"
    favours = "higher"
    bounds = (0, 20)
    example = 0
    never = (
        Fewer("child", LISTED_ALL),
        Fewer("child", LISTED_ALL, born="birth_date", younger_than=18, besides="minor_children"),
        Below("minor_children"),
    )
    about = "多子女家庭政策 | for what families with several children get"


class minor_children(NumberInput):
    label = "其中未成年子女数 | Children under age among them"
    favours = "higher"
    bounds = (0, 20)
    example = 0
    never = Fewer("child", LISTED_ALL, born="birth_date", younger_than=18)
    about = "多子女家庭须有未成年子女 | such a family has at least one child under age"


class household_monthly_income(MoneyInput):
    label = "家庭月收入 | Monthly income of the household"
    unit = "CNY/month"
    favours = "higher"
    bounds = (0, 10_000_000)
    example = 15_000
    about = "月还款额占家庭月收入的比例有上限 | repayment may take only a share of it"


class homes_owned(NumberInput):
    label = "家庭已有住房套数 | Homes the household owns"
    favours = "lower"
    bounds = (0, 50)
    example = 0
    never = (
        Below("homes_in_deposit_city"),
        Below("homes_in_property_city"),
        Below("homes_in_residence_city"),
        Below("homes_in_residence_district"),
        Below("homes_in_residence_zone"),
    )
    about = "首套、二套和第三套住房政策不同 | first, second and third homes are treated differently"


class property_city(PlaceInput):
    label = "所购住房所在城市 | City of the home bought"
    example = "chengdu"
    about = "贷款执行购房地政策 | the loan follows the policy of that city"


class price(MoneyInput):
    label = "房屋总价 | Price of the home"
    favours = "higher"
    bounds = (0, 100_000_000)
    example = 1_500_000
    never = Below("down_payment_paid")
    about = "最低首付款按总价计算 | the down payment is a share of it"


class outstanding_provident_fund_loan(YesNoInput):
    label = "是否有未结清的住房公积金贷款 | Is a provident fund loan still outstanding?"
    favours = "lower"
    example = False
    never = Beside("provident_fund_loans_taken", 0)
    about = "首套住房的认定 | decides whether the home counts as the first"

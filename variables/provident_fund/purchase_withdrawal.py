"""购房提取: what may be withdrawn for a home that was bought.

Not encoded: direct payment of the down payment from escrow (2024-09-15); parking spaces, illness, lifts, property fees and decoration;
monthly repayment agreements.
"""

import datetime

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Before,
    Below,
    Benefit,
    ChoiceInput,
    Condition,
    DateInput,
    Enum,
    Fact,
    MoneyInput,
    NumberInput,
    Step,
    YesNo,
    YesNoInput,
    calendar_months_after,
    law,
    law_lists,
    serves,
    years_begun,
)


class Payment(Enum):
    unknown = "未知 | unknown"
    full = "全款 | in full"
    mortgage = "按揭 | with a mortgage"


class Withdrawer(Enum):
    unknown = "未知 | unknown"
    buyer = "购房人本人或配偶 | the buyer or spouse"
    parent_or_child = "购房人的父母或子女 | a parent or child of the buyer"


class purchase_date(DateInput):
    label = "购房日期（备案或取得产权证） | Day of purchase (filing or title)"
    example = datetime.date(2026, 5, 1)
    never = Before("birth_date")
    about = "购房后规定年限内可提取 | withdrawals are open for some years after it"


class purchase_payment(ChoiceInput):
    possible_values = Payment
    default_value = Payment.unknown
    label = "付款方式 | How the home is paid"
    example = "mortgage"
    about = "全款以总价为限，按揭以首付款为限 | the cap is the price or the down payment"


class down_payment_paid(MoneyInput):
    label = "已付首付款 | Down payment made"
    favours = "higher"
    bounds = (0, 100_000_000)
    example = 300_000
    about = "按揭购房提取不超过首付款 | with a mortgage no more than it is withdrawn"


class balance_counted_for_loan(MoneyInput):
    label = "已计入公积金贷款额度的余额 | Balance counted for a provident fund loan"
    favours = "lower"
    bounds = (0, 10_000_000)
    example = 0
    about = "计入贷款额度的余额不得用于首付提取 | what was counted for the loan is locked"


class homes_bought_before(NumberInput):
    label = "此前在缴存城市已有住房套数 | Homes in the city of deposit before this one"
    favours = "lower"
    bounds = (0, 50)
    example = 0
    about = "第三套住房不得提取 | nothing is withdrawn for a third home"


class homes_withdrawn_for(NumberInput):
    label = "近五年已办理购房提取的其他住房套数 | Other homes withdrawn for in the last five years"
    favours = "lower"
    bounds = (0, 50)
    presumed = 0
    example = 0
    never = Below("homes_withdrawn_for_this_year")
    about = "五年内两套以上不得再提取 | two of them bar a third"


class homes_withdrawn_for_this_year(NumberInput):
    label = "本年度已为其他住房办理提取的套数 | Other homes withdrawn for this year"
    favours = "lower"
    bounds = (0, 50)
    presumed = 0
    example = 0
    about = "一年只能以一套住房提取 | one home a year"


class hukou_or_work_in_property_city(YesNoInput):
    label = "本人或配偶户籍或工作地是否在购房城市 | Is hukou or work of either in the city of the home?"
    favours = "higher"
    example = False
    about = "异地购房提取的条件 | a condition for homes elsewhere"


class last_withdrawal_date(DateInput):
    label = "上次提取日期 | Day of the last withdrawal"
    favours = "lower"
    presumed = datetime.date.min
    example = datetime.date(2026, 3, 1)
    bounds = (datetime.date.min, datetime.date(2100, 12, 31))
    never = Before("birth_date")
    about = "未提取的月份可合并提取 | months not used are claimed together"


class withdraws_as(ChoiceInput):
    possible_values = Withdrawer
    default_value = Withdrawer.unknown
    label = "提取人身份 | Who withdraws"
    presumed = "buyer"
    example = "buyer"
    about = "代际互助：父母、子女可提取 | parents and children may help"


class rent_withdrawn_this_year(YesNoInput):
    label = "本年度是否已办理租房提取 | Withdrawn for rent this year already?"
    favours = "lower"
    presumed = False
    example = False
    about = "曾有规定租房提取当年不得购房提取 | a withdrawal for rent once barred one for a purchase that year"


class home_in_deposit_city(YesNo):
    label = "所购住房在缴存城市 | The home is in the city of deposit"

    def formula(household, period):
        centre, city = household("provident_fund_centre", period), household("property_city", period)
        return (centre == city) | serves(household, centre, city)


class withdraws_for_relative(YesNo):
    label = "由父母或子女提取 | A parent or child withdraws"

    def formula(household, period):
        return household("withdraws_as", period) == Withdrawer.parent_or_child


class withdraws_for_self(YesNo):
    label = "由购房人或配偶提取 | The buyer or spouse withdraws"

    def formula(household, period):
        return ~household("withdraws_for_relative", period)


class years_into_purchase(Fact):
    label = "购房后第几年 | Year since the purchase"
    unit = "years"

    def formula(household, period):
        return years_begun(household("purchase_date", period), household("application_date", period))


class withdrawal_home_number(Fact):
    label = "提取住房为第几套 | The home's number among those withdrawn for or owned"
    unit = "count"

    def formula(household, period):
        before = np.maximum(household("homes_bought_before", period), household("homes_withdrawn_for", period))
        return before + 1


class homes_claimed_this_year(Fact):
    label = "本年度以几套住房提取 | Homes withdrawn for this year"
    unit = "count"

    def formula(household, period):
        return household("homes_withdrawn_for_this_year", period) + 1


class provident_fund_purchase_contributor(Condition):
    label = "申请人缴存住房公积金 | The applicant deposits in the provident fund"
    holds = "applicant_contributes"
    paper = "住房公积金缴存证明 | certificate of deposits"


class provident_fund_purchase_window(Condition):
    label = "在购房后规定年限内 | Within the years after the purchase"
    applies = "withdraws_for_self"
    compares = ("years_into_purchase", "provident_fund.purchase.window_years")
    paper = "购房合同或不动产权证 | purchase contract or title"


class third_home_rule_known(YesNo):
    label = "限制购房提取套数 | The number of homes is limited"

    def formula(household, period):
        path = "provident_fund.purchase.homes"
        return np.isfinite(law(household, period, path, otherwise=np.inf))


class provident_fund_purchase_home_number(Condition):
    """2021-10-08: two or more homes owned in the city, or withdrawn for in five years, bar a third."""

    label = "不是第三套住房 | Not a third home"
    applies = "third_home_rule_known"
    compares = ("withdrawal_home_number", "provident_fund.purchase.homes")
    paper = "住房情况查询证明 | search of the property register"


class provident_fund_purchase_one_home_a_year(Condition):
    label = "一年内只以一套住房提取 | One home a year"
    compares = ("homes_claimed_this_year", "provident_fund.purchase.homes_per_year")
    paper = "提取记录 | record of withdrawals"


class provident_fund_purchase_place(Condition):
    """A home elsewhere: in the listed cities without condition, else where hukou or work is.

    Until 2021-10-07 anywhere in the province, if no home was owned in the city of deposit.
    """

    label = "住房所在地符合提取规定 | The home is where withdrawals are open"
    paper = "户口簿、社保缴纳证明 | hukou booklet, social insurance record"

    def formula(household, period):
        city = household("property_city", period)
        home = household("home_in_deposit_city", period)
        away = ~home
        free = law_lists(household, period, "provident_fund.purchase.places_without_condition", city, where=away)
        bound = away & ~free
        path = "provident_fund.purchase.hukou_or_work_place"
        tied = law(household, period, path, where=bound, otherwise=False)
        former = law_lists(household, period, "provident_fund.purchase.places_if_no_home", city, where=bound)
        homeless = household("homes_in_deposit_city", period) <= 0
        return home | free | (tied & household("hukou_or_work_in_property_city", period)) | (former & homeless)


class provident_fund_purchase_by_relative(Condition):
    label = "开放父母、子女代际互助提取 | Withdrawals by parents and children are open"
    applies = "withdraws_for_relative"
    requires = "provident_fund.purchase.intergenerational"
    paper = "亲属关系证明 | proof of kinship"


class intergenerational_window_applies(YesNo):
    label = "适用代际互助期限 | The time limit for relatives applies"

    def formula(household, period):
        relative = household("withdraws_for_relative", period)
        path = "provident_fund.purchase.intergenerational"
        return relative & law(household, period, path, where=relative, otherwise=False)


class provident_fund_purchase_relative_window(Condition):
    label = "在代际互助提取期限内 | Within the time for relatives"
    applies = "intergenerational_window_applies"
    compares = ("years_into_purchase", "provident_fund.purchase.intergenerational_years")
    paper = "购房合同或不动产权证 | purchase contract or title"


class relatives_loan_bars(YesNo):
    """2026-01-01: a relative with a loan does not withdraw; whether it was so before is not known."""

    label = "代际互助提取人须无公积金贷款 | A relative must have no loan"

    def formula(household, period):
        relative = household("withdraws_for_relative", period)
        path = "provident_fund.purchase.intergenerational_without_loan"
        return relative & law(household, period, path, where=relative, otherwise=False)


class provident_fund_purchase_relative_no_loan(Condition):
    label = "代际互助提取人无未结清公积金贷款 | A relative who withdraws has no loan outstanding"
    applies = "relatives_loan_bars"
    holds = "no_loan_outstanding"
    paper = "公积金贷款记录 | record of loans"


class rent_does_not_bar(YesNo):
    """2024-10-15: in Chengdu a withdrawal for rent no longer bars one for a purchase in the same year."""

    label = "当年租房提取不影响购房提取 | No withdrawal for rent this year stands in the way"

    def formula(household, period):
        rented = household("rent_withdrawn_this_year", period)
        return ~(rented & law(household, period, "provident_fund.purchase.rent_bars", where=rented))


class provident_fund_purchase_beside_rent(Condition):
    label = "当年租房提取不影响购房提取 | No withdrawal for rent this year stands in the way"
    applies = "rent_withdrawn_this_year"
    holds = "rent_does_not_bar"
    paper = "提取记录 | record of withdrawals"


class provident_fund_purchase_withdrawal_eligible(AllOf):
    label = "符合购房提取条件 | Entitled to withdraw for a purchase"
    of = (
        "provident_fund_purchase_contributor",
        "provident_fund_purchase_window",
        "provident_fund_purchase_home_number",
        "provident_fund_purchase_one_home_a_year",
        "provident_fund_purchase_place",
        "provident_fund_purchase_by_relative",
        "provident_fund_purchase_relative_window",
        "provident_fund_purchase_relative_no_loan",
        "provident_fund_purchase_beside_rent",
        "provident_fund_withdrawal_ban_over",
        "provident_fund_loan_ban_over",
    )


class provident_fund_free_balance(Step):
    """2021-10-08: the balance counted for a provident fund loan is locked; the rest may go into the down payment."""

    label = "可提取余额 | Balance free to withdraw"
    words = "账户余额 － 已计入贷款额度的余额 | balance − balance counted for the loan"

    def formula(household, period):
        balance, counted = (
            household.applicant("provident_fund_balance", period),
            household("balance_counted_for_loan", period),
        )
        path = "provident_fund.purchase.counted_balance_locked"
        locked = law(household, period, path, where=counted > 0, otherwise=False)
        return np.maximum(balance - np.where(locked, counted, 0), 0)


class provident_fund_purchase_cap(Step):
    label = "提取上限 | Cap"
    words = "全款以总价、按揭以首付款为限 | the price if paid in full, the down payment with a mortgage"

    def formula(household, period):
        in_full = household("purchase_payment", period) == Payment.full
        by_price = law(household, period, "provident_fund.purchase.capped_at_price", where=in_full)
        by_down_payment = law(household, period, "provident_fund.purchase.capped_at_down_payment", where=~in_full)
        price, paid = household("price", period), household("down_payment_paid", period)
        free = household("provident_fund_free_balance", period)
        return np.select([by_price & in_full, by_down_payment & ~in_full], [price, paid], free)


class provident_fund_purchase_withdrawal(Benefit):
    label = "住房公积金购房提取 | Provident fund withdrawal for a purchase"
    words = "可提取余额与上限取低 | the lesser of the free balance and the cap"
    eligible = "provident_fund_purchase_withdrawal_eligible"
    payer = "provident_fund_centre"
    payee = "缴存人 | the contributor"
    flow = "own"
    reports = ("provident_fund_withdrawal_months",)
    not_encoded = (
        "直付购房款、车位、大病、加装电梯、物业费、装修等提取 | direct payment, parking, illness, lifts, property fees, decoration",
        "按月提取还贷的约定 | agreements to withdraw monthly for repayment",
    )

    def formula(household, period):
        amount = np.minimum(
            household("provident_fund_free_balance", period), household("provident_fund_purchase_cap", period)
        )
        return amount * household("provident_fund_purchase_withdrawal_eligible", period)


class provident_fund_withdrawal_months(Step):
    """Withdrawals are open once a month; months not used are claimed together."""

    label = "可合并提取的月数 | Months that can be claimed together"
    unit = "months"
    words = "上次提取次月至申请当月 | from the month after the last withdrawal to that of the application"

    def formula(household, period):
        last, bought = household("last_withdrawal_date", period), household("purchase_date", period)
        months = calendar_months_after(np.maximum(last, bought), household("application_date", period))
        each = law(household, period, "provident_fund.purchase.claims_per_month")
        eligible = household("provident_fund_purchase_withdrawal_eligible", period)
        return np.maximum(months, 0) * each * eligible

"""What the loan costs: monthly payments, interest, the rest of the price, and the interest subsidy of 2026."""

import numpy as np

from cdmz_rules.model import (
    Step,
    YesNo,
    instalment,
    interest_of_equal_principal,
    interest_of_first,
    interest_of_instalments,
    law,
    round_money,
)


class provident_fund_monthly_payment(Step):
    label = "等额本息月还款额 | Monthly payment, equal instalments"
    unit = "CNY/month"
    words = "贷款额 ÷ 年金系数 | loan ÷ annuity factor"

    def formula(household, period):
        return round_money(instalment(*_terms(household, period)))


class provident_fund_total_interest(Step):
    label = "等额本息利息总额 | Total interest, equal instalments"
    words = "月还款额 × 期数 － 贷款额 | payment × months − loan"

    def formula(household, period):
        return round_money(interest_of_instalments(*_terms(household, period)))


class provident_fund_first_payment_equal_principal(Step):
    label = "等额本金首月还款额 | First payment, equal principal"
    unit = "CNY/month"
    words = "贷款额 ÷ 期数 ＋ 贷款额 × 月利率 | loan ÷ months + loan × monthly rate"

    def formula(household, period):
        loan, monthly, months = _terms(household, period)
        return round_money(loan / np.maximum(months, 1)) + round_money(loan * monthly)


class provident_fund_total_interest_equal_principal(Step):
    label = "等额本金利息总额 | Total interest, equal principal"
    words = "贷款额 × 月利率 ×（期数＋1）÷ 2 | loan × monthly rate × (months + 1) ÷ 2"

    def formula(household, period):
        return round_money(interest_of_equal_principal(*_terms(household, period)))


class provident_fund_down_payment(Step):
    label = "最低首付款 | Least down payment"
    words = "房屋总价 × 最低首付款比例 | price × least down payment"

    def formula(household, period):
        return round_money(household("price", period) * household("provident_fund_down_payment_ratio", period))


class provident_fund_commercial_part(Step):
    label = "首付和公积金贷款之外的部分 | Left for a commercial loan or own funds"
    words = "房屋总价 － 最低首付款 － 公积金贷款 | price − least down payment − this loan"

    def formula(household, period):
        rest = household("price", period) - household("provident_fund_down_payment", period)
        return np.maximum(round_money(rest - household("provident_fund_loan", period)), 0)


class loan_may_be_subsidised(YesNo):
    """The loan of a new home; whether affordable ones are meant too, the reports do not say."""

    label = "贷款属于可享受利息补贴的新建住房 | The loan is for a home of the kind that is subsidised"

    def formula(household, period):
        affordable = household("buys_affordable_home", period)
        path = "provident_fund.loan.interest_subsidy.affordable_home"
        meant = law(household, period, path, where=affordable)
        return household("buys_new_home", period) | (affordable & meant)


class provident_fund_interest_subsidy(Step):
    """20% of the interest actually paid on a new home bought in the window, paid once at the end, up to a cap.

    Taken as if every instalment is paid on time. Not encoded: that it ends in the month of a default.
    """

    label = "阶段性贷款利息补贴 | Interest subsidy"
    words = "补贴期内等额本息利息 × 补贴比例，不超过上限 | interest of the months subsidised × rate, up to the cap"

    def formula(household, period):
        new = household("loan_may_be_subsidised", period)
        folder = "provident_fund.loan.interest_subsidy"
        rate = law(household, period, f"{folder}.rate", where=new, otherwise=0)
        subsidised = law(household, period, f"{folder}.months", where=new, otherwise=0)
        cap = law(household, period, f"{folder}.cap", where=new, otherwise=0)
        loan, monthly, months = _terms(household, period)
        first = np.minimum(subsidised, months)
        interest = interest_of_first(loan, monthly, months, first)
        return round_money(np.minimum(rate * interest, cap))


class provident_fund_loan_review_days(Step):
    label = "贷款审批时限 | Days within which the centre decides"
    unit = "days"
    words = "自受理申请之日起 | from the day of the application"

    def formula(household, period):
        return law(household, period, "provident_fund.loan.review_days")


def _terms(household, period):
    """Loan, monthly rate and months."""
    return (
        household("provident_fund_loan", period),
        household("provident_fund_loan_rate", period) / 12,
        household("provident_fund_loan_term", period),
    )

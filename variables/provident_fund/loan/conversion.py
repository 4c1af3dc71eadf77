"""商转公: turning a commercial home loan into a provident fund loan.

Not encoded: months of deposits and whether the balance bounds the amount, which the reports do not say; which records of bad credit are
listed; the remaining land-use term.
"""

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Benefit,
    Condition,
    Limit,
    MoneyInput,
    Step,
    YesNo,
    annuity_factor,
    law,
    round_by_law,
)

CONVERSION = "provident_fund.loan.conversion"


class commercial_loan_balance(MoneyInput):
    label = "商业住房贷款未还本金 | Principal left of the commercial home loan"
    favours = "higher"
    bounds = (0, 100_000_000)
    example = 600_000
    about = "商转公贷款不超过商业贷款余额 | no more than it is converted"


class no_loan_outstanding(YesNo):
    label = "无未结清公积金贷款 | No provident fund loan is outstanding"

    def formula(household, period):
        return ~household("outstanding_provident_fund_loan", period)


class outstanding_loan_bars_conversion(YesNo):
    label = "须无未结清公积金贷款 | An outstanding loan bars the conversion"

    def formula(household, period):
        return law(household, period, f"{CONVERSION}.without_loan", otherwise=False)


class has_commercial_loan(YesNo):
    label = "有商业住房贷款 | There is a commercial home loan"

    def formula(household, period):
        return household("commercial_loan_balance", period) > 0


class provident_fund_conversion_open(Condition):
    label = "中心办理商转公贷款 | The centre converts commercial loans"
    requires = "provident_fund.loan.conversion.available"


class provident_fund_conversion_loan(Condition):
    label = "有未结清的商业住房贷款 | A commercial home loan is outstanding"
    holds = "has_commercial_loan"
    paper = "商业银行贷款余额证明 | the bank's certificate of the balance"


class provident_fund_conversion_homes(Condition):
    label = "家庭住房套数不超过上限 | No more homes than allowed"
    compares = ("homes_owned", "provident_fund.loan.conversion.homes")
    paper = "住房情况查询证明 | search of the property register"


class provident_fund_conversion_without_loan(Condition):
    label = "无未结清公积金贷款 | No provident fund loan is outstanding"
    applies = "outstanding_loan_bars_conversion"
    holds = "no_loan_outstanding"
    paper = "公积金贷款记录 | record of earlier loans"


class a_conversion_term_remains(YesNo):
    label = "尚有可贷期限 | A term of at least a month remains"

    def formula(household, period):
        return household("provident_fund_conversion_longest_term", period) >= 1


class provident_fund_conversion_age(Condition):
    label = "贷款期限不超过法定退休后规定年限 | The loan ends within the years allowed after retirement"
    holds = "a_conversion_term_remains"
    paper = "身份证 | identity card"


class provident_fund_conversion_eligible(AllOf):
    label = "符合商转公条件 | Entitled to a conversion"
    of = (
        "provident_fund_loan_contributor",
        "provident_fund_conversion_open",
        "provident_fund_conversion_loan",
        "provident_fund_conversion_homes",
        "provident_fund_conversion_without_loan",
        "provident_fund_loan_income",
        "provident_fund_conversion_age",
        "provident_fund_withdrawal_ban_over",
        "provident_fund_loan_ban_over",
    )


class provident_fund_conversion_longest_term(Step):
    label = "最长可贷期限 | Longest term"
    unit = "months"
    words = "最长年限与退休后可延年限取低 | the lesser of the longest term and the years allowed after retirement"

    def formula(household, period):
        longest = 12 * law(household, period, f"{CONVERSION}.term_years")
        return np.maximum(np.minimum(longest, household("months_to_latest_end", period)), 0)


class provident_fund_conversion_term(Step):
    label = "贷款期限 | Term"
    unit = "months"
    words = "申请期限与最长可贷期限取低 | the lesser of the term wanted and the longest term"

    def formula(household, period):
        return np.minimum(household("term_months", period), household("provident_fund_conversion_longest_term", period))


class provident_fund_conversion_rate(Step):
    label = "贷款年利率 | Yearly interest rate"
    unit = "annual_rate"
    words = "按套数和期限执行的国家利率 | the national rate by order of home and term"

    def formula(household, period):
        return law(
            household, period, "provident_fund.loan.rate.{provident_fund_home_order}.{provident_fund_conversion_band}"
        )


class provident_fund_conversion_by_maximum(Step):
    label = "最高额度 | Limit by maximum"
    words = "最高贷款额度，上浮是否计入由规定确定 | the maximum loan; whether uplifts count is for the rule to say"

    def formula(household, period):
        uplift = household("provident_fund_loan_uplift", period)
        counts = law(household, period, f"{CONVERSION}.uplifts_count", where=uplift > 0)
        return household("provident_fund_loan_maximum", period) * (1 + np.where(counts, uplift, 0))


class provident_fund_conversion_by_value(Step):
    label = "按房屋价值可贷额度 | Limit by value"
    words = "评估价与总价取低 × 价值比上限 | the lower of appraisal and price × greatest share"

    def formula(household, period):
        bad = household("credit_doubtful", period)
        less = law(household, period, f"{CONVERSION}.share_of_value_bad_credit", where=bad)
        share = np.where(bad, less, law(household, period, f"{CONVERSION}.share_of_value", where=~bad))
        return share * np.minimum(household("price", period), household("appraised_value", period))


class provident_fund_conversion_by_income(Step):
    label = "按还款能力可贷额度 | Limit by income"
    words = "每月可还款额 × 等额本息年金系数 | repayable each month × annuity factor"

    def formula(household, period):
        repayable = law(household, period, f"{CONVERSION}.repayment_to_income") * household(
            "household_monthly_income", period
        )
        monthly = household("provident_fund_conversion_rate", period) / 12
        return repayable * annuity_factor(monthly, household("provident_fund_conversion_term", period))


class provident_fund_conversion_least_limit(Limit):
    label = "各项额度中的最低 | Least of the limits"
    words = (
        "最高额度、房屋价值、还款能力、商业贷款余额四项取低 | the least by maximum, value, income and commercial loan"
    )
    of = (
        "provident_fund_conversion_by_maximum",
        "provident_fund_conversion_by_value",
        "provident_fund_conversion_by_income",
        "commercial_loan_balance",
    )


class provident_fund_conversion(Benefit):
    label = "商业性住房贷款转公积金贷款 | Conversion of a commercial home loan"
    words = "符合条件者可转的金额 | what an entitled household may convert"
    eligible = "provident_fund_conversion_eligible"
    payer = "provident_fund_loan_place"
    payee = "借款人 | the borrower"
    flow = "lent"
    reports = ("provident_fund_conversion_rate", "provident_fund_conversion_term")
    not_encoded = (
        "缴存月数、账户余额倍数是否适用于商转公 | whether months of deposits and the multiple of the balance bound a conversion",
        "办法列明的不良信用情形 | which records of bad credit the rules list",
        "剩余土地使用年限 | the remaining land-use term",
    )

    def formula(household, period):
        amount = household("provident_fund_conversion_least_limit", period)
        rounded = round_by_law(household, period, amount, "provident_fund.loan.rounding_unit")
        return rounded * household("provident_fund_conversion_eligible", period)

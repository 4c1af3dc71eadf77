"""How much: the least of four limits, rounded.

Not encoded: a minimum guaranteed amount, if a centre has one; other debts in the share of income; a balance already withdrawn for the
down payment; the rank of liquidity coefficients.
"""

from functools import reduce

import numpy as np

from cdmz_rules.model import (
    Benefit,
    Enum,
    Fact,
    Limit,
    NumberInput,
    Step,
    annuity_factor,
    law,
    law_says,
    months_between,
    round_by_law,
)

# Each uplift of the maximum and the fact on which it rests; the green building's, which never adds up, stands apart.
UPLIFTS = (
    ("multi_child", "multi_child_family"),
    ("trade_in", "trade_in"),
    ("affordable_home", "buys_affordable_home"),
    ("completed_home", "buys_completed_home"),
    ("expropriation", "bought_after_expropriation"),
    ("talent", "young_talent"),
)


class TermBand(Enum):
    unknown = "未知 | unknown"
    up_to_5_years = "5年以下（含5年） | up to 5 years"
    over_5_years = "5年以上 | over 5 years"


class term_months(NumberInput):
    label = "申请贷款期限 | Term wanted"
    unit = "months"
    favours = "higher"
    bounds = (1, 480)
    example = 360
    about = "决定利率档次和月还款额 | decides the rate and the monthly payment"


class provident_fund_loan_longest_term(Step):
    """The longest term: so many years, and not beyond so many years after the applicant's retirement.

    Not encoded: which of two borrowers' retirement counts; the land-use term.
    """

    label = "最长可贷期限 | Longest term"
    unit = "months"
    words = "最长年限与退休后可延年限取低 | the lesser of the longest term and the years allowed after retirement"

    def formula(household, period):
        longest = 12 * law(household, period, "provident_fund.loan.term_years")
        return np.maximum(np.minimum(longest, household("months_to_latest_end", period)), 0)


class months_to_latest_end(Fact):
    label = "距退休后可延年限届满的月数 | Months until a loan must end, by retirement"
    unit = "months"

    def formula(household, period):
        to_retirement = months_between(
            household("application_date", period), household.applicant("retirement_date", period)
        )
        return to_retirement + 12 * law(household, period, "provident_fund.loan.retirement_years_beyond")


class provident_fund_loan_term(Step):
    label = "贷款期限 | Term"
    unit = "months"
    words = "申请期限与最长可贷期限取低 | the lesser of the term wanted and the longest term"

    def formula(household, period):
        return np.minimum(household("term_months", period), household("provident_fund_loan_longest_term", period))


class provident_fund_term_band(Fact):
    value_type = Enum
    possible_values = TermBand
    default_value = TermBand.unknown
    label = "利率档次 | Band of the rate"

    def formula(household, period):
        return _band(household, period, "provident_fund_loan_term")


class provident_fund_conversion_band(Fact):
    value_type = Enum
    possible_values = TermBand
    default_value = TermBand.unknown
    label = "商转公利率档次 | Band of the rate of a conversion"

    def formula(household, period):
        return _band(household, period, "provident_fund_conversion_term")


def _band(household, period, term):
    within = household(term, period) <= 12 * law(household, period, "provident_fund.loan.short_term_years")
    return np.where(within, TermBand.up_to_5_years.index, TermBand.over_5_years.index)


class provident_fund_loan_rate(Step):
    label = "贷款年利率 | Yearly interest rate"
    unit = "annual_rate"
    words = "按套数和期限执行的国家利率 | the national rate by order of home and term"

    def formula(household, period):
        return law(household, period, "provident_fund.loan.rate.{provident_fund_home_order}.{provident_fund_term_band}")


class provident_fund_loan_maximum(Step):
    label = "最高贷款额度 | Maximum loan"
    words = "按单、双缴存人的最高额度 | the maximum for one or for two contributors"

    def formula(household, period):
        two = household("two_contributors", period)
        dual = law(household, period, "provident_fund.loan.maximum_dual", where=two)
        single = law(household, period, "provident_fund.loan.maximum_single", where=~two)
        return np.where(two, dual, single)


class provident_fund_loan_uplift(Step):
    """The highest applicable uplift counts; that the green building's adds to no other is written, of the others it is not known."""

    label = "最高额度上浮比例 | Uplift of the maximum"
    unit = "ratio"
    words = "适用的上浮比例取最高一项 | the highest applicable uplift"

    def formula(household, period):
        rates = [
            law(household, period, f"provident_fund.loan.uplift.{uplift}", where=household(name, period), otherwise=0)
            for uplift, name in UPLIFTS
        ]
        together, highest = sum(rates), reduce(np.maximum, rates)
        stack = law(household, period, "provident_fund.loan.uplift.stackable", where=together != highest)
        green = household("buys_green_home", period)
        green_rate = law(household, period, "provident_fund.loan.uplift.green_building", where=green, otherwise=0)
        return np.maximum(green_rate, np.where(stack, together, highest))


class provident_fund_loan_by_maximum(Step):
    label = "最高额度（含上浮） | Limit by maximum, uplift included"
    words = "最高贷款额度 ×（1＋上浮比例） | maximum × (1 + uplift)"

    def formula(household, period):
        return household("provident_fund_loan_maximum", period) * (1 + household("provident_fund_loan_uplift", period))


class provident_fund_counted_balance(Step):
    """The balances that count: all contributors' where the centre adds them, else the main applicant's.

    2024-10-15: in Chengdu with the rent withdrawn in the last twelve months.
    """

    label = "计入额度的账户余额 | Balance that counts"
    words = (
        "缴存人账户余额合计，加可计入的租房提取额 | balances of the contributors, and the rent withdrawn that counts"
    )

    def formula(household, period):
        rent = _of_contributors(household, period, "rent_withdrawn_last_year")
        counts = law(household, period, "provident_fund.loan.withdrawn_rent_counts", where=rent > 0)
        return _of_contributors(household, period, "provident_fund_balance") + np.where(counts, rent, 0)


class provident_fund_counted_accumulation(Fact):
    label = "计入额度的存储积数 | Accumulated deposits that count"
    unit = "CNY"

    def formula(household, period):
        return _of_contributors(household, period, "accumulated_deposits")


def _of_contributors(household, period, name):
    own = household.applicant(name, period)
    deposits = household.members("contributes", period)
    together = household.sum(np.where(deposits, household.members(name, period), 0))
    differ = household("two_contributors", period) & (together != own)
    added = law(household, period, "provident_fund.loan.balances_added", where=differ)
    return np.where(differ & ~added, own, together)


class provident_fund_loan_by_balance(Step):
    """2017: 20 times the balance. 2021-10-08: said to be by accumulated deposits. 2025-07-21: 25 times the balance."""

    label = "按账户余额可贷额度 | Limit by balance"
    words = "计入余额 × 倍数（或存储积数 × 系数） | balance × multiple (or accumulated deposits × coefficient)"

    def formula(household, period):
        accumulated = law_says(household, period, "provident_fund.loan.balance_rule", "accumulated")
        depositor = household("applicant_contributes", period)
        multiple = law(
            household,
            period,
            "provident_fund.loan.balance_multiple.{applicant_contribution}",
            where=depositor & ~accumulated,
        )
        coefficient = law(household, period, "provident_fund.loan.accumulated_coefficient", where=accumulated)
        by_balance = multiple * household("provident_fund_counted_balance", period)
        return np.where(accumulated, coefficient * household("provident_fund_counted_accumulation", period), by_balance)


class provident_fund_down_payment_ratio(Step):
    """The general ratio by order of home or kind; the derogation for new homes goes by the filing of the contract.

    2022-06-21: loans across the four cities have ratios of their own in Chengdu; where there are none, the general ones stand.
    """

    label = "最低首付款比例 | Least down payment"
    unit = "ratio"
    words = "按住房类型和套数 | by kind and order of the home"

    def formula(household, period):
        affordable = household("buys_affordable_home", period)
        new = household("buys_new_home", period)
        path = "provident_fund.loan.down_payment"
        special = law(household, period, f"{path}.affordable_home", where=affordable)
        derogation = law(household, period, f"{path}.new_commercial_home", where=new, otherwise=-1)
        standard = ~affordable & (derogation < 0)
        across = standard & household("borrows_across_the_four", period)
        own = "provident_fund.crosscity.same_city.down_payment.{provident_fund_home_order}"
        same_city = law(household, period, own, where=across, otherwise=-1)
        apart = across & (same_city >= 0)
        general = law(household, period, path + ".{provident_fund_home_order}", where=standard & ~apart)
        return np.select([affordable, apart, standard], [special, same_city, general], derogation)


class provident_fund_loan_by_price(Step):
    label = "按房价可贷额度 | Limit by price"
    words = "房屋总价（或评估价，取低）×（1－最低首付款比例） | price, or a lower appraisal where it counts, × (1 − least down payment)"

    def formula(household, period):
        again = household("borrows_second_hand_across_the_four", period)
        path = "provident_fund.crosscity.same_city.second_hand_lower_value"
        lower = law(household, period, path, where=again, otherwise=False)
        price = household("price", period)
        value = np.where(again & lower, np.minimum(price, household("appraised_value", period)), price)
        return value * (1 - household("provident_fund_down_payment_ratio", period))


class provident_fund_repayment_capacity(Step):
    label = "每月可用于还贷的收入 | Income that may go into repayment"
    unit = "CNY/month"
    words = "家庭月收入 × 还贷收入比上限 | monthly income × greatest share for repayment"

    def formula(household, period):
        share = law(household, period, "provident_fund.loan.repayment_to_income")
        return share * household("household_monthly_income", period)


class provident_fund_loan_by_income(Step):
    label = "按还款能力可贷额度 | Limit by income"
    words = "每月可还款额 × 等额本息年金系数 | repayable each month × annuity factor"

    def formula(household, period):
        return household("provident_fund_repayment_capacity", period) * household(
            "provident_fund_annuity_factor", period
        )


class provident_fund_annuity_factor(Fact):
    """What a payment of one yuan a month repays over the term."""

    label = "年金系数 | Annuity factor"
    unit = "months"

    def formula(household, period):
        monthly = household("provident_fund_loan_rate", period) / 12
        return annuity_factor(monthly, household("provident_fund_loan_term", period))


class provident_fund_loan_least_limit(Limit):
    label = "各项额度中的最低 | Least of the limits"
    words = "最高额度、余额、房价、还款能力四项取低 | the least by maximum, balance, price and income"
    of = (
        "provident_fund_loan_by_maximum",
        "provident_fund_loan_by_balance",
        "provident_fund_loan_by_price",
        "provident_fund_loan_by_income",
    )


class provident_fund_loan_rounded(Step):
    label = "取整后的额度 | Amount after rounding"
    words = "按中心取整单位舍去零头 | rounded down to the centre's unit"

    def formula(household, period):
        amount = household("provident_fund_loan_least_limit", period)
        return round_by_law(household, period, amount, "provident_fund.loan.rounding_unit")


class provident_fund_loan(Benefit):
    label = "住房公积金个人住房贷款 | Provident fund home loan"
    words = "符合条件者可贷的金额 | what an entitled household may borrow"
    eligible = "provident_fund_loan_eligible"
    payer = "provident_fund_loan_place"
    payee = "借款人 | the borrower"
    flow = "lent"
    reports = (
        "provident_fund_loan_rate",
        "provident_fund_loan_term",
        "provident_fund_monthly_payment",
        "provident_fund_total_interest",
        "provident_fund_first_payment_equal_principal",
        "provident_fund_total_interest_equal_principal",
        "provident_fund_down_payment",
        "provident_fund_commercial_part",
        "provident_fund_interest_subsidy",
        "provident_fund_loan_review_days",
    )
    not_encoded = (
        "个人信用和稳定收入的审查标准 | how the centre judges credit and a steady income",
        "还贷收入比是否计入其他负债 | whether other debts count in the share of income",
        "最低保底额度、流动性系数 | a guaranteed minimum or liquidity coefficients",
        "二手房的房龄和结构要求 | age and structure of second-hand homes",
    )

    def formula(household, period):
        return household("provident_fund_loan_rounded", period) * household("provident_fund_loan_eligible", period)

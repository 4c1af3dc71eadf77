"""Who may borrow.

Not encoded: how the centre judges credit and a stable income; building age and structure of second-hand homes.
"""

from cdmz_rules.model import AllOf, Condition, YesNo


class provident_fund_loan_contributor(Condition):
    label = "申请人缴存住房公积金 | The applicant deposits in the provident fund"
    holds = "applicant_contributes"
    paper = "住房公积金缴存证明 | certificate of deposits"


class provident_fund_loan_deposit_months(Condition):
    label = "连续足额缴存月数 | Months of unbroken full deposits"
    applies = "applicant_contributes"
    compares = ("deposit_months", "provident_fund.loan.deposit_months.{applicant_contribution}")
    paper = "住房公积金缴存明细 | record of deposits"


class loan_maximum_is_set(YesNo):
    label = "购房地中心发放此项贷款 | The centre lends at all"

    def formula(household, period):
        return household("provident_fund_loan_maximum", period) > 0


class provident_fund_loan_offered(Condition):
    label = "购房地公积金中心规定了贷款最高额度 | The centre of the purchase city has set a maximum"
    holds = "loan_maximum_is_set"


class has_income(YesNo):
    label = "有家庭收入 | The household has an income"

    def formula(household, period):
        return household("household_monthly_income", period) > 0


class provident_fund_loan_income(Condition):
    label = "有稳定收入 | There is a steady income"
    holds = "has_income"
    paper = "收入证明 | proof of income"


class a_term_remains(YesNo):
    label = "尚有可贷期限 | A term of at least a month remains"

    def formula(household, period):
        return household("provident_fund_loan_longest_term", period) >= 1


class provident_fund_loan_age(Condition):
    label = "贷款期限不超过法定退休后规定年限 | The loan ends within the years allowed after retirement"
    holds = "a_term_remains"
    paper = "身份证 | identity card"


class provident_fund_loan_home_number(Condition):
    label = "不是停止贷款的第三套及以上住房 | Not a third or further home"
    applies = "home_number_limited"
    compares = ("home_number", "provident_fund.loan.refused_from_home_number")
    paper = "住房情况查询证明 | search of the property register"


class provident_fund_loan_number(Condition):
    label = "公积金贷款次数未达上限 | The number of loans is below the limit"
    applies = "loan_number_limited"
    compares = ("provident_fund_loans_taken", "provident_fund.loan.number_of_loans")
    paper = "公积金贷款记录 | record of earlier loans"


class provident_fund_loan_across_cities(Condition):
    label = "异地缴存人可申请购房地贷款 | Contributors of another city may borrow here"
    applies = "deposits_in_another_city"
    requires = "provident_fund.crosscity.loan_allowed"
    paper = "异地贷款职工住房公积金缴存使用证明 | certificate of the centre of deposit"


class provident_fund_loan_open_to_outsiders(Condition):
    """Whether a city asks more of contributors from elsewhere (hukou, work) is known of none of the four."""

    label = "对异地缴存人无户籍、工作等附加条件 | No further condition for contributors from elsewhere"
    applies = "deposits_in_another_city"
    requires = "provident_fund.crosscity.open_to.{deposit_area}"
    paper = "户口簿或劳动合同 | hukou booklet or employment contract"


class credit_is_good(YesNo):
    label = "信用良好 | Credit is good"

    def formula(household, period):
        return ~household("credit_doubtful", period)


class provident_fund_loan_credit(Condition):
    label = "个人信用良好 | Good credit"
    holds = "credit_is_good"
    discretion = True
    paper = "个人信用报告 | credit report"


class provident_fund_loan_eligible(AllOf):
    label = "符合公积金贷款条件 | Entitled to a provident fund loan"
    of = (
        "provident_fund_loan_contributor",
        "provident_fund_loan_deposit_months",
        "provident_fund_loan_across_cities",
        "provident_fund_loan_open_to_outsiders",
        "provident_fund_loan_second_hand_across",
        "provident_fund_loan_offered",
        "provident_fund_loan_income",
        "provident_fund_loan_age",
        "provident_fund_loan_home_number",
        "provident_fund_loan_number",
        "provident_fund_withdrawal_ban_over",
        "provident_fund_loan_ban_over",
        "provident_fund_loan_credit",
    )

"""The years after a fraud in which nothing is withdrawn or lent (国务院令第844号).

2026-09-20: the bans begin; before that day none was in force. Whether they are for what was found before is not written.
"""

import numpy as np

from cdmz_rules.model import Condition, Fact, YesNo, law, years_between


class withdrawal_ban_applies(YesNo):
    label = "曾被认定骗提且限制已施行 | A fraudulent withdrawal was found, and the ban is in force"

    def formula(household, period):
        return _ban_applies(
            household, period, "withdrawal_fraud_date", "provident_fund.loan.ban_years.withdrawal_fraud"
        )


class loan_ban_applies(YesNo):
    label = "曾被认定骗贷且限制已施行 | A fraudulent loan was found, and the ban is in force"

    def formula(household, period):
        return _ban_applies(household, period, "loan_fraud_date", "provident_fund.loan.ban_years.loan_fraud")


def _ban_applies(household, period, fraud, path):
    day = household(fraud, period)
    found = day > np.datetime64("0001-01-01")
    begun = found & np.isfinite(law(household, period, path, where=found, otherwise=np.inf))
    first = law(household, period, "provident_fund.loan.ban_years.first_day", where=begun)
    earlier = begun & (day < np.where(begun, first, 0).astype("datetime64[D]"))
    covered = "provident_fund.loan.ban_years.covers_earlier_findings"
    return begun & (~earlier | law(household, period, covered, where=earlier))


class years_since_withdrawal_fraud(Fact):
    label = "骗提认定后满年数 | Years since the fraudulent withdrawal"
    unit = "years"

    def formula(household, period):
        return years_between(household("withdrawal_fraud_date", period), household("application_date", period))


class years_since_loan_fraud(Fact):
    label = "骗贷认定后满年数 | Years since the fraudulent loan"
    unit = "years"

    def formula(household, period):
        return years_between(household("loan_fraud_date", period), household("application_date", period))


class provident_fund_withdrawal_ban_over(Condition):
    label = "不在骗提限制期内 | No ban after a fraudulent withdrawal"
    applies = "withdrawal_ban_applies"
    compares = ("years_since_withdrawal_fraud", "provident_fund.loan.ban_years.withdrawal_fraud")
    paper = "公积金中心核查 | the centre's own record"


class provident_fund_loan_ban_over(Condition):
    label = "不在骗贷限制期内 | No ban after a fraudulent loan"
    applies = "loan_ban_applies"
    compares = ("years_since_loan_fraud", "provident_fund.loan.ban_years.loan_fraud")
    paper = "公积金中心核查 | the centre's own record"

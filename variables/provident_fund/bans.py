"""The years after a fraud in which nothing is withdrawn or lent (国务院令第844号)."""

import numpy as np

from cdmz_rules.model import Condition, Fact, YesNo, years_between


class withdrawal_fraud_found(YesNo):
    label = "曾被认定骗提 | A fraudulent withdrawal was found"

    def formula(household, period):
        return household("withdrawal_fraud_date", period) > np.datetime64("0001-01-01")


class loan_fraud_found(YesNo):
    label = "曾被认定骗贷 | A fraudulent loan was found"

    def formula(household, period):
        return household("loan_fraud_date", period) > np.datetime64("0001-01-01")


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
    applies = "withdrawal_fraud_found"
    compares = ("years_since_withdrawal_fraud", "provident_fund.loan.ban_years.withdrawal_fraud")
    paper = "公积金中心核查 | the centre's own record"


class provident_fund_loan_ban_over(Condition):
    label = "不在骗贷限制期内 | No ban after a fraudulent loan"
    applies = "loan_fraud_found"
    compares = ("years_since_loan_fraud", "provident_fund.loan.ban_years.loan_fraud")
    paper = "公积金中心核查 | the centre's own record"

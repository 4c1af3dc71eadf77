"""The whole life of a loan: payments at rates that change, early repayments, a commercial part, a commercial loan turned into this one."""

from cdmz_rules.repayment.lines import Method, Then
from cdmz_rules.repayment.repayment import repayment
from cdmz_rules.repayment.report import Repayment
from cdmz_rules.repayment.request import RepaymentRequest, read_request
from cdmz_rules.repayment.schedule import Payment, schedule

__all__ = [
    "Method",
    "Payment",
    "Repayment",
    "RepaymentRequest",
    "Then",
    "read_request",
    "repayment",
    "schedule",
]

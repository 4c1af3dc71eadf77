"""Bed subsidies settled across cities: from stays in institutions to what cities owe each other and each institution gets.

One elder and one month is one row of one run of the formulas; all elders of a month are run at once.
"""

from cdmz_rules.settlement.beds.months import months_from
from cdmz_rules.settlement.beds.netting import Clearing, Institution
from cdmz_rules.settlement.beds.settlement import Progress, Settlement, settle_beds
from cdmz_rules.settlement.beds.table import StayRows

__all__ = ["Clearing", "Institution", "Progress", "Settlement", "StayRows", "months_from", "settle_beds"]

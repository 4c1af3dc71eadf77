"""Bed subsidies settled across cities: from stays in institutions to what cities owe each other and each institution gets.

One elder and one month is one row of one run of the formulas; all elders of a month are run at once.
"""

from cdmz_rules.settlement.beds.clearing import Clearing, Institution, cities
from cdmz_rules.settlement.beds.under import Progress, Rows, Settlement, months_from, settle_beds

__all__ = ["Clearing", "Institution", "Progress", "Rows", "Settlement", "cities", "months_from", "settle_beds"]

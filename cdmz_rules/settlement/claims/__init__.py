"""A year of medical claims in order: each claim is settled with what the claims before it have carried over.

A claim is one household-shaped run. Claims are ranked within a person and a natural year, and all first claims are run at once, then
all second ones, and so on: as many runs as the busiest person has claims, however many people there are.
"""

from cdmz_rules.settlement.claims.adjudication import adds_up, adjudicate, settle_claims
from cdmz_rules.settlement.claims.table import ClaimTable, read

__all__ = ["ClaimTable", "adds_up", "adjudicate", "read", "settle_claims"]

"""A year of medical claims in order: each claim is settled with what the claims before it have carried over.

A claim is one household-shaped run. Claims are ranked within a person and a natural year, and all first claims are run at once, then
all second ones, and so on: as many runs as the busiest person has claims, however many people there are.
"""

from cdmz_rules.settlement.claims.settle import Run, settle
from cdmz_rules.settlement.claims.table import Table, read
from cdmz_rules.settlement.claims.under import settle_rows

__all__ = ["Run", "Table", "read", "settle", "settle_rows"]

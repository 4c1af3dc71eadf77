"""The law as data: items, dated values, evidence, unknowns, overlays, packs and snapshots."""

from cdmz_rules.law.item import EVIDENCE, Cell, Item, State
from cdmz_rules.law.law import Law, from_tree, read

__all__ = ["EVIDENCE", "Cell", "Item", "Law", "State", "from_tree", "read"]

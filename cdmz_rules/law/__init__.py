"""The law as data: items, dated values, evidence, unknowns, overlays, packs and snapshots."""

from cdmz_rules.law.item import EVIDENCE, Cell, Item, State
from cdmz_rules.law.law import Law, current, from_tree, load

__all__ = ["EVIDENCE", "Cell", "Item", "Law", "State", "current", "from_tree", "load"]

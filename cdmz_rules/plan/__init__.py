"""OpenFisca's formulas at the speed of the machine.

A formula is run once on symbols (`trace`), which gives a graph of array operations; the graph is written out as straight Python
(`emit`), once on arrays for many rows (`arrays`, which run on a `frame`) and once for a single household (`scalar`). The formulas stay
as they are, and what openfisca-core's simulation computes stays their meaning.
"""

from cdmz_rules.plan.arrays import Function
from cdmz_rules.plan.frame import Frame, Gaps, Reading
from cdmz_rules.plan.law_tables import LawTables
from cdmz_rules.plan.plan import Plan, plan_for
from cdmz_rules.plan.trace import Asked, FormulaError, Look

__all__ = ["Asked", "FormulaError", "Frame", "Function", "Gaps", "LawTables", "Look", "Plan", "Reading", "plan_for"]

"""Units are proven: through the traced graph follows which unit every variable has, and what does not go together is refused.

A `unit` is a product of powers of what the law counts in; a step of the graph has a `measure`, which is a unit or a number that formulas
write down; `operations` says what each operation makes of measures, `inference` goes through a trace, and `check` words what is wrong.
"""

from cdmz_rules.plan.units.check import problems, units_of
from cdmz_rules.plan.units.unit import Unit, named

__all__ = ["Unit", "named", "problems", "units_of"]

"""What a household's figures can be, whatever is unknown: the plan run on ranges and sets instead of values.

Every step carries the least and greatest value it can have, or the members of a choice that it can be. One run bounds a household: no
completion of what is unknown lies outside.
"""

from cdmz_rules.plan.bounds.dialect import Program, program
from cdmz_rules.plan.bounds.frame import BoundsFrame, Possible

__all__ = ["BoundsFrame", "Possible", "Program", "program"]

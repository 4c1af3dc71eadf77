"""A program for bounds, and the law's tables it looks into, as a script in a page takes them: data that a small engine runs."""

from cdmz_rules.plan.script.looks import Looks, plain
from cdmz_rules.plan.script.steps import (
    MOST_MEMBERS,
    OPERATIONS,
    Argument,
    Constant,
    LookUp,
    Step,
    Steps,
    Unwritten,
    steps_of,
)
from cdmz_rules.plan.script.text import digits

__all__ = [
    "MOST_MEMBERS",
    "OPERATIONS",
    "Argument",
    "Constant",
    "LookUp",
    "Looks",
    "Step",
    "Steps",
    "Unwritten",
    "digits",
    "plain",
    "steps_of",
]

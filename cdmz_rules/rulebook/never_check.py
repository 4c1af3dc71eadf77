"""What is wrong with a declaration of what can never be: it ties inputs that there are, of the kinds that it is about."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from openfisca_core.indexed_enums import Enum
from openfisca_core.variables import Variable

from cdmz_rules.errors import meant
from cdmz_rules.model.entities import ROLES
from cdmz_rules.model.never import Before, Below, Beside, Fewer, Never
from cdmz_rules.model.variable import facts

KINDS: Mapping[type[Never], tuple[type, str]] = {
    Below: (float, "numbers"),
    Before: (datetime.date, "days"),
    Fewer: (float, "counts"),
}
"""What each is about."""


def mistakes(variable: Variable, variables: Mapping[str, Variable]) -> Iterator[tuple[str, str]]:
    """What is wrong with what a variable declares never to be, and how to mend it."""
    declared = facts(variable)
    if declared.never and declared.kind != "input":
        yield "only an input says what can never be", ""
        return
    inputs = {name: each for name, each in variables.items() if facts(each).kind == "input"}
    for never in declared.never:
        unknown = [name for name in never.inputs if name not in inputs]
        for name in unknown:
            yield f"there is no input {name}", meant(name, inputs)
        if not unknown:
            yield from _kinds(variable, never, inputs)


def _kinds(variable: Variable, never: Never, inputs: Mapping[str, Variable]) -> Iterator[tuple[str, str]]:
    kind = type(never).__name__
    if isinstance(never, Beside):
        yield from _value(never, inputs[never.name])
        return
    of, words = KINDS[type(never)]
    tied = () if isinstance(never, Fewer) else tuple(inputs[name] for name in never.inputs)
    for each in (variable, *tied):
        if each.value_type is not of:
            yield f"{kind} is about {words}, and {each.name} is none of them", ""
    if isinstance(never, Fewer):
        if never.role is not None and never.role not in ROLES:
            yield f"there is no role {never.role}", meant(never.role, ROLES)
        if inputs[never.listed_all].value_type is not bool:
            yield f"{never.listed_all} is no yes or no", ""
        if never.born is not None and inputs[never.born].value_type is not datetime.date:
            yield f"{never.born} is no day", ""


def _value(never: Beside, other: Variable) -> Iterator[tuple[str, str]]:
    if other.value_type is Enum:
        members = list(other.possible_values.__members__)
        if never.value not in members:
            yield f"{other.name} has no value {never.value}", meant(never.value, members)
    elif type(never.value) is not other.value_type and not (other.value_type is float and type(never.value) is int):
        yield f"{never.value} is no value of {other.name}", ""

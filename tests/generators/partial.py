"""Partial cases: the examples and the law tests' households, and random ones, with any of what they tell left out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from cdmz_rules import InputError
from cdmz_rules.decisions.situation import parse
from cdmz_rules.law.item import State
from cdmz_rules.rulebook.rulebook import BenefitRules
from generators import cases, lawtests, worlds
from generators.subject import Subject

WHOLE = ("count", "months", "stars")
OTHERS = ((), ("spouse",), ("spouse", "child", "child"), ("child",), ("other",))
DAY = date(2026, 9, 1)
LEFT_OUT = (0.05, 0.2, 0.5, 0.8, 1.0)
"""With one of these chances each input is left out."""


@dataclass(frozen=True)
class Partial:
    """A household that leaves out some of what matters.

    Attributes:
        name: Where it comes from.
        day: The day decided for.
        inputs: What it tells, as `decide` takes it.
    """

    name: str
    day: date
    inputs: dict[str, Any]


def partials(subject: Subject, rules: BenefitRules, count: int, random: np.random.Generator) -> Iterator[Partial]:
    """So many of them: most were written by somebody, since few random ones are entitled."""
    written = _written(subject, rules.id)
    while count:
        random_one = not written or random.random() < 0.25
        base = _random(rules, random) if random_one else written[random.integers(0, len(written))]
        drawn = Partial(base.name, base.day, _left_out(rules, base.inputs, random))
        if accepted(rules, drawn):
            count -= 1
            yield drawn


def told(subject: Subject, rules: BenefitRules, random: np.random.Generator) -> Iterator[Partial]:
    """Households as somebody wrote them, in a random order, again and again."""
    written = _written(subject, rules.id)
    while written:
        yield from (written[at] for at in random.permutation(len(written)))


@lru_cache
def _written(subject: Subject, benefit: str) -> tuple[Partial, ...]:
    examples = [
        Partial(case.name, case.day, case.inputs) for case in cases.examples(subject) if case.benefit == benefit
    ]
    tests = [Partial(test.name, test.day, test.case) for test in lawtests.all_tests(subject) if test.benefit == benefit]
    return (*examples, *tests)


def _random(rules: BenefitRules, random: np.random.Generator) -> Partial:
    roles = ("applicant", *OTHERS[random.integers(0, len(OTHERS))])
    inputs: dict[str, Any] = {"members": [{"role": role} for role in roles]}
    for info in rules.inputs:
        members = [member for member in inputs["members"] if info.roles is None or member["role"] in info.roles]
        for holder in [inputs] if info.entity == "household" else members:
            levels = worlds.levels(info, DAY, random)
            holder[info.name] = levels[random.integers(0, len(levels))]
    return Partial("random", DAY, inputs)


def _left_out(rules: BenefitRules, inputs: dict[str, Any], random: np.random.Generator) -> dict[str, Any]:
    chance = LEFT_OUT[random.integers(0, len(LEFT_OUT))]
    told = copy.deepcopy(inputs)
    for holder in (told, *told["members"]):
        for key in list(holder):
            if key not in ("members", "role") and random.random() < chance:
                del holder[key]
    return told


def accepted(rules: BenefitRules, case: Partial) -> bool:
    """Whether `decide` takes a case on its day."""
    try:
        parse(rules.catalogue, case.inputs, case.day)
    except InputError:
        return False
    return True


def lines(rules: BenefitRules, name: str) -> list[float]:
    """The known lines that clauses hold an input against."""
    law = rules.law
    items = [law[path] for path in rules.catalogue.dependencies.lines(name) if path in law]
    return [cell.number for item in items for cell in item.table.cells if cell.state is State.KNOWN and cell.number]

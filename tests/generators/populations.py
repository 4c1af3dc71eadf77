"""Populations: many random households that tell all that is asked, as one table."""

from __future__ import annotations

from datetime import date

import numpy as np

from cdmz_rules.decisions.cases import Cases, Column, stored
from cdmz_rules.decisions.combinations import comparable
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.knowledge import Knowledge
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook.rulebook import BenefitRules
from generators import worlds


def draw(rules: BenefitRules, day: date, roles: tuple[str, ...], count: int, random: np.random.Generator) -> Cases:
    """So many households of some members."""
    given = {}
    for info in rules.inputs:
        variable, levels = rules.catalogue.variables[info.name], worlds.levels(info, day, random)
        asked = [place for place, role in enumerate(roles) if role in (info.roles or roles)]
        for place in [None] if info.entity == "household" else asked:
            column = stored(variable, [levels[i] for i in random.integers(0, len(levels), count)])
            given[Asked(info.name, place)] = Column(column, None)
    days = np.array([day], "datetime64[D]")
    return Cases(rules.catalogue, count, roles, (None,) * len(roles), given, days)


def unequal(rules: BenefitRules, cases: Cases) -> tuple[list[str], int]:
    """The outputs of which bounds say something else than the plan though nothing is unknown; and of how many households nothing is."""
    worlds_of_one = Worlds(rules.rulebook, cases.first_day, cases.roles)
    plain = PlanExecutor(()).run(rules.rulebook, cases, worlds_of_one, rules.outputs)
    met = np.logical_or.reduce([np.zeros(cases.count, bool), *worlds_of_one.rows.values()])
    known = np.flatnonzero(~met)
    if not len(known):
        return [], 0
    some = cases.take(known)
    bounds = Knowledge(rules, rules.plan(cases.first_day, cases.roles), some).results()
    wrong = []
    for name in rules.outputs:
        values = comparable(plain.values[name])[known, 0]
        if not all(np.array_equal(np.nan_to_num(end, nan=0.0), values) for end in bounds[name]):
            wrong.append(name)
    return wrong, len(known)

"""Ways to run formulas that must give the same: by plan and by openfisca-core, in one run and in worlds, many at once and a few."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from cdmz_rules import decide, decide_table
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.explore import explore
from cdmz_rules.decisions.reference import ReferenceExecutor
from cdmz_rules.decisions.situation import parse
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.plan import day_tables
from cdmz_rules.rulebook.rulebook import BenefitRules
from generators.cases import Case

ROWS = 2 * day_tables.FEW + 1
"""So many households that a few at a time are too few for tables of the calendar, and all at once are not."""
CONSTANT = {"nationwide"}
"""What depends on nothing: a plan knows it without being asked."""


def check_plan(rules: BenefitRules, case: Mapping[str, Any], day: date) -> None:
    """What a plan gives is what openfisca-core's own simulation gives, bit for bit, in every world."""
    book, catalogue = rules.rulebook, rules.catalogue
    situation = parse(catalogue, case, day)
    planned = explore(rules, situation, day, PlanExecutor())
    worlds = Worlds(book, day, situation.roles, planned.unknowns, planned.worlds.matrix)
    reference = ReferenceExecutor().run(book, Cases.of_one(catalogue, situation, day), worlds, rules.outputs)
    assert set(planned.run.order) - CONSTANT <= set(reference.order)
    assert {use.grid.path for use in planned.run.uses} <= {use.grid.path for use in reference.uses}
    for name, ours in planned.run.values.items():
        theirs = np.asarray(reference.values[name])
        assert ours.dtype == theirs.dtype or {ours.dtype.kind, theirs.dtype.kind} <= set("iu"), name
        assert np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f"), name


def check_single_run(rules: BenefitRules, case: Mapping[str, Any], day: date) -> bool:
    """A single run gives what all worlds give; whether it gives an exact amount."""
    short = decide(case, rules.id, day, rulebook=rules.rulebook, detail="compact", today=day)
    assert short == decide(case, rules.id, day, rulebook=rules.rulebook, today=day).compact()
    return short.amount.bound == "exact"


def check_explanation(rules: BenefitRules, case: Case) -> None:
    """An explanation is the same with and without worlds."""
    told = case.inputs, case.benefit, case.day
    short = decide(*told, rulebook=rules.rulebook, today=case.day)
    assert short == decide(*told, rulebook=rules.rulebook, today=case.day, executor=PlanExecutor())


def check_few_at_a_time(rules: BenefitRules, table: Mapping[str, list[Any]], day: date) -> None:
    """Many households at once are answered as the same a few at a time."""

    def answers(rows: slice) -> pa.Table:
        part = {name: each[rows] for name, each in table.items()}
        return decide_table(part, rules.id, day, rulebook=rules.rulebook).table

    few = [answers(slice(first, first + day_tables.FEW)) for first in range(0, ROWS, day_tables.FEW)]
    assert answers(slice(ROWS)).equals(pa.concat_tables(few).combine_chunks())

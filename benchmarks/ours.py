"""Our engine as the benchmarks use it: the only module here that knows its interface."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

import cdmz_rules
from benchmarks import forms
from benchmarks.book import BOOK, PACKED
from benchmarks.names import BENEFIT, DAY, ELIGIBLE, OUTPUTS, PACK, PAYMENT, Array, Columns
from benchmarks.population import Population
from cdmz_rules import load_reform
from cdmz_rules.decisions.calculate import calculate
from cdmz_rules.law.reform import Reform
from cdmz_rules.plan.plan import clear, plan_for

NEEDS_A_PERSON = "needs_a_person"


class Ours:
    """The engine under the law with the assumption pack."""

    name = "ours"

    @cached_property
    def pack(self) -> Reform:
        """The assumption pack."""
        return load_reform(PACK)

    def run(self, population: Population) -> Columns:
        """The outputs of a population in wide form."""
        return calculate(population.columns, OUTPUTS, DAY, rulebook=PACKED)

    def decide(self, case: Mapping[str, Any]) -> Any:
        """One compact decision, from a dictionary, checked."""
        return cdmz_rules.decide(case, BENEFIT, DAY, reform=self.pack, detail="compact")

    def explain(self, case: Mapping[str, Any]) -> Any:
        """One decision with everything: conditions, steps, sources, receipt."""
        return cdmz_rules.decide(case, BENEFIT, DAY, reform=self.pack)

    def table(self, table: Any) -> Any:
        """The loan of an Arrow table in wide form, as an Arrow table."""
        return cdmz_rules.decide_table(table, [BENEFIT], DAY, reform=self.pack).table

    def plan(self) -> None:
        """Make everything anew for a law never seen before: trace and compile the formulas, resolve the law."""
        clear()
        law = BOOK.reforms.from_body(self.pack.body.model_dump(by_alias=True)).apply(BOOK.law)
        planned = plan_for(BOOK.system, law, DAY, forms.ROLES, OUTPUTS)
        _ = planned.bare, planned.under(law, DAY).on_the_day


def outputs(decision: Any) -> dict[str, float]:
    """What a compact decision, as an object or as JSON, says of the outputs; what a person must judge is taken as granted.

    Raises:
        ValueError: if anything else is not exact.
    """
    plain = decision if isinstance(decision, Mapping) else decision.model_dump(mode="json")
    judged = plain["outcome"] == NEEDS_A_PERSON
    amounts = {amount["id"]: amount for amount in plain["amounts"]}
    told = {name: amount["upper"] if judged else amount["value"] for name, amount in amounts.items()}
    if None in told.values():
        raise ValueError(f"not exact: {plain}")
    values = {name: float(told.get(name, 0.0)) for name in (BENEFIT, PAYMENT)}
    return {ELIGIBLE: float(plain["outcome"] in ("eligible", NEEDS_A_PERSON)), **values}


def loans(answer: Any) -> Array:
    """The loans of an Arrow answer; what a person must judge is taken as granted, what is not exact is no number."""
    judged = np.asarray(answer[f"{BENEFIT}.outcome"]) == NEEDS_A_PERSON
    return np.where(judged, np.asarray(answer[f"{BENEFIT}.upper"]), np.asarray(answer[BENEFIT]))

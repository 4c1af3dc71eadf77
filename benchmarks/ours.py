"""Our engine as the benchmarks use it: the only module here that knows its interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np

import cdmz_rules
from benchmarks import forms
from benchmarks.names import BENEFIT, DAY, ELIGIBLE, OUTPUTS, PACK, PAYMENT, Columns
from benchmarks.population import Population
from cdmz_rules import load_reform
from cdmz_rules.law import current
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.model.context import Context
from cdmz_rules.system import system


class NotYet(Exception):
    """The engine does not offer this yet; the row stays empty and says so."""


class Ours:
    """The engine under the law with the assumption pack."""

    name = "ours"

    @cached_property
    def pack(self) -> Reform:
        """The assumption pack."""
        return load_reform(PACK)

    @cached_property
    def law(self) -> Law:
        """The law with it."""
        return self.pack.apply(current())

    def run(self, population: Population) -> Columns:
        """The outputs of a population in wide form.

        For now by the light run, as the engine has no population run of its own.
        """
        from cdmz_rules.plan import LightRun

        rows = forms.rows(population)
        roles = np.array(forms.ROLES)[rows.role_of]
        light = LightRun(system(), Context(self.law), DAY, roles, rows.household_of, population.count)
        light.give({**rows.person, **rows.household})
        return {name: np.asarray(light.calculate(name)) for name in OUTPUTS}

    @cached_property
    def _takes_detail(self) -> bool:
        return "detail" in signature(cdmz_rules.decide).parameters

    def decide(self, case: Mapping[str, Any]) -> Any:
        """One compact decision, from a dictionary, checked."""
        if self._takes_detail:
            decide: Any = cdmz_rules.decide
            return decide(case, BENEFIT, DAY, reform=self.pack, detail="compact")
        return cdmz_rules.decide(case, BENEFIT, DAY, reform=self.pack).compact()

    def explain(self, case: Mapping[str, Any]) -> Any:
        """One decision with everything: conditions, steps, sources, receipt."""
        return cdmz_rules.decide(case, BENEFIT, DAY, reform=self.pack)

    def table(self, table: Any) -> Any:
        """The loan of an Arrow table in wide form, as an Arrow table."""
        return self._offered("cdmz_rules", "decide_table")(table, [BENEFIT], date=DAY, reform=self.pack).table

    def plan(self) -> None:
        """Make the plan of the outputs as for a law never seen before."""
        plan_for, clear = (self._offered("cdmz_rules.plan", name) for name in ("plan_for", "clear"))
        law = self.pack.apply(current())
        clear()
        _ = plan_for(system(), law, DAY, forms.ROLES, OUTPUTS).run

    def _offered(self, module: str, name: str) -> Callable[..., Any]:
        try:
            found: Callable[..., Any] = getattr(import_module(module), name)
        except AttributeError as error:
            raise NotYet(f"{module} has no {name} yet") from error
        return found


def outputs(decision: Any) -> dict[str, float]:
    """What a compact decision, as an object or as JSON, says of the outputs. Nothing may be unknown."""
    plain = decision if isinstance(decision, Mapping) else decision.compact()
    amounts = {amount["id"]: amount for amount in plain["amounts"]}
    if any(amount["bound"] != "exact" for amount in amounts.values()):
        raise ValueError(f"not exact: {plain}")
    values = {name: float(amounts[name]["value"]) if name in amounts else 0.0 for name in (BENEFIT, PAYMENT)}
    return {ELIGIBLE: float(plain["outcome"] in ("eligible", "needs_a_person")), **values}

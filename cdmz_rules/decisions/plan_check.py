"""Whether every formula can be planned: found out when the law is loaded, not when a family asks."""

from __future__ import annotations

from datetime import date

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.law.law import Law
from cdmz_rules.model.entities import ROLES
from cdmz_rules.plan import plan_for
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.system import system


def problems(law: Law) -> list[LawProblem]:
    """The formulas behind any benefit, of any date, that cannot be planned; each once."""
    found: dict[tuple[str, int], LawProblem] = {}
    for benefit in catalogue.benefits():
        for day in days():
            try:
                plan_for(system(), law, day, ROLES, catalogue.outputs(benefit), catalogue.beside(benefit))
            except LawFileError as error:
                found |= {(str(problem.file), problem.line): problem for problem in error.problems}
    return list(found.values())


def days() -> list[date]:
    """Today, and the first day of every dated formula."""
    starts = {date.fromisoformat(start) for variable in system().variables.values() for start in variable.formulas}
    return sorted({date.today(), *(start for start in starts if start > date.min)})

"""Whether every formula can be planned, and its units go together: found out when the law is loaded, not when a family asks."""

from __future__ import annotations

from datetime import date

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.plan import units
from cdmz_rules.reading import china
from cdmz_rules.rulebook.rulebook import Rulebook


def problems(rulebook: Rulebook) -> list[LawProblem]:
    """The formulas behind any benefit, of any date, that cannot be planned; each once."""
    by_line: dict[tuple[str, int], LawProblem] = {}
    for benefit in rulebook.benefits:
        rules = rulebook.benefit(benefit)
        for day in days(rulebook):
            try:
                rules.plan(day, rulebook.catalogue.roles, rules.beside)
            except LawFileError as error:
                by_line |= {(str(problem.file), problem.line): problem for problem in error.problems}
    return list(by_line.values())


def unit_problems(rulebook: Rulebook) -> list[LawProblem]:
    """The formulas, those behind settlements too, whose units do not go together."""
    variables = rulebook.catalogue.variables
    of_households = [name for name, variable in variables.items() if not variable.entity.is_person]
    return units.problems(rulebook.system, rulebook.law, of_households, days(rulebook))


def days(rulebook: Rulebook) -> list[date]:
    """Today, and the first day of every dated formula."""
    starts = {
        date.fromisoformat(start) for variable in rulebook.catalogue.variables.values() for start in variable.formulas
    }
    return sorted({china.today(), *(start for start in starts if start > date.min)})

"""What rests on what: the variables that a variable needs, read off declarations and formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openfisca_core.variables import Variable

from cdmz_rules.law.law import Law
from cdmz_rules.model.variable import Facts, facts
from cdmz_rules.rulebook.formula_texts import texts
from cdmz_rules.rulebook.memo import memoised
from cdmz_rules.rulebook.system import CountryTaxBenefitSystem

BEHIND_A_CLAUSE = ("fact", "input", "step")
"""Kinds of variables whose figures a condition rests on too."""


@dataclass(frozen=True, eq=False)
class Dependencies:
    """Which variables of a system need which.

    Attributes:
        system: OpenFisca's system, with the law for which its formulas are written.
    """

    system: CountryTaxBenefitSystem

    @property
    def law(self) -> Law:
        """The law for which the formulas are written: every law of its shape has the same items."""
        return self.system.law

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Every variable, by name."""
        return self.system.variables  # type: ignore[no-any-return]

    def _facts(self, name: str) -> Facts:
        return facts(self.variables[name])

    def reached(self, starts: Iterable[str]) -> tuple[str, ...]:
        """Some variables and all that they need, in the order in which they are needed."""
        reached: dict[str, None] = {}
        for start in starts:
            self._reach(start, reached)
        return tuple(reached)

    def _reach(self, name: str, reached: dict[str, None]) -> None:
        if name not in reached:
            reached[name] = None
            for other in self.of(name):
                self._reach(other, reached)

    @memoised
    def behind(self, name: str, without: str) -> frozenset[str]:
        """The variables that a variable needs, leaving out one and what only that one needs."""
        reached: dict[str, None] = {without: None}
        self._reach(name, reached)
        return frozenset(reached) - {name, without}

    @memoised
    def through(self, name: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """A variable, and what it needs through variables of certain kinds, nearest first."""
        reached: dict[str, None] = {}
        queue = [name]
        while queue:
            step = queue.pop(0)
            reached[step] = None
            behind = [other for other in self.of(step) if other not in reached]
            queue += [other for other in behind if self._facts(other).kind in kinds]
        return tuple(reached)

    @memoised
    def behind_clause(self, clause: str) -> frozenset[str]:
        """A condition, and the variables whose figures it rests on too."""
        return frozenset(self.through(clause, BEHIND_A_CLAUSE))

    @memoised
    def of(self, name: str) -> tuple[str, ...]:
        """The variables that a variable's declaration or formulas name, in the order in which they stand there."""
        variable, declared = self.variables[name], self._facts(name)
        named: dict[str, None] = dict.fromkeys(
            [*declared.of, declared.applies or "", declared.holds or "", declared.eligible or ""]
        )
        paths: list[str] = [declared.requires] if declared.requires else []
        if declared.compares:
            named[declared.compares[0]] = None
            paths.append(declared.compares[1])
        for formula in variable.formulas.values():
            constants = texts(formula)
            named |= dict.fromkeys(constants)
            paths += constants
        for path in paths:
            named |= dict.fromkeys(self._behind_path(path))
        return tuple(other for other in named if other in self.variables and other != name)

    def _behind_path(self, path: str) -> list[str]:
        """The variables that a look-up reads by itself: the member, the governing place, the anchor's date."""
        start = path.partition("{")[0].rstrip(".")
        members = [part.partition("}")[0] for part in path.split("{")[1:]]
        if start not in self.law.nodes or "." not in start:
            return members
        items = [item for key, item in self.law.items() if key == start or key.startswith(f"{start}.")]
        governing = [str(item.governed_by) for item in items]
        return [*members, *governing, *(f"{item.date_anchor}_date" for item in items)]

    @memoised
    def lines(self, name: str) -> tuple[str, ...]:
        """The items of the law whose figure a clause holds a variable against."""
        compared = [self._facts(other).compares for other in self.variables]
        return tuple(pair[1] for pair in compared if pair and pair[0] == name)

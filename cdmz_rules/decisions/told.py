"""What a condition rests on that somebody told, that is presumed, and that nobody told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import BenefitRules

BEHIND = ("fact", "yes_no", "step", "input")
"""Kinds of variables through which a condition reads inputs."""


@dataclass(frozen=True)
class Basis:
    """The inputs behind a variable.

    Attributes:
        told: Those that were told.
        presumed: Those of which nobody reported otherwise.
        left_out: Those that nobody told.
    """

    told: Sequence[InputInfo]
    presumed: Sequence[InputInfo]
    left_out: Sequence[InputInfo]

    @property
    def all_presumed(self) -> bool:
        """Whether nothing but what is presumed stands behind it."""
        return bool(self.presumed) and not self.told and not self.left_out


class Told:
    """What was told of one case.

    Args:
        rules: The benefit.
        case: The household.
        exploration: It in all its worlds.
    """

    def __init__(self, rules: BenefitRules, case: Situation, exploration: Exploration) -> None:
        self._catalogue = rules.catalogue
        self._given = {*case.household, *(name for person in case.persons for name in person)}
        self._computed = set(exploration.run.order)
        self._tried = {unknown.key[1] for unknown in exploration.unknowns if not unknown.is_law}

    def behind(self, *names: str) -> Basis:
        """The inputs behind variables, as far as they were computed: behind what was told nothing more is looked for."""
        told, presumed, left_out = [], [], []
        for info in self._inputs(names):
            if info.name in self._given:
                told.append(info)
            elif info.presumed is not None:
                presumed.append(info)
            elif not info.derived:
                left_out.append(info)
        return Basis(told, presumed, left_out)

    def assumed(self, basis: Basis) -> bool:
        """Whether a figure rests on a value that nobody told and that was not varied, because the answer is the same with any."""
        return any(info.name not in self._tried for info in basis.left_out)

    def _inputs(self, names: Sequence[str]) -> Iterator[InputInfo]:
        reached: dict[str, None] = {}
        queue = list(names)
        while queue:
            name = queue.pop(0)
            if name in reached or name not in self._computed or self._catalogue.facts(name).kind not in BEHIND:
                continue
            reached[name] = None
            info = self._catalogue.inputs.get(name)
            if info is not None and info.dated is None and not self._is_place(name):
                yield info
            if info is None or (info.derived and name not in self._given):
                queue += self._catalogue.dependencies.of(name)

    def _is_place(self, name: str) -> bool:
        """Whether an input names a place: it picks the rule, not the value."""
        return self._catalogue.facts(name).levels is not None

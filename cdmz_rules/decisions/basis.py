"""What a condition rests on that somebody told, that is presumed, and that nobody told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.i18n.phrases import in_both
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import Catalogue
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


NOTHING = Basis((), (), ())


class Given:
    """What was told of one case.

    Args:
        rules: The benefit.
        case: The household.
        exploration: It in all its worlds.
    """

    def __init__(self, rules: BenefitRules, case: Situation, exploration: Exploration) -> None:
        self._catalogue = rules.catalogue
        self._given = {*case.household, *(name for person in case.persons for name in person)}
        self._given |= {name for name, _ in case.ranges}
        self._open_days = {name: days for (name, _), days in case.ranges.items()}
        self._computed = set(exploration.run.order)

    def behind(self, names: Iterable[str]) -> Basis:
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

    def left_open(self, basis: Basis) -> Words | None:
        """What was told in a way that leaves a day open, such as an age instead of a date of birth; None if nothing."""
        infos = [info for info in basis.told if info.name in self._open_days]
        return self._left_open(infos[0]) if infos else None

    def _left_open(self, info: InputInfo) -> Words:
        days = self._open_days[info.name]
        name = self._catalogue.aliases[days.written].words
        return in_both("{name} {count}; {label}: not told", name=name, count=days.number, label=info.label)

    def presumed(self, infos: Iterable[InputInfo]) -> list[InputInfo]:
        """Those of some inputs that are presumed."""
        return [i for i in infos if i.presumed is not None and i.name not in self._given and i.name in self._computed]

    def _inputs(self, names: Iterable[str]) -> Iterator[InputInfo]:
        reached: set[str] = set()
        queue = list(names)
        while queue:
            name = queue.pop()
            if name in reached or name not in self._computed:
                continue
            reached.add(name)
            info, needs = _needs(self._catalogue, name)
            if info is not None:
                yield info
            if name not in self._given:
                queue += needs


@lru_cache(maxsize=1 << 12)
def _needs(catalogue: Catalogue, name: str) -> tuple[InputInfo | None, Sequence[str]]:
    """A variable as an input, if it is one that says something of the household, and what it is computed from.

    A place and the day of an event are none: they pick the rule, not the value.
    """
    if catalogue.facts(name).kind not in BEHIND:
        return None, ()
    info = catalogue.inputs.get(name)
    picks = info is not None and (info.dated is not None or catalogue.facts(name).levels is not None)
    computed = info is None or info.derived
    return None if picks else info, catalogue.dependencies.of(name)[::-1] if computed else ()

"""What is said and cannot be: each contradiction as a problem that names both places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from cdmz_rules.decisions.stated import Bools, Key, StatedInRows, StatedOnce, home
from cdmz_rules.errors import Problem
from cdmz_rules.i18n.words import Words
from cdmz_rules.model.never import Before, Below, Beside, Fewer, Never
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.never_words import counted, shown


@dataclass(frozen=True)
class Contradictions:
    """What is said of a household, and how it is told that it cannot be.

    Attributes:
        stated: What is said.
        called: What the sender calls the place of an input.
        member: What the sender calls a member.
    """

    stated: StatedOnce
    called: Callable[[Key], str]
    member: Callable[[int], str]

    def problem(self, key: Key, never: Never) -> Problem:
        """One contradiction: what is declared of an input, and does not hold."""
        words, expected, others = self._said(key, never)
        return Problem("contradiction", self.called(key), *words, expected, others=tuple(others))

    def _said(self, key: Key, never: Never) -> tuple[Words, str | None, Sequence[str]]:
        if isinstance(never, Below):
            return self._below(key, never)
        if isinstance(never, Before):
            return self._before(key, never)
        return self._beside(key, never) if isinstance(never, Beside) else self._counted(key, never)  # type: ignore[arg-type]

    def _below(self, key: Key, never: Below) -> tuple[Words, str | None, Sequence[str]]:
        parts = never.counted(self.stated, key[1])
        value, total = _figure(self.stated.most(*key)), _figure(sum(parts.values()))
        labels = [self._label(name) for name in parts]
        zh, en = "、".join(f"“{each.zh}”" for each in labels), ", ".join(f'"{each.en}"' for each in labels)
        together = ("之和", "together ") if len(parts) > 1 else ("", "")
        words = Words(f"{value}少于{zh}{together[0]}{total}", f"{value} is less than {en}, {together[1]}{total}")
        return words, f"≥ {total}", self._places(parts, key)

    def _before(self, key: Key, never: Before) -> tuple[Words, str | None, Sequence[str]]:
        label, other = self._label(never.day), self.stated.least(never.day, key[1])
        late = self._open(*key, ("最晚", " at the latest"))
        early = self._open(never.day, key[1], ("最早", " at the earliest"))
        value = self.stated.most(*key)
        words = Words(
            f"{late[0]}{value}，早于“{label.zh}”（{early[0]}{other}）",
            f'{value}{late[1]} lies before "{label.en}", {other}{early[1]}',
        )
        return words, f"≥ {other}", self._places([never.day], key)

    def _open(self, name: str, place: int | None, words: tuple[str, str]) -> tuple[str, str]:
        return words if (name, self.stated.home(name, place)) in self.stated.ranges else ("", "")

    def _counted(self, key: Key, never: Fewer) -> tuple[Words, str | None, Sequence[str]]:
        value, listed = self.stated.most(*key), int(never.floor(self.stated))
        whose = counted(never, self.stated.catalogue.role_words)
        members = [self.member(place) for place in never.counted(self.stated)]
        if never.besides is not None:
            other = self._label(never.besides)
            words = (
                f"{value:g}少于“{other.zh}”与已列出的{len(members)}名{whose.zh}之和{listed}",
                f'{value:g} is fewer than "{other.en}" and those listed, {len(members)} ({whose.en}), together {listed}',
            )
            return Words(*words), f"≥ {listed}", [*self._places([never.besides], key), *members]
        if value < listed:
            words = (
                f"{value:g}少于已列出的{listed}名{whose.zh}",
                f"{value:g} is fewer than those listed, {listed} ({whose.en})",
            )
            return Words(*words), f"≥ {listed}", members
        most = never.ceiling(self.stated)
        words = (
            f"{value:g}多于已列出的{most}名{whose.zh}，而成员已列全",
            f"{value:g} is more than those listed, {most} ({whose.en}), and all members are said to be listed",
        )
        return Words(*words), f"≤ {most}", self._places([never.listed_all], key)

    def _beside(self, key: Key, never: Beside) -> tuple[Words, str | None, Sequence[str]]:
        label, info = self._label(never.name), self.stated.catalogue.inputs[never.name]
        zh, en = shown(never.value, info.choices)
        words = Words(f"与“{label.zh}”为{zh}不能同时成立", f'this cannot be while "{label.en}" is {en}')
        return words, None, self._places([never.name], key)

    def _label(self, name: str) -> Words:
        return self.stated.catalogue.inputs[name].label.words

    def _places(self, names: Any, key: Key) -> list[str]:
        return [self.called((name, self.stated.home(name, key[1]))) for name in names]


def contradictions(
    catalogue: Catalogue,
    roles: tuple[str, ...],
    household: Mapping[str, Any],
    persons: Sequence[Mapping[str, Any]],
    ranges: Mapping[Key, Any],
    day: date,
    called: Callable[[Key], str] | None = None,
) -> list[Problem]:
    """Every contradiction of a case.

    Args:
        catalogue: What can be asked.
        roles: The role of each member, by place.
        household: The inputs of the household that are given.
        persons: Those of each member.
        ranges: By input and member, the days that are not given exactly.
        day: The day decided for.
        called: What the place of an input is called; by default as in the case.
    """
    tied = _tied(catalogue, roles, tuple(household), tuple(map(tuple, persons)), tuple(ranges))
    if not tied:
        return []
    stated = StatedOnce(catalogue, roles, household, persons, ranges, day)
    broken = [(key, never) for key, never in tied if never.broken(stated, *key)]
    if not broken:
        return []

    def in_case(key: Key) -> str:
        name, place = key
        written = ranges[key].written if key in ranges else name
        return written if place is None else f"members[{place}].{written}"

    every = Contradictions(stated, called or in_case, "members[{}]".format)
    return [every.problem(key, never) for key, never in broken]


@lru_cache(maxsize=1024)
def _tied(
    catalogue: Catalogue,
    roles: tuple[str, ...],
    household: tuple[str, ...],
    persons: tuple[tuple[str, ...], ...],
    open_days: tuple[Key, ...],
) -> Sequence[tuple[Key, Never]]:
    """What is declared of inputs that are said, where something that it ties is said as well."""
    said: list[Key] = [(name, None) for name in household]
    said += [(name, place) for place, person in enumerate(persons) for name in person]
    said += open_days
    every = [(key, never) for key in said for never in catalogue.nevers.get(key[0], ())]
    return tuple((key, never) for key, never in every if _bears(never, key, catalogue, roles, set(said)))


def _bears(never: Never, key: Key, catalogue: Catalogue, roles: Sequence[str], said: Set[Key]) -> bool:
    """Whether what is said and who is there can contradict each other at all."""
    if isinstance(never, Fewer):
        listed = sum(never.role in (None, role) for role in roles)
        return listed > catalogue.inputs[key[0]].bounds[0] or (never.listed_all, None) in said
    return any((name, home(catalogue, roles, name, key[1])) in said for name in never.inputs)


@dataclass(frozen=True)
class RowContradictions:
    """What cannot be of what is said of many households.

    Attributes:
        stated: What is said.
        called: What the sender calls the place of an input.
        member: What the sender calls a member.
    """

    stated: StatedInRows
    called: Callable[[Key], str]
    member: Callable[[int], str]

    def problems(self) -> Iterator[tuple[int, Problem]]:
        """Every contradiction, with its row."""
        for key, never, broken in self._broken():
            for row in broken.nonzero()[0].tolist():
                yield row, Contradictions(self.stated.row(row), self.called, self.member).problem(key, never)

    def alike(self) -> Iterator[tuple[Problem, Bools]]:
        """Every contradiction, said of all its rows together."""
        for key, never, broken in self._broken():
            info = self.stated.catalogue.inputs[key[0]]
            words = info.never[self.stated.catalogue.nevers[key[0]].index(never)].words
            said = words.zh, words.en
            if not isinstance(never, Beside):
                said = f"应{words.zh}", f"must be {words.en}"
            others = [
                self.called(other)
                for name in never.inputs
                if (other := (name, self.stated.home(name, key[1]))) in self.stated.said
            ]
            yield Problem("contradiction", self.called(key), *said, others=tuple(others)), broken

    def _broken(self) -> Iterator[tuple[Key, Never, Bools]]:
        """What is declared of an input and does not hold in some rows."""
        nevers, shape = self.stated.catalogue.nevers, (self.stated.count,)
        for key, said in self.stated.said.items():
            for never in nevers.get(key[0], ()):
                broken = np.broadcast_to(never.broken(self.stated, *key), shape)
                if said.known is not None:
                    broken = broken & said.known
                if broken.any():
                    yield key, never, broken


def _figure(value: float | date) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, int | float) else str(value)

"""The columns that a settlement reads: inputs of its benefit, and what is no input; which of them a heading means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from cdmz_rules.decisions import identity
from cdmz_rules.decisions.cases import stored
from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.settlement.order import Array
from cdmz_rules.settlement.refusals import MOST_SHOWN
from cdmz_rules.tables import spellings
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.headings import ALSO


@dataclass(frozen=True)
class Extra:
    """A column that is no input of the benefit: its key, labels, and what its cells are."""

    key: str
    words: Words
    kind: Literal["name", "day", "identity"]


NUMBER = Extra(identity.NAME, identity.LABEL, "identity")
"""The column of identity numbers, in place of those of what they say."""


@dataclass(frozen=True, eq=False)
class Columns:
    """What the columns of a table may be.

    Attributes:
        catalogue: What can be asked.
        inputs: The inputs that columns give, by name.
        extras: Those that are no inputs, by key.
        required: The keys of those without which nothing can be settled.
        unknown: How it is said that a heading means nothing.
        missing: How it is said that a column is missing.
        longest: So many characters of a wrong heading are shown.
    """

    catalogue: Catalogue
    inputs: Mapping[str, InputInfo]
    extras: Mapping[str, Extra]
    required: tuple[str, ...]
    unknown: Words
    missing: Words
    longest: int

    def resolve(self, headings: Iterable[str]) -> list[str | None]:
        """The key of each column of a table; None for one without a heading.

        Raises:
            InputError: if a heading means nothing, with the nearest key, two mean the same, or a column is missing.
        """
        keys: list[str | None] = []
        problems: list[Problem] = []
        for heading in headings:
            key = self._key(heading)
            if key is None and spellings.folded(heading):
                problems.append(self._unknown(heading))
            elif key is not None and key in keys:
                problems.append(Problem("given_twice", heading.strip(), "这一列出现两次", "this column stands twice"))
            keys.append(key)
        told = [*keys, *(self.catalogue.identity.values() if NUMBER.key in keys else ())]
        problems += [self._missing(key) for key in self.required if key not in told]
        if problems:
            raise InputError(problems[:MOST_SHOWN])
        return keys

    def knows(self, heading: str) -> bool:
        """Whether a heading means a column."""
        return self._key(heading) is not None

    def words_of(self, key: str) -> Words:
        """The labels of a column."""
        return self.extras[key].words if key in self.extras else self.inputs[key].label.words

    def values(self, name: str, known: Known | None, count: int) -> Array:
        """An input of so many rows as its variable stores it, with what is presumed where nothing is known."""
        blank = stored(self.catalogue.variables[name], [self.inputs[name].presumed])
        if known is None:
            return np.repeat(blank, count)
        values = known.values.astype(blank.dtype, copy=False)
        return values if known.known.all() else np.where(known.known, values, blank)

    def _key(self, heading: str) -> str | None:
        written = spellings.folded(heading)
        key, parts = self._by_heading.get(written), spellings.unit_behind(written)
        if key is not None or parts is None:
            return key
        meant = self.inputs.get(self._by_heading.get(parts[0], ""))
        return meant.name if meant is not None and spellings.is_unit(parts[1], meant.unit) else None

    @cached_property
    def _by_heading(self) -> dict[str, str]:
        """Keys by what may stand above a column, folded."""
        headings: dict[str, str] = {}
        for name, info in self.inputs.items():
            headings |= self._headings(name, info.label.words, info.entity == "person")
        for key, extra in self.extras.items():
            headings |= self._headings(key, extra.words, extra.kind == "identity")
        return self._without_remark(headings) | headings

    def _headings(self, key: str, words: Words, personal: bool) -> dict[str, str]:
        """What may stand above a column; whoever lives alone is the applicant."""
        first, called = self.catalogue.roles[0], (key, *words, *ALSO.get(key, ()))
        whose = (first, *self.catalogue.role_words[first]) if personal else ()
        written = (*called, *(f"{who}{mark}{each}" for who in whose for mark in ".:" for each in called))
        return dict.fromkeys(map(spellings.folded, written), key)

    @staticmethod
    def _without_remark(headings: Mapping[str, str]) -> dict[str, str]:
        """Headings without the remark in brackets behind them, where they fit one column only."""
        fitting: dict[str, set[str]] = {}
        for heading, key in headings.items():
            if bare := spellings.without_remark(heading):
                fitting.setdefault(bare, set()).add(key)
        return {bare: keys.pop() for bare, keys in fitting.items() if len(keys) == 1}

    def _unknown(self, heading: str) -> Problem:
        shown, parts = heading.strip()[: self.longest], spellings.unit_behind(spellings.folded(heading))
        meant = self.inputs.get(self._by_heading.get(parts[0], "")) if parts else None
        problem = spellings.wrong_unit(shown, meant.label.words, meant.unit, meant.name) if meant else None
        if problem is not None:
            return problem
        near = nearest(parts[0] if parts else spellings.folded(heading), self._by_heading)
        key = self._by_heading[near] if near else None
        problem = self._problem("unknown_field", shown, self.unknown, key)
        return spellings.called(problem, self.words_of(key)) if key else problem

    def _missing(self, key: str) -> Problem:
        instead = f"{key}, {NUMBER.key}" if key in self.catalogue.identity.values() else None
        message = self.missing.zh.format(self.words_of(key).zh), self.missing.en.format(key)
        return Problem("missing", key, *message, instead)

    @staticmethod
    def _problem(code: str, heading: str, words: Words, near: str | None = None) -> Problem:
        return Problem(code, heading, words.zh.format(heading), words.en.format(heading), did_you_mean=near)


def keyed(headings: Sequence[str], keys: Sequence[str | None], faults: Iterable[Fault]) -> list[Fault]:
    """What is wrong with the cells of a file, pointing at the keys of its columns instead of their headings."""
    named = {heading.strip(): key for heading, key in zip(headings, keys, strict=True) if key is not None}
    return [(row, replace(problem, pointer=named.get(problem.pointer, problem.pointer))) for row, problem in faults]

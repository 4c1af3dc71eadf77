"""Packs and reforms: changes of the law as data. `Reform` is one of them, or several in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law.conflicts import Conflict, conflicts
from cdmz_rules.law.item import Item, Revision
from cdmz_rules.law.law import Law
from cdmz_rules.law.population import Population
from cdmz_rules.law.reform_schema import MAX_INCLUDED, ReformFile
from cdmz_rules.law.revision import Assumption, Proposal
from cdmz_rules.places import Places

MAX_APPLIED = 64
"""So many laws with a reform applied are kept: whoever asks again shares them and what was resolved of them."""
JOINT = "+"
"""Between the names of reforms that are applied in order."""


@dataclass(frozen=True, eq=False)
class Reform:
    """A named change of the law.

    Attributes:
        name: Its key, which every answer that used it names; of several in order, their names joined by ``+``.
        title: Its title in both languages.
        mode: ``fill_unknown``: a pack, which fills what is unknown and never replaces a sourced value; ``replace``: a reform.
        rationale: Why.
        body: The whole file; of several in order, one without changes of its own.
        places: The places that it speaks of.
        first: Packs and reforms that are applied before its own changes, in order.
    """

    name: str
    title: Words
    mode: str
    rationale: Words
    body: ReformFile
    places: Places
    first: tuple[Reform, ...] = ()

    @classmethod
    def of(cls, body: ReformFile, places: Places, first: tuple[Reform, ...] = ()) -> Reform:
        """A reform from its body and from what it includes."""
        title, rationale = both(body.title.model_dump()), both(body.rationale.model_dump())
        return cls(body.name, title, body.mode, rationale, body, places, first)

    @cached_property
    def steps(self) -> tuple[Reform, ...]:
        """What is applied, one after the other; each stands once, where it comes first."""
        last = (self,) if self.body.parameters or self.body.switches else ()
        return tuple(dict.fromkeys([*(step for reform in self.first for step in reform.steps), *last]))

    @cached_property
    def packs(self) -> frozenset[str]:
        """The names of the assumption packs among them."""
        return frozenset(step.name for step in self.steps if step.mode == "fill_unknown")

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Where two of the reforms among them set one value for one place and day: the later one stands."""
        return conflicts([step.body for step in self.steps if step.mode == "replace"], self.places)

    @cached_property
    def disputed(self) -> frozenset[str]:
        """The items on which two of them disagree."""
        return frozenset(conflict.path for conflict in self.conflicts)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The body as JSON, with those of whatever it includes: every receipt that names it shares this one."""
        if self.steps == (self,):
            return self.plain_body
        words = {"title": self.title._asdict(), "rationale": self.rationale._asdict()}
        return {"name": self.name, **words, "steps": [step.plain_body for step in self.steps]}

    @cached_property
    def plain_body(self) -> dict[str, Any]:
        """Its own body as JSON, without what it includes."""
        return self.body.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, exclude={"expected"}
        )

    def apply(self, law: Law) -> Law:
        """The law with this reform; the given law stays as it is."""
        for step in self.steps:
            law = _apply(step, law)
        return law

    def fill(self, law: Law) -> Law:
        """The law with the packs among its steps alone; the given law stays as it is."""
        for step in self.steps:
            if step.mode == "fill_unknown":
                law = _apply(step, law)
        return law

    def revise(self, item: Item, population: Population) -> Item:
        """An item with its own changes, one after the other."""
        for change in self.body.of(item.path):
            first = self.body.first_day(change)
            revision: Revision = (
                Assumption(item, change, self.name, first)
                if self.mode == "fill_unknown"
                else Proposal(item, change, self.name, first, population)
            )
            item = item.revised(revision)
        return item


@lru_cache(maxsize=MAX_APPLIED)
def _apply(reform: Reform, law: Law) -> Law:
    paths = reform.body.parameters.keys() | reform.body.switches.keys()
    for path in paths - law.keys():
        law.item(path)
    return law.with_revisions(paths, partial(reform.revise, population=law.population), reform.name)


def compose(reforms: Sequence[Reform]) -> Reform:
    """Several packs and reforms in order, as one.

    Raises:
        InputError: if there is none, there are too many, or two that differ have one name.
    """
    if len(reforms) == 1:
        return reforms[0]
    if not 0 < len(reforms) <= MAX_INCLUDED:
        message = f"应有一到{MAX_INCLUDED}个改革方案", f"one to {MAX_INCLUDED} reforms can be applied together"
        raise InputError([Problem("out_of_range", "reform", *message, f"1–{MAX_INCLUDED}")])
    steps = dict.fromkeys(step for reform in reforms for step in reform.steps)
    twice = next((name for name, count in Counter(step.name for step in steps).items() if count > 1), None)
    if twice is not None:
        message = f"两个方案同名：{twice}", f"two different reforms are called {twice}"
        raise InputError([Problem("given_twice", "reform", *message)])
    return _compose(tuple(reforms))


@lru_cache(maxsize=MAX_APPLIED)
def _compose(reforms: tuple[Reform, ...]) -> Reform:
    title = Words(" ＋ ".join(r.title.zh for r in reforms), " + ".join(r.title.en for r in reforms))
    rationale = Words("\n".join(r.rationale.zh for r in reforms), "\n".join(r.rationale.en for r in reforms))
    return joint(JOINT.join(r.name for r in reforms), title, rationale, reforms)


def joint(name: str, title: Words, rationale: Words, reforms: tuple[Reform, ...]) -> Reform:
    """Several packs and reforms in order, under one name."""
    packs = all(reform.mode == "fill_unknown" for reform in reforms)
    body = ReformFile.model_construct(name=name)
    mode = "fill_unknown" if packs else "replace"
    return Reform(name, title, mode, rationale, body, reforms[0].places, reforms)

"""Packs and reforms: changes of the law as data. `Reform` is one of them, or several in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cdmz_rules.errors import InputError, LawFileError, NotFound, Problem
from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law import check
from cdmz_rules.law.conflicts import Conflict, conflicts
from cdmz_rules.law.item import Item, Revision
from cdmz_rules.law.law import Law
from cdmz_rules.law.population import Population
from cdmz_rules.law.reform_schema import MAX_INCLUDED, ReformFile
from cdmz_rules.law.revision import Assumption, Proposal

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
        first: Packs and reforms that are applied before its own changes, in order.
    """

    name: str
    title: Words
    mode: str
    rationale: Words
    body: ReformFile
    first: tuple[Reform, ...] = ()

    @cached_property
    def steps(self) -> tuple[Reform, ...]:
        """What is applied, one after the other; each stands once, where it comes first."""
        own = (self,) if self.body.parameters or self.body.switches else ()
        return tuple(dict.fromkeys([*(step for reform in self.first for step in reform.steps), *own]))

    @cached_property
    def packs(self) -> frozenset[str]:
        """The names of the assumption packs among them."""
        return frozenset(step.name for step in self.steps if step.mode == "fill_unknown")

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Where two of the reforms among them set one value for one place and day: the later one stands."""
        return conflicts([step.body for step in self.steps if step.mode == "replace"])

    @cached_property
    def disputed(self) -> frozenset[str]:
        """The items on which two of them disagree."""
        return frozenset(conflict.path for conflict in self.conflicts)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The body as JSON, with those of whatever it includes: every receipt that names it shares this one."""
        if self.steps == (self,):
            return self.own
        words = {"title": self.title._asdict(), "rationale": self.rationale._asdict()}
        return {"name": self.name, **words, "steps": [step.own for step in self.steps]}

    @cached_property
    def own(self) -> dict[str, Any]:
        """Its own body as JSON, without what it includes."""
        return self.body.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, exclude={"expected"}
        )

    def apply(self, law: Law) -> Law:
        """The law with this reform; the given law stays as it is."""
        for step in self.steps:
            law = _applied(step, law)
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
def _applied(reform: Reform, law: Law) -> Law:
    paths = reform.body.parameters.keys() | reform.body.switches.keys()
    for path in paths - law.keys():
        law.item(path)
    return law.with_revisions(paths, partial(reform.revise, population=law.population), reform.name)


def compose(reforms: Sequence[Reform]) -> Reform:
    """Several packs and reforms in order, as one.

    Raises:
        InputError: if there is none, or there are too many.
    """
    if len(reforms) == 1:
        return reforms[0]
    if not 0 < len(reforms) <= MAX_INCLUDED:
        message = f"应有一到{MAX_INCLUDED}个改革方案", f"one to {MAX_INCLUDED} reforms can be applied together"
        raise InputError([Problem("out_of_range", "reform", *message)])
    return _composed(tuple(reforms))


@lru_cache(maxsize=MAX_APPLIED)
def _composed(reforms: tuple[Reform, ...]) -> Reform:
    title = Words(" ＋ ".join(r.title.zh for r in reforms), " + ".join(r.title.en for r in reforms))
    rationale = Words("\n".join(r.rationale.zh for r in reforms), "\n".join(r.rationale.en for r in reforms))
    return _joint(JOINT.join(r.name for r in reforms), title, rationale, reforms)


def _joint(name: str, title: Words, rationale: Words, reforms: tuple[Reform, ...]) -> Reform:
    packs = all(reform.mode == "fill_unknown" for reform in reforms)
    body = ReformFile.model_construct(name=name)
    return Reform(name, title, "fill_unknown" if packs else "replace", rationale, body, reforms)


@lru_cache(maxsize=1)
def names() -> list[str]:
    """The packs and reforms that are shipped."""
    return sorted(file.stem for file in paths.content("reforms").glob("*.yaml"))


def load(name: str) -> Reform:
    """A shipped reform by name, one from a YAML file by path, or several in order, joined by ``+``.

    Raises:
        NotFound: if there is none of that name.
        LawFileError: if the file does not fit the schema or names what does not exist.
    """
    if name in names():
        return _shipped(name)
    if Path(name).is_file():
        return parse(Path(name))
    parts = [part.strip() for part in name.split(JOINT)]
    if len(parts) > 1:
        return compose([load(part) for part in parts])
    raise NotFound("改革方案", "reform", name, names(), "--reform")


def shipped(name: str, pointer: str = "reform") -> Reform:
    """A shipped reform by name, or several joined by ``+``; never a path.

    Raises:
        NotFound: if there is none of that name.
    """
    found = []
    for part in name.split(JOINT):
        if part not in names():
            raise NotFound("改革方案", "reform", part, names(), pointer)
        found.append(_shipped(part))
    return compose(found)


@lru_cache(maxsize=64)
def _shipped(name: str) -> Reform:
    return parse(paths.content("reforms") / f"{name}.yaml")


def parse(file: Path) -> Reform:
    """Read a reform file; see `load`."""
    data = yamls.read(file)
    try:
        return from_body(data)
    except ValidationError:
        # Lines are looked up only for somebody who has to mend them: it takes as long as reading the file.
        where = yamls.lines(file.read_text(encoding="utf-8"))
        raise LawFileError(check.validate(ReformFile, data, file, where)) from None


def from_body(data: object, included: Callable[[str], Reform] | None = None) -> Reform:
    """A reform from its body, as a file or a request holds it.

    Args:
        data: The body.
        included: Finds what it includes; by default what is shipped.

    Raises:
        ValidationError: if it does not fit the schema.
        NotFound: if it includes what is not shipped.
    """
    body = ReformFile.model_validate(data)
    return _of(body, tuple(_included(body) if included is None else map(included, body.includes)))


def _of(body: ReformFile, first: tuple[Reform, ...] = ()) -> Reform:
    return Reform(body.name, both(body.title.model_dump()), body.mode, both(body.rationale.model_dump()), body, first)


def from_receipt(data: Mapping[str, Any], shipped: Callable[[str], Reform]) -> Reform:
    """A reform, or several in order, as a receipt keeps them: what is shipped by name and hash, all else whole.

    Raises:
        ValidationError: if a step does not fit the schema.
        KeyError: if it is no such record.
    """
    if "steps" not in data:
        return from_body(data)
    steps = tuple(
        shipped(step["name"]) if step.keys() == {"name", "hash"} else _of(ReformFile.model_validate(step))
        for step in data["steps"]
    )
    return _joint(str(data["name"]), both(data["title"]), both(data["rationale"]), steps)


def _included(body: ReformFile) -> Iterator[Reform]:
    _refuse_cycle(body.includes, (body.name,))
    for name in body.includes:
        yield _shipped(name)


def _refuse_cycle(included: Sequence[str], chain: tuple[str, ...]) -> None:
    for position, name in enumerate(included):
        if name in chain:
            way = " → ".join((*chain, name))
            message = f"相互包含：{way}", f"reforms include each other: {way}"
            raise InputError([Problem("cycle", f"includes[{position}]", *message)])
        if name not in names():
            raise NotFound("改革方案", "reform", name, names(), f"includes[{position}]")
        _refuse_cycle(_includes_of(name), (*chain, name))


@lru_cache(maxsize=64)
def _includes_of(name: str) -> tuple[str, ...]:
    data = yamls.read(paths.content("reforms") / f"{name}.yaml")
    return tuple(data.get("includes") or ()) if isinstance(data, dict) else ()


def inline(data: Mapping[str, Any]) -> Reform:
    """A reform from a body that came with a request; who sends the same again shares what was resolved of it."""
    return _kept(json.dumps(data, sort_keys=True))


@lru_cache(maxsize=MAX_APPLIED)
def _kept(body: str) -> Reform:
    return from_body(json.loads(body))

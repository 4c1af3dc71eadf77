"""Packs and reforms: changes of the law as data. For now one mode, ``fill_unknown``: the assumption pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cdmz_rules import paths, places, yamls
from cdmz_rules.errors import LawFileError, LawProblem, NotFound, nearest
from cdmz_rules.law import check, schema
from cdmz_rules.law.item import BEGINNING, Cell, Fill, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.words import Words, both

MAX_APPLIED = 16
"""So many laws with a reform applied are kept: whoever asks again shares them and what was resolved of them."""


@dataclass(frozen=True, eq=False)
class Reform:
    """A named change of the law.

    Attributes:
        name: Its key, which every answer that used it names.
        title: Its title in both languages.
        mode: ``fill_unknown``: it fills what is unknown and never replaces a sourced value.
        body: The whole file, as a receipt keeps it.
        rationale: Why.
    """

    name: str
    title: Words
    mode: str
    rationale: Words
    body: schema.ReformFile

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The body as JSON: every receipt that names it shares this one."""
        return self.body.model_dump(mode="json", by_alias=True, exclude_none=True)

    def apply(self, law: Law) -> Law:
        """The law with this reform; the given law stays as it is."""
        return _applied(self, law)


@lru_cache(maxsize=MAX_APPLIED)
def _applied(reform: Reform, law: Law) -> Law:
    changed: dict[str, Item] = {}
    for path, changes in reform.body.parameters.items():
        item = law.item(path)
        for change in changes:
            item = item.with_filled(list(_fills(item, change, reform.name)))
        changed[path] = item
    return law.with_items(changed, reform.name)


def _fills(item: Item, change: schema.Change, name: str) -> Iterable[Fill]:
    """Each place that a change names gets a cell of its own, so that an answer never names one city for another's figure."""
    named = ["national"] if change.cities == "all" else change.cities
    for place in named:
        targets = list(places.JURISDICTIONS) if change.cities == "all" else list(places.below(place))
        if change.rule is not None:
            yield from _copies(item, change.rule.copy_of, place, targets, change, name)
        else:
            first = date.fromisoformat(change.from_ or BEGINNING.isoformat())
            last = date.fromisoformat(change.until) if change.until else None
            yield Fill(targets, first, last, _cell(item, place, first, change, name))


def _cell(item: Item, place: str, first: date, change: schema.Change, name: str) -> Cell:
    return Cell(
        item.path,
        place,
        first,
        State.NOT_IN_FORCE if change.not_in_force else State.KNOWN,
        value=change.value,
        number=0.0 if change.not_in_force else item.number(change.value),
        evidence=None if change.not_in_force else "assumed",
        reason=both("假设未施行 | assumed not to be in force") if change.not_in_force else None,
        note=change.note,
        origin=name,
        placeholder=change.placeholder,
    )


def _copies(item: Item, model: str, place: str, targets: list[str], change: schema.Change, name: str) -> Iterable[Fill]:
    timeline = item.timeline(model)
    for position, (start, cell) in enumerate(timeline):
        stop = timeline[position + 1][0] if position + 1 < len(timeline) else None
        if cell.state is State.UNKNOWN:
            continue
        last = date.fromordinal(stop.toordinal() - 1) if stop else None
        copy = Cell(
            item.path,
            place,
            start,
            cell.state,
            value=cell.value,
            number=cell.number,
            evidence="assumed" if cell.state is State.KNOWN else None,
            reason=cell.reason,
            note=change.note,
            origin=name,
            placeholder=change.placeholder,
        )
        yield Fill(targets, start, last, copy)


@lru_cache(maxsize=1)
def names() -> list[str]:
    """The packs and reforms that are shipped."""
    return sorted(file.stem for file in paths.content("reforms").glob("*.yaml"))


def load(name: str) -> Reform:
    """A shipped reform by name, or one from a YAML file by path.

    Raises:
        NotFound: if there is neither.
        LawFileError: if the file does not fit the schema or names what does not exist.
    """
    if name in names():
        return _shipped(name)
    if not Path(name).is_file():
        raise NotFound("改革方案", "reform", name, names(), "--reform")
    return parse(Path(name))


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
        raise LawFileError(check.validate(schema.ReformFile, data, file, where)) from None


def from_body(data: object) -> Reform:
    """A reform from its body, as a file or a receipt holds it."""
    body = schema.ReformFile.model_validate(data)
    return Reform(body.name, both(body.title.model_dump()), body.mode, both(body.rationale.model_dump()), body)


def check_against(reform: Reform, law: Law, file: Path) -> list[LawProblem]:
    """What a reform names that the law does not have."""
    where = yamls.lines(file.read_text(encoding="utf-8"))
    problems = []
    for path, changes in reform.body.parameters.items():
        line = where[("parameters", path)]
        if path not in law:
            near = nearest(path, law)
            problems.append(
                LawProblem(file, line, f"the law has no item {path}", f"did you mean {near}?" if near else "")
            )
            continue
        item = law[path]
        facts = schema.ItemFacts.model_construct(kind=item.kind, choices=dict(item.choices) or None)
        misfits = [check._misfit(change.value, facts) for change in changes if change.value is not None]
        problems += [LawProblem(file, line, f"{path}: {misfit}") for misfit in misfits if misfit]
    return problems

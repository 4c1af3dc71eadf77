"""What is wrong with a reform beside its form: what the law does not have, what a rule cannot be applied to, cycles, conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path

from cdmz_rules.errors import MAX_SHOWN, LawProblem, Problem, mending, nearest, pointer_of
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.problems import as_written
from cdmz_rules.law import check, figures
from cdmz_rules.law.conflicts import overlap
from cdmz_rules.law.item import Item
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.law.reform_schema import ROUNDED, Change
from cdmz_rules.places import Places

Where = tuple[str | int, ...]
SHOWN_FAULTS = 20
"""So many mistakes are named of what was sent; more would help nobody."""
NUMERIC = ("number", "boolean", "date")


@dataclass(frozen=True)
class Fault:
    """One mistake: where, what, the nearest valid name, how else to mend it, its code, and what would be accepted."""

    where: Where
    zh: str
    en: str
    near: str | None = None
    mend: str = ""
    code: str = "wrong_value"
    expected: str | None = None


def faults(reform: Reform, law: Law) -> Iterator[Fault]:
    """Every mistake of a reform's own changes, held against a law."""
    for where, path, change in reform.body.changes():
        if path not in law:
            shown = path[:MAX_SHOWN]
            yield Fault(where, f"法规中没有{shown}", f"the law has no item {shown}", nearest(path, law))
            continue
        switch = where[0] == "switches"
        if change.value is not None:
            yield from _unread(law[path], change, where if switch else (*where, "value"))
        for zh, en in _misfits(law[path], change, switch=switch):
            yield Fault(where, zh, en)
    for path, changes in reform.body.parameters.items():
        yield from _cycles(path, changes, law.places)
        if reform.mode == "replace":
            yield from _twice(path, changes, reform)


def _unread(item: Item, change: Change, where: Where) -> Iterator[Fault]:
    """A value that its item cannot have, as the one reader says it."""
    found = figures.found(item, change.value)
    if isinstance(found, Problem):
        words = found.message_zh, found.message_en
        yield Fault(where, *words, found.did_you_mean, code=found.code, expected=found.expected)


def _misfits(item: Item, change: Change, *, switch: bool) -> Iterator[tuple[str, str]]:
    rule = change.rule
    if switch and item.kind not in ("boolean", "choice"):
        yield "不是开关（是非或选项）", f"it is no switch: it is a {item.kind}, not yes or no, nor a choice"
    if rule in ("best", "worst") and (item.favours == "none" or item.kind not in NUMERIC):
        yield (
            "没有“有利”的方向，不能用 `best` 或 `worst`",
            "no value of it is better than another: best and worst say nothing",
        )
    figured = rule in ROUNDED or change.factor is not None or change.phase_in is not None
    if figured and item.kind != "number":
        yield "只有数值可以计算或分步实施", f"only a number can be computed or phased in, and it is a {item.kind}"


def _cycles(path: str, changes: Sequence[Change], places: Places) -> Iterator[Fault]:
    """Copies that lead back to the place that copies."""
    models = {name: change.model for change in changes for name in change.named(places) if change.model is not None}
    for position, change in enumerate(changes):
        for name in change.named(places):
            way = [name]
            while change.model is not None and way[-1] in models and len(way) <= len(models):
                way.append(str(models[way[-1]]))
                if way[-1] == name:
                    if change.cities == "all" and len(way) == 2:
                        break  # all cities take over one city's value: that city keeps its own
                    chain = " → ".join(way)
                    yield Fault(("parameters", path, position), f"循环引用：{chain}", f"a cycle of copies: {chain}")
                    return


def _twice(path: str, changes: Sequence[Change], reform: Reform) -> Iterator[Fault]:
    for (_, one), (position, other) in combinations(enumerate(changes), 2):
        place_and_day = overlap(one, other, reform.body, reform.body, reform.places)
        if place_and_day is not None:
            place, day = place_and_day
            yield Fault(
                ("parameters", path, position),
                f"{reform.places[place].words.zh}自{day}起被设定了两次",
                f"it sets {place} twice from {day}",
                mend="name each place once for any day",
            )


def problems(reform: Reform, law: Law, data: object) -> list[Problem]:
    """The mistakes of a reform that was sent, each with its place in what was sent."""
    # Not all of a million mistakes are looked for: the nearest names of each would take a while.
    return [
        Problem(fault.code, _place(fault, data), fault.zh, fault.en, fault.expected, fault.near)
        for fault in islice(faults(reform, law), SHOWN_FAULTS)
    ]


def check_against(reform: Reform, law: Law, file: Path, data: object) -> list[LawProblem]:
    """The mistakes of a reform file, each with its line and its place in what the file holds."""
    found = list(faults(reform, law))
    # Lines are looked up only for somebody who has to mend them: it takes as long as reading the file.
    lines = yamls.lines(file.read_text(encoding="utf-8")) if found else {}
    return [
        LawProblem(
            file,
            check.line_of(lines, as_written(fault.where, data)),
            f"{_place(fault, data)}: {fault.en}",
            fault.mend or mending(fault.near) or (f"expected: {fault.expected}" if fault.expected else ""),
        )
        for fault in found
    ]


def _place(fault: Fault, data: object) -> str:
    return pointer_of(as_written(fault.where, data))

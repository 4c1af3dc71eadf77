"""What is wrong with a reform beside its form: what the law does not have, what a rule cannot be applied to, cycles, conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cdmz_rules.errors import InputError, LawProblem, Problem, nearest
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import check, schema
from cdmz_rules.law.conflicts import overlap
from cdmz_rules.law.item import Item
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.law.reform_schema import FORMS, ROUNDED, Change
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.places import Places
from cdmz_rules.reading.plain import shown

Where = tuple[str | int, ...]
SHOWN_FAULTS = 20
"""So many mistakes are named of what was sent; more would help nobody."""
KINDS = {"number": "数字", "boolean": "是非值", "choice": "该项的选项", "places": "地区列表", "date": "日期"}
NUMERIC = ("number", "boolean", "date")


@dataclass(frozen=True)
class Fault:
    """One mistake: where, what, how to mend it."""

    where: Where
    zh: str
    en: str
    mend: str = ""


def faults(reform: Reform, law: Law) -> Iterator[Fault]:
    """Every mistake of a reform's own changes, held against a law."""
    for where, path, change in reform.body.changes():
        if path not in law:
            near = nearest(path, law)
            yield Fault(
                where, f"法规中没有{path}", f"the law has no item {path}", f"did you mean {near}?" if near else ""
            )
            continue
        for zh, en in _misfits(law[path], change, switch=where[0] == "switches"):
            yield Fault(where, zh, en)
    for path, changes in reform.body.parameters.items():
        yield from _cycles(path, changes, law.places)
        if reform.mode == "replace":
            yield from _twice(path, changes, reform)


def _misfits(item: Item, change: Change, *, switch: bool) -> Iterator[tuple[str, str]]:
    facts = schema.ItemFacts.model_construct(kind=item.kind, choices=dict(item.choices) or None)
    low, high = item.bounds
    value, rule = change.value, change.rule
    if value is not None:
        misfit = check.misfit(value, facts, item.places)
        if misfit:
            yield f"“{shown(value).zh}”不是{KINDS[item.kind]}", f"{shown(value).en} is no {item.kind}"
        elif isinstance(value, int | float) and item.kind == "number" and not _inside(value, low, high):
            yield f"{value}超出{low}..{high}", f"{value} lies outside {low}..{high}"
    if switch and item.kind not in ("boolean", "choice"):
        yield "不是开关（是非或选项）", f"it is no switch: its kind is {item.kind}, not boolean or choice"
    if rule in ("best", "worst") and (item.favours == "none" or item.kind not in NUMERIC):
        yield (
            "没有“有利”的方向，不能用 best 或 worst",
            "no value of it is better than another: best and worst say nothing",
        )
    figured = rule in ROUNDED or change.factor is not None or change.phase_in is not None
    if figured and item.kind != "number":
        yield "只有数值可以计算或分步实施", f"only a number can be computed or phased in, and it is a {item.kind}"


def _inside(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


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
                "name each place once for any day",
            )


def check_against(reform: Reform, law: Law, file: Path) -> list[LawProblem]:
    """The mistakes of a reform file, each with its line."""
    lines = yamls.lines(file.read_text(encoding="utf-8"))
    return [LawProblem(file, check.line_of(lines, fault.where), fault.en, fault.mend) for fault in faults(reform, law)]


def from_request(data: Mapping[str, Any], reforms: Reforms, law: Law, pointer: str = "reform") -> Reform:
    """A reform from the body of a request, held against the law.

    Raises:
        InputError: with the place of every mistake (the first of many).
    """
    try:
        reform = reforms.inline(data)
    except ValidationError as error:
        first = {problem.pointer: problem for problem in (_problem(fault, pointer) for fault in error.errors()[::-1])}
        raise InputError(list(first.values())[::-1][:SHOWN_FAULTS]) from None
    except InputError as error:
        error.problems = _below(error.problems, pointer)
        raise
    except (TypeError, ValueError, KeyError, RecursionError) as error:
        raise InputError([Problem("wrong_value", pointer, "不是改革方案", "this is no reform")]) from error
    # Not all of a million mistakes are looked for: the nearest names of each would take a while.
    problems = [
        Problem("wrong_value", _pointer(fault.where, pointer), fault.zh, fault.en, fault.mend or None)
        for fault in islice(faults(reform, law), SHOWN_FAULTS)
    ]
    if problems:
        raise InputError(problems)
    return reform


def _below(problems: Sequence[Problem], pointer: str) -> list[Problem]:
    return [
        Problem(one.code, f"{pointer}.{one.pointer}", one.message_zh, one.message_en, one.expected, one.did_you_mean)
        for one in problems
    ]


def _problem(fault: Any, pointer: str) -> Problem:
    message = str(fault["msg"]).removeprefix("Value error, ")
    code, zh = {"missing": ("missing", "缺少此项"), "extra_forbidden": ("unknown_field", "没有这一字段")}.get(
        fault["type"], ("wrong_value", f"值无效：{message}")
    )
    return Problem(code, _pointer(fault["loc"], pointer), zh, message)


def _pointer(where: Where, pointer: str) -> str:
    for step in where:
        if step not in (*FORMS, "[key]"):
            pointer += f"[{step}]" if isinstance(step, int) else f".{str(step)[:100]}"
        if step == "value":
            break  # what follows names the kinds of value that it is not
    return pointer

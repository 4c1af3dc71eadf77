"""What is wrong with data that was held against a schema: each mistake with its place as the sender wrote it, in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from cdmz_rules.errors import Problem, nearest, pointer_of
from cdmz_rules.i18n.phrases import phrase
from cdmz_rules.i18n.words import Words, both

Steps = tuple[str | int, ...]
KEY = "[key]"
"""What pydantic calls a key of a mapping that is wrong itself."""

KINDS = {
    "object": "键值对 | an object",
    "array": "列表 | a list",
    "string": "文字 | text",
    "integer": "整数 | a whole number",
    "number": "数字 | a number",
    "boolean": "是或否（true、false） | true or false",
    "null": "空值（null） | null",
}
"""What JSON calls kinds of values, and what people do."""
OF_KIND = {
    "model_type": "object",
    "model_attributes_type": "object",
    "dict_type": "object",
    "mapping_type": "object",
    "list_type": "array",
    "tuple_type": "array",
    "string_type": "string",
    "int_type": "integer",
    "int_parsing": "integer",
    "int_from_float": "integer",
    "float_type": "number",
    "float_parsing": "number",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "none_required": "null",
}
"""Mistakes that are a value of another kind, by the kind that it should be."""
BOUNDS = {
    "greater_than": ("gt", ">", "大于 | more than"),
    "greater_than_equal": ("ge", "≥", "不小于 | at least"),
    "less_than": ("lt", "<", "小于 | less than"),
    "less_than_equal": ("le", "≤", "不大于 | at most"),
}
LENGTHS = {
    "string_too_short": ("min_length", "≥", "wrong_value", "至少应有{n}个字符 | at least {n} characters are needed"),
    "string_too_long": ("max_length", "≤", "too_long", "超过{n}个字符 | this is longer than {n} characters"),
    "too_short": ("min_length", "≥", "too_few", "至少应有{n}项 | at least {n} entries are needed"),
    "too_long": ("max_length", "≤", "too_many", "超过{n}项 | there are more than {n} entries"),
}
PLAIN = {
    "missing": ("missing", "缺少此项 | this is missing"),
    "extra_forbidden": ("unknown_field", "没有这一字段 | there is no such field"),
    "finite_number": ("not_finite", "不是有限的数字 | this is not a finite number"),
    "string_pattern_mismatch": ("wrong_value", "写法不符 | this is not written as expected"),
    "string_unicode": ("not_text", "不是有效文字 | this is no text"),
    "literal_error": ("unknown_value", "不是可选的值 | this is not one of the choices"),
    "recursion_loop": ("too_deep", "嵌套过深 | this nests too deeply"),
}
OTHERWISE = ("wrong_value", "值无效 | this value is not valid")


class Misfit(ValueError):
    """Why a value does not fit a schema.

    Attributes:
        words: It in both languages.
        steps: Where below the value that was looked at.
        near: The nearest valid name, if there is one.
    """

    def __init__(self, english: str, steps: Steps = (), near: str | None = None, **values: object) -> None:
        zh, en = ({name: _part(value, n) for name, value in values.items()} for n in range(2))
        self.words = Words(phrase(english, "zh").format(**zh), phrase(english, "en").format(**en))
        self.steps, self.near = steps, near
        place = ".".join(map(str, steps))
        super().__init__(f"{place}: {self.words.en}" if place else self.words.en)


class Misread(ValueError):
    """What a reader finds wrong with a raw value, or with one value beside others.

    Attributes:
        problem: What is wrong; its place is that of the value.
        steps: Where below the value that was looked at.
    """

    def __init__(self, problem: Problem, steps: Steps = ()) -> None:
        self.problem, self.steps = problem, steps
        super().__init__(problem.message_en)


def _part(value: object, language: int) -> object:
    return value[language] if isinstance(value, Words) else value


class _Fault(NamedTuple):
    """A mistake as pydantic tells it.

    Attributes:
        error: What it tells.
        steps: Where, as the sender wrote it.
        branches: Which forms were tried on the way, each with how many steps lead to it.
    """

    error: Mapping[str, Any]
    steps: Steps
    branches: tuple[tuple[int, str], ...]

    def fits(self, depth: int) -> bool:
        """Whether the value after so many steps is of the kind that this form wants: then this form was meant."""
        return len(self.steps) > depth or not str(self.error["type"]).endswith("_type")


def problems(errors: Iterable[Any], data: object, model: object = None, pointer: str = "") -> list[Problem]:
    """What pydantic found, one problem a place.

    Args:
        errors: What it tells.
        data: What was held against the schema.
        model: The schema: the nearest of its names is offered for one that it does not have.
        pointer: Where the data stand.
    """
    faults = [_located(error, data) for error in errors]
    by_place: dict[Steps, list[_Fault]] = {}
    for fault in _meant(faults):
        by_place.setdefault(fault.steps, []).append(fault)
    return [_problem(some, model, pointer) for some in by_place.values()]


def _located(error: Mapping[str, Any], data: object) -> _Fault:
    steps: list[str | int] = []
    branches = []
    loc = error["loc"]
    for position, step in enumerate(loc):
        absent = error["type"] == "missing" and position == len(loc) - 1
        if absent or _stands(step, data):
            steps.append(step)
            data = _inside(data, step)
        elif step != KEY and isinstance(step, str):
            branches.append((len(steps), step))
    own = getattr(_cause(error), "steps", ())
    return _Fault(error, (*steps, *as_written(own, data)), tuple(branches))


def steps_of(error: Mapping[str, Any], data: object) -> Steps:
    """Where a mistake is that pydantic tells, as the sender wrote it."""
    return _located(error, data).steps


def as_written(steps: Iterable[str | int], data: object) -> Steps:
    """The steps to a place in some data, without the number of an entry that was written without its list."""
    kept: list[str | int] = []
    for step in steps:
        if isinstance(step, str) or _stands(step, data):
            kept.append(step)
            data = _inside(data, step)
    return tuple(kept)


def _stands(step: str | int, data: object) -> bool:
    """Whether data have such a step: a mapping by its keys, all else by number."""
    return step in data if isinstance(data, Mapping) else isinstance(step, int)


def _inside(data: object, step: str | int) -> object:
    try:
        return data[step]  # type: ignore[index]
    except (TypeError, LookupError):
        return data  # one entry may be written without its list


def _meant(faults: Sequence[_Fault]) -> Iterator[_Fault]:
    """Without what was found by forms that were not meant, where another form was."""
    fitting: dict[Steps, set[str]] = defaultdict(set)
    for fault in faults:
        for depth, name in fault.branches:
            if fault.fits(depth):
                fitting[fault.steps[:depth]].add(name)
    for fault in faults:
        if all(fault.fits(depth) or not fitting[fault.steps[:depth]] for depth, _ in fault.branches):
            yield fault


def _problem(faults: Sequence[_Fault], model: object, pointer: str) -> Problem:
    """One place, and what should stand there: what any of the forms would take."""
    steps = faults[0].steps
    place = pointer_of(steps, pointer)
    kinds = list(dict.fromkeys(OF_KIND[str(fault.error["type"])] for fault in faults if fault.error["type"] in OF_KIND))
    if len(kinds) == len(faults) or len(kinds) > 1:
        words = [both(KINDS[kind]) for kind in kinds]
        zh, en = "或".join(each.zh for each in words), " or ".join(each.en for each in words)
        return Problem("wrong_type", place, f"应为{zh}", f"this should be {en}", ", ".join(kinds))
    return _of_one(faults[0].error, place, _names(model, steps) if model is not None else ())


def _of_one(error: Mapping[str, Any], place: str, names: Sequence[str]) -> Problem:
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind in BOUNDS:
        name, sign, words = BOUNDS[kind]
        zh, en = both(words)
        bound = f"{context[name]:,}"
        return Problem("out_of_range", place, f"应{zh}{bound}", f"this should be {en} {bound}", f"{sign} {bound}")
    if kind in LENGTHS:
        name, sign, code, words = LENGTHS[kind]
        zh, en = both(words.format(n=context[name]))
        return Problem(code, place, zh, en, f"{sign} {context[name]}")
    cause = _cause(error)
    if isinstance(cause, Misread):
        return replace(cause.problem, pointer=place)
    if isinstance(cause, Misfit):
        return Problem("wrong_value", place, *cause.words, did_you_mean=cause.near)
    code, words = PLAIN.get(kind, OTHERWISE)
    zh, en = both(words)
    expected, near = _expected(error, context, names)
    return Problem(code, place, zh, en, expected, near)


def _cause(error: Mapping[str, Any]) -> object:
    return (error.get("ctx") or {}).get("error")


def _expected(
    error: Mapping[str, Any], context: Mapping[str, Any], names: Sequence[str]
) -> tuple[str | None, str | None]:
    """What would be accepted, and what was probably meant."""
    kind = error["type"]
    if kind == "extra_forbidden":
        return ", ".join(names) or None, nearest(str(error["loc"][-1]), names)
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        return ", ".join(choices), nearest(str(error["input"]), choices)
    return (context["pattern"], None) if kind == "string_pattern_mismatch" else (None, None)


def _names(model: object, steps: Steps) -> list[str]:
    """The names that the parts of a schema know which may stand around a place."""
    parts = list(_models(model, steps[:-1]))
    return [field.alias or name for part in parts for name, field in part.model_fields.items()]


def _models(kind: Any, steps: Steps) -> Iterator[type[BaseModel]]:
    """The models that a schema has at a place."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if not steps:
            yield kind
            return
        for name, field in kind.model_fields.items():
            if (field.alias or name) == steps[0]:
                yield from _models(field.annotation, steps[1:])
        return
    if get_origin(kind) in (list, dict) and steps:
        steps = steps[1:]
    for part in get_args(kind):
        yield from _models(part, steps)

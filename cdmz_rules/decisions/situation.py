"""A case as people write it: checked strictly, every mistake with its place, then as plain values by input and member."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from cdmz_rules.decisions.acceptors import WHOLE, acceptors, calendar_day, in_fen
from cdmz_rules.errors import MAX_SHOWN, InputError, Problem, nearest, shown
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputAlias, InputInfo

MAX_MEMBERS = 20
UNKNOWN = "unknown"
_LOOKS_RIGHT = re.compile(r"true|false|[-+]?[\d,_]*\.?\d+", re.IGNORECASE)
"""Text that would be a number, or yes or no, without quotes."""


class OpenDay(NamedTuple):
    """A day that is not given exactly: an age leaves a year open.

    Attributes:
        first: The first day that it can be.
        last: The last.
        written: How it was given: ``age``.
        number: And as what.
    """

    first: date
    last: date
    written: str
    number: int


@dataclass(frozen=True)
class Situation:
    """A checked case.

    Attributes:
        roles: The role of each member, in the order of the case.
        household: The household's inputs that were given.
        persons: Each member's inputs that were given.
        raw: The case as it was sent, for the receipt.
        ranges: By input and member, the days that are not given exactly.
    """

    roles: tuple[str, ...]
    household: Mapping[str, Any]
    persons: tuple[Mapping[str, Any], ...]
    raw: Mapping[str, Any]
    ranges: Mapping[tuple[str, int | None], OpenDay] = field(default_factory=dict)


def parse(catalogue: Catalogue, raw: Any, day: date) -> Situation:
    """Check a case.

    Args:
        catalogue: What can be asked.
        raw: A mapping with ``members`` and the household's inputs.
        day: The day decided for; ages and months are taken as of it.

    Raises:
        InputError: with every mistake and its place.
    """
    if not isinstance(raw, Mapping):
        raise InputError([Problem("not_a_case", "", "案例应为键值对", "a case is a mapping", "members: […]")])
    problems: list[Problem] = []
    ranges: dict[tuple[str, int | None], OpenDay] = {}
    members = _members(catalogue, raw.get("members"), problems)
    household = _values(
        catalogue,
        {key: raw[key] for key in raw if key not in ("members", "date", "benefit", "title")},
        "household",
        "",
        day,
        problems,
        {},
    )
    persons = []
    for i, m in enumerate(members):
        open_days: dict[str, OpenDay] = {}
        told = {k: m[k] for k in m if k != "role"}
        persons.append(_values(catalogue, told, "person", f"members[{i}].", day, problems, open_days))
        ranges |= {(name, i): days for name, days in open_days.items()}
    if problems:
        raise InputError(problems)
    return Situation(tuple(member["role"] for member in members), household, tuple(persons), dict(raw), ranges)


def _members(catalogue: Catalogue, members: Any, problems: list[Problem]) -> list[Mapping[str, Any]]:
    if not isinstance(members, list) or not members:
        expected = "members: [{role: applicant, …}]"
        problems.append(Problem("missing", "members", "缺少家庭成员", "the members are missing", expected))
        return []
    if len(members) > MAX_MEMBERS:
        problems.append(Problem("too_many", "members", f"成员超过{MAX_MEMBERS}人", f"more than {MAX_MEMBERS} members"))
        return []
    faults = [
        fault for position, member in enumerate(members) if (fault := _role_fault(catalogue.roles, position, member))
    ]
    problems += faults or _roles_faults(catalogue, [member["role"] for member in members])
    return [] if faults else members


def _role_fault(roles: Sequence[str], position: int, member: Any) -> Problem | None:
    pointer = f"members[{position}]"
    if not isinstance(member, Mapping):
        return Problem("wrong_type", pointer, "成员应为键值对", "a member is a mapping", "{role: applicant, …}")
    role = member.get("role")
    if role is None:
        return Problem("missing", f"{pointer}.role", "缺少角色", "the role is missing", ", ".join(roles))
    if role not in roles:
        words = f"角色“{shown(role)}”无效", f"{shown(role)} is no role"
        return Problem("unknown_value", f"{pointer}.role", *words, ", ".join(roles), nearest(str(role), roles))
    return None


def _roles_faults(catalogue: Catalogue, roles: list[str]) -> list[Problem]:
    doubled = [role for role in catalogue.single_roles if roles.count(role) > 1]
    names = [catalogue.role_words[role] for role in doubled]
    faults = [
        Problem("too_many", "members", f"{name.zh}只能有一人", f"there can be only one {name.en}") for name in names
    ]
    first = catalogue.roles[0]
    if first not in roles:
        words = catalogue.role_words[first]
        faults.append(Problem("missing", "members", f"缺少{words.zh}", f"the {words.en} is missing", f"role: {first}"))
    return faults


def _values(
    catalogue: Catalogue,
    given: Mapping[Any, Any],
    entity: str,
    prefix: str,
    day: date,
    problems: list[Problem],
    open_days: dict[str, OpenDay],
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    quick = acceptors(catalogue, entity)
    for key, value in given.items():
        accept = quick.get(key)
        accepted = accept(value, day) if accept is not None and key not in values and key not in open_days else None
        if accepted is not None:
            values[key] = accepted
            continue
        pointer = f"{prefix}{str(key)[:MAX_SHOWN]}"
        alias = catalogue.aliases.get(str(key)) if entity == "person" else None
        info = catalogue.inputs.get(alias.input if alias else str(key))
        if info is None or info.entity != entity:
            problems.append(_unknown_field(catalogue, str(key)[:80], pointer, entity))
        elif value is None or value == UNKNOWN:
            continue
        elif info.name in values or info.name in open_days:
            problems.append(Problem("given_twice", pointer, "同一事实给了两次", f"{info.name} is given twice"))
        else:
            checked = (
                _from_alias(str(key), alias, value, pointer, day)
                if alias
                else _checked(catalogue, info, value, pointer, day)
            )
            if isinstance(checked, Problem):
                problems.append(checked)
            elif alias:
                open_days[info.name] = checked
            else:
                values[info.name] = checked
    return values


def _unknown_field(catalogue: Catalogue, key: str, pointer: str, entity: str) -> Problem:
    names = [name for name, info in catalogue.inputs.items() if info.entity == entity] + (
        list(catalogue.aliases) if entity == "person" else []
    )
    other = catalogue.inputs.get(key)
    if other is not None:
        where_zh, where_en = (
            ("成员", "a member") if other.entity == "person" else ("家庭（顶层）", "the top of the case")
        )
        return Problem("wrong_place", pointer, f"“{key}”应写在{where_zh}下", f"{key} belongs to {where_en}")
    return Problem(
        "unknown_field",
        pointer,
        f"没有名为“{key}”的输入项",
        f"there is no input {key}",
        did_you_mean=nearest(key, names),
    )


def _from_alias(written: str, alias: InputAlias, value: Any, pointer: str, day: date) -> OpenDay | Problem:
    expected = f"0–{alias.most}"
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1:
        words = f"{alias.words.zh}应为整数，不是{_quoted(value).zh}", f"{_quoted(value).en} is no whole number"
        return Problem("wrong_type", pointer, *words, expected)
    if value < 0:
        return Problem("out_of_range", pointer, f"{shown(value)}小于0", f"{shown(value)} is below 0", expected)
    if value > alias.most:
        words = f"{shown(value)}超过{alias.most}", f"{shown(value)} is over {alias.most}"
        return Problem("out_of_range", pointer, *words, expected)
    return OpenDay(*alias.between(day, int(value)), written, int(value))


def _checked(catalogue: Catalogue, info: InputInfo, value: Any, pointer: str, day: date) -> Any:
    if info.kind == "date":
        return _day(info, value, pointer, day)
    if info.kind == "choice":
        return _choice(catalogue, info, value, pointer)
    check = {"number": _number, "money": _number, "yes_no": _yes_no}[info.kind]
    return check(info, value, pointer)


def _number(info: InputInfo, value: Any, pointer: str) -> float | Problem:
    low, high = info.bounds
    expected = f"{low:,}–{high:,}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        quoted = _quoted(value)
        return Problem("wrong_type", pointer, f"{quoted.zh}不是数字", f"{quoted.en} is no number", expected)
    if isinstance(value, float) and not math.isfinite(value):
        return Problem("not_finite", pointer, "不是有限的数字", f"{value} is not a finite number", expected)
    if value < low:
        return Problem(
            "out_of_range", pointer, f"{shown(value)}小于{low:,}", f"{shown(value)} is below {low:,}", expected
        )
    if value > high:
        return Problem(
            "out_of_range", pointer, f"{shown(value)}超过{high:,}", f"{shown(value)} is over {high:,}", expected
        )
    if info.kind == "money" and not in_fen(value):
        return Problem("too_fine", pointer, "金额最多到分", "money goes down to the fen", "0.01")
    if info.unit in WHOLE and value != int(value):
        return Problem("wrong_type", pointer, "应为整数", f"{shown(value)} is no whole number", expected)
    return float(value)


def _yes_no(_: InputInfo, value: Any, pointer: str) -> bool | Problem:
    if isinstance(value, bool):
        return value
    quoted = _quoted(value)
    words = f"{quoted.zh}不是 true 或 false", f"{quoted.en} is neither true nor false"
    return Problem("wrong_type", pointer, *words, "true, false")


def _day(info: InputInfo, value: Any, pointer: str, day: date) -> date | Problem:
    low, high = info.bounds
    given_day = calendar_day(value)
    if given_day is None:
        words = f"“{shown(value)}”不是有效日期", f"{shown(value)} is no calendar day"
        return Problem("not_a_date", pointer, *words, "2026-01-31")
    if not low <= given_day <= high:
        words = f"{given_day}不在{low}至{high}之间", f"{given_day} is not within {low} and {high}"
        return Problem("out_of_range", pointer, *words, f"{low}–{high}")
    if given_day > day and not info.future:
        words = f"{given_day}晚于决定日{day}", f"{given_day} lies after the day decided for, {day}"
        return Problem("in_the_future", pointer, *words, f"≤ {day}")
    return given_day


def _choice(catalogue: Catalogue, info: InputInfo, value: Any, pointer: str) -> str | Problem:
    names = info.choices or {}
    if isinstance(value, str) and value in names:
        return value
    by_label = {words.zh: name for name, words in names.items()} | {
        words.zh.removesuffix("市"): name for name, words in names.items()
    }
    near = by_label.get(str(value)) or nearest(str(value), names)
    known = ", ".join(names)
    if isinstance(value, str) and value in catalogue.law.places:
        return Problem("unknown_value", pointer, f"“{value}”不适用于此项", f"{value} cannot be named here", known, near)
    return Problem(
        "unknown_value",
        pointer,
        f"没有“{shown(value)}”这一选项",
        f"{shown(value)} is not one of the choices",
        known,
        near,
    )


def _quoted(value: object) -> Words:
    """A value of the wrong kind; of text that looks right it is said that it is text: else one would read that 12 is no number."""
    if isinstance(value, str) and _LOOKS_RIGHT.fullmatch(value.strip()):
        return Words(f"文字“{shown(value)}”", f'the text "{shown(value)}"')
    return Words(f"“{shown(value)}”", shown(value))


def check_day(value: Any, pointer: str = "date") -> date:
    """The day decided for.

    Raises:
        InputError: if it is no calendar day of the years 2000 to 2100.
    """
    day = calendar_day(value)
    if day is None:
        message = f"“{shown(value)}”不是有效日期", f"{shown(value)} is no calendar day"
        raise InputError([Problem("not_a_date", pointer, *message, "2026-01-31")])
    if not date(2000, 1, 1) <= day <= date(2100, 12, 31):
        message = f"{day}不在2000年至2100年之间", f"{day} is not within the years 2000 to 2100"
        raise InputError([Problem("out_of_range", pointer, *message, "2000-01-01–2100-12-31")])
    return day


def given(situation: Situation) -> Iterator[tuple[str, int | None, Any]]:
    """Every input that was given: name, member (None for the household), value."""
    for name, value in situation.household.items():
        yield name, None, value
    for position, person in enumerate(situation.persons):
        for name, value in person.items():
            yield name, position, value


def checked(catalogue: Catalogue, key: str, value: Any, pointer: str, day: date) -> Any:
    """One value of an input, as the engine keeps it; of another way to give it the days between which it lies; or the problem."""
    alias = catalogue.aliases.get(key)
    if alias is not None:
        return _from_alias(key, alias, value, pointer, day)
    return _checked(catalogue, catalogue.inputs[key], value, pointer, day)

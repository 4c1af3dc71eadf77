"""A case as people write it: checked strictly, every mistake with its place, then as plain values by input and member."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cdmz_rules.decisions.acceptors import WHOLE, accepted, calendar_day, in_fen
from cdmz_rules.errors import InputError, LawFileError, Problem, nearest
from cdmz_rules.files import yaml as yamls
from cdmz_rules.model.dates import back
from cdmz_rules.model.entities import ROLES
from cdmz_rules.places import JURISDICTIONS
from cdmz_rules.rulebook.catalogue import InputInfo, all_inputs

MAX_MEMBERS = 20
MAX_AGE = 120
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Alias:
    """Another way to give an input, as of the day decided for: an age instead of a date of birth."""

    input: str
    zh: str
    en: str
    most: int
    months: int


ALIASES = {
    "age": Alias("birth_date", "周岁年龄", "age in completed years", MAX_AGE, 12),
    "deposits_unbroken_months": Alias("deposits_unbroken_since", "连续缴存月数", "months of unbroken deposits", 720, 1),
}


@dataclass(frozen=True)
class Situation:
    """A checked case.

    Attributes:
        roles: The role of each member, in the order of the case.
        household: The household's inputs that were given.
        persons: Each member's inputs that were given.
        raw: The case as it was sent, for the receipt.
    """

    roles: tuple[str, ...]
    household: Mapping[str, Any]
    persons: tuple[Mapping[str, Any], ...]
    raw: Mapping[str, Any]


def read_case(file: Path) -> dict[str, Any]:
    """Read a case from YAML or JSON.

    Raises:
        LawFileError: with file and line, if it is no YAML.
        InputError: if it is no mapping.
    """
    data = yamls.read(file)
    if not isinstance(data, dict):
        raise InputError([Problem("not_a_case", str(file), "案例应为键值对", "a case is a mapping", "members: […]")])
    return data


def with_settings(raw: Mapping[str, Any], settings: list[str]) -> dict[str, Any]:
    """The case with some inputs set: ``price=900000``, ``members[0].sex=female``; ``price=`` takes one away.

    Raises:
        InputError: if a setting has no ``=`` or names a member that is not there.
    """
    changed: dict[str, Any] = {
        **raw,
        "members": [dict(member) for member in _list(raw.get("members")) if isinstance(member, Mapping)],
    }
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            message = "应写成 名称=值", "write name=value"
            raise InputError([Problem("bad_setting", setting, *message, "price=900000")])
        target, key = _target(changed, name.strip(), setting)
        if value.strip():
            target[key] = _scalar(value.strip(), setting)
        else:
            target.pop(key, None)
    return changed


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _target(changed: dict[str, Any], name: str, setting: str) -> tuple[dict[str, Any], str]:
    found = re.fullmatch(r"members\[(\d{1,2})\]\.(\w+)", name)
    if found is None:
        return changed, name
    position = int(found.group(1))
    if position >= len(changed["members"]):
        raise InputError(
            [
                Problem(
                    "no_such_member",
                    setting,
                    "没有这名成员",
                    "there is no such member",
                    f"0–{len(changed['members']) - 1}",
                )
            ]
        )
    return changed["members"][position], found.group(2)


def _scalar(value: str, setting: str) -> Any:
    try:
        return yamls.parse(value)
    except LawFileError as error:
        raise InputError(
            [Problem("bad_setting", setting, "值无法识别", "the value cannot be read", "price=900000")]
        ) from error


def parse(raw: Any, day: date) -> Situation:
    """Check a case.

    Args:
        raw: A mapping with ``members`` and the household's inputs.
        day: The day decided for; ages and months are taken as of it.

    Raises:
        InputError: with every mistake and its place.
    """
    if not isinstance(raw, Mapping):
        raise InputError([Problem("not_a_case", "", "案例应为键值对", "a case is a mapping", "members: […]")])
    problems: list[Problem] = []
    members = _members(raw.get("members"), problems)
    household = _values(
        {key: raw[key] for key in raw if key not in ("members", "date", "benefit", "title")},
        "household",
        "",
        day,
        problems,
    )
    persons = [
        _values({k: m[k] for k in m if k != "role"}, "person", f"members[{i}].", day, problems)
        for i, m in enumerate(members)
    ]
    if problems:
        raise InputError(problems)
    return Situation(tuple(member["role"] for member in members), household, tuple(persons), dict(raw))


def _members(members: Any, problems: list[Problem]) -> list[Mapping[str, Any]]:
    if not isinstance(members, list) or not members:
        expected = "members: [{role: applicant, …}]"
        problems.append(Problem("missing", "members", "缺少家庭成员", "the members are missing", expected))
        return []
    if len(members) > MAX_MEMBERS:
        problems.append(Problem("too_many", "members", f"成员超过{MAX_MEMBERS}人", f"more than {MAX_MEMBERS} members"))
        return []
    faults = [fault for position, member in enumerate(members) if (fault := _role_fault(position, member))]
    problems += faults or _roles_faults([member["role"] for member in members])
    return [] if faults else members


def _role_fault(position: int, member: Any) -> Problem | None:
    pointer = f"members[{position}]"
    if not isinstance(member, Mapping):
        return Problem("wrong_type", pointer, "成员应为键值对", "a member is a mapping", "{role: applicant, …}")
    role = member.get("role")
    if role is None:
        return Problem("missing", f"{pointer}.role", "缺少角色", "the role is missing", ", ".join(ROLES))
    if role not in ROLES:
        words = f"角色“{_show(role)}”无效", f"{_show(role)} is no role"
        return Problem("unknown_value", f"{pointer}.role", *words, ", ".join(ROLES), nearest(str(role), ROLES))
    return None


def _roles_faults(roles: list[str]) -> list[Problem]:
    doubled = [role for role in ("applicant", "spouse") if roles.count(role) > 1]
    found = [Problem("too_many", "members", f"{role} 只能有一人", f"there can be only one {role}") for role in doubled]
    if "applicant" not in roles:
        found.append(Problem("missing", "members", "缺少申请人", "the applicant is missing", "role: applicant"))
    return found


def _values(given: Mapping[Any, Any], entity: str, prefix: str, day: date, problems: list[Problem]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    quick = accepted(entity)
    for key, value in given.items():
        accept = quick.get(key)
        found = accept(value, day) if accept is not None and key not in values else None
        if found is not None:
            values[key] = found
            continue
        pointer = f"{prefix}{_show(key)}"
        alias = ALIASES.get(str(key)) if entity == "person" else None
        info = all_inputs().get(alias.input if alias else str(key))
        if info is None or info.entity != entity:
            problems.append(_unknown_field(str(key)[:80], pointer, entity))
        elif value is None or value == UNKNOWN:
            continue
        elif info.name in values:
            problems.append(Problem("given_twice", pointer, "同一事实给了两次", f"{info.name} is given twice"))
        else:
            checked = _from_alias(alias, value, pointer, day) if alias else _checked(info, value, pointer, day)
            if isinstance(checked, Problem):
                problems.append(checked)
            else:
                values[info.name] = checked
    return values


def _unknown_field(key: str, pointer: str, entity: str) -> Problem:
    names = [name for name, info in all_inputs().items() if info.entity == entity] + (
        list(ALIASES) if entity == "person" else []
    )
    other = all_inputs().get(key)
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


def _from_alias(alias: Alias, value: Any, pointer: str, day: date) -> date | Problem:
    expected = f"0–{alias.most}"
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1:
        return Problem("wrong_type", pointer, f"{alias.zh}应为整数", f"{_show(value)} is no whole number", expected)
    if value < 0:
        return Problem("out_of_range", pointer, f"{_show(value)}小于0", f"{_show(value)} is below 0", expected)
    if value > alias.most:
        words = f"{_show(value)}超过{alias.most}", f"{_show(value)} is over {alias.most}"
        return Problem("out_of_range", pointer, *words, expected)
    return back(day, months=int(value) * alias.months)


def _checked(info: InputInfo, value: Any, pointer: str, day: date) -> Any:
    if info.kind == "date":
        return _day(info, value, pointer, day)
    check = {"number": _number, "money": _number, "yes_no": _yes_no, "choice": _choice}[info.kind]
    return check(info, value, pointer)


def _number(info: InputInfo, value: Any, pointer: str) -> float | Problem:
    low, high = info.bounds
    expected = f"{low:,}–{high:,}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Problem("wrong_type", pointer, f"“{_show(value)}”不是数字", f"{_show(value)} is no number", expected)
    if isinstance(value, float) and not math.isfinite(value):
        return Problem("not_finite", pointer, "不是有限的数字", f"{value} is not a finite number", expected)
    if value < low:
        return Problem(
            "out_of_range", pointer, f"{_show(value)}小于{low:,}", f"{_show(value)} is below {low:,}", expected
        )
    if value > high:
        return Problem(
            "out_of_range", pointer, f"{_show(value)}超过{high:,}", f"{_show(value)} is over {high:,}", expected
        )
    if info.kind == "money" and not in_fen(value):
        return Problem("too_fine", pointer, "金额最多到分", "money goes down to the fen", "0.01")
    if info.unit in WHOLE and value != int(value):
        return Problem("wrong_type", pointer, "应为整数", f"{_show(value)} is no whole number", expected)
    return float(value)


def _yes_no(_: InputInfo, value: Any, pointer: str) -> bool | Problem:
    if isinstance(value, bool):
        return value
    return Problem(
        "wrong_type",
        pointer,
        f"“{_show(value)}”应为 true 或 false",
        f"{_show(value)} is neither true nor false",
        "true, false",
    )


def _day(info: InputInfo, value: Any, pointer: str, day: date) -> date | Problem:
    low, high = info.bounds
    found = calendar_day(value)
    if found is None:
        words = f"“{_show(value)}”不是有效日期", f"{_show(value)} is no calendar day"
        return Problem("not_a_date", pointer, *words, "2026-01-31")
    if not low <= found <= high:
        words = f"{found}不在{low}至{high}之间", f"{found} is not within {low} and {high}"
        return Problem("out_of_range", pointer, *words, f"{low}–{high}")
    if found > day and not info.future:
        words = f"{found}晚于决定日{day}", f"{found} lies after the day decided for, {day}"
        return Problem("in_the_future", pointer, *words, f"≤ {day}")
    return found


def _choice(info: InputInfo, value: Any, pointer: str) -> str | Problem:
    names = info.choices or {}
    if isinstance(value, str) and value in names:
        return value
    by_label = {words.zh: name for name, words in names.items()} | {
        words.zh.removesuffix("市"): name for name, words in names.items()
    }
    near = by_label.get(str(value)) or nearest(str(value), names)
    known = ", ".join(names)
    if isinstance(value, str) and value in JURISDICTIONS:
        return Problem("unknown_value", pointer, f"“{value}”不适用于此项", f"{value} cannot be named here", known, near)
    return Problem(
        "unknown_value",
        pointer,
        f"没有“{_show(value)}”这一选项",
        f"{_show(value)} is not one of the choices",
        known,
        near,
    )


def _show(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= 60 else f"{text[:57]}..."


def check_day(value: Any, pointer: str = "date") -> date:
    """The day decided for.

    Raises:
        InputError: if it is no calendar day of the years 2000 to 2100.
    """
    found = calendar_day(value)
    if found is None:
        message = f"“{_show(value)}”不是有效日期", f"{_show(value)} is no calendar day"
        raise InputError([Problem("not_a_date", pointer, *message, "2026-01-31")])
    if not date(2000, 1, 1) <= found <= date(2100, 12, 31):
        message = f"{found}不在2000年至2100年之间", f"{found} is not within the years 2000 to 2100"
        raise InputError([Problem("out_of_range", pointer, *message, "2000-01-01–2100-12-31")])
    return found


def given(situation: Situation) -> Iterator[tuple[str, int | None, Any]]:
    """Every input that was given: name, member (None for the household), value."""
    for name, value in situation.household.items():
        yield name, None, value
    for position, person in enumerate(situation.persons):
        for name, value in person.items():
            yield name, position, value


def checked(key: str, value: Any, pointer: str, day: date) -> Any:
    """One value of an input, or of another way to give it: as the engine keeps it, or the problem with it."""
    alias = ALIASES.get(key)
    return _from_alias(alias, value, pointer, day) if alias else _checked(all_inputs()[key], value, pointer, day)

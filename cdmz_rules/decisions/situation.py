"""A case as people write it: checked strictly, every mistake with its place, then as plain values by input and member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from cdmz_rules.decisions import identity, inputs
from cdmz_rules.decisions.acceptors import acceptors
from cdmz_rules.decisions.contradictions import contradictions
from cdmz_rules.decisions.identity import IdentityNumber
from cdmz_rules.errors import MAX_SHOWN, InputError, Problem, nearest
from cdmz_rules.reading import choices, days, numbers
from cdmz_rules.reading.doors import CASE
from cdmz_rules.reading.plain import plain, says_nothing, shown
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputAlias

MAX_MEMBERS = 20


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
        raw: The case as it was sent, for the receipt; with date of birth and sex in place of an identity number.
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
    persons, sent = [], list(members)
    for i, m in enumerate(members):
        open_days: dict[str, OpenDay] = {}
        told = {k: m[k] for k in m if k != "role"}
        number = told.pop(identity.NAME, None) if catalogue.identity else None
        values = _values(catalogue, told, "person", f"members[{i}].", day, problems, open_days)
        if number is not None and not says_nothing(plain(number), CASE):
            sent[i], unfit = IdentityNumber.instead(catalogue, m, values, open_days, f"members[{i}].", day)
            problems += unfit
        persons.append(values)
        ranges |= {(name, i): open_day for name, open_day in open_days.items()}
    roles = tuple(member["role"] for member in members)
    if catalogue.roles[0] in roles:
        problems += contradictions(catalogue, roles, household, persons, ranges, day)
    if problems:
        raise InputError(problems)
    return Situation(roles, household, tuple(persons), {**raw, "members": sent}, ranges)


def _members(catalogue: Catalogue, members: Any, problems: list[Problem]) -> list[Mapping[str, Any]]:
    if not isinstance(members, list | tuple) or not members:
        expected = "members: [{role: applicant, …}]"
        problems.append(Problem("missing", "members", "缺少家庭成员", "the members are missing", expected))
        return []
    if len(members) > MAX_MEMBERS:
        problems.append(Problem("too_many", "members", f"成员超过{MAX_MEMBERS}人", f"more than {MAX_MEMBERS} members"))
        return []
    # Mostly all are right: to look for what could be wrong with each takes several times as long.
    roles = tuple(role for member in members if type(member) is dict and type(role := member.get("role")) is str)
    if len(roles) == len(members) and _are_right(catalogue, roles):
        return list(members)
    read = [_member(catalogue, position, member) for position, member in enumerate(members)]
    faults = [each for each in read if isinstance(each, Problem)]
    known = [each for each in read if not isinstance(each, Problem)]
    problems += faults or _roles_faults(catalogue, [member["role"] for member in known])
    return [] if faults else known


@lru_cache(maxsize=1024)
def _are_right(catalogue: Catalogue, roles: tuple[str, ...]) -> bool:
    return set(roles) <= set(catalogue.roles) and not _roles_faults(catalogue, roles)


def _member(catalogue: Catalogue, position: int, member: Any) -> Mapping[str, Any] | Problem:
    """A member with its role by key."""
    pointer, roles = f"members[{position}]", catalogue.roles
    if not isinstance(member, Mapping):
        return Problem("wrong_type", pointer, "成员应为键值对", "a member is a mapping", "{role: applicant, …}")
    role = member.get("role")
    if role in roles:
        return member
    if role is None:
        return Problem("missing", f"{pointer}.role", "缺少角色", "the role is missing", ", ".join(roles))
    key = choices.read(role, choices.spellings(catalogue.role_words))
    return replace(key, pointer=f"{pointer}.role") if isinstance(key, Problem) else {**member, "role": key}


def _of(roles: Sequence[str], role: str) -> tuple[str, ...]:
    return tuple(f"members[{position}]" for position, each in enumerate(roles) if each == role)


def _roles_faults(catalogue: Catalogue, roles: Sequence[str]) -> list[Problem]:
    doubled = [role for role in catalogue.single_roles if roles.count(role) > 1]
    names = [catalogue.role_words[role] for role in doubled]
    faults = [
        Problem(
            "too_many", "members", f"{name.zh}只能有一人", f"there can be only one {name.en}", others=_of(roles, role)
        )
        for role, name in zip(doubled, names, strict=True)
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
        elif says_nothing(plain(value), CASE):
            continue
        elif info.name in values or info.name in open_days:
            problems.append(Problem("given_twice", pointer, "同一事实给了两次", f"{info.name} is given twice"))
        else:
            found = checked(catalogue, str(key), value, pointer, day)
            if isinstance(found, Problem):
                problems.append(found)
            elif isinstance(found, OpenDay):
                open_days[info.name] = found
            else:
                values[info.name] = found
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


def _from_alias(written: str, alias: InputAlias, raw: Any, pointer: str, day: date) -> OpenDay | Problem:
    expected = f"0–{alias.most}"
    value = numbers.read(raw, expected)
    if isinstance(value, Problem):
        return replace(value, pointer=pointer)
    if 0 <= value <= alias.most and value % 1 == 0:
        return OpenDay(*alias.between(day, int(value)), written, int(value))
    words = shown(raw)
    if value < 0:
        return Problem("out_of_range", pointer, f"{words.zh}小于0", f"{words.en} is below 0", expected)
    if value > alias.most:
        return Problem(
            "out_of_range", pointer, f"{words.zh}超过{alias.most}", f"{words.en} is over {alias.most}", expected
        )
    message = f"{alias.words.zh}应为整数，不是{words.zh}", f"{words.en} is no whole number"
    return Problem("wrong_type", pointer, *message, expected)


def check_day(value: Any, pointer: str = "date") -> date:
    """The day decided for.

    Raises:
        InputError: if it is no calendar day of the years 2000 to 2100.
    """
    day = days.read(value)
    if isinstance(day, Problem):
        raise InputError([replace(day, pointer=pointer)])
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
    return inputs.checked(catalogue, catalogue.inputs[key], value, pointer, day)

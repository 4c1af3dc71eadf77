"""A case as a file holds it, and with some of its inputs set otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cdmz_rules.errors import InputError, LawFileError, Problem, below, pointer_of
from cdmz_rules.files import json_text
from cdmz_rules.files import yaml as yamls


def read_case(file: Path) -> dict[str, Any]:
    """Read a case from YAML or JSON.

    Raises:
        LawFileError: with file and line, if it cannot be read or is no YAML.
        InputError: as `case_of` does.
    """
    return case_of(yamls.text(file), str(file))


def case_of(text: str, file: str) -> dict[str, Any]:
    """A case from a text: JSON if the file is called so or the text is JSON, else YAML.

    Raises:
        LawFileError: with file and line, if it is no YAML.
        InputError: with its place, if it is no JSON or says something twice; if it is no mapping.
    """
    data = data_of(text, file)
    if not isinstance(data, dict):
        raise InputError([Problem("not_a_case", file, "案例应为键值对", "a case is a mapping", "members: […]")])
    return data


def data_of(text: str, file: str) -> Any:
    """What a text says: JSON if the file is called so or the text is JSON, else YAML.

    Raises:
        LawFileError: with file and line, if it is no YAML.
        InputError: with its place, if it is no JSON or says something twice.
    """
    named = file.endswith(json_text.SUFFIX)
    if not named and not text.lstrip().startswith("{"):
        return yamls.parse(text, file)
    try:
        return json_text.read(text)
    except InputError as error:
        # A mapping of YAML may begin as JSON does; in it `1e+03` is text.
        if named or error.problems[0].code in json_text.WITHIN:
            raise below(error, file, ": ") from None
        return yamls.parse(text, file)


def with_settings(raw: Mapping[str, Any], settings: list[str]) -> dict[str, Any]:
    """The case with some inputs set: ``price=900000``, ``members[0].sex=female``; ``price=`` takes one away.

    Raises:
        InputError: if a setting has no ``=`` or names a member that is not there.
    """
    changed: dict[str, Any] = {**raw, "members": _members(raw.get("members"))}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            message = "应写成 名称=值", "write name=value"
            raise InputError([Problem("bad_setting", pointer_of([name]), *message, "price=900000")])
        target, key = holder(changed, name.strip())
        if value.strip():
            target[key] = _scalar(value.strip(), name.strip())
        else:
            target.pop(key, None)
    return changed


def _members(members: object) -> Any:
    """A copy of the members that can be changed; what is none stays as it is, and is refused when the case is read."""
    if members is None:
        return []
    return (
        [dict(each) if isinstance(each, Mapping) else each for each in members]
        if isinstance(members, list)
        else members
    )


def holder(changed: dict[str, Any], name: str) -> tuple[dict[str, Any], str]:
    """The part of a case that holds an input, and its key there.

    Raises:
        InputError: if there is no such member.
    """
    member = re.fullmatch(r"members\[(\d{1,2})\]\.(\w+)", name)
    if member is None:
        return changed, name
    position, members = int(member.group(1)), changed["members"]
    if not isinstance(members, list) or position >= len(members) or not isinstance(members[position], dict):
        known = [f"members[{place}]" for place, each in enumerate(members) if isinstance(each, dict)]
        message = "没有这名成员", "there is no such member"
        raise InputError([Problem("no_such_member", pointer_of([name]), *message, ", ".join(known) or None)])
    return members[position], member.group(2)


def _scalar(value: str, name: str) -> Any:
    try:
        return yamls.parse(value)
    except LawFileError as error:
        raise InputError(
            [Problem("bad_setting", pointer_of([name]), "值无法识别", "the value cannot be read", "price=900000")]
        ) from error

"""What can never be, as it is said of an input: enough to hold a form to it, and to say so beside the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cdmz_rules.i18n.text import Text, text
from cdmz_rules.i18n.words import Words
from cdmz_rules.model.never import Before, Below, Beside, Fewer, Never
from cdmz_rules.rulebook.infos import NeverInfo

YES_NO = {True: Words("是", "yes"), False: Words("否", "no")}


Label = Callable[[str], Words]
Choices = Callable[[str], Mapping[str, Text] | None]


def described(never: Never, label: Label, choices: Choices, roles: Mapping[str, Words]) -> NeverInfo:
    """What can never be of an input.

    Args:
        never: What is declared.
        label: The words of an input.
        choices: Those of the values of an input that is a choice.
        roles: Those of the roles of members.
    """
    fewer = never if isinstance(never, Fewer) else None
    return NeverInfo(
        kind=type(never).__name__.lower(),  # type: ignore[arg-type]
        inputs=list(never.inputs),
        role=fewer.role if fewer else None,
        younger_than=fewer.younger_than if fewer and fewer.born else None,
        value=never.value if isinstance(never, Beside) else None,
        words=text(_words(never, label, choices, roles)),
    )


def _words(never: Never, label: Label, choices: Choices, roles: Mapping[str, Words]) -> Words:
    if isinstance(never, Below):
        return _below(never, label)
    labels = [label(name) for name in never.inputs]
    zh, en = "、".join(f"“{each.zh}”" for each in labels), ", ".join(f'"{each.en}"' for each in labels)
    if isinstance(never, Before):
        return Words(f"不早于{zh}", f"not before {en}")
    if isinstance(never, Beside):
        value = shown(never.value, choices(never.name))
        return Words(f"与{zh}为{value.zh}不能同时成立", f"never while {en} is {value.en}")
    whose = counted(never, roles)  # type: ignore[arg-type]
    if isinstance(never, Fewer) and never.besides:
        other = label(never.besides)
        return Words(
            f"不少于“{other.zh}”与已列出的{whose.zh}人数之和",
            f'no fewer than "{other.en}" and those listed ({whose.en}) together',
        )
    return Words(f"不少于已列出的{whose.zh}人数", f"no fewer than those listed ({whose.en})")


def _below(never: Below, label: Label) -> Words:
    parts = [[label(name) for name in part] for part in never.parts]
    zh = "、".join("或".join(f"“{each.zh}”" for each in part) for part in parts)
    en = ", ".join(" or ".join(f'"{each.en}"' for each in part) for part in parts)
    together = ("之和", " together") if len(parts) > 1 else ("", "")
    return Words(f"不少于{zh}{together[0]}", f"no less than {en}{together[1]}")


def shown(value: Any, choices: Mapping[str, Text] | None) -> Words:
    """A value in words."""
    if choices is not None:
        return choices[value].words
    return YES_NO[value] if isinstance(value, bool) else Words(f"{value:g}", f"{value:g}")


def counted(never: Fewer, roles: Mapping[str, Words]) -> Words:
    """Who is counted."""
    whose = Words("成员", "members") if never.role is None else roles[never.role]
    if never.born is None:
        return whose
    years = never.younger_than
    if never.besides:
        return Words(f"已满{years}周岁的{whose.zh}", f"{whose.en} of {years} or older")
    return Words(f"未满{years}周岁的{whose.zh}", f"{whose.en} below {years}")
